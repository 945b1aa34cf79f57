"""The hub: an optimizer specification as a value, and its step as a map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from adaptsym.claims import Claim
from adaptsym.term import (
    Apply,
    At,
    Equation,
    Number,
    Op,
    Role,
    Symbol,
    Term,
    Word,
    children,
    free_symbols,
    offset,
    rebuild,
    substitute,
    walk,
    without_braces,
)

FIRST_STEP = 1  # the first t, where no initial value says otherwise


@dataclass(frozen=True)
class Spec:
    """One step of an optimizer. Built by `optimizer`, which checks it.

    Attributes:
        name: its name in the catalogue and on the command line.
        equations: the step, in order; left sides are ``x[t]`` or ``x[t+1]``.
        initial: initial values; left sides are ``x[0]`` and the like.
        settings: the hyperparameters' usual values; left sides are symbols.
        claims: statements about it, to be proved.
        source: where the equations stand.
    """

    name: str
    equations: tuple[Equation, ...]
    initial: tuple[Equation, ...] = ()
    settings: tuple[Equation, ...] = ()
    claims: tuple[Claim, ...] = ()
    source: str = ""

    # ------------------------------------------------------------ what stands where

    @cached_property
    def by_name(self) -> dict[str, Equation]:
        """The equation of each sequence."""
        return {head_of(e).word.name: e for e in self.equations}

    @cached_property
    def start(self) -> dict[str, Equation]:
        """The initial value of each sequence that has one."""
        return {head_of(e).word.name: e for e in self.initial}

    @cached_property
    def index(self) -> Symbol:
        """The letter that counts the steps."""
        return next(iter(free_symbols(head_of(self.equations[0]).index)))

    @cached_property
    def gradient(self) -> Word:
        """The sequence that is the gradient of the loss."""
        return next(head_of(e).word for e in self.equations if is_gradient(e))

    @cached_property
    def point(self) -> Term:
        """Where the gradient is taken: ``theta[t]``, or a look-ahead point."""
        right = self.by_name[self.gradient.name].right
        return children(right)[0]

    @cached_property
    def parameter(self) -> Word:
        """The sequence that the optimizer is for: read before it is written, and free in its first value."""
        found = [w for w in self._carried if w.name not in self.start]
        return next((w for w in found if w.name == "theta"), found[0])

    @cached_property
    def _carried(self) -> tuple[Word, ...]:
        return tuple(
            dict.fromkeys(
                x.word for e in self.equations for x in walk(e.right) if isinstance(x, At) and self.age(x) > 0
            )
        )

    @cached_property
    def states(self) -> tuple[Word, ...]:
        """The sequences that are kept from step to step, the parameter apart."""
        return tuple(w for w in self._carried if w != self.parameter)

    @cached_property
    def hyperparameters(self) -> tuple[Word, ...]:
        """The hyperparameters, constants and schedules alike, in the order in which they are met."""
        return tuple(
            dict.fromkeys(
                x.word
                for x in self.terms()
                if isinstance(x, (At, Symbol)) and x.word.role in (Role.HYPERPARAMETER, Role.CONSTANT)
            )
        )

    @cached_property
    def schedules(self) -> frozenset[Word]:
        """The hyperparameters that are written with an index: ``eta[t]``."""
        return frozenset(x.word for x in self.terms() if isinstance(x, At) and x.word.role is Role.HYPERPARAMETER)

    @cached_property
    def words(self) -> dict[str, Word]:
        """Every word of the specification, by its name."""
        return {x.word.name: x.word for x in self.terms() if isinstance(x, (At, Symbol, Apply))}

    @cached_property
    def first(self) -> int:
        """The first t, as the initial values say it: ``x[0]`` given and ``x[t]`` written makes it 1."""
        return next((self._first_by(e) for e in self.initial), FIRST_STEP)

    def _first_by(self, initial: Equation) -> int:
        head = head_of(initial)
        assert isinstance(head.index, Number)
        return int(head.index.fraction) + 1 - shift_of(self.by_name[head.word.name])

    def terms(self) -> Iterator[Term]:
        """Every term of every equation and initial value."""
        for e in self.equations + self.initial:
            yield from walk(e.left)
            yield from walk(e.right)

    def age(self, x: At) -> int:
        """How old a value is: 0 this step's, 1 the previous step's, negative not yet there."""
        equation = self.by_name.get(x.word.name)
        k = offset(x.index)
        return 0 if equation is None or k is None else shift_of(equation) - k

    # ------------------------------------------------------------ one step as a map

    @cached_property
    def transition(self) -> dict[str, Term]:
        """One step as a map: the point of the gradient, and the new parameter and states by the old ones, g and t."""
        done: dict[str, Term] = {}

        def inline(x: Term) -> Term:
            if isinstance(x, At) and x.word.name in self.by_name and x.word != self.gradient:
                if self.age(x) == 0:
                    return done[x.word.name]
                if self.age(x) < 0:
                    return inline(self.ahead(x))
            return rebuild(x, inline)

        for e in self.equations:
            done[head_of(e).word.name] = inline(without_braces(e.right))
        wanted = (self.gradient, self.parameter, *self.states)
        return {w.name: done[w.name] for w in wanted}

    def ahead(self, x: At) -> Term:
        """A shared definition of t alone, at the later step at which it is read: ``mu[t+1]``."""
        return substitute(self.by_name[x.word.name].right, self.index, later(self.index, -self.age(x)))

    def _repr_latex_(self) -> str:
        from adaptsym.typeset import notebook

        return notebook.of_spec(self)

    def __str__(self) -> str:
        lines = [str(e) for e in self.settings + self.initial + self.equations]
        return "\n  ".join([f"{self.name}:", *lines])


def later(index: Term, k: int) -> Term:
    """An index k steps on: t + k, or t - -k."""
    return index + k if k > 0 else index - -k if k < 0 else index


def head_of(e: Equation) -> At:
    """The left side of a checked equation: a sequence at an index."""
    assert isinstance(e.left, At)
    return e.left


def shift_of(e: Equation) -> int:
    """k of a left side x[t + k]."""
    k = offset(head_of(e).index)
    assert k is not None
    return k


def is_gradient(e: Equation) -> bool:
    """Whether an equation says where the gradient is taken."""
    return isinstance(e.right, Op) and e.right.op == "grad"
