"""Stochastic gradient descent."""


class SGD:
    r"""Implements descent with momentum and weight decay.

    .. math::
       \begin{aligned}
            &g_t \leftarrow \nabla_{\theta} f_t (\theta_{t-1}) + \lambda \theta_{t-1} \\
            &b_t \leftarrow \begin{cases} g_t & \text{if } t = 1, \\ \mu b_{t-1} + g_t & \text{if } t > 1 \end{cases} \\
            &\theta_t \leftarrow \theta_{t-1} - \gamma b_t
       \end{aligned}

    The buffer is a discounted sum of all gradients,

    .. math::
       b_t = \sum_{i=1}^{t} \mu^{t-i} g_i.

    .. note::
       Other frameworks scale the step before it is stored:

    .. math::
       \begin{aligned}
            v_{t+1} & = \mu * v_{t} + \text{lr} * g_{t+1}, \\
            p_{t+1} & = p_{t} - v_{t+1}.
       \end{aligned}
    """
