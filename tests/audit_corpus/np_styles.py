"""Ways in which people write optimizers: each is read, and what is read is in the test beside its name."""

# ruff: noqa: PLW0603, B006, B905, PLW2901

import functools
import math
from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy import zeros_like


@dataclass
class DataAdam:
    lr: float = 0.001
    b1: float = 0.9
    b2: float = 0.999
    eps: float = 1e-8
    m: object = None
    v: object = None
    t: int = 0

    def step(self, w, g):
        if self.m is None:
            self.m = np.zeros_like(w)
            self.v = np.zeros_like(w)
        self.t += 1
        self.m = self.b1 * self.m + (1 - self.b1) * g
        self.v = self.b2 * self.v + (1 - self.b2) * g * g
        return w - self.lr * (self.m / (1 - self.b1**self.t)) / (np.sqrt(self.v / (1 - self.b2**self.t)) + self.eps)


class Held:
    def __init__(self, w, lr=0.1, mu=0.9):
        self.w = w
        self.lr = lr
        self.mu = mu
        self.v = np.zeros_like(w)

    def step(self, grad):
        self.v = self.mu * self.v + grad
        self.w = self.w - self.lr * self.v


class HeldInPlace:
    def __init__(self, params, lr=0.1, mu=0.9):
        self.params = params
        self.lr = lr
        self.mu = mu
        self.v = [np.zeros_like(p) for p in params]

    def step(self, grads):
        for p, g, v in zip(self.params, grads, self.v):
            v[:] = self.mu * v + g
            p[:] = p - self.lr * v


class HeldDict:
    def __init__(self, parameters, lr=0.1):
        self.parameters = parameters
        self.lr = lr
        self.cache = {k: np.zeros_like(x) for k, x in parameters.items()}

    def step(self, grads):
        for k in self.parameters:
            self.cache[k] += grads[k] ** 2
            self.parameters[k] = self.parameters[k] - self.lr * grads[k] / (np.sqrt(self.cache[k]) + 1e-8)


class IdKeyed:
    def __init__(self, lr=0.1, mu=0.9):
        self.lr = lr
        self.mu = mu
        self.v = {}

    def step(self, params, grads):
        for p, g in zip(params, grads):
            if id(p) not in self.v:
                self.v[id(p)] = np.zeros_like(p)
            self.v[id(p)] = self.mu * self.v[id(p)] + g
            p -= self.lr * self.v[id(p)]


class GradientsAndVariables:
    def __init__(self, lr=0.1):
        self.lr = lr

    def apply_gradients(self, grads_and_vars):
        for grad, var in grads_and_vars:
            var -= self.lr * grad


class TwoArguments:
    """Weights and biases apart; the biases' squares are forgotten."""

    def __init__(self, eta=0.01, beta=0.9, epsilon=1e-8):
        self.eta, self.beta, self.epsilon = eta, beta, epsilon
        self.of_w = self.of_b = 0

    def update(self, w, b, dw, db):
        self.of_w = self.beta * self.of_w + (1 - self.beta) * dw**2
        self.of_b = self.beta * self.of_b + (1 - self.beta) * db
        w = w - self.eta * dw / (np.sqrt(self.of_w) + self.epsilon)
        b = b - self.eta * db / (np.sqrt(np.abs(self.of_b)) + self.epsilon)
        return w, b


class LayerMomentum:
    """Its layers hold weights and biases, their gradients, and whatever it keeps there."""

    def __init__(self, learning_rate=0.1, decay=1e-3, momentum=0.9):
        self.learning_rate, self.decay, self.momentum = learning_rate, decay, momentum
        self.rate = learning_rate
        self.calls = 0

    def pre_update_params(self):
        self.rate = self.learning_rate / (1 + self.decay * self.calls)

    def update_params(self, layer):
        for name in ("weights", "biases"):
            kept = getattr(layer, "moving_" + name, 0)
            kept = self.momentum * kept - self.rate * getattr(layer, "d" + name)
            setattr(layer, "moving_" + name, kept)
            setattr(layer, name, getattr(layer, name) + kept)

    def post_update_params(self):
        self.calls += 1


