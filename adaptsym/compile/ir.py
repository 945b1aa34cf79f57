"""One step as a program: what `lower` makes of a specification, and what the backends turn into code.

A `Program` has three `Stage`s: where the gradient is wanted, the initial values that read the first gradient,
and the step. A stage is a list of `Phase`s, each one pass over all parameters; between two passes stand the
inner products that the later one needs. In a phase, `Decide` chooses by a condition on scalars, and a `Body`
is a straight line: scalars first, then single-assignment instructions on arrays, what is stored, what is summed.

    phase 0:  shared scalars | Decide ... Body: arrays, stores, sums
    phase 1:  shared scalars (sums over all) | own scalars (sums over this parameter) | Decide ... Body

Scalars are terms whose leaves are symbols (hyperparameters and t, under the names they have in the program)
and `leaf`s: a shared or own state, a sum. They are computed in double precision, once a step (`Kind.SHARED`)
or once a step and parameter (`Kind.OWN`). Every phase names its scalars anew, from those leaves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from adaptsym.term import At, Kind, Number, Op, Role, Symbol, Term, Word, children


class Ref(NamedTuple):
    """A value by its name: an array of the parameter's shape, or a scalar."""

    name: str
    kind: Kind = Kind.ARRAY


Operand = Ref | Number


class Let(NamedTuple):
    """A named scalar."""

    name: str
    formula: Term


class Call(NamedTuple):
    """An operation element by element, of the table of operators; `out` is a new name."""

    op: str
    args: tuple[Operand, ...]
    out: str


class Store(NamedTuple):
    """The parameter or an array state becomes a value."""

    name: str
    value: Operand


class Sum(NamedTuple):
    """An inner product over one parameter (`Kind.OWN`) or over all of them (`Kind.SHARED`)."""

    name: str
    left: Operand
    right: Operand
    kind: Kind


@dataclass(frozen=True)
class Body:
    """A straight line; `lets` are the scalars that it needs besides those of the phase."""

    lets: tuple[Let, ...] = ()
    calls: tuple[Call, ...] = ()
    stores: tuple[Store, ...] = ()
    sums: tuple[Sum, ...] = ()


@dataclass(frozen=True)
class Decide:
    """A branch on a scalar: only the side that is taken is evaluated. `lets` come before the test."""

    lets: tuple[Let, ...]
    test: Term
    yes: Node
    no: Node

    @property
    def shared(self) -> bool:
        """Whether the test is the same for all parameters."""
        return self.test.kind is Kind.SHARED


Node = Body | Decide


@dataclass(frozen=True)
class Phase:
    """A pass over all parameters."""

    lets: tuple[Let, ...]  # shared scalars, computed before the pass
    node: Node


@dataclass(frozen=True)
class Stage:
    """Passes in order, and then what the states become that are one number: shared, or own."""

    phases: tuple[Phase, ...] = ()
    shared: tuple[Let, ...] = ()
    own: tuple[Let, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.phases or self.shared or self.own)


class Input(NamedTuple):
    """A hyperparameter as the program reads it: its name there, its word, and for a schedule read at t + offset."""

    name: str
    word: Word
    offset: int = 0


@dataclass(frozen=True)
class Program:
    """One step of an optimizer.

    Attributes:
        name: the specification's.
        arrays: names of the parameter, of the gradient, and of the array states in the specification's order.
        shared: names of the states that are one number for all parameters.
        own: names of the states that are one number for each parameter.
        inputs: hyperparameters and values of schedules, in the order in which they are met.
        time: the name of the number of the step.
        first: the first step.
        point: where the gradient is wanted; it stores ``point``. Empty where that is the parameter.
        start: the initial values that are not constants, to be run before the first step.
        step: the step.
    """

    name: str
    arrays: tuple[str, ...]
    shared: tuple[str, ...]
    own: tuple[str, ...]
    inputs: tuple[Input, ...]
    time: str
    first: int
    point: Stage
    start: Stage
    step: Stage


SIZE, SIZE_ALL = "size", "size_all"  # leaves that are known before the first phase
POINT = "point"


def leaf(name: str, kind: Kind = Kind.SHARED) -> At:
    """A value that has been computed, by its name, as a leaf of a formula."""
    return At(Word(name, name, "a value of the program", Role.CONSTANT, kind=kind), Number(Fraction(0)))


def is_complement(x: Term) -> bool:
    """Whether a scalar is ``1 - b**n``, which near b = 1 needs a form of its own."""
    match x:
        case Op("sub", (Number(one), Op("pow", (_, exponent)))):
            return one == 1 and not isinstance(exponent, Number)
    return False


def names(x: Term) -> Iterator[str]:
    """The names that a scalar formula reads, in written order."""
    match x:
        case Symbol(word) | At(word):
            yield word.name
        case _:
            for child in children(x):
                yield from names(child)


def bodies(node: Node) -> Iterator[Body]:
    """The straight lines of a phase."""
    if isinstance(node, Body):
        yield node
    else:
        yield from bodies(node.yes)
        yield from bodies(node.no)


def node_lets(node: Node) -> Iterator[Let]:
    """The scalars of a node, outermost first."""
    yield from node.lets
    if isinstance(node, Decide):
        yield from node_lets(node.yes)
        yield from node_lets(node.no)


def node_tests(node: Node) -> Iterator[Term]:
    """The conditions of a node, outermost first."""
    if isinstance(node, Decide):
        yield node.test
        yield from node_tests(node.yes)
        yield from node_tests(node.no)


def sums(stage: Stage, kind: Kind) -> tuple[str, ...]:
    """The names of the sums of a stage, of one kind, in order."""
    found = (s.name for p in stage.phases for b in bodies(p.node) for s in b.sums if s.kind is kind)
    return tuple(dict.fromkeys(found))
