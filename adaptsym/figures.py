"""Pictures as values: what is plotted, computed from the catalogue's own terms.

`adaptsym.drawing` draws them.

>>> left, right = bias_correction().panels
>>> [(mark.x, round(mark.y, 3)) for mark in (*left.marks, *right.marks)]
[(1.0, 0.316), (12.0, 0.152), (3916.0, 0.99), (4000.0, 0.991)]
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise

import numpy as np
import sympy
from numpy.typing import NDArray

from adaptsym.catalogue import adam, moments, momentum
from adaptsym.catalogue.false_claims import FALSE_CLAIMS, FalseClaim
from adaptsym.notation import eta, g, gamma, i, r, s, t
from adaptsym.pages.false_claims import picture_name, refutation
from adaptsym.proof.refute import course
from adaptsym.spec import Spec
from adaptsym.sympy_value import symbol
from adaptsym.term import (
    At,
    Big,
    Number,
    Op,
    Role,
    Symbol,
    Term,
    TermLike,
    children,
    free_symbols,
    offset,
    rebuild,
    substitute,
    term,
)
from adaptsym.unroll import Unrolling

Numbers = NDArray[np.float64]
SIDES = ((1, "left"), (2, "right"))
DIGITS = 12  # significant digits that a picture keeps


@dataclass(frozen=True)
class Curve:
    """A line through points, or the points alone; both coordinates have the same length."""

    label: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    joined: bool = True


@dataclass(frozen=True)
class Mark:
    """A point that the eye should see; its words stand `offset` printer's points away from it."""

    x: float
    y: float
    label: str
    offset: tuple[float, float]


@dataclass(frozen=True)
class Panel:
    """One pair of axes; labels may hold mathematics between dollars. A thin line runs across at `level`."""

    title: str
    x_label: str
    y_label: str
    curves: tuple[Curve, ...]
    marks: tuple[Mark, ...] = ()
    x_log: bool = False
    y_log: bool = False
    x_limits: tuple[float, float] | None = None
    y_limits: tuple[float, float] | None = None
    level: float | None = None


@dataclass(frozen=True)
class Picture:
    """Panels side by side. `specs` are the optimizers that it is about; `caption` says it in words."""

    name: str
    caption: str
    specs: tuple[str, ...]
    panels: tuple[Panel, ...]


def pictures() -> dict[str, Picture]:
    """The pictures of the chapter and of the false claims, by name."""
    return {p.name: p for p in (bias_correction(), gradient_weights(), *map(both_sides, FALSE_CLAIMS))}


# ---------------------------------------------------------------- numbers from terms


def function(x: Term) -> Callable[..., Numbers]:
    """A term without sequences as a vectorized NumPy function of its symbols, given by name.

    >>> function(moments.bias)(t=np.array([1.0, 12.0]), rho1=0.9, rho2=0.999).round(3).tolist()
    [0.316, 0.152]
    """
    words = sorted((y.word for y in free_symbols(x)), key=lambda w: w.name)
    compiled = sympy.lambdify([symbol(w) for w in words], x.value, "numpy")

    def call(**values: Numbers | float) -> Numbers:
        return np.asarray(compiled(*(values[w.name] for w in words)), dtype=np.float64)

    return call


def weight(x: Term) -> Term:
    """What a past gradient counts for in a sum over all of them: the summand where the gradient is 1.

    >>> weight(momentum.claims[0].right)
    (-eta)*(gamma**(t - i)*1)
    """
    return substitute(x.body, g[i], 1) if isinstance(x, Big) else rebuild(x, weight)


def _fixed(x: Term, values: Iterable[tuple[Symbol, TermLike]]) -> Term:
    for name, number in values:
        x = substitute(x, name, number)
    return x


def _usual() -> list[tuple[Symbol, Number]]:
    return [(e.left, e.right) for e in adam.settings if isinstance(e.left, Symbol) and isinstance(e.right, Number)]


def _shown(values: Iterable[tuple[Symbol, TermLike]]) -> str:
    return ", ".join(f"${x.word.latex} = {float(term(v).value):g}$" for x, v in values)


def _kept(values: Iterable[float]) -> tuple[float, ...]:
    return tuple(float(f"{float(v):.{DIGITS}g}") for v in values)


def _curve(label: str, x: Numbers, y: Numbers) -> Curve:
    return Curve(label, _kept(x), _kept(y))


