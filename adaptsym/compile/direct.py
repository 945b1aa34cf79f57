"""The equations evaluated by NumPy as they stand, for hyperparameters that are arrays.

Every operation is a NumPy call on whole arrays, so a sweep over a thousand learning rates is one step:
parameters of shape (1000, n), learning rates of shape (1000, 1). It allocates as it goes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from adaptsym.compile.ir import Program
from adaptsym.compile.structure import Array
from adaptsym.errors import InputError
from adaptsym.spec import Spec
from adaptsym.term import At, Brace, Kind, Number, Op, Role, Symbol, Term

Own = Sequence[Sequence[float]]


def _one_minus_power(base: Any, exponent: Any) -> Any:
    """1 - base**exponent, accurate near base = 1."""
    with np.errstate(divide="ignore"):
        return -np.expm1(exponent * np.log(base))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "div": np.divide,
    "pow": np.power,
    "neg": np.negative,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "sign": np.sign,
    "max": np.maximum,
    "min": np.minimum,
    "gt": np.greater,
    "ge": np.greater_equal,
    "lt": np.less,
    "le": np.less_equal,
    "where": np.where,
}


class Direct:
    """A specification whose steps are evaluated equation by equation, with hyperparameters of any shape.

    Raises:
        InputError: for a specification with inner products, whose sums would mix the runs of a sweep.
    """

    def __init__(self, spec: Spec, program: Program) -> None:
        reductions = [x.op for x in spec.terms() if isinstance(x, Op) and x.op not in FUNCTIONS and x.op != "grad"]
        if reductions:
            raise InputError(
                f"{spec.name}: hyperparameters that are arrays cannot be used where a step takes a {reductions[0]} "
                "over a parameter, which would mix the runs; make one optimizer for each run"
            )
        self.spec, self.program = spec, program

    def bind(self, leaves: Sequence[Sequence[Array]]) -> DirectBound:
        """Bind to arrays: for each parameter its array and those of its states."""
        return DirectBound(self, leaves)


class DirectBound:
    """The step over the arrays of a model, in place."""

    def __init__(self, direct: Direct, leaves: Sequence[Sequence[Array]]) -> None:
        self.spec, self.program = direct.spec, direct.program
        self.leaves = [tuple(row) for row in leaves]
        self.carried = [w for w in self.spec.states if w.kind is Kind.ARRAY]

    def step(
        self, gradients: Sequence[Array], t: int, inputs: Sequence[Any] = (), shared: Sequence[Any] = (), own: Own = ()
    ) -> tuple[Sequence[Any], Own]:
        """One step: parameters and states in place; what the shared states become."""
        known = self._inputs(inputs)
        results: Sequence[Any] = shared
        with np.errstate(all="ignore"):
            for leaf, gradient in zip(self.leaves, gradients, strict=True):
                run = _Run(self.spec, t, known, self._old(leaf, shared), gradient)
                results = run.step(leaf, self.carried)
        return results, own

    def point(
        self, out: Sequence[Array], t: int, inputs: Sequence[Any] = (), shared: Sequence[Any] = (), own: Own = ()
    ) -> None:
        """Where the gradient is wanted, into arrays of the parameters' shapes."""
        del own
        known = self._inputs(inputs)
        for target, leaf in zip(out, self.leaves, strict=True):
            run = _Run(self.spec, t, known, self._old(leaf, shared), target)
            np.copyto(target, run.value(self.spec.point), casting="same_kind")

    def _inputs(self, values: Sequence[Any]) -> dict[tuple[str, int], Any]:
        return {(x.word.name, x.offset): v for x, v in zip(self.program.inputs, values, strict=True)}

    def _old(self, leaf: Sequence[Array], shared: Sequence[Any]) -> dict[str, Any]:
        names = (self.spec.parameter.name, *(w.name for w in self.carried))
        scalars = (w.name for w in self.spec.states if w.kind is Kind.SHARED)
        return {**dict(zip(names, leaf, strict=True)), **dict(zip(scalars, shared, strict=True))}


class _Run:
    def __init__(
        self, spec: Spec, t: int, inputs: Mapping[tuple[str, int], Any], old: dict[str, Any], gradient: Array
    ) -> None:
        self.spec, self.t, self.inputs, self.old, self.gradient = spec, t, inputs, old, gradient
        self.done: dict[str, Any] = {}

    def step(self, leaf: Sequence[Array], carried: Sequence[Any]) -> list[Any]:
        if self.t == self.spec.first:
            for e in self.spec.initial:
                if isinstance(e.left, At) and not isinstance(e.right, Number):
                    self.old[e.left.word.name] = self.value(e.right)
        for e in self.spec.equations:
            if isinstance(e.left, At):
                gradient = e.left.word == self.spec.gradient
                self.done[e.left.word.name] = self.gradient if gradient else self.value(e.right)
        for array, word in zip(leaf, (self.spec.parameter, *carried), strict=True):
            np.copyto(array, self.done[word.name], casting="same_kind")
        return [self.done[w.name] for w in self.spec.states if w.kind is Kind.SHARED]

    def value(self, x: Term) -> Any:
        match x:
            case Number(q):
                return float(q)
            case Brace(body):
                return self.value(body)
            case Symbol(word):
                return float(self.t) if word.role is Role.INDEX else self.inputs[word.name, 0]
            case At(word, index) if word.role is Role.HYPERPARAMETER:
                return self.inputs[word.name, round(float(self.value(index))) - self.t]
            case At(word):
                return self._sequence(x)
            case Op("sub", (Number(one), Op("pow", (base, exponent)))) if one == 1 and exponent.kind is Kind.SHARED:
                return _one_minus_power(self.value(base), self.value(exponent))
            case Op(op, args):
                return FUNCTIONS[op](*map(self.value, args))
        raise InputError(f"{self.spec.name}: {x} cannot be evaluated")

    def _sequence(self, x: At) -> Any:
        if x.word == self.spec.gradient and isinstance(x.index, Number):
            return self.gradient
        age = 1 if isinstance(x.index, Number) else self.spec.age(x)
        if age < 0:
            return self.value(self.spec.ahead(x))
        return self.done[x.word.name] if age == 0 else self.old[x.word.name]
