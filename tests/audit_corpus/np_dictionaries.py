"""Dictionaries of parameters, updated in place: functions and classes as in textbooks and courses."""

import numpy as np


class Momentum:
    def __init__(self, lr=0.01, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.v = None

    def update(self, params, grads):
        if self.v is None:
            self.v = {}
            for key, val in params.items():
                self.v[key] = np.zeros_like(val)
        for key in params:
            self.v[key] = self.momentum * self.v[key] - self.lr * grads[key]
            params[key] += self.v[key]


class AdaGrad:
    def __init__(self, lr=0.01, epsilon=1e-7):
        self.lr = lr
        self.epsilon = epsilon
        self.h = None

    def update(self, params, grads):
        if self.h is None:
            self.h = {}
            for key, val in params.items():
                self.h[key] = np.zeros_like(val)
        for key in params:
            self.h[key] += grads[key] * grads[key]
            params[key] -= self.lr * grads[key] / np.sqrt(self.h[key] + self.epsilon)


class AdamByDifferences:
    """Both corrections in the learning rate; the moments by their differences; epsilon a literal."""

    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999):
        self.lr = lr
        self.beta1 = beta1
        self.beta2 = beta2
        self.calls = 0
        self.m = None
        self.v = None

    def update(self, params, grads):
        if self.m is None:
            self.m, self.v = {}, {}
            for key, val in params.items():
                self.m[key] = np.zeros_like(val)
                self.v[key] = np.zeros_like(val)
        self.calls += 1
        rate = self.lr * np.sqrt(1.0 - self.beta2**self.calls) / (1.0 - self.beta1**self.calls)
        for key in params:
            self.m[key] += (1 - self.beta1) * (grads[key] - self.m[key])
            self.v[key] += (1 - self.beta2) * (grads[key] ** 2 - self.v[key])
            params[key] -= rate * self.m[key] / (np.sqrt(self.v[key]) + 1e-7)


def momentum_of_layers(parameters, grads, v, beta=0.9, learning_rate=0.01):
    """Parameters W1, b1, ..., and gradients dW1, db1, ..."""
    for n in range(len(parameters) // 2):
        for letter in "Wb":
            key = f"{letter}{n + 1}"
            v["d" + key] = beta * v["d" + key] + (1 - beta) * grads["d" + key]
            parameters[key] = parameters[key] - learning_rate * v["d" + key]
    return parameters, v


def adam_of_layers(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    corrected = {}
    for key in grads:
        v[key] = beta1 * v[key] + (1 - beta1) * grads[key]
        s[key] = beta2 * s[key] + (1 - beta2) * np.power(grads[key], 2)
        corrected[key] = v[key] / (1 - np.power(beta1, t)), s[key] / (1 - np.power(beta2, t))
    for n in range(1, len(parameters) // 2 + 1):
        for key in (f"W{n}", f"b{n}"):
            first, second = corrected["d" + key]
            parameters[key] = parameters[key] - learning_rate * first / (np.sqrt(second) + epsilon)
    return parameters, v, s


class RMSpropByName:
    """One dictionary of states for each parameter."""

    def __init__(self, lr=0.01, rho=0.9, eps=1e-6):
        self.lr = lr
        self.rho = rho
        self.eps = eps
        self.states = {}

    def step(self, params, grads):
        for name, p in params.items():
            state = self.states.setdefault(name, {"square_avg": np.zeros_like(p)})
            square_avg = state["square_avg"]
            square_avg[...] = self.rho * square_avg + (1 - self.rho) * grads[name] ** 2
            p[...] -= self.lr * grads[name] / np.sqrt(square_avg + self.eps)


# ---------------------------------------------------------------- with mistakes


class AdamCountsParameters(AdamByDifferences):
    """The step is counted inside the loop over the parameters."""

    def update(self, params, grads):
        if self.m is None:
            self.m, self.v = {}, {}
            for key, val in params.items():
                self.m[key] = np.zeros_like(val)
                self.v[key] = np.zeros_like(val)
        for key in params:
            self.calls += 1
            rate = self.lr * np.sqrt(1.0 - self.beta2**self.calls) / (1.0 - self.beta1**self.calls)
            self.m[key] += (1 - self.beta1) * (grads[key] - self.m[key])
            self.v[key] += (1 - self.beta2) * (grads[key] ** 2 - self.v[key])
            params[key] -= rate * self.m[key] / (np.sqrt(self.v[key]) + 1e-7)


class MomentumShared:
    """One velocity for all parameters."""

    def __init__(self, lr=0.01, momentum=0.9):
        self.lr = lr
        self.momentum = momentum
        self.v = 0

    def update(self, params, grads):
        for key in params:
            self.v = self.momentum * self.v - self.lr * grads[key]
            params[key] += self.v


class AdaGradStartsAnew(AdaGrad):
    def update(self, params, grads):
        self.h = {key: np.zeros_like(val) for key, val in params.items()}
        for key in params:
            self.h[key] += grads[key] * grads[key]
            params[key] -= self.lr * grads[key] / np.sqrt(self.h[key] + self.epsilon)


def adam_correction_in_dictionary(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    for key in parameters:
        v[key] = beta1 * v[key] + (1 - beta1) * grads[key]
        s[key] = beta2 * s[key] + (1 - beta2) * grads[key] ** 2
        v[key] = v[key] / (1 - beta1**t)
        parameters[key] = parameters[key] - learning_rate * v[key] / (np.sqrt(s[key] / (1 - beta2**t)) + epsilon)
    return parameters, v, s


class AdamDifferenceSign(AdamByDifferences):
    def update(self, params, grads):
        if self.m is None:
            self.m, self.v = {}, {}
            for key, val in params.items():
                self.m[key] = np.zeros_like(val)
                self.v[key] = np.zeros_like(val)
        self.calls += 1
        rate = self.lr * np.sqrt(1.0 - self.beta2**self.calls) / (1.0 - self.beta1**self.calls)
        for key in params:
            self.m[key] += (1 - self.beta1) * (grads[key] - self.m[key])
            self.v[key] += (1 - self.beta2) * (grads[key] ** 2 + self.v[key])
            params[key] -= rate * self.m[key] / (np.sqrt(self.v[key]) + 1e-7)