# ---------------------------------------------------------------- the pictures


def bias_correction(last: int = 6000, near: float = 0.99, chapter: int = 4000) -> Picture:
    """Term (1), the bias correction of Adam as one factor, against t.

    Args:
        last: the last step that is computed; the marks are found among all steps up to it.
        near: how close to 1 is called near.
        chapter: the step by which the chapter calls it near 1.
    """
    values = _usual()
    term_1 = function(_fixed(moments.bias, values))
    steps = np.arange(1.0, last + 1)
    y = term_1(t=steps)
    lowest, reached = int(np.argmin(y)), int(np.argmax(y >= near))

    def mark(n: int, text: str, offset: tuple[float, float]) -> Mark:
        (y_kept,) = _kept([y[n]])
        return Mark(float(steps[n]), y_kept, text.format(t=int(steps[n]), y=y[n]), offset)

    name = r"term (1): $\sqrt{1-\rho_2^t}\,/\,(1-\rho_1^t)$"
    sparse = np.unique(np.geomspace(1, last, 200).round())
    dense = np.unique(np.concatenate([sparse, np.arange(20.0, last + 1, 20.0)]))
    first = Panel(
        "the first steps: it falls, then rises",
        "step $t$ (logarithmic)",
        name,
        (_curve("", sparse, term_1(t=sparse)),),
        (
            mark(0, "{y:.3f} at $t = {t}$", (6, 10)),
            mark(lowest, "lowest: {y:.3f} at $t = {t}$", (-30, -20)),
        ),
        x_log=True,
        y_limits=(0, 1.08),
        level=1,
    )
    whole = Panel(
        f"the whole way: near 1 after about {chapter} steps",
        "step $t$",
        "",
        (_curve("", dense, term_1(t=dense)),),
        (
            mark(reached, f"first at least {near:g}: $t = {{t}}$", (-95, -52)),
            mark(chapter - 1, "{y:.3f} at $t = {t}$", (-12, -28)),
        ),
        x_limits=(0, last),
        y_limits=(0, 1.08),
        level=1,
    )
    caption = (
        f"Term (1) of Adam at {_shown(values)}: {y[0]:.3f} at t = 1, lowest at t = {lowest + 1} ({y[lowest]:.3f}), "
        f"at least {near:g} from t = {reached + 1} on, {y[chapter - 1]:.3f} at t = {chapter}. It is small at first "
        "and near 1 later, but does not grow all the way: it falls before it rises."
    )
    return Picture("bias_correction", caption, ("adam", "adam-outside", "adam-hat"), (first, whole))


def gradient_weights(discount: str = "0.9") -> Picture:
    """How much the gradients of the past count for: in a step of momentum, and in the moments of Adam.

    Args:
        discount: momentum's discount factor, as a decimal.
    """
    of_momentum = [(gamma, discount)]
    rho_1, rho_2 = ([(x, v)] for x, v in _usual())
    velocity = weight(momentum.claims[0].right)
    moment_1, moment_2 = (
        substitute(definition.right, state[t], weight(claim.right))
        for definition, state, claim in zip(moments.corrected, (s, r), moments.moment_claims, strict=True)
    )

    def panel(title: str, x: Term, values: Iterable[tuple[Symbol, TermLike]], at: tuple[int, ...]) -> Panel:
        f = function(_fixed(x, values))
        curves = []
        for n in at:
            age = np.unique(np.linspace(0, n - 1, 60).round())
            label = f"$t = {n}$" if len(at) > 1 else f"every $t$ (here ${n}$)"
            curves.append(_curve(label, age, np.broadcast_to(f(t=float(n), i=n - age), age.shape)))
        title = f"{title}, {_shown(values)}"
        return Panel(title, "age of the gradient, $t - i$", "weight", tuple(curves), y_log=True)

    panels = (
        panel("momentum: $g_i$ in the step", _fixed(velocity, [(eta, -1)]), of_momentum, (50,)),
        panel(r"Adam: $g_i$ in $\hat{s}_t$", moment_1, rho_1, (5, 20, 50)),
        panel(r"Adam: $g_i^2$ in $\hat{r}_t$", moment_2, rho_2, (200, 1000, 3000)),
    )
    caption = (
        "The weights of past gradients at step t, by their age t - i, each line as far as the first gradient. "
        f"In a step of momentum ({_shown(of_momentum)}, in units of the learning rate) a gradient counts the same at "
        f"every t, and all of them together for {1 / (1 - float(discount)):.0f} in the end. In Adam's corrected "
        "moments they always sum to 1: early on the few gradients that there are count for more."
    )
    return Picture("gradient_weights", caption, ("momentum", "adam", "adam-outside"), panels)


