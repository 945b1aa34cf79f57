"""A JAX program, read: its primitives on terms.

A value is one number or every element of an array alike, so that an elementwise program becomes one term for all
elements. Sums over a whole array become inner products. What depends on where an element stands is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from typing import Any

import numpy as np

from adaptsym.term import Number, Op, Role, Symbol, Term, offset
from adaptsym.trace.arithmetic import plus, power, summed, times
from adaptsym.trace.jaxpr_rows import COMPARED, ROWS, Value, chosen, term_of, truth_of
from adaptsym.trace.model import TraceError
from adaptsym.trace.truths import Truth, compare
from adaptsym.trace.values import number

MAX_EQUATIONS = 5000
OVERFLOW = 2**31 - 1  # a count that is compared with this or more is guarded against overflow
INFINITE = Fraction(10) ** 400  # stands for an infinity, and its tenfold for NaN; no equation may keep one
FEW = 16  # single numbers in a row; nothing is computed with them but their sum
SHORT = 12  # a decimal of fewer signs is what was meant by one that misses it in the last of 16 digits
DENOMINATOR = 1000  # and a fraction of no larger denominator was meant by the double nearest to it
HUGE = 1e30  # and so is any other value with this


# Though everything that is handed in is in doubles.
IMPRECISE = ("float32", "float16", "bfloat16")
# What only changes the shape, and keeps the elements in their order.
SHAPED = ("broadcast_in_dim", "reshape", "squeeze", "expand_dims")
# A program within the program, and the parameters that may hold it.
CALLS = (
    *("pjit", "jit", "closed_call", "core_call", "core_closed_call", "xla_call", "remat", "remat2", "checkpoint"),
    *("custom_jvp_call", "custom_vjp_call", "custom_vjp_call_jaxpr"),
)
CALLED = ("jaxpr", "call_jaxpr", "fun_jaxpr")
# Of whole numbers these mean something else.
NOT_WHOLE = ("div", "and", "or", "not")
# What a refused primitive means, in words.
MEANING = {
    "scan": "loops",
    "while": "loops",
    "dot_general": "multiplies matrices",
    "transpose": "transposes",
    "sort": "sorts",
    "gather": "picks single elements",
    "scatter": "writes single elements",
    "dynamic_slice": "picks single elements",
    "slice": "picks single elements",
    "concatenate": "joins arrays",
    "iota": "counts elements",
    "cumsum": "sums along an axis",
    "reduce_sum": "sums along one axis",
    "reduce_max": "takes the largest element of an array",
    "reduce_min": "takes the smallest element of an array",
    "argmax": "takes the largest element of an array",
    "qr": "factors matrices",
    "svd": "factors matrices",
    "eigh": "factors matrices",
    "floor": "rounds",
    "round": "rounds",
    "ceil": "rounds",
    "rem": "takes remainders",
}


@dataclass
class Reading:
    """What is learnt besides the values, each remembered once; and the numbers that stand for hyperparameters."""

    literals: Mapping[float, Term] = field(default_factory=dict)
    assumptions: dict[str, None] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)
    equations: int = 0


def read(program: Any, arguments: Sequence[Value], reading: Reading, what: str) -> list[Value]:
    """The results of a JAX program (a ``ClosedJaxpr``) on symbolic arguments.

    Args:
        program: made by ``jax.make_jaxpr``.
        arguments: one value for each of its flat arguments.
        reading: what was assumed and seen is added here.
        what: the name of the code, for messages.

    Raises:
        TraceError: naming the primitive that has no row.
    """
    return _called(program, arguments, reading, what)


def _constant(x: Any, reading: Reading, what: str) -> Value:
    flat = np.asarray(x).reshape(-1)
    if 0 < flat.size <= FEW and not (flat == flat[0]).all():
        return tuple(term_of(_literal(y, reading)) for y in flat)
    if flat.size == 0 or not (flat == flat[0]).all():
        raise TraceError(f"{what} computes with a constant array of shape {np.shape(x)}, which no single equation says")
    return _literal(flat[0], reading)


def _literal(x: Any, reading: Reading) -> Value:
    if x.dtype == bool:
        return bool(x)
    for value, term in reading.literals.items():
        if x.dtype.kind == "f" and x == x.dtype.type(value):
            return term
    if not np.isfinite(x):
        return Number(INFINITE * 10 if np.isnan(x) else INFINITE if x > 0 else -INFINITE)
    exact = number(x)
    meant = _meant(float(x)) if x.dtype == np.float64 else exact.fraction
    if meant != exact.fraction:
        reading.notes[f"{x} is read as {meant}, which floating point missed"] = None
    return Number(meant)


def _meant(x: float) -> Fraction:
    """What a double stands for: a short decimal that it misses in the last digits, a small fraction, or itself."""
    exact, text = number(x).fraction, f"{x:.14g}"
    if len(text) < SHORT:
        return Fraction(text)
    simple = exact.limit_denominator(DENOMINATOR)
    return simple if exact.denominator > DENOMINATOR and float(simple) == x and len(repr(x)) > SHORT else exact


def _run(
    program: Any, constants: Sequence[Value], arguments: Sequence[Value], reading: Reading, what: str
) -> list[Value]:
    known: dict[Any, Value] = dict(zip(program.constvars, constants, strict=True))
    known.update(zip(program.invars, arguments, strict=True))

    def get(x: Any) -> Value:
        return _literal(np.asarray(x.val, x.aval.dtype)[()], reading) if hasattr(x, "val") else known[x]

    for equation in program.eqns:
        reading.equations += 1
        if reading.equations > MAX_EQUATIONS:
            raise TraceError(f"{what} takes more than {MAX_EQUATIONS} operations in one step; nothing was compared")
        found = _apply(equation, [get(x) for x in equation.invars], reading, what)
        known.update(zip(equation.outvars, found, strict=True))
        for x, value in zip(equation.outvars, found, strict=True):
            if str(x.aval.dtype) in IMPRECISE and not isinstance(value, Number):
                reading.notes[f"a value is computed in {x.aval.dtype}, though the parameters are float64"] = None
    return [get(x) for x in program.outvars]


def _apply(equation: Any, args: list[Value], reading: Reading, what: str) -> list[Value]:
    name, given = equation.primitive.name, equation.params
    if name == "convert_element_type":
        return [_converted(equation, args[0], what)]
    if name in NOT_WHOLE and np.dtype(equation.invars[0].aval.dtype).kind in "iu":
        raise _refused(f"{name} of whole numbers", what)
    if name in ROWS:
        return [ROWS[name](*args)] if len(equation.outvars) == 1 else list(args)
    if name in COMPARED:
        return [_compared(name, term_of(args[0]), term_of(args[1]), reading)]
    if name == "integer_pow":
        return [power(term_of(args[0]), Number(Fraction(given["y"])))]
    if name == "select_n" and len(args) == 3:
        return [chosen(args[0], args[2], args[1])]
    if name == "cond" and len(given["branches"]) == 2:
        no, yes = (
            _run(b.jaxpr, [_constant(c, reading, what) for c in b.consts], args[1:], reading, what)
            for b in given["branches"]
        )
        return [chosen(args[0], y, n) for y, n in zip(yes, no, strict=True)]
    if name == "is_finite":
        reading.assumptions["all values are finite"] = None
        return [True]
    if name in ("reduce_and", "reduce_or") and isinstance(args[0], bool):
        return [args[0]]
    if name in SHAPED and _keeps_order(equation):
        return args[:1]
    if name in ("stack", "concatenate") and all(x.aval.size == 1 for x in equation.invars):
        return [tuple(map(term_of, args))]
    if name == "reduce_sum" and _whole(equation):
        if isinstance(args[0], tuple):
            return [reduce(plus, args[0])]
        return [summed(term_of(args[0]), equation.invars[0].aval.size)]
    if name == "dot_general" and _inner(equation):
        return [summed(times(term_of(args[0]), term_of(args[1])), equation.invars[0].aval.size)]
    for key in CALLED if name in CALLS else ():
        if key in given:
            return _called(given[key], args, reading, what)
    raise _refused(name, what)


def _called(program: Any, args: Sequence[Value], reading: Reading, what: str) -> list[Value]:
    constants = [_constant(c, reading, what) for c in getattr(program, "consts", ())]
    return _run(getattr(program, "jaxpr", program), constants, args, reading, what)


def _refused(name: str, what: str) -> TraceError:
    if name.startswith(("random", "threefry", "erf_inv")):
        return TraceError(f"{what} draws random numbers (primitive {name}): its step is no equation of the gradients")
    meaning = MEANING.get(name.removeprefix("reduce_window_"))
    if meaning is None:
        return TraceError(f"{what} uses the JAX primitive {name}, which has no row in the table of primitives")
    return TraceError(f"{what} {meaning} (primitive {name}), which an equation for each element cannot say")


def _converted(equation: Any, x: Value, what: str) -> Value:
    old, new = np.dtype(equation.invars[0].aval.dtype), np.dtype(equation.params["new_dtype"])
    if new.kind == "b":
        return truth_of(x)
    if old.kind == "f" and new.kind in "iu" and not _is_whole(x):
        raise TraceError(f"{what} rounds {x} to a whole number, which no step of an optimizer has a term for")
    return x


def _is_whole(x: Value) -> bool:
    if isinstance(x, Number):
        return x.fraction.denominator == 1
    letters = [y for y in (x.args if isinstance(x, Op) else (x,)) if isinstance(y, Symbol)]
    return isinstance(x, Term) and offset(x) is not None and all(y.word.role is Role.INDEX for y in letters)


def _compared(op: str, a: Term, b: Term, reading: Reading) -> Truth:
    for x, y, below in ((a, b, ("lt", "le", "ne")), (b, a, ("gt", "ge", "ne"))):
        if isinstance(y, Number) and abs(y.fraction) >= INFINITE:
            reading.assumptions["all values are finite"] = None
            return op in (below if y.fraction > 0 else set(COMPARED) - {"eq", *below} | {"ne"})
        limit = OVERFLOW if _is_whole(x) else HUGE
        if isinstance(y, Number) and y.fraction >= limit and not isinstance(x, Number):
            text = f"{y}" if y.fraction < 2**64 else f"{float(y.fraction):.3g}"
            reading.assumptions[f"{x} stays below {text}, where the code guards against overflow"] = None
            return op in below
    return compare(op, a, b)


def _keeps_order(equation: Any) -> bool:
    """Whether a change of shape leaves the elements in their order, or repeats one number."""
    old, new = equation.invars[0].aval, equation.outvars[0].aval
    if equation.primitive.name == "broadcast_in_dim":
        return bool(old.size in (1, new.size))
    return equation.primitive.name != "reshape" or equation.params.get("dimensions") is None


def _whole(equation: Any) -> bool:
    return int(equation.outvars[0].aval.size) == 1


def _inner(equation: Any) -> bool:
    """Whether a product of arrays runs over all their axes, in the same order."""
    (left, right), (batch, _) = equation.params["dimension_numbers"]
    every = tuple(range(len(equation.invars[0].aval.shape)))
    return _whole(equation) and not batch and tuple(left) == tuple(right) == every
