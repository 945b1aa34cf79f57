"""What a hyperparameter is by the name that code gives it."""

from __future__ import annotations

from collections.abc import Iterable

from adaptsym.notation import NONNEGATIVE, UNIT, Domain, epsilon, eta, gamma, hyperparameter, lam, rho, rho1, rho2
from adaptsym.term import Symbol

# our word -> the names that code uses for it, the surest first
NAMES: dict[Symbol, tuple[str, ...]] = {
    eta: ("learning_rate", "lr", "eta", "step_size", "stepsize", "learn_rate", "learning_rate_init", "alpha"),
    rho1: ("beta1", "beta_1", "b1", "rho1", "betas_0", "decay1", "decay_1"),
    rho2: ("beta2", "beta_2", "b2", "rho2", "betas_1", "decay2", "decay_2"),
    gamma: ("momentum", "gamma", "mu", "mom", "beta"),
    rho: ("rho", "decay_rate", "decay", "alpha", "rms_decay", "smoothing", "discount"),
    epsilon: ("epsilon", "eps", "eps_", "fuzz", "tiny", "delta", "eps_root"),
    lam: ("weight_decay", "wd", "lam", "lambda_", "lmbda", "l2", "L2", "reg", "alpha_l2"),
}
# words of the code's own whose domains are known
OWN: dict[str, Domain] = {
    "dampening": UNIT,
    "eps_root": NONNEGATIVE,
    "lr_decay": NONNEGATIVE,
    "initial_accumulator_value": NONNEGATIVE,
    "momentum_decay": NONNEGATIVE,
    "lambd": NONNEGATIVE,
    "t0": NONNEGATIVE,
}


def hyperparameters(names: Iterable[str]) -> dict[str, Symbol]:
    """A word for each name of a hyperparameter: the catalogue's where its role is known, else one of its own.

    A word is given once, to the surest name: where `lr` is the learning rate, `alpha` is a decay.

    >>> hyperparameters(["alpha", "lr", "b1", "nu"])
    {'alpha': rho, 'lr': eta, 'b1': rho1, 'nu': nu}
    """
    wanted = list(dict.fromkeys(names))
    found: dict[str, Symbol] = {}
    for word, known in NAMES.items():
        for name in known:
            if name in wanted and name not in found:
                found[name] = word
                break
    taken = {s.word.name for s in found.values()}
    for name in wanted:
        if name not in found:
            own = f"{name}_" if name in taken else name
            found[name] = hyperparameter(own, domain=OWN.get(name, NONNEGATIVE if name.startswith("eps") else Domain()))
    return {name: found[name] for name in wanted}
