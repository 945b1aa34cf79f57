"""Classes that keep their state in attributes, made at the first call or when constructed."""

import math

import numpy as np


class Adam:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr = lr
        self.beta1 = beta1
        self.beta2 = beta2
        self.eps = eps
        self.m = None
        self.v = None
        self.t = 0

    def update(self, w, grad):
        if self.m is None:
            self.m = np.zeros_like(w)
            self.v = np.zeros_like(w)
        self.t += 1
        self.m = self.beta1 * self.m + (1 - self.beta1) * grad
        self.v = self.beta2 * self.v + (1 - self.beta2) * grad**2
        m_hat = self.m / (1 - self.beta1**self.t)
        v_hat = self.v / (1 - self.beta2**self.t)
        return w - self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


class AdamInPlace:
    def __init__(self, shape, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
        self.lr, self.betas, self.eps = lr, betas, eps
        self.exp_avg = np.zeros(shape)
        self.exp_avg_sq = np.zeros(shape)
        self.steps = 0

    def step(self, param, grad):
        beta1, beta2 = self.betas
        self.steps += 1
        self.exp_avg *= beta1
        self.exp_avg += (1 - beta1) * grad
        self.exp_avg_sq *= beta2
        self.exp_avg_sq += (1 - beta2) * grad * grad
        step_size = self.lr * math.sqrt(1 - beta2**self.steps) / (1 - beta1**self.steps)
        param -= step_size * self.exp_avg / (np.sqrt(self.exp_avg_sq) + self.eps)


class AdamRunningPowers:
    """The powers of both decays are kept as running products."""

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
        self.learning_rate = learning_rate
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon
        self.beta_1_power = 1.0
        self.beta_2_power = 1.0
        self.first = 0.0
        self.second = 0.0

    def __call__(self, weights, gradient):
        self.beta_1_power *= self.beta_1
        self.beta_2_power *= self.beta_2
        self.first = self.beta_1 * self.first + (1.0 - self.beta_1) * gradient
        self.second = self.beta_2 * self.second + (1.0 - self.beta_2) * np.power(gradient, 2)
        corrected = self.first / (1.0 - self.beta_1_power)
        scale = np.sqrt(self.second / (1.0 - self.beta_2_power)) + self.epsilon
        return weights - self.learning_rate * corrected / scale


class AdamW:
    def __init__(self, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
        self.lr = lr
        self.beta1 = beta1
        self.beta2 = beta2
        self.eps = eps
        self.weight_decay = weight_decay
        self.m = 0
        self.v = 0
        self.t = 0

    def step(self, theta, grad):
        self.t += 1
        theta = theta - self.lr * self.weight_decay * theta
        self.m = self.beta1 * self.m + (1 - self.beta1) * grad
        self.v = self.beta2 * self.v + (1 - self.beta2) * grad**2
        m_hat = self.m / (1 - self.beta1**self.t)
        v_hat = self.v / (1 - self.beta2**self.t)
        return theta - self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


class AMSGrad:
    def __init__(self, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.state = {}

    def step(self, x, grad):
        m = self.state.get("m", np.zeros_like(x))
        v = self.state.get("v", np.zeros_like(x))
        v_max = self.state.get("v_max", np.zeros_like(x))
        m = self.beta1 * m + (1 - self.beta1) * grad
        v = self.beta2 * v + (1 - self.beta2) * grad**2
        v_max = np.maximum(v_max, v)
        self.state = {"m": m, "v": v, "v_max": v_max}
        return x - self.lr * m / (np.sqrt(v_max) + self.eps)


class AdaMax:
    def __init__(self, alpha=0.002, beta1=0.9, beta2=0.999, eps=1e-8):
        self.alpha = alpha
        self.beta1 = beta1
        self.beta2 = beta2
        self.eps = eps
        self.t = 0
        self.m = None

    def update(self, theta, g):
        if self.m is None:
            self.m = np.zeros(theta.shape)
            self.u = np.zeros(theta.shape)
        self.t += 1
        self.m = self.beta1 * self.m + (1 - self.beta1) * g
        self.u = np.maximum(self.beta2 * self.u, np.abs(g))
        return theta - self.alpha / (1 - self.beta1**self.t) * self.m / (self.u + self.eps)


class RAdam:
    def __init__(self, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.m = self.v = None
        self.t = 0

    def step(self, w, g):
        if self.m is None:
            self.m, self.v = np.zeros_like(w), np.zeros_like(w)
        self.t += 1
        b1, b2 = self.beta1, self.beta2
        self.m = b1 * self.m + (1 - b1) * g
        self.v = b2 * self.v + (1 - b2) * g * g
        m_hat = self.m / (1 - b1**self.t)
        longest = 2 / (1 - b2) - 1
        length = longest - 2 * self.t * b2**self.t / (1 - b2**self.t)
        if length > 4:
            v_hat = np.sqrt(self.v / (1 - b2**self.t))
            r = math.sqrt(((length - 4) * (length - 2) * longest) / ((longest - 4) * (longest - 2) * length))
            return w - self.lr * r * m_hat / (v_hat + self.eps)
        return w - self.lr * m_hat


# ---------------------------------------------------------------- with mistakes


class AdamNeverCounts(Adam):
    def update(self, w, grad):
        if self.m is None:
            self.m = np.zeros_like(w)
            self.v = np.zeros_like(w)
            self.t = 1
        self.m = self.beta1 * self.m + (1 - self.beta1) * grad
        self.v = self.beta2 * self.v + (1 - self.beta2) * grad**2
        m_hat = self.m / (1 - self.beta1**self.t)
        v_hat = self.v / (1 - self.beta2**self.t)
        return w - self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


class AdamCountsAfter(Adam):
    def update(self, w, grad):
        if self.m is None:
            self.m = np.zeros_like(w)
            self.v = np.zeros_like(w)
        self.m = self.beta1 * self.m + (1 - self.beta1) * grad
        self.v = self.beta2 * self.v + (1 - self.beta2) * grad**2
        m_hat = self.m / (1 - self.beta1**self.t)
        v_hat = self.v / (1 - self.beta2**self.t)
        self.t += 1
        return w - self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


class AdamCountsTwice(Adam):
    def update(self, w, grad):
        if self.m is None:
            self.m = np.zeros_like(w)
            self.v = np.zeros_like(w)
        self.t += 1
        self.m = self.beta1 * self.m + (1 - self.beta1) * grad
        m_hat = self.m / (1 - self.beta1**self.t)
        self.t += 1
        self.v = self.beta2 * self.v + (1 - self.beta2) * grad**2
        v_hat = self.v / (1 - self.beta2**self.t)
        return w - self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


class AdamCorrectsState(Adam):
    def update(self, w, grad):
        if self.m is None:
            self.m = np.zeros_like(w)
            self.v = np.zeros_like(w)
        self.t += 1
        self.m = (self.beta1 * self.m + (1 - self.beta1) * grad) / (1 - self.beta1**self.t)
        self.v = (self.beta2 * self.v + (1 - self.beta2) * grad**2) / (1 - self.beta2**self.t)
        return w - self.lr * self.m / (np.sqrt(self.v) + self.eps)


class AdamOneArrayForBoth:
    """`m = v = zeros` is one array, written in place by both averages."""

    def __init__(self, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.m = None
        self.t = 0

    def update(self, w, grad):
        if self.m is None:
            self.m = self.v = np.zeros_like(w)
        self.t += 1
        self.m *= self.beta1
        self.m += (1 - self.beta1) * grad
        self.v *= self.beta2
        self.v += (1 - self.beta2) * grad**2
        m_hat = self.m / (1 - self.beta1**self.t)
        v_hat = np.abs(self.v) / (1 - self.beta2**self.t)
        return w - self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


class AdamStartsAnew(Adam):
    """The state is made at every call."""

    def update(self, w, grad):
        self.m = np.zeros_like(w)
        self.v = np.zeros_like(w)
        return super().update(w, grad)


class AdamWDecaysTwice(AdamW):
    def step(self, theta, grad):
        grad = grad + self.weight_decay * theta
        return super().step(theta, grad)


class AdamWDecayInGradient(AdamW):
    def step(self, theta, grad):
        self.t += 1
        grad = grad + self.weight_decay * theta
        self.m = self.beta1 * self.m + (1 - self.beta1) * grad
        self.v = self.beta2 * self.v + (1 - self.beta2) * grad**2
        m_hat = self.m / (1 - self.beta1**self.t)
        v_hat = self.v / (1 - self.beta2**self.t)
        return theta - self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


class AMSGradForgetsMaximum(AMSGrad):
    def step(self, x, grad):
        m = self.state.get("m", np.zeros_like(x))
        v = self.state.get("v", np.zeros_like(x))
        v_max = self.state.get("v_max", np.zeros_like(x))
        m = self.beta1 * m + (1 - self.beta1) * grad
        v = self.beta2 * v + (1 - self.beta2) * grad**2
        v_max = np.maximum(v_max, v)
        self.state = {"m": m, "v": v}
        return x - self.lr * m / (np.sqrt(v_max) + self.eps)


class AdaMaxSigned(AdaMax):
    def update(self, theta, g):
        if self.m is None:
            self.m = np.zeros(theta.shape)
            self.u = np.zeros(theta.shape)
        self.t += 1
        self.m = self.beta1 * self.m + (1 - self.beta1) * g
        self.u = np.maximum(self.beta2 * self.u, g)
        return theta - self.alpha / (1 - self.beta1**self.t) * self.m / (self.u + self.eps)


class RAdamUncorrected(RAdam):
    def step(self, w, g):
        if self.m is None:
            self.m, self.v = np.zeros_like(w), np.zeros_like(w)
        self.t += 1
        b1, b2 = self.beta1, self.beta2
        self.m = b1 * self.m + (1 - b1) * g
        self.v = b2 * self.v + (1 - b2) * g * g
        m_hat = self.m / (1 - b1**self.t)
        longest = 2 / (1 - b2) - 1
        length = longest - 2 * self.t * b2**self.t / (1 - b2**self.t)
        if length > 4:
            v_hat = np.sqrt(self.v / (1 - b2**self.t))
            r = math.sqrt(((length - 4) * (length - 2) * longest) / ((longest - 4) * (longest - 2) * length))
            return w - self.lr * r * m_hat / (v_hat + self.eps)
        return w - self.lr * self.m
