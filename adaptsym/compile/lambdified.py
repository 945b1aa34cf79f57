"""The reference: each equation's SymPy value, lambdified into vectorized NumPy, one after the other.

It is slow and plain, and shares nothing with the other backends but the equations; they are held against it.
Only the side of a scalar branch that is taken is evaluated.

>>> import numpy as np
>>> from adaptsym.catalogue import momentum
>>> theta, velocity = np.ones(3), np.zeros(3)
>>> bound = Lambdified(momentum).bind([(theta, velocity)])
>>> shared, own = bound.step([np.full(3, 2.0)], t=1, inputs=(0.5, 0.25))  # momentum, learning_rate
>>> theta, velocity
(array([0.5, 0.5, 0.5]), array([-0.5, -0.5, -0.5]))
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import numpy as np
import sympy as sp

from adaptsym.compile.lower import lower
from adaptsym.compile.structure import Array
from adaptsym.errors import EvaluationError
from adaptsym.spec import Spec
from adaptsym.sympy_value import value as sympy_value
from adaptsym.term import REDUCTIONS, At, Equation, Kind, Number, Op, Role, Symbol, Term, rebuild, walk, without_braces

Environment = dict[str, Any]  # the values of one parameter by the names that `_name` gives
Own = Sequence[Sequence[float]]


class Lambdified:
    """A specification whose equations are lambdified."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.program = lower(spec)  # for the names and the order of its inputs alone
        self.equations = [_Assignment(spec, e) for e in spec.equations if e.left.word != spec.gradient]  # type: ignore[attr-defined]
        self.initial = [_Assignment(spec, e) for e in spec.initial if not isinstance(e.right, Number)]
        self.where = _Formula(spec, spec.point)

    def bind(self, leaves: Sequence[Sequence[Array]]) -> LambdifiedBound:
        """Bind to arrays: for each parameter its array and those of its states."""
        return LambdifiedBound(self, leaves)


class LambdifiedBound:
    """The step over the arrays of a model, in place."""

    def __init__(self, compiled: Lambdified, leaves: Sequence[Sequence[Array]]) -> None:
        self.compiled = compiled
        self.leaves = [tuple(row) for row in leaves]
        spec = compiled.spec
        self.kinds = {k: [w.name for w in spec.states if w.kind is k] for k in Kind}
        self.arrays = (spec.parameter.name, *self.kinds[Kind.ARRAY])

    def step(
        self, gradients: Sequence[Array], t: int, inputs: Sequence[Any] = (), shared: Sequence[Any] = (), own: Own = ()
    ) -> tuple[Sequence[float], Own]:
        """One step: parameters and states in place; what the shared and own states become."""
        envs = self.evaluated(gradients, t, inputs, shared, own)
        for leaf, env in zip(self.leaves, envs, strict=True):
            for array, name in zip(leaf, self.arrays, strict=True):
                np.copyto(array, env[f"{name}_0"], casting="same_kind")
        first = envs[0] if envs else {}
        new_shared = [float(first[f"{name}_0"]) for name in self.kinds[Kind.SHARED]] if envs else list(shared)
        return new_shared, [[float(env[f"{name}_0"]) for name in self.kinds[Kind.OWN]] for env in envs]

    def evaluated(
        self, gradients: Sequence[Array], t: int, inputs: Sequence[Any] = (), shared: Sequence[Any] = (), own: Own = ()
    ) -> list[Environment]:
        """Every quantity of a step, for each parameter; nothing is written.

        Raises:
            EvaluationError: where a scalar does not exist.
        """
        spec = self.compiled.spec
        envs = self._environments(t, inputs, shared, own)
        for env, gradient in zip(envs, gradients, strict=True):
            env[f"{spec.gradient.name}_0"] = gradient
        with np.errstate(all="ignore"):
            for assignment in (*(self.compiled.initial if t == spec.first else ()), *self.compiled.equations):
                assignment.run(envs)
        return envs

    def point(
        self, out: Sequence[Array], t: int, inputs: Sequence[Any] = (), shared: Sequence[Any] = (), own: Own = ()
    ) -> None:
        """Where the gradient is wanted, into arrays of the parameters' shapes."""
        envs = self._environments(t, inputs, shared, own)
        with np.errstate(all="ignore"):
            for target, value in zip(out, self.compiled.where.values(envs), strict=True):
                np.copyto(target, value, casting="same_kind")

    def _environments(self, t: int, inputs: Sequence[Any], shared: Sequence[Any], own: Own) -> list[Environment]:
        spec = self.compiled.spec
        common: Environment = {spec.index.word.name: t}
        for x, value in zip(self.compiled.program.inputs, inputs, strict=True):
            common[_hyper_name(x.word.name, x.offset)] = value
        common |= {f"{name}_1": value for name, value in zip(self.kinds[Kind.SHARED], shared, strict=True)}
        envs: list[Environment] = []
        for n, leaf in enumerate(self.leaves):
            mine = own[n] if own else ()
            env: Environment = {f"{name}_1": array for name, array in zip(self.arrays, leaf, strict=True)}
            env |= {f"{name}_1": value for name, value in zip(self.kinds[Kind.OWN], mine, strict=True)}
            envs.append(common | env)
        return envs


