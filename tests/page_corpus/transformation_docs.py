r"""Gradient transformations, with the equation of each.

The functions here return what is to be added to the parameters.
"""


def scale_by_moments(b1: float, b2: float) -> None:
    r"""Adam's direction.

    Let :math:`\alpha_t` represent the learning rate and :math:`\beta_1, \beta_2`,
    :math:`\varepsilon`, :math:`\bar{\varepsilon}` the arguments ``b1``, ``b2``, ``eps`` and ``eps_root``.
    The ``init`` function returns zeros:

    .. math::

      m_0 = 0, \quad v_0 = 0

    The ``update`` function computes

    .. math::

      \begin{align*}
        m_t &\leftarrow \beta_1 \cdot m_{t-1} + (1-\beta_1) \cdot g_t \\
        v_t &\leftarrow \beta_2 \cdot v_{t-1} + (1-\beta_2) \cdot {g_t}^2 \\
        \hat{m}_t &\leftarrow m_t / {(1-\beta_1^t)} \\
        \hat{v}_t &\leftarrow v_t / {(1-\beta_2^t)} \\
        u_t &\leftarrow -\alpha_t \cdot \hat{m}_t / \left({\sqrt{\hat{v}_t + \bar{\varepsilon}} + \varepsilon} \right)
      \end{align*}
    """


def trace(decay: float) -> None:
    r"""A trace of past updates.

    .. math::

      \begin{align*}
        b_t &\leftarrow \mu \cdot b_{t-1} + g_t \\
        b_0 &= 0 \\
        b_t &= \sum_{k=1}^{t} \mu^{t-k} g_k
      \end{align*}
    """