def attribute_of_function(w, g, lr=0.1, mu=0.9):
    if not hasattr(attribute_of_function, "v"):
        attribute_of_function.v = np.zeros_like(w)
    attribute_of_function.v = mu * attribute_of_function.v - lr * g
    return w + attribute_of_function.v


V = None
LR = 0.05


def global_array(w, g, mu=0.9):
    global V
    if V is None:
        V = np.zeros_like(w)
    V = mu * V - LR * g
    return w + V


CACHE = {}


def global_dictionary(params, grads, lr=0.1):
    for k in params:
        if k not in CACHE:
            CACHE[k] = np.zeros_like(params[k])
        CACHE[k] += grads[k] ** 2
        params[k] -= lr * grads[k] / (np.sqrt(CACHE[k]) + 1e-8)


def mutable_default(w, g, lr=0.1, cache={}):
    if "v" not in cache:
        cache["v"] = np.zeros_like(w)
    cache["v"] = 0.9 * cache["v"] - lr * g
    return w + cache["v"]


def generator(x, lr=0.1):
    while True:
        g = yield x
        x = x - lr * g


class Decay:
    def __init__(self, lr=0.1, decay=1e-3):
        self.lr = lr
        self.decay = decay
        self.iterations = 0

    def get_updates(self, params, grads):
        lr = self.lr
        if self.decay > 0:
            lr = lr * (1.0 / (1.0 + self.decay * self.iterations))
        self.iterations += 1
        return [p - lr * g for p, g in zip(params, grads)]


class Decay2:
    def __init__(self, lr=0.1, rate=0.99):
        self.lr = lr
        self.rate = rate

    def update(self, w, g):
        w = w - self.lr * g
        self.lr *= self.rate
        return w


class Static:
    @staticmethod
    def step(w, g, lr=0.1):
        return w - lr * g


class KeywordArguments:
    def __init__(self, **kwargs):
        self.lr = kwargs.get("lr", 0.01)
        self.momentum = kwargs.get("momentum", 0.9)
        self.v = 0

    def update(self, w, dw):
        self.v = self.momentum * self.v + self.lr * dw
        return w - self.v


class Base:
    def __init__(self, lr):
        self.lr = lr

    def step(self, w, g):
        raise NotImplementedError


class Derived(Base):
    def __init__(self, lr, beta=0.9):
        super().__init__(lr)
        self.beta = beta
        self.one_minus_beta = 1 - beta
        self.v = 0.0

    def step(self, w, g):
        self.v = self.beta * self.v + self.one_minus_beta * g
        return w - self.lr * self.v


class FloatCtor:
    def __init__(self, lr=0.1, beta=0.9):
        if not isinstance(lr, float):
            raise TypeError("lr")
        if lr < 0:
            raise ValueError
        self.lr = float(lr)
        self.c = float(1 - beta)
        self.beta = float(beta)
        self.v = 0.0

    def step(self, w, g):
        self.v = self.beta * self.v + self.c * g
        return w - self.lr * self.v


def lamb(w, g, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, wd=0.01):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    u = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps) + wd * w
    wn, un = np.linalg.norm(w), np.linalg.norm(u)
    ratio = wn / un if wn > 0 and un > 0 else 1.0
    return w - lr * ratio * u, m, v


def clip_norm(w, g, lr=0.1, max_norm=1.0):
    n = np.sqrt(np.sum(g**2))
    if n > max_norm:
        g = g * max_norm / n
    return w - lr * g


def clip_val(w, g, lr=0.1):
    g = np.clip(g, -1, 1)
    return w - lr * g


