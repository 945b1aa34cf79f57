r"""Two ways to decay the weights, and where they agree.

For gradient descent it makes no difference whether the penalty is in the gradient,

.. math::

    \theta_{t+1} = \theta_t - \eta\,(g_t + \lambda\theta_t)

or taken off the weights:

.. math::

    \begin{aligned}
    \theta_{t+1} &= (1 - \eta\lambda)\,\theta_t - \eta\,g_t \\
    &= \theta_t - \lambda\theta_t - \eta\,g_t
    \end{aligned}
"""