class _Assignment:
    """An equation: its right side by formula, under the name of its left side."""

    def __init__(self, spec: Spec, e: Equation) -> None:
        assert isinstance(e.left, At)
        initial = isinstance(e.left.index, Number)
        self.name = f"{e.left.word.name}_{int(initial)}"
        self.kind = e.left.kind
        self.formula = _Formula(spec, e.right)

    def run(self, envs: list[Environment]) -> None:
        for env, value in zip(envs, self.formula.values(envs), strict=True):
            env[self.name] = value if self.kind is Kind.ARRAY else float(value)


class _Formula:
    """A term as a function of an environment; inner products and scalar branches are evaluated apart."""

    def __init__(self, spec: Spec, x: Term) -> None:
        self.spec = spec
        self.parts: dict[str, _Reduction | _Branch] = {}
        self.names: dict[Any, str] = {}
        expression = sympy_value(self._plain(without_braces(x)))
        symbols = [sp.Symbol(name, real=True) for name in self.names.values()]
        replaced = expression.xreplace(dict(zip(self.names, symbols, strict=True)))
        self.function: Callable[..., Any] = sp.lambdify(symbols, replaced, modules="numpy")

    def _plain(self, x: Term) -> Term:
        """The term with inner products and scalar branches as names, and every leaf noted."""
        if isinstance(x, Op) and x.op in REDUCTIONS:
            return self._part(_Reduction(self.spec, x))
        if isinstance(x, Op) and x.op == "where" and x.args[0].kind is not Kind.ARRAY:
            return self._part(_Branch(self.spec, x))
        if isinstance(x, At) and x.word.role is Role.SEQUENCE and self._ahead(x):
            return self._plain(self.spec.ahead(x))
        if isinstance(x, (At, Symbol)):
            self.names[sympy_value(x)] = _name(self.spec, x)
            return x
        return rebuild(x, self._plain)

    def _ahead(self, x: At) -> bool:
        return not isinstance(x.index, Number) and self.spec.age(x) < 0

    def _part(self, part: _Reduction | _Branch) -> Term:
        name = f"part_{len(self.parts)}"
        self.parts[name] = part
        stand_in = Symbol(self.spec.index.word.__class__(name, name, "a part of a formula", Role.CONSTANT))
        self.names[sympy_value(stand_in)] = name
        return stand_in

    def values(self, envs: list[Environment]) -> list[Any]:
        """The value for each parameter.

        Raises:
            EvaluationError: where a scalar does not exist.
        """
        parts = {name: part.values(envs) for name, part in self.parts.items()}
        found = []
        for n, env in enumerate(envs):
            args = [parts[name][n] if name in parts else env[name] for name in self.names.values()]
            try:
                found.append(self.function(*args))
            except (ZeroDivisionError, ValueError, OverflowError) as why:
                raise EvaluationError(f"{self.spec.name}: a scalar of the step does not exist ({why})") from None
        return found


class _Reduction:
    """An inner product, norm or size over one parameter or all, in double precision."""

    def __init__(self, spec: Spec, x: Op) -> None:
        self.op, self.over_all = x.op.removesuffix("_all"), x.op.endswith("_all")
        self.args = [_Formula(spec, a) for a in x.args]

    def values(self, envs: list[Environment]) -> list[float]:
        """The number for each parameter."""
        columns = [arg.values(envs) for arg in self.args]
        each = [self._one(*row) for row in zip(*columns, strict=True)]
        if self.over_all:
            each = [reduce(lambda a, b: a + b, each, 0.0)] * len(each)
        return [float(np.sqrt(x)) for x in each] if self.op == "norm" else each

    def _one(self, a: Any, b: Any = None) -> float:
        if self.op == "size":
            return float(np.size(a))
        return float(np.sum(np.multiply(a, a if b is None else b, dtype=np.float64)))


class _Branch:
    """A branch on a number: only the side that is taken is evaluated."""

    def __init__(self, spec: Spec, x: Op) -> None:
        self.condition, self.yes, self.no = (_Formula(spec, a) for a in x.args)

    def values(self, envs: list[Environment]) -> list[Any]:
        """The value for each parameter, side by side."""
        taken = [bool(c) for c in self.condition.values(envs)]
        return [(self.yes if c else self.no).values([env])[0] for c, env in zip(taken, envs, strict=True)]


def _hyper_name(name: str, offset: int) -> str:
    return name if offset == 0 else f"{name}_{'m' if offset < 0 else 'p'}{abs(offset)}"


def _name(spec: Spec, x: At | Symbol) -> str:
    """The name of a leaf in an environment: ``s_0`` is this step's, ``s_1`` the previous one's."""
    if isinstance(x, Symbol):
        return x.word.name
    if x.word.role is Role.HYPERPARAMETER:
        index = x.index
        shift = 0
        if isinstance(index, Op):
            (constant,) = (y.fraction for y in walk(index) if isinstance(y, Number))
            shift = int(constant) if index.op == "add" else -int(constant)
        elif isinstance(index, Number):
            shift = int(index.fraction) - spec.first
        return _hyper_name(x.word.name, shift)
    if isinstance(x.index, Number):  # in an initial value: the first gradient, or the parameter at the start
        return f"{x.word.name}_{int(x.word != spec.gradient)}"
    return f"{x.word.name}_{spec.age(x)}"
