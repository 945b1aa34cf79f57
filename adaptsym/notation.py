r"""The table of symbols: everything that has a name has its row here, or in a user's own table, and nowhere else.

A row says the name, the letter, the domain, the meaning, the name in code, and how many numbers it holds.

    >>> rho1.word.meaning, str(rho1.word.domain), rho1.word.code_name
    ('decay of the first moment', '[0, 1)', 'beta1')
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from adaptsym.errors import InputError
from adaptsym.term import (
    COUNT,
    NATURAL,
    NONNEGATIVE,
    POSITIVE,
    REAL,
    UNIT,
    Domain,
    Kind,
    Role,
    Sequence,
    Symbol,
    Word,
    absolute,
    brace,
    dot,
    grad,
    hyperparameter,
    maximum,
    minimum,
    norm,
    product,
    sequence,
    sign,
    size,
    sqrt,
    term,
    total,
    where,
)

__all__ = [
    "COUNT",
    "NATURAL",
    "NONNEGATIVE",
    "NOTATIONS",
    "POSITIVE",
    "REAL",
    "UNIT",
    "Domain",
    "Kind",
    "Letter",
    "Notation",
    "absolute",
    "brace",
    "dot",
    "grad",
    "hyperparameter",
    "maximum",
    "minimum",
    "norm",
    "notation",
    "product",
    "sequence",
    "sign",
    "size",
    "sqrt",
    "term",
    "total",
    "where",
]


def _index(name: str, meaning: str) -> Symbol:
    return Symbol(Word(name, name, meaning, Role.INDEX, NATURAL))


def _function(name: str, latex: str, meaning: str, kind: Kind = Kind.SHARED) -> Word:
    return Word(name, latex, meaning, Role.FUNCTION, kind=kind)


# indices
t = _index("t", "step")
i = _index("i", "past step")
j = _index("j", "past step")
k = _index("k", "past step")

# hyperparameters
eta = hyperparameter("eta", r"\eta", POSITIVE, "learning rate", "learning_rate")
gamma = hyperparameter("gamma", r"\gamma", UNIT, "discount factor", "momentum")
rho = hyperparameter("rho", r"\rho", UNIT, "decay of the second moment", "decay")
rho1 = hyperparameter("rho1", r"\rho_1", UNIT, "decay of the first moment", "beta1")
rho2 = hyperparameter("rho2", r"\rho_2", UNIT, "decay of the second moment", "beta2")
epsilon = hyperparameter("epsilon", r"\epsilon", POSITIVE, "guard against a zero denominator")
lam = hyperparameter("lam", r"\lambda", NONNEGATIVE, "weight decay", "weight_decay")
multiplier = hyperparameter("multiplier", r"\nu", NONNEGATIVE, "multiplier of the whole step")
delta = hyperparameter("delta", r"\delta", NONNEGATIVE, "threshold of the cosine")
threshold = hyperparameter(
    "threshold", r"\tau", Domain(low=Fraction(4), low_closed=True), "length of average above which a step is rectified"
)
bound = hyperparameter("bound", "G", POSITIVE, "bound of the gradients")
level = hyperparameter("level", "c", REAL, "level of the gradients")
tolerance = hyperparameter("tolerance", r"\zeta", POSITIVE, "tolerance")
kappa = hyperparameter("kappa", r"\kappa", Domain(Fraction(0), Fraction(1)), "bound of the ratio of the decays")
growth = hyperparameter("growth", "q", POSITIVE, "ratio of a gradient to the next one")
ahead = hyperparameter("ahead", r"\mu", UNIT, "decay of the look-ahead")
eta_minus = hyperparameter(
    "eta_minus", r"\eta_{\mathrm{down}}", Domain(Fraction(0), Fraction(1)), "factor by which a step size shrinks"
)
eta_plus = hyperparameter(
    "eta_plus", r"\eta_{\mathrm{up}}", Domain(low=Fraction(1)), "factor by which a step size grows"
)
step_min = hyperparameter("step_min", r"h_{\min}", POSITIVE, "smallest step size")
step_max = hyperparameter("step_max", r"h_{\max}", POSITIVE, "largest step size")
t_start = hyperparameter("t_start", "T", NONNEGATIVE, "step from which parameters are averaged")
s_start = hyperparameter("s_start", "a", REAL, "first moment at the start")
r_start = hyperparameter("r_start", "b", NONNEGATIVE, "second moment at the start")

# sequences
theta = sequence("theta", r"\theta", "parameter")
g = sequence("g", "g", "gradient")
velocity = sequence("velocity", r"\tilde{g}", "velocity: discounted sum of past gradients")
s = sequence("s", "s", "first moment")
r = sequence("r", "r", "second moment")
s_hat = sequence("s_hat", r"\hat{s}", "first moment, bias corrected")
r_hat = sequence("r_hat", r"\hat{r}", "second moment, bias corrected")
r_max = sequence("r_max", r"r^{\max}", "largest second moment so far")
u = sequence("u", "u", "decayed maximum of past gradients")
d = sequence("d", "d", "step before the learning rate")
d_square = sequence("d_square", "w", "mean square of past steps")
p = sequence("p", "p", "step before its projection")
step_size = sequence("step_size", "h", "step size")
step_grown = sequence("step_grown", r"\tilde{h}", "step size where no sign changes")
g_last = sequence("g_last", r"\bar{g}", "gradient that the next one is compared with")
average = sequence("average", r"\bar{\theta}", "average of the parameters")
weight = sequence("weight", r"\omega", "weight of the newest parameter in the average", Kind.SHARED)
phi = sequence("phi", r"\phi", "point of the gradient")
square_product = sequence("square_product", r"\varpi", "product of the second decays so far", Kind.SHARED)
decay_product = sequence("decay_product", r"\pi", "product of the decays so far", Kind.SHARED)
length = sequence("length", r"\ell", "length of the moving average", Kind.SHARED)

# the data and the loss
samples = Symbol(Word("N", "N", "number of samples", Role.CONSTANT, COUNT))
x = sequence("x", "x", "input of a sample")
y = sequence("y", "y", "target of a sample")
loss = _function("L", r"\mathcal{L}", "loss")
discrepancy = _function("Delta", r"\Delta", "discrepancy between output and target")
model = _function("f", "f", "the model", Kind.ARRAY)


@dataclass(frozen=True)
class Letter:
    """How a word is written in another notation: its letter, and by how much its index is shifted there."""

    latex: str
    shift: int = 0


@dataclass(frozen=True)
class Notation:
    """A page's letters: one table, by the names of our words. What it does not name keeps our letter."""

    name: str
    source: str
    letters: dict[str, Letter] = field(default_factory=dict)

    def letter(self, word: Word) -> Letter:
        """The letter and index shift of a word."""
        return self.letters.get(word.name) or Letter(word.latex)