def output_arguments(w, g, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    np.multiply(m, beta1, out=m)
    m += (1 - beta1) * g
    np.multiply(v, beta2, out=v)
    np.add(v, (1 - beta2) * np.square(g), out=v)
    step = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    np.subtract(w, step * m / (np.sqrt(v) + eps), out=w)


def elementwise(w, g, v, lr=0.1, mu=0.9):
    for i in range(len(w)):
        v[i] = mu * v[i] - lr * g[i]
        w[i] += v[i]
    return w, v


def rprop(w, g, prev_g, delta, eta_plus=1.2, eta_minus=0.5, dmax=50.0, dmin=1e-6):
    s = np.sign(g * prev_g)
    delta = np.where(
        s > 0, np.minimum(delta * eta_plus, dmax), np.where(s < 0, np.maximum(delta * eta_minus, dmin), delta)
    )
    g = np.where(s < 0, 0, g)
    w = w - np.sign(g) * delta
    return w, g, delta


def masks(w, g, h, lr=0.1):
    big = np.abs(g) > 1
    g2 = g.copy()
    g2[big] = 0
    h = h + g2**2
    return w - lr * g2 / np.sqrt(h + 1e-8), h


def deco(f):
    @functools.wraps(f)
    def inner(*a, **k):
        return f(*a, **k)

    return inner


@deco
def wrapped(w, g, lr=0.1):
    return w - lr * g


def first_gradient_as_average(w, g, v=None, lr=0.1, mu=0.9):
    v = g if v is None else mu * v + (1 - mu) * g
    return w - lr * v, v


def amsgrad_list(params, grads, ms, vs, vhats, t, lr=1e-3, b1=0.9, b2=0.99, eps=1e-8):
    out = []
    for i, (p, g) in enumerate(zip(params, grads)):
        ms[i] = b1 * ms[i] + (1 - b1) * g
        vs[i] = b2 * vs[i] + (1 - b2) * g * g
        vhats[i] = np.maximum(vhats[i], vs[i])
        out.append(p - lr * ms[i] / (np.sqrt(vhats[i]) + eps))
    return out, ms, vs, vhats


def dictionary_of_sums(params, grads, state, lr=0.1):
    for k in params:
        state[k] = state.get(k, 0) + grads[k] ** 2
        params[k] = params[k] - lr * grads[k] / np.sqrt(state[k] + 1e-8)
    return params, state


class DefaultDictionary:
    def __init__(self, lr=0.1, mu=0.9):
        self.lr = lr
        self.mu = mu
        self.v = defaultdict(float)

    def update(self, params, grads):
        for k, p in params.items():
            self.v[k] = self.mu * self.v[k] + grads[k]
            params[k] = p - self.lr * self.v[k]


def polynomial_rate(w, g, t, lr=0.1, T=100, power=2):
    return w - lr * (1 - t / T) ** power * g


class Every:
    def __init__(self, lr=0.1):
        self.lr = lr
        self.t = 0

    def step(self, w, g):
        self.t += 1
        if self.t % 10 == 0:
            self.lr *= 0.5
        return w - self.lr * g


class HalvesOnce:
    """Something happens only after ten steps."""

    def __init__(self, lr=0.1):
        self.lr = lr
        self.t = 0

    def step(self, w, g):
        self.t += 1
        if self.t == 1:
            self.scale = 2
        if self.t > 10:
            self.lr = 0.5 * self.lr
        return w - self.lr * g / self.scale


class FirstStepApart:
    def __init__(self, lr=0.1, mu=0.9):
        self.lr, self.mu, self.t = lr, mu, 0

    def step(self, w, g):
        self.t += 1
        self.v = g if self.t == 1 else self.mu * self.v + (1 - self.mu) * g
        return w - self.lr * self.v


class WarmUp:
    def __init__(self, lr=0.1, warmup=5):
        self.lr = lr
        self.warmup = warmup
        self.t = 0

    def step(self, w, g):
        self.t += 1
        lr = self.lr * min(1.0, self.t / self.warmup)
        return w - lr * g


class WithoutArguments:
    def __init__(self):
        self.lr = 0.3
        self.v = 0

    def step(self, w, g):
        self.v = 0.5 * self.v + g
        return w - self.lr * self.v


def keyed(key, w, dw, cache, lr=0.1):
    cache = cache + dw**2
    return w - lr * dw / np.sqrt(cache + 1e-8), cache


class Named:
    def __init__(self, lr=0.1):
        self.lr = lr
        self.h = {}

    def update(self, name, param, grad):
        if name not in self.h:
            self.h[name] = np.zeros_like(param)
        self.h[name] += grad**2
        return param - self.lr * grad / np.sqrt(self.h[name] + 1e-8)


def returns_loss(params, grads, lr=0.1):
    for k in params:
        params[k] -= lr * grads[k]
    return 0.5


def two_parameters(x, y, dx, dy, lr=0.1):
    return x - lr * dx, y - lr * dy


class Chain:
    def __init__(self, lr=0.1):
        self.lr = lr
        self.inner = DataAdam(lr=lr)

    def update(self, w, g):
        return self.inner.step(w, g)


class S(NamedTuple):
    m: object
    v: object
    t: int


def named_tuple_adam(w, g, state, lr=1e-3, b1=0.9, b2=0.999, eps=1e-8):
    if state is None:
        state = S(np.zeros_like(w), np.zeros_like(w), 0)
    t = state.t + 1
    m = b1 * state.m + (1 - b1) * g
    v = b2 * state.v + (1 - b2) * g * g
    return w - lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps), S(m, v, t)


