"""Lists of parameters, objects with `data` and `grad`, and steps that are returned."""

# ruff: noqa: PLW2901 -- in place is the point

import numpy as np


class MomentumList:
    def __init__(self, params, lr=0.01, momentum=0.9):
        self.params = params
        self.lr = lr
        self.momentum = momentum
        self.velocities = [np.zeros_like(p) for p in params]

    def step(self, grads):
        for i, (p, g) in enumerate(zip(self.params, grads, strict=True)):
            self.velocities[i] = self.momentum * self.velocities[i] + g
            p -= self.lr * self.velocities[i]


class AdamOfObjects:
    """Parameters are objects with an array and its gradient."""

    def __init__(self, parameters, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.parameters = parameters
        self.lr = lr
        self.b1, self.b2 = betas
        self.eps = eps
        self.m = [np.zeros_like(p.data) for p in parameters]
        self.v = [np.zeros_like(p.data) for p in parameters]
        self.t = 0

    def step(self):
        self.t += 1
        for i, p in enumerate(self.parameters):
            self.m[i] = self.b1 * self.m[i] + (1 - self.b1) * p.grad
            self.v[i] = self.b2 * self.v[i] + (1 - self.b2) * p.grad**2
            m_hat = self.m[i] / (1 - self.b1**self.t)
            v_hat = self.v[i] / (1 - self.b2**self.t)
            p.data = p.data - self.lr * m_hat / (np.sqrt(v_hat) + self.eps)

    def zero_grad(self):
        for p in self.parameters:
            p.grad = np.zeros_like(p.data)


class AdaGradUpdates:
    """What is returned is to be added to the parameter."""

    def __init__(self, learning_rate=0.01, epsilon=1e-8):
        self.learning_rate = learning_rate
        self.epsilon = epsilon
        self.sums = None

    def get_updates(self, grads):
        if self.sums is None:
            self.sums = [np.zeros_like(g) for g in grads]
        self.sums = [s + g**2 for s, g in zip(self.sums, grads, strict=True)]
        return [-self.learning_rate * g / np.sqrt(s + self.epsilon) for s, g in zip(self.sums, grads, strict=True)]


def sgd_list(params, grads, lr=0.1):
    return [p - lr * g for p, g in zip(params, grads, strict=True)]


# ---------------------------------------------------------------- with mistakes


class MomentumOneListItem(MomentumList):
    """`[zeros] * n` is one array n times, written in place."""

    def __init__(self, params, lr=0.01, momentum=0.9):
        super().__init__(params, lr, momentum)
        self.velocities = [np.zeros_like(params[0])] * len(params)

    def step(self, grads):
        for p, g, v in zip(self.params, grads, self.velocities, strict=True):
            v *= self.momentum
            v += g
            p -= self.lr * v


class AdamOfObjectsForgetsRoot(AdamOfObjects):
    def step(self):
        self.t += 1
        for i, p in enumerate(self.parameters):
            self.m[i] = self.b1 * self.m[i] + (1 - self.b1) * p.grad
            self.v[i] = self.b2 * self.v[i] + (1 - self.b2) * p.grad**2
            m_hat = self.m[i] / (1 - self.b1**self.t)
            v_hat = self.v[i] / (1 - self.b2**self.t)
            p.data = p.data - self.lr * m_hat / (v_hat + self.eps)