NOTATIONS: dict[str, Notation] = {
    table.name: table
    for table in (
        Notation("chapter", "the chapter 'Momentum, Adaptive LR and Adam Optimizer Equation'"),
        Notation(
            "kingma-ba",
            "Kingma and Ba, Adam: A Method for Stochastic Optimization, 2015, Algorithm 1",
            {
                "eta": Letter(r"\alpha"),
                "rho1": Letter(r"\beta_1"),
                "rho2": Letter(r"\beta_2"),
                "s": Letter("m"),
                "r": Letter("v"),
                "s_hat": Letter(r"\hat{m}"),
                "r_hat": Letter(r"\hat{v}"),
                "theta": Letter(r"\theta", -1),  # their theta_t is the chapter's theta_{t+1}
            },
        ),
    )
}


def notation(name: str) -> Notation:
    """The notation of that name.

    Raises:
        InputError: for a name that is not in the table.
    """
    try:
        return NOTATIONS[name]
    except KeyError:
        raise InputError(f"no notation is called {name!r}; there are {', '.join(NOTATIONS)}") from None


def rows() -> dict[str, Symbol | Sequence]:
    """Every symbol and sequence of this table, by its name."""
    return {v.word.name: v for v in globals().values() if isinstance(v, (Symbol, Sequence))}
