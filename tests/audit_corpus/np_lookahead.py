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


def adam_loop(grad, x, num_iters=100, step_size=0.001, b1=0.9, b2=0.999, eps=1e-8):
    m, v = np.zeros_like(x), np.zeros_like(x)
    for n in range(1, num_iters + 1):
        g = grad(x, n)
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g**2
        x = x - step_size * (m / (1 - b1**n)) / (np.sqrt(v / (1 - b2**n)) + eps)
    return x


def descent_loop(gradient, start, rate=0.1, n_steps=50, tolerance=1e-9):
    x = start.copy()
    for _ in range(n_steps):
        step = rate * gradient(x)
        if np.linalg.norm(step) < tolerance:
            break
        x -= step
    return x


# ---------------------------------------------------------------- with mistakes


def nesterov_wrong_sign(theta, grad_fn, v, lr=0.01, gamma=0.9):
    g = grad_fn(theta - gamma * v)
    v = gamma * v - lr * g
    return theta + v, v


def nesterov_no_lookahead(theta, grad_fn, v, lr=0.01, gamma=0.9):
    g = grad_fn(theta)
    v = gamma * v - lr * g
    return theta + v, v


def adam_loop_resets(grad, x, num_iters=100, step_size=0.001, b1=0.9, b2=0.999, eps=1e-8):
    for n in range(1, num_iters + 1):
        m, v = np.zeros_like(x), np.zeros_like(x)
        g = grad(x, n)
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g**2
        x = x - step_size * (m / (1 - b1**n)) / (np.sqrt(v / (1 - b2**n)) + eps)
    return x
