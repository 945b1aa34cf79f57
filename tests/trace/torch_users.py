"""Optimizers for PyTorch in the styles in which people write them, for the tests of the tracer."""

# ruff: noqa: PLW2901

import math
from math import sqrt

import torch
from torch.optim import Optimizer


class Lion(Optimizer):
    """State by the parameter, `torch.sign`, weight decay through `p.data`."""

    def __init__(self, params, lr=1e-4, betas=(0.9, 0.99), weight_decay=0.1):
        super().__init__(params, {"lr": lr, "betas": betas, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure=None):
        loss = closure() if closure is not None else None
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                p.data.mul_(1 - group["lr"] * group["weight_decay"])
                state = self.state[p]
                if len(state) == 0:
                    state["exp_avg"] = torch.zeros_like(p)
                exp_avg = state["exp_avg"]
                update = exp_avg * beta1 + p.grad * (1 - beta1)
                p.add_(torch.sign(update), alpha=-group["lr"])
                exp_avg.mul_(beta2).add_(p.grad, alpha=1 - beta2)
        return loss


class OldAdam(Optimizer):
    """A Python int counts the steps; the bias corrections meet in one rate, by `math.sqrt`."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps})

    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                grad = p.grad.data
                state = self.state[p]
                if not state:
                    state["step"] = 0
                    state["m"] = torch.zeros(p.shape, dtype=p.dtype)
                    state["v"] = p.data.new_zeros(p.size())
                beta1, beta2 = group["betas"]
                state["step"] += 1
                state["m"] = beta1 * state["m"] + (1 - beta1) * grad
                state["v"] = beta2 * state["v"] + (1 - beta2) * grad**2
                rate = group["lr"] * math.sqrt(1 - beta2 ** state["step"]) / (1 - beta1 ** state["step"])
                p.data -= rate * state["m"] / (state["v"].sqrt() + group["eps"])


class OnItself(Optimizer):
    """Hyperparameters, the count and lists of states on the object; math's names imported one by one."""

    def __init__(self, params, lr=1e-3, beta=0.95):
        super().__init__(params, {})
        self.lr = lr
        self.beta = beta
        self.k = 0
        self.squares = [torch.zeros_like(p) for group in self.param_groups for p in group["params"]]

    @torch.no_grad()
    def step(self):
        self.k += 1
        everything = [p for group in self.param_groups for p in group["params"]]
        for p, square in zip(everything, self.squares, strict=True):
            square[:] = torch.maximum(self.beta * square, p.grad.square())
            p -= self.lr / sqrt(self.k) * torch.where(square > 0, p.grad / square.sqrt(), torch.zeros_like(p))


class Private(Optimizer):
    """The count under a name that begins with an underscore; hyperparameters read from the defaults."""

    def __init__(self, params, lr=1e-3):
        super().__init__(params, {"lr": lr})
        self._t = 10

    @torch.no_grad()
    def step(self):
        self._t += 1
        for group in self.param_groups:
            for p in group["params"]:
                p.sub_(p.grad, alpha=self.defaults["lr"] / self._t)


class Lamb(Optimizer):
    """The step is scaled by norms of the whole parameter."""

    def __init__(self, params, lr=1e-2, betas=(0.9, 0.999), eps=1e-6):
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            group["step"] = group.get("step", 0) + 1
            for p in group["params"]:
                state = self.state[p]
                if "m" not in state:
                    state["m"], state["v"] = torch.zeros_like(p), torch.zeros_like(p)
                state["m"].lerp_(p.grad, 1 - beta1)
                state["v"].lerp_(p.grad * p.grad, 1 - beta2)
                update = state["m"].div(1 - beta1 ** group["step"]) / (
                    (state["v"] / (1 - beta2 ** group["step"])).sqrt() + group["eps"]
                )
                weight, length = p.norm(), torch.linalg.vector_norm(update)
                trust = weight / length if weight > 0 and length > 0 else 1.0
                p.sub_(group["lr"] * trust * update)


class Cautious(Optimizer):
    """A mask as numbers, and its mean over the parameter."""

    def __init__(self, params, lr=1e-2, momentum=0.9):
        super().__init__(params, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                state = self.state[p]
                m = state.setdefault("m", torch.zeros_like(p))
                m.mul_(group["momentum"]).add_(p.grad)
                mask = (m * p.grad > 0).to(p.dtype)
                mask.div_(mask.mean().clamp(min=1e-3))
                p.add_(m * mask, alpha=-group["lr"])


class Started(Optimizer):
    """The first step makes the states from the gradient, and from a constant of the code's own."""

    def __init__(self, params, lr=0.1):
        super().__init__(params, {"lr": lr})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                state = self.state[p]
                if "v" not in state:
                    state["v"] = p.grad.clone()
                    state["scale"] = torch.full_like(p, 0.5)
                else:
                    state["v"] = 0.5 * (state["v"] + p.grad)
                state["scale"] = state["scale"] * 0.9
                p.sub_(group["lr"] * state["scale"] * state["v"])


class Clipped(Optimizer):
    """The gradient is clipped by its norm, as `clip_grad_norm_` does; states are called as our own words are."""

    def __init__(self, params, lr=0.1, bound=1.0):
        super().__init__(params, {"lr": lr, "bound": bound})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                state = self.state[p]
                length = torch.stack([p.grad.norm()]).norm()
                scale = torch.clamp(group["bound"] / (length + 1e-6), max=1.0)
                if "theta" not in state:
                    state["theta"], state["g"] = torch.zeros_like(p), p.grad.norm()
                state["theta"].mul_(0.9).add_(p.grad * scale)
                state["g"] = torch.maximum(state["g"], length)
                p.sub_(group["lr"] * state["theta"] / torch.where(state["g"] == 0, 1.0, state["g"]))


compiled_update = torch.compile(lambda p, g, lr: p.sub_(lr * g), backend="eager")


class Compiled(Optimizer):
    """The update is a compiled function."""

    def __init__(self, params, lr=0.1):
        super().__init__(params, {"lr": lr})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                compiled_update(p, p.grad, group["lr"])


class Coarse(Optimizer):
    """The velocity is kept in half precision, whatever the parameters are."""

    def __init__(self, params, lr=0.1, momentum=0.9):
        super().__init__(params, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                state = self.state[p]
                v = state.setdefault("v", torch.zeros_like(p, dtype=torch.bfloat16))
                v.mul_(group["momentum"]).add_(p.grad.to(torch.bfloat16))
                p.sub_(group["lr"] * v.to(p.dtype))


class ByRank(Optimizer):
    """Matrices with huge gradients take another step."""

    def __init__(self, params, lr=0.1):
        super().__init__(params, {"lr": lr})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                step = group["lr"] * p.grad
                if p.dim() > 1 and p.grad.norm() > 1e6:
                    step = step / 2
                p.sub_(step)


class Refused(Optimizer):
    """A base of what cannot be read: `update` is the step of one parameter."""

    def __init__(self, params, lr=0.1):
        super().__init__(params, {"lr": lr})
        self.seen = torch.zeros(())

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                self.update(p, group["lr"])


class Noisy(Refused):
    def update(self, p, lr):
        p.sub_(lr * (p.grad + torch.randn_like(p)))


class Rounding(Refused):
    def update(self, p, lr):
        p.sub_(p.grad, alpha=float(lr))


class Exponential(Refused):
    def update(self, p, lr):
        p.sub_(p.grad * math.exp(-lr))


class Rows(Refused):
    def update(self, p, lr):
        p.sub_(lr * p.grad / p.grad.abs().max())


class Outer(Refused):
    def update(self, p, lr):
        p.sub_(lr * (p.grad.view(-1, 1) * p.grad.view(1, -1)).sum(dim=1))


class Spread(Refused):
    def update(self, p, lr):
        flat = p.grad.reshape(-1)
        p.sub_(lr * (flat.view(-1, 1) * flat.view(1, -1)).sum())


class Shared(Refused):
    def update(self, p, lr):
        self.seen += (p.grad * p.grad).sum()
        p.sub_(lr * p.grad / self.seen.sqrt())


class Periodic(Refused):
    def update(self, p, lr):
        state = self.state[p]
        state["step"] = state.get("step", 0) + 1
        p.sub_(lr * p.grad if state["step"] % 2 else p.grad)


class Clock:
    def __init__(self):
        self.now = 0


class Elsewhere(Refused):
    clock = Clock()

    def update(self, p, lr):
        self.clock.now += 1
        p.sub_(p.grad, alpha=lr / self.clock.now)


class InAnother(Refused):
    def __init__(self, params):
        super().__init__(params)
        self.clock = Clock()

    def update(self, p, lr):
        self.clock.now += 1
        p.sub_(p.grad, alpha=lr / self.clock.now)


class ByStep(Refused):
    """One tick of the clock for a step, however many parameters there are."""

    def __init__(self, params):
        super().__init__(params)
        self.clock = Clock()

    def step(self):
        self.clock.now += 1
        super().step()

    def update(self, p, lr):
        p.sub_(p.grad, alpha=lr / self.clock.now)


class RarelyClipped(Refused):
    """The norm of all gradients together clips them, where it is huge."""

    def step(self):
        everything = [p for group in self.param_groups for p in group["params"]]
        total = sum((p.grad * p.grad).sum() for p in everything).sqrt()
        for p in everything:
            p.data.sub_(0.1 * p.grad * torch.clamp(1e6 / total, max=1.0))


class Growing(Refused):
    def update(self, p, lr):
        history = self.state[p].setdefault("history", [])
        history.append(p.grad.clone())
        p.sub_(lr * sum(history))


class Raising(Refused):
    def update(self, p, lr):
        raise KeyError("no such thing")


class Endless(Refused):
    def update(self, p, lr):
        while True:
            pass


class Resizing(Refused):
    def update(self, p, lr):
        p.data = torch.cat([p.data, p.data])


class Kernel(Refused):
    def update(self, p, lr):
        with torch._C.DisableTorchFunction():  # as compiled code does, past torch's Python interface
            p.sub_(p.grad)


class Indexed(Refused):
    def update(self, p, lr):
        p[0] -= lr * p.grad[0]


class NeedsClosure(Refused):
    def step(self, closure):
        closure()
