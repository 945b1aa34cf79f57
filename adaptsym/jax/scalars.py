"""Scalar formulas of a program in JAX: in double precision as far as they are known when the step is traced.

Hyperparameters that are numbers stay numbers: what depends on them alone, such as 1 - beta2 or log(beta2), is computed
in double precision and rounded once. What depends on t or on a traced hyperparameter is a JAX scalar of `scalar_dtype`.

>>> from adaptsym.notation import rho1, t
>>> evaluate(1 - rho1, {"rho1": 0.75})
0.25
>>> evaluate(1 - rho1**t, {"rho1": 0.5, "t": 2})
0.75
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from adaptsym.compile.ir import Let, is_complement
from adaptsym.compile.numpy_text import UFUNC
from adaptsym.term import At, Number, Op, Symbol, Term

Known = Mapping[str, Any]  # scalars by their names: Python numbers, or JAX scalars


def scalar_dtype() -> Any:
    """The dtype of JAX scalars: float64 where JAX has 64 bits enabled, and float32 otherwise."""
    import jax.numpy as jnp

    return jnp.result_type(float)


def evaluate(x: Term, known: Known) -> Any:
    """The value of a scalar formula: a Python number, if all that it reads are such, or a JAX scalar.

    Of a branch whose condition is known only the side that is taken is evaluated.
    """
    match x:
        case Number(q):
            return float(q)
        case Symbol(word) | At(word):
            return known[word.name]
        case Op("sub", (_, Op("pow", (base, exponent)))) if is_complement(x):
            return _one_minus_power(evaluate(base, known), evaluate(exponent, known))
        case Op("pow", (base, exponent)):
            return _power(evaluate(base, known), evaluate(exponent, known))
        case Op("where", (condition, yes, no)):
            test = evaluate(condition, known)
            if is_number(test):
                return evaluate(yes if test else no, known)
            import jax.numpy as jnp

            return jnp.where(test, evaluate(yes, known), evaluate(no, known))
        case Op(op, args):
            return apply(op, [evaluate(a, known) for a in args])
    raise TypeError(f"no JAX for {type(x).__name__}")


def defined(lets: Iterable[Let], known: Known) -> dict[str, Any]:
    """What is known after some definitions, each of which may read those before it."""
    found = dict(known)
    for let in lets:
        found[let.name] = evaluate(let.formula, found)
    return found


def is_number(x: Any) -> bool:
    """Whether a value is known when the step is traced."""
    return isinstance(x, (bool, int, float))


def apply(op: str, args: Iterable[Any]) -> Any:
    """An operation of the table of operators on numbers, in double precision, or on JAX's arrays."""
    args = list(args)
    if all(map(is_number, args)):
        with np.errstate(all="ignore"):
            return getattr(np, UFUNC[op])(*map(np.float64, args)).item()
    import jax.numpy as jnp

    return jnp.where(*args) if op == "where" else getattr(jnp, UFUNC[op])(*args)


def _power(base: Any, exponent: Any) -> Any:
    """base**exponent; the logarithm of a number is taken before it is rounded."""
    if is_number(base) and base > 0 and not is_number(exponent):
        import jax.numpy as jnp

        return jnp.exp(exponent * math.log(base))
    return apply("pow", (base, exponent))


def _one_minus_power(base: Any, exponent: Any) -> Any:
    """1 - base**exponent, accurate near base = 1, where the difference would cancel."""
    if is_number(base):
        if not base > 0:
            return 1 - apply("pow", (base, exponent))
        power = exponent * math.log(base)
        return -math.expm1(power) if is_number(power) else -_expm1(power)
    import jax.numpy as jnp

    logarithm = jnp.log(jnp.where(base > 0, base, 1))  # the side that is not taken has to exist for derivatives
    return jnp.where(base > 0, -_expm1(exponent * logarithm), 1 - jnp.power(base, exponent))


def _expm1(x: Any) -> Any:
    import jax.numpy as jnp

    return jnp.expm1(x)
