"""An optimizer as a framework documents it."""


class Adam:
    r"""Implements the Adam algorithm.

    The first and second moments start at zero, :math:`m_0 = 0` and :math:`v_0 = 0`.

    .. math::
       \begin{aligned}
            &g_t           \leftarrow   \nabla_{\theta} f_t (\theta_{t-1}) \\
            &m_t           \leftarrow   \beta_1 m_{t-1} + (1 - \beta_1) g_t \\
            &v_t           \leftarrow   \beta_2 v_{t-1} + (1-\beta_2) g^2_t \\
            &\widehat{m_t} \leftarrow   m_t/\big(1-\beta_1^t \big) \\
            &\widehat{v_t} \leftarrow   v_t/\big(1-\beta_2^t \big) \\
            &\theta_t      \leftarrow   \theta_{t-1} - \gamma \widehat{m_t}/
                \big(\sqrt{\widehat{v_t}} + \epsilon \big)
       \end{aligned}

    The size of the first step does not depend on the scale of the gradient, since

    .. math::
        \widehat{m_1} = g_1, \qquad \widehat{v_1} = g_1^2.

    Args:
        lr: the step size :math:`\gamma`.
    """
