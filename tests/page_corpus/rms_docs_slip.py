"""A family of optimizers, documented in a hurry."""


def rmsprop(lr, rho, eps):
    r"""RMSProp.

    The average :math:`r` starts at :math:`r_0 = 0`.

    .. math::

        \begin{aligned}
        r_t &= (1 - \rho)\, r_{t-1} + \rho\, g_t^2 \\
        \theta_{t+1} &= \theta_t - \frac{\eta}{\sqrt{r_t + \epsilon}}\, g_t
        \end{aligned}

    Unrolled, the average is

    .. math::

        r_t = (1-\rho)\sum_{i=1}^{t}\rho^{t-i} g_i^2
    """


def plain(lr):
    r"""Gradient descent.

    .. math:: \theta_{t+1} = \theta_t - \eta g_t
    """