def decay_loop(grad_fn, x0, lr=0.1, n_iters=100):
    x = np.array(x0, dtype=float)
    history = []
    t = 0
    v = zeros_like(x)
    while t < n_iters:
        t += 1
        g = grad_fn(x)
        v = 0.9 * v + g
        x = x - lr / math.sqrt(t) * v
        history.append(x)
        print(f"{t}: {x}")
    return x, history


def loop_that_drops_its_rate(grad_fn, x0, lr=0.1, n_iters=100):
    x = x0.copy()
    for i in range(n_iters):
        if i > 10:
            lr = lr * 0.9
        x -= lr * grad_fn(x)
    return x


def nesterov(grad, theta, n_steps=10, eta=0.1, gamma=0.9):
    v = np.zeros(theta.shape)
    for _ in range(n_steps):
        look = theta + gamma * v
        v = gamma * v - eta * grad(look)
        theta = theta + v
    return theta


def nesterov_temporary(grad, theta, n_steps=10, eta=0.1, gamma=0.9):
    v = np.zeros(theta.shape)
    for _ in range(n_steps):
        v = gamma * v - eta * grad(theta + gamma * v)
        theta = theta + v
    return theta


def loop_of_adagrad(grad, x, max_iter=100, lr=0.5, eps=1e-8):
    G = 0
    path = [x]
    for _ in range(1, max_iter + 1):
        d = grad(x)
        G += d**2
        x = x - lr * d / np.sqrt(G + eps)
        path.append(x)
    return path[-1]


class LoopInMethod:
    """The state is partly on the object, and partly local."""

    def __init__(self, lr=0.1, beta=0.9, eps=1e-8, n_iter=100):
        self.lr, self.beta, self.eps, self.n_iter = lr, beta, eps, n_iter
        self.history = []

    def minimize(self, grad, x0):
        self.average = np.zeros_like(x0)
        x = x0
        for n, _ in enumerate(range(self.n_iter)):
            g = grad(x)
            self.average = self.beta * self.average + (1 - self.beta) * g**2
            x = x - self.lr / (n + 1) * g / (np.sqrt(self.average) + self.eps)
            self.history.append(x)
        return x


def counts_out_of_sight(grad, x, n_steps=10, lr=0.1):
    for n in map(int, range(n_steps)):
        x = x - lr / (n + 1) * grad(x)
    return x


def init_warm(params):
    return {"t": 1, "power": 1.0, "sums": [np.full(p.shape, 0.5) for p in params]}


def step_warm(params, grads, state, *, learning_rate, beta=0.9):
    """Its state is made by a function beside it; a power by logarithms; in place, part by part."""
    correction = -math.expm1(state["t"] * math.log(beta))
    for p, g, row in zip(params, grads, state["sums"]):
        for low in range(0, row.size, 1024):
            part = row[low : low + 1024]
            np.multiply(part, np.exp(0.5 * np.log(beta)), out=part)
            part += g[low : low + 1024]
            p[low : low + 1024] -= learning_rate * part / correction
    state["t"] += 1


def anything_returned(w, g, avg_sq=None, lr=0.1):
    avg_sq = np.zeros_like(w) if avg_sq is None else avg_sq
    avg_sq = 0.9 * avg_sq + (1 - 0.9) * g**2
    return w - lr * g / (np.sqrt(avg_sq) + 1e-8), avg_sq