# ---------------------------------------------------------------- an optimizer of one's own


def response(spec: Spec, last: int = 60) -> Picture | None:
    """What one gradient of 1 does to this step and the later ones: the steps of the parameter, in units of eta.

    Args:
        spec: a specification whose steps are linear in the gradients and whose usual values are given. A learning
            rate called eta may be left open.
        last: how many steps.

    Returns:
        None for any other specification; there is no such picture of it.

    >>> response(momentum) is None  # its discount factor has no usual value
    True
    """
    values = {e.left.word.name: term(e.right) for e in spec.settings if isinstance(e.left, Symbol)}
    values = {"eta": Number(Fraction(1)), **values}
    numbers = {name: x.fraction for name, x in values.items() if isinstance(x, Number)}
    if spec.schedules or not all(w.name in numbers for w in spec.hyperparameters) or not is_linear(spec):
        return None
    zero = ((Fraction(0),),)
    first, name = spec.first, spec.parameter.name
    run = Unrolling(spec, numbers, zero, lambda _, n: ((Fraction(n == first),),))
    ahead = offset(_index_of(spec, name)) or 0
    path = [run(name, n + ahead)[0][0] for n in range(first - 1, first + last)]
    steps = [-(b - a) / numbers["eta"] for a, b in pairwise(path)]
    age = np.arange(0.0, last)
    curve = Curve("", _kept(age), _kept(map(float, steps)), joined=False)
    own = [(Symbol(w), values[w.name]) for w in spec.hyperparameters if w.name != "eta"]
    panel = Panel(
        f"{spec.name}{', ' if own else ''}{_shown(own)}",
        "steps after the gradient",
        r"step, in units of $-\eta$",
        (curve,),
        y_log=min(steps) > 0,
    )
    caption = f"What a gradient of 1 at the first step, and 0 after it, moves the parameter by in {spec.name}."
    return Picture(f"{spec.name}_response", caption, (spec.name,), (panel,))


@cache
def both_sides(said: FalseClaim) -> Picture:
    """Both sides of a false claim on its witness, step by step, the witness's numbers over and over."""
    witness = refutation(said).witness
    assert witness is not None
    shown = list(course(said.spec, said.claim, witness, max(12, witness.t + 3)))
    steps = np.array([n for n, _, _ in shown])
    left, right = (_curve(f"{side} side", steps, np.array([float(x[k]) for x in shown])) for k, side in SIDES)
    y = left.y[left.x.index(float(witness.t))]
    mark = Mark(float(witness.t), y, "", (0.0, 0.0))
    panel = Panel(said.claim.name, f"$t$; fails at $t = {witness.t}$", "", (left, right), (mark,))
    said_so = f"{said.claim.name} (false of {said.spec.name}): both sides on the numbers of the witness, over and over"
    return Picture(picture_name(said), said_so, (said.spec.name, said.truth.name), (panel,))


def is_linear(spec: Spec) -> bool:
    """Whether a step is linear in the gradient, the parameter and the states: no product or function of them.

    >>> is_linear(momentum), is_linear(adam)
    (True, False)
    """
    moved = [_degree(x) for name, x in spec.transition.items() if name != spec.gradient.name]
    return all(d <= 1 for d in moved) and all(_degree(e.right) == 0 for e in spec.initial)


def _degree(x: Term) -> float:
    """The degree of a term in sequences; infinite where it is no polynomial of them."""
    below = [_degree(y) for y in children(x)]
    match x:
        case At(word, _) if word.role is Role.SEQUENCE:
            return 1
        case Op("add" | "sub" | "neg"):
            return max(below)
        case Op("mul"):
            return sum(below)
        case Op("div", (_, divisor)) if _degree(divisor) == 0:
            return below[0]
    return math.inf if any(below) else 0


def _index_of(spec: Spec, name: str) -> Term:
    left = spec.by_name[name].left
    assert isinstance(left, At)
    return left.index
