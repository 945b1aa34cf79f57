"""The gradient as a function, asked where the optimizer wants it; and whole loops."""

import numpy as np


def nesterov_step(theta, grad_fn, v, lr=0.01, gamma=0.9):
    g = grad_fn(theta + gamma * v)
    v = gamma * v - lr * g
    return theta + v, v


class NesterovDescent:
    def __init__(self, lr=0.01, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.v = None

    def step(self, x, gradient):
        if self.v is None:
            self.v = np.zeros_like(x)
        ahead = x - self.momentum * self.v
        self.v = self.momentum * self.v + self.lr * gradient(ahead)
        return x - self.v


def adam_loop(grad, x, num_iters=100, step_size=0.001, b1=0.9, b2=0.999, eps=10**-8):
    m = np.zeros(len(x))
    v = np.zeros(len(x))
    for i in range(num_iters):
        g = grad(x, i)
        m = (1 - b1) * g + b1 * m
        v = (1 - b2) * (g**2) + b2 * v
        mhat = m / (1 - b1 ** (i + 1))
        vhat = v / (1 - b2 ** (i + 1))
        x = x - step_size * mhat / (np.sqrt(vhat) + eps)
    return x


def gradient_descent_loop(gradient, start, learn_rate=0.1, n_iter=50):
    vector = start
    for _ in range(n_iter):
        diff = -learn_rate * gradient(vector)
        vector = vector + diff
    return vector


# ---------------------------------------------------------------- with mistakes


def nesterov_wrong_sign(theta, grad_fn, v, lr=0.01, gamma=0.9):
    g = grad_fn(theta - gamma * v)
    v = gamma * v - lr * g
    return theta + v, v


def nesterov_no_lookahead(theta, grad_fn, v, lr=0.01, gamma=0.9):
    g = grad_fn(theta)
    v = gamma * v - lr * g
    return theta + v, v


def adam_loop_resets(grad, x, num_iters=100, step_size=0.001, b1=0.9, b2=0.999, eps=10**-8):
    for i in range(num_iters):
        m = np.zeros(len(x))
        v = np.zeros(len(x))
        g = grad(x, i)
        m = (1 - b1) * g + b1 * m
        v = (1 - b2) * (g**2) + b2 * v
        mhat = m / (1 - b1 ** (i + 1))
        vhat = v / (1 - b2 ** (i + 1))
        x = x - step_size * mhat / (np.sqrt(vhat) + eps)
    return x
