"""Functions that are given their state and return it."""

import numpy as np


def sgd(w, grad, lr=0.01):
    return w - lr * grad


def momentum_step(w, dw, v, learning_rate=0.01, mu=0.9):
    v = mu * v - learning_rate * dw
    w = w + v
    return w, v


def heavy_ball(theta, grad, velocity, lr=0.01, beta=0.9):
    velocity = beta * velocity + grad
    return theta - lr * velocity, velocity


def averaged_momentum(theta, grad, velocity, lr=0.01, beta=0.9):
    velocity = beta * velocity + (1 - beta) * grad
    theta = theta - lr * velocity
    return theta, velocity


def rmsprop_step(x, dx, cache, lr=1e-3, decay_rate=0.99, eps=1e-8):
    cache = decay_rate * cache + (1 - decay_rate) * dx**2
    x = x - lr * dx / (np.sqrt(cache) + eps)
    return x, cache


def adagrad_step(x, dx, cache, lr=1e-2, eps=1e-8):
    cache = cache + dx**2
    return x - lr / np.sqrt(cache + eps) * dx, cache


def adadelta_step(x, grad, acc_grad, acc_step, rho=0.95, eps=1e-6):
    acc_grad = rho * acc_grad + (1 - rho) * grad**2
    step = np.sqrt(acc_step + eps) / np.sqrt(acc_grad + eps) * grad
    acc_step = rho * acc_step + (1 - rho) * step**2
    return x - step, acc_grad, acc_step


def adam_step(w, g, m, v, t, lr=1e-3, b1=0.9, b2=0.999, eps=1e-8):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * np.square(g)
    m_hat = m / (1 - b1**t)
    v_hat = v / (1 - b2**t)
    w = w - lr * m_hat / (np.sqrt(v_hat) + eps)
    return w, m, v


def adam_from_zero(w, g, m, v, i, lr=1e-3, b1=0.9, b2=0.999, eps=1e-8):
    """The caller counts from 0, and the powers are one later."""
    m = m - (1 - b1) * (m - g)
    v = v - (1 - b2) * (v - g**2)
    step = lr * (m / (1 - b1 ** (i + 1))) / (np.sqrt(v / (1 - b2 ** (i + 1))) + eps)
    return w - step, m, v


def adam_dict_of_states(theta, grad, state, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    if not state:
        state = {"m": np.zeros_like(theta), "v": np.zeros_like(theta), "t": 0}
    t = state["t"] + 1
    m = beta1 * state["m"] + (1 - beta1) * grad
    v = beta2 * state["v"] + (1 - beta2) * grad * grad
    theta = theta - lr * (m / (1 - beta1**t)) / np.sqrt(v / (1 - beta2**t) + eps)
    return theta, {"m": m, "v": v, "t": t}


def nesterov_two_velocities(x, dx, v, lr=0.01, mu=0.9):
    """The form that keeps the look-ahead point."""
    v_prev = v
    v = mu * v - lr * dx
    x = x + (-mu * v_prev + (1 + mu) * v)
    return x, v


def lion_step(p, g, m, lr=1e-4, beta1=0.9, beta2=0.99, wd=0.01):
    update = np.sign(beta1 * m + (1 - beta1) * g)
    p = p - lr * (update + wd * p)
    m = beta2 * m + (1 - beta2) * g
    return p, m


# ---------------------------------------------------------------- with mistakes


def sgd_uphill(w, grad, lr=0.01):
    return w + lr * grad


def momentum_signs(w, dw, v, learning_rate=0.01, mu=0.9):
    v = mu * v - learning_rate * dw
    w = w - v
    return w, v


def momentum_velocity_not_kept(w, dw, v, learning_rate=0.01, mu=0.9):
    new_v = mu * v - learning_rate * dw
    w = w + new_v
    return w, v


def rmsprop_accumulates(x, dx, cache, lr=1e-3, decay_rate=0.99, eps=1e-8):
    cache += decay_rate * cache + (1 - decay_rate) * dx**2
    x = x - lr * dx / (np.sqrt(cache) + eps)
    return x, cache


def rmsprop_without_root(x, dx, cache, lr=1e-3, decay_rate=0.99, eps=1e-8):
    cache = decay_rate * cache + (1 - decay_rate) * dx**2
    x = x - lr * dx / (cache + eps)
    return x, cache


def adagrad_gradient_squared_twice(x, dx, cache, lr=1e-2, eps=1e-8):
    cache = cache + dx**2
    return x - lr / np.sqrt(cache**2 + eps) * dx, cache


def adadelta_wrong_accumulator(x, grad, acc_grad, acc_step, rho=0.95, eps=1e-6):
    acc_grad = rho * acc_grad + (1 - rho) * grad**2
    step = np.sqrt(acc_step + eps) / np.sqrt(acc_grad + eps) * grad
    acc_step = rho * acc_step + (1 - rho) * grad**2
    return x - step, acc_grad, acc_step


def adam_one_beta(w, g, m, v, t, lr=1e-3, b1=0.9, b2=0.999, eps=1e-8):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * np.square(g)
    m_hat = m / (1 - b1**t)
    v_hat = v / (1 - b1**t)
    w = w - lr * m_hat / (np.sqrt(v_hat) + eps)
    return w, m, v


def adam_square_of_mean(w, g, m, v, t, lr=1e-3, b1=0.9, b2=0.999, eps=1e-8):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * np.square(m)
    m_hat = m / (1 - b1**t)
    v_hat = v / (1 - b2**t)
    w = w - lr * m_hat / (np.sqrt(v_hat) + eps)
    return w, m, v


def adam_epsilon_outside_fraction(w, g, m, v, t, lr=1e-3, b1=0.9, b2=0.999, eps=1e-8):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * np.square(g)
    m_hat = m / (1 - b1**t)
    v_hat = v / (1 - b2**t)
    w = w - lr * (m_hat / np.sqrt(v_hat) + eps)
    return w, m, v


def adam_correction_returned(w, g, m, v, t, lr=1e-3, b1=0.9, b2=0.999, eps=1e-8):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * np.square(g)
    m = m / (1 - b1**t)
    v = v / (1 - b2**t)
    w = w - lr * m / (np.sqrt(v) + eps)
    return w, m, v


def adam_precedence(w, g, m, v, t, lr=1e-3, b1=0.9, b2=0.999, eps=1e-8):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * np.square(g)
    m_hat = m / 1 - b1**t
    v_hat = v / (1 - b2**t)
    w = w - lr * m_hat / (np.sqrt(v_hat) + eps)
    return w, m, v


def lion_one_average(p, g, m, lr=1e-4, beta1=0.9, beta2=0.99, wd=0.01):
    m = beta1 * m + (1 - beta1) * g
    p = p - lr * (np.sign(m) + wd * p)
    return p, m


def nesterov_wrong_velocity(x, dx, v, lr=0.01, mu=0.9):
    v_prev = v
    v = mu * v - lr * dx
    x = x + (mu * v_prev + (1 - mu) * v)
    return x, v
