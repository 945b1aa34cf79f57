"""Closures, functions with attributes, and module-level state."""

import numpy as np


def make_momentum(lr=0.01, momentum=0.9):
    velocity = 0.0

    def step(w, grad):
        nonlocal velocity
        velocity = momentum * velocity - lr * grad
        return w + velocity

    return step


def make_adam(learning_rate=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    state = {"t": 0, "m": None, "v": None}

    def update(params, grads):
        if state["m"] is None:
            state["m"] = np.zeros_like(params)
            state["v"] = np.zeros_like(params)
        state["t"] += 1
        state["m"] = beta1 * state["m"] + (1 - beta1) * grads
        state["v"] = beta2 * state["v"] + (1 - beta2) * grads**2
        m_hat = state["m"] / (1 - beta1 ** state["t"])
        v_hat = state["v"] / (1 - beta2 ** state["t"])
        return params - learning_rate * m_hat / (np.sqrt(v_hat) + eps)

    return update


def adam_pair(step_size=1e-3, b1=0.9, b2=0.999, eps=1e-8):
    """A pair of functions: the state of a parameter, and the step."""

    def init(x0):
        return x0, np.zeros_like(x0), np.zeros_like(x0)

    def update(i, g, state):
        x, m, v = state
        m += (1 - b1) * (g - m)
        v += (1 - b2) * (g * g - v)
        first, second = m / (1 - b1 ** (i + 1)), v / (1 - b2 ** (i + 1))
        return x - step_size * first / (np.sqrt(second) + eps), m, v

    return init, update


# ---------------------------------------------------------------- with mistakes


def make_momentum_without_memory(lr=0.01, momentum=0.9):
    velocity = 0.0

    def step(w, grad):
        v = momentum * velocity - lr * grad
        return w + v

    return step


def make_adam_swapped(learning_rate=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    state = {"t": 0, "m": None, "v": None}

    def update(params, grads):
        if state["m"] is None:
            state["m"] = np.zeros_like(params)
            state["v"] = np.zeros_like(params)
        state["t"] += 1
        state["m"] = beta2 * state["m"] + (1 - beta2) * grads
        state["v"] = beta1 * state["v"] + (1 - beta1) * grads**2
        m_hat = state["m"] / (1 - beta1 ** state["t"])
        v_hat = state["v"] / (1 - beta2 ** state["t"])
        return params - learning_rate * m_hat / (np.sqrt(v_hat) + eps)

    return update
