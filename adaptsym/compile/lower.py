"""From a specification to a program: the transition, in phases between inner products.

The flow, for each stage of the program:

1. `_Reader` writes the equations as terms over leaves: old states, the gradient, hyperparameters under the
   names they have in programs. Definitions are unfolded; the scalar ones are remembered, to keep their names.
2. `passes` cuts a stage at its inner products, and says in which pass each value is stored.
3. `drafts` makes each pass: branches on scalars come first (`Decide`), and below them straight lines, in which
   shared factors are gathered (`gather`), scalars named (`scalars`), and equal array terms computed once.

>>> from adaptsym.catalogue import momentum
>>> program = lower(momentum)
>>> for call in program.step.phases[0].node.calls: print(call.out, call.op, *(getattr(a, "name", a) for a in call.args))
v1 mul momentum velocity
v2 mul learning_rate g
v3 sub v1 v2
v4 add theta v3
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from adaptsym.compile.ir import (
    POINT,
    SIZE,
    SIZE_ALL,
    Input,
    Program,
    Stage,
    leaf,
)
from adaptsym.compile.passes import Passes
from adaptsym.compile.scalars import Names
from adaptsym.spec import Spec
from adaptsym.term import (
    At,
    Brace,
    Domain,
    Kind,
    Number,
    Op,
    Role,
    Symbol,
    Term,
    Word,
    offset,
    rebuild,
)

_WORDS = """np math sqrt expm1 log maximum minimum sign absolute power one_minus_power real double pointer numba
kernel table tasks task scalars own partial first last row low high n i wide params grads state compiled functools
rows k got choose choice lines line values mine path flat run scratch init step total part a x map tuple zip float
sum abs range len"""
_SCRATCH = (f"{pool}{n}" for pool in ("work", "mask", "sums") for n in range(100))
RESERVED = frozenset((*_WORDS.split(), *_SCRATCH, SIZE, SIZE_ALL, POINT))  # what backends call something else


@lru_cache(maxsize=256)
def lower(spec: Spec) -> Program:
    """The program of a specification. It reads the tree only; nothing is evaluated."""
    reader = _Reader(spec)
    point, start, step = reader.point(), reader.start(), reader.step()
    return Program(
        name=spec.name,
        arrays=tuple(reader.arrays),
        shared=tuple(reader.old[w.name].word.name for w in spec.states if w.kind is Kind.SHARED),
        own=tuple(reader.old[w.name].word.name for w in spec.states if w.kind is Kind.OWN),
        inputs=tuple(reader.inputs.values()),
        time=reader.time.word.name,
        first=spec.first,
        point=point,
        start=start,
        step=step,
    )


class _Reader:
    """The equations over leaves; every leaf has one name."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.names = Names(RESERVED)
        parameter = leaf(self.names.new(spec.parameter.name), Kind.ARRAY)
        self.gradient = leaf(self.names.new(spec.gradient.name), Kind.ARRAY)
        self.old = {spec.parameter.name: parameter}
        for w in spec.states:
            self.old[w.name] = leaf(self.names.new(w.name), w.kind)
        carried = [self.old[w.name].word.name for w in spec.states if w.kind is Kind.ARRAY]
        self.arrays = [parameter.word.name, self.gradient.word.name, *carried]
        index = spec.index.word
        steps = Domain(Fraction(spec.first), low_closed=True, whole=True)
        self.time = Symbol(Word(self.names.new(index.name), index.latex, index.meaning, Role.INDEX, steps))
        self.inputs: dict[tuple[Word, int], Input] = {}
        self.titles: dict[Term, str] = {}
        self.done: dict[str, Term] = {}
        for e in spec.equations:
            assert isinstance(e.left, At)
            word = e.left.word
            self.done[word.name] = self.gradient if word == spec.gradient else self.read(e.right)
            if word.kind is not Kind.ARRAY:
                self.titles.setdefault(self.done[word.name], word.name)

    # ------------------------------------------------------------ stages

    def step(self) -> Stage:
        """The new parameter and states."""
        wanted = [self.spec.parameter, *self.spec.states]
        return self._stage({self.old[w.name]: self.done[w.name] for w in wanted})

    def start(self) -> Stage:
        """The initial values that are not numbers."""
        targets: dict[At, Term] = {}
        for e in self.spec.initial:
            assert isinstance(e.left, At)
            if not isinstance(e.right, Number) and e.left.word.name in self.old:
                targets[self.old[e.left.word.name]] = self.read(e.right, initial=True)
        return self._stage(targets)

    def point(self) -> Stage:
        """Where the gradient is wanted, if that is not the parameter itself."""
        point = self.read(self.spec.point)
        return self._stage({leaf(POINT, Kind.ARRAY): point} if point != self.old[self.spec.parameter.name] else {})

    def _stage(self, targets: Mapping[At, Term]) -> Stage:
        return Passes(targets, self.names.copy(), self.titles).build()

    # ------------------------------------------------------------ terms

    def read(self, x: Term, *, initial: bool = False) -> Term:
        """A term of the specification over the leaves of the program."""

        def inner(y: Term) -> Term:
            return self.read(y, initial=initial)

        match x:
            case Brace(body):
                return inner(body)
            case Symbol(word) if word.role is Role.INDEX:
                return self.time
            case Symbol(word):
                return self._input(word, 0)
            case At(word, index) if word.role is Role.HYPERPARAMETER:
                return self._input(word, self._ahead(index))
            case At(word) if word == self.spec.gradient and (initial or self.spec.age(x) == 0):
                return self.gradient
            case At(word) if initial or self.spec.age(x) == 1:
                return self.old[word.name]
            case At(word) if self.spec.age(x) == 0:
                return self.done[word.name]
            case At(word):
                later = self.read(self.spec.ahead(x))
                self.titles.setdefault(later, word.name + "_next" * -self.spec.age(x))
                return later
            case Op("norm", (a,)):
                return Op("dot", (inner(a), inner(a))).sqrt()
            case Op("norm_all", (a,)):
                return Op("dot_all", (inner(a), inner(a))).sqrt()
            case Op("size", _):
                return leaf(SIZE, Kind.OWN)
            case Op("size_all", _):
                return leaf(SIZE_ALL, Kind.SHARED)
        return rebuild(x, inner)

    def _ahead(self, index: Term) -> int:
        """At which t + k a schedule is read; at a number, counted from the first step."""
        if isinstance(index, Number):
            return int(index.fraction) - self.spec.first
        return offset(index) or 0

    def _input(self, word: Word, ahead: int) -> Symbol:
        if (word, ahead) not in self.inputs:
            suffix = "_next" * ahead if ahead >= 0 else "_previous" * -ahead
            self.inputs[word, ahead] = Input(self.names.new(word.code_name + suffix), word, ahead)
        name = self.inputs[word, ahead].name
        return Symbol(Word(name, name, word.meaning, word.role, word.domain))
