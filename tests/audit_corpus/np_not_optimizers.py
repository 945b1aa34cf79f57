"""What cannot be read as an optimizer: each is refused in one clear line."""

import numpy as np


def raises(w, grad, lr=0.1):
    raise ValueError("the learning rate was not warmed up")


def never_returns(w, grad, lr=0.1):
    while True:
        lr = lr * 1


def changes_shapes(w, grad, lr=0.1):
    return np.concatenate([w - lr * grad, w])


def does_nothing(w, grad, lr=0.1):
    return w


def softmax(x):
    return np.exp(x) / np.sum(np.exp(x))


def no_gradient(w, lr=0.1):
    return w - lr * w


def noisy(w, grad, lr=0.1):
    return w - lr * (grad + np.random.randn(*w.shape))


class NotAnOptimizer:
    def __init__(self, width=3):
        self.width = width


class WholeNumbers:
    def __init__(self, shape, lr=0.1, beta=0.9):
        self.lr, self.beta = lr, beta
        self.m = np.zeros(shape, dtype=int)

    def step(self, w, grad):
        self.m[...] = self.beta * self.m + grad
        return w - self.lr * self.m
