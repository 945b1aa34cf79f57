"""The hub: an optimizer specification, the equations of one step in the order in which they happen.

What is a state, what a definition, what is kept for each element, is read off the indices and kinds and
never declared twice.

    >>> from adaptsym.notation import eta, g, grad, t, theta
    >>> descent = optimizer("descent", g[t] == grad(theta[t]), theta[t+1] == theta[t] - eta*g[t])
    >>> descent.transition["theta"]
    theta[t] - eta*g[t]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from adaptsym.claims import Claim
from adaptsym.errors import SpecError
from adaptsym.term import (
    COMPARISONS,
    REDUCTIONS,
    Apply,
    At,
    Big,
    Equation,
    Kind,
    Number,
    Op,
    Role,
    Symbol,
    Term,
    TermLike,
    Word,
    children,
    free_symbols,
    is_sympy,
    offset,
    rebuild,
    substitute,
    term,
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
        return {_head(e).word.name: e for e in self.equations}

    @cached_property
    def start(self) -> dict[str, Equation]:
        """The initial value of each sequence that has one."""
        return {_head(e).word.name: e for e in self.initial}

    @cached_property
    def index(self) -> Symbol:
        """The letter that counts the steps."""
        return next(iter(free_symbols(_head(self.equations[0]).index)))

    @cached_property
    def gradient(self) -> Word:
        """The sequence that is the gradient of the loss."""
        return next(_head(e).word for e in self.equations if _is_gradient(e))

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
        head = _head(initial)
        assert isinstance(head.index, Number)
        return int(head.index.fraction) + 1 - _shift(self.by_name[head.word.name])

    def terms(self) -> Iterator[Term]:
        """Every term of every equation and initial value."""
        for e in self.equations + self.initial:
            yield from walk(e.left)
            yield from walk(e.right)

    def age(self, x: At) -> int:
        """How old a value is: 0 this step's, 1 the previous step's, negative not yet there."""
        equation = self.by_name.get(x.word.name)
        k = offset(x.index)
        return 0 if equation is None or k is None else _shift(equation) - k

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
            done[_head(e).word.name] = inline(without_braces(e.right))
        wanted = (self.gradient, self.parameter, *self.states)
        return {w.name: done[w.name] for w in wanted}

    def ahead(self, x: At) -> Term:
        """A shared definition of t alone, at the later step at which it is read: ``mu[t+1]``."""
        return substitute(self.by_name[x.word.name].right, self.index, _later(self.index, -self.age(x)))

    def _repr_latex_(self) -> str:
        from adaptsym.typeset import notebook

        return notebook.of_spec(self)

    def __str__(self) -> str:
        lines = [str(e) for e in self.settings + self.initial + self.equations]
        return "\n  ".join([f"{self.name}:", *lines])


def _later(index: Term, k: int) -> Term:
    return index + k if k > 0 else index - -k if k < 0 else index


def _head(e: Equation) -> At:
    assert isinstance(e.left, At)
    return e.left


def _shift(e: Equation) -> int:
    k = offset(_head(e).index)
    assert k is not None
    return k


def _is_gradient(e: Equation) -> bool:
    return isinstance(e.right, Op) and e.right.op == "grad"


# ---------------------------------------------------------------- checking


def optimizer(name: str, *equations: Equation, source: str = "", claims: tuple[Claim, ...] = ()) -> Spec:
    """A checked specification from its equations, initial values and settings, in any order among these three.

    Args:
        name: letters, digits, ``-``, ``_`` and ``.``.
        equations: ``x[t] == ...`` (the step, in the order in which it happens), ``x[0] == ...`` (an initial
            value), ``eta == "0.001"`` (a usual value). SymPy equations are taken in as well.
        source: where the equations stand.
        claims: statements about the specification.

    Raises:
        SpecError: if the equations do not say one step of an optimizer; the message says what to mend.
    """
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z][\w.\-]*", name):
        raise SpecError(f"{name!r} cannot name an optimizer: use letters, digits, '-', '_' and '.'")
    taken = tuple(_equation(name, e) for e in equations)
    initial = tuple(e for e in taken if isinstance(e.left, At) and isinstance(e.left.index, Number))
    settings = tuple(e for e in taken if isinstance(e.left, Symbol))
    steps = tuple(e for e in taken if e not in initial and e not in settings)
    for check in (_check_heads, _check_words, _check_roles, _check_order, _check_initial, _check_settings):
        check(spec := Spec(name, steps, initial, settings, (), source))
    _check_claims(spec, claims)
    return replace(spec, claims=tuple(claims))


def _equation(name: str, e: object) -> Equation:
    if is_sympy(e):
        from adaptsym import sympy_value

        return sympy_value.written_equation(e)
    if not isinstance(e, Equation):
        raise SpecError(f"{name}: an equation is written left == right, got {e!r}")
    if e.asked:
        raise SpecError(f"{name}: write one == for each equation: a == b == c means (a == b) and (b == c) in Python")
    return e


def _check_heads(spec: Spec) -> None:
    """Left sides are x[t] or x[t+k] of one letter t, each sequence once."""
    if not spec.equations:
        raise SpecError(f"{spec.name}: there is no equation of a step: write theta[t+1] == ...")
    seen: set[str] = set()
    indices: set[Symbol] = set()
    for e in spec.equations:
        if not isinstance(e.left, At) or offset(e.left.index) is None or e.left.word.role is not Role.SEQUENCE:
            raise SpecError(f"{spec.name}: the left side of an equation must be a sequence at t or t+1, got {e.left}")
        if e.left.word.name in seen:
            raise SpecError(f"{spec.name}: {e.left.word.name} is given twice in one step; name the intermediate value")
        seen.add(e.left.word.name)
        indices |= free_symbols(e.left.index)
    if len(indices) > 1:
        names = " and ".join(sorted(s.word.name for s in indices))
        raise SpecError(f"{spec.name}: steps are counted by two letters, {names}; use one")


def _check_words(spec: Spec) -> None:
    """One row for each name; nothing undeclared; a hyperparameter is a constant or a schedule, not both."""
    known: dict[str, Word] = {}
    for x in spec.terms():
        wrong = misplaced(x)
        if wrong is not None and not isinstance(x, Apply):
            raise SpecError(f"{spec.name}: {wrong}")
        if isinstance(x, (At, Symbol, Apply)):
            other = known.setdefault(x.word.name, x.word)
            if other != x.word:
                raise SpecError(f"{spec.name}: two symbols are called {other.name!r}: {_row(other)} and {_row(x.word)}")
    constants = {x.word for e in spec.equations + spec.initial for x in free_symbols(e.right)}
    for word in spec.schedules & constants:
        raise SpecError(f"{spec.name}: {word.name} is both a constant and a schedule; write {word.name}[t] everywhere")
    for e in spec.equations:
        for x in walk(e.right):
            if isinstance(x, Big):
                raise SpecError(
                    f"{spec.name}: the equation of {e.left} sums over past steps, which is not one step: "
                    "write it as a recurrence, and the sum as a claim"
                )
            if isinstance(x, Symbol) and x.word.role is Role.INDEX and x != spec.index:
                raise SpecError(f"{spec.name}: the index {x} in the equation of {e.left} is bound by nothing")
            if isinstance(x, At) and (offset(x.index) is None or free_symbols(x.index) != {spec.index}):
                raise SpecError(f"{spec.name}: {x} in the equation of {e.left} must be at {spec.index} or near it")
            if isinstance(x, At) and x.word.role is Role.SEQUENCE and x.word.name not in spec.by_name:
                raise SpecError(
                    f"{spec.name}: {x.word.name} is used in the equation of {e.left}, and no equation defines it"
                )
            if isinstance(x, Apply):
                raise SpecError(f"{spec.name}: the function {x.word.name} is only named; a step must compute it")
    in_code: dict[str, Word] = {}
    for word in spec.hyperparameters:
        other = in_code.setdefault(word.code_name, word)
        if other != word:
            raise SpecError(
                f"{spec.name}: {other.name} and {word.name} are both called {word.code_name!r} in programs; "
                "give one of them another name in code"
            )


_SYMBOLS = (Role.HYPERPARAMETER, Role.CONSTANT, Role.INDEX)
_SEQUENCES = (Role.SEQUENCE, Role.HYPERPARAMETER)


def misplaced(x: Term) -> str | None:
    """What is wrong with a node by the role of its word: a sequence without an index, a sum over no index."""
    match x:
        case Symbol(word) if word.role not in _SYMBOLS:
            return f"{word.name} is a {word.role} and stands without its index"
        case At(word) if word.role not in _SEQUENCES:
            return f"{word.name} is a {word.role} and has no index"
        case Apply(word):
            return f"the function {word.name} is only named, and has no values"
        case Big(op, _, index) if index.word.role is not Role.INDEX:
            return f"a {op} runs over {index}, which is no index"
    return None


def strange_index(x: Term) -> str | None:
    """What is wrong with the indices below a node: an index is made of whole numbers, letters that count, and N."""
    places = (x.index,) if isinstance(x, At) else (x.low, x.high) if isinstance(x, Big) else ()
    for y in (y for place in places for y in walk(place)):
        whole = isinstance(y, Op) or (isinstance(y, Number) and y.fraction.denominator == 1)
        if not whole and not (isinstance(y, Symbol) and y.word.domain.whole):
            return f"{y} stands in an index of {x}, which must be a whole number such as t - 1"
    return None


def _row(word: Word) -> str:
    return f"({word.latex}, {word.role}, {word.domain}, {word.meaning!r}, {word.kind.name.lower()})"


def _check_roles(spec: Spec) -> None:
    """One gradient, one parameter, kinds and operators where they belong."""
    gradients = [e for e in spec.equations if _is_gradient(e)]
    if len(gradients) != 1:
        raise SpecError(
            f"{spec.name}: {len(gradients)} equations say where the gradient is taken; "
            "write one, such as g[t] == grad(theta[t])"
        )
    if spec.point.kind is not Kind.ARRAY:
        raise SpecError(f"{spec.name}: the gradient is taken at {spec.point}, which is no array: write grad(theta[t])")
    free = [w for w in spec._carried if w.name not in spec.start]
    named = [w for w in free if w.name == "theta"]
    if not free:
        raise SpecError(f"{spec.name}: no equation moves the parameter: write theta[t+1] == ...")
    missing = [w.name for w in free if w not in named]
    if len(free) > 1 or (not named and "theta" in spec.by_name):
        raise SpecError(f"{spec.name}: {missing[0]} has no initial value: write {missing[0]}[0] == ...")
    if spec.parameter.kind is not Kind.ARRAY:
        raise SpecError(f"{spec.name}: the parameter {spec.parameter.name} must be an array")
    for e in spec.equations + spec.initial:
        if e.right.kind > e.left.kind:
            raise SpecError(
                f"{spec.name}: {e.left} holds {_AMOUNT[e.left.kind]}, and its right side {e.right} holds "
                f"{_AMOUNT[e.right.kind]}; give {_head(e).word.name} that kind, or reduce the right side"
            )
        _check_operators(spec, e, e.right, top=True)


_AMOUNT = {
    Kind.SHARED: "one number for all parameters",
    Kind.OWN: "one number for each parameter",
    Kind.ARRAY: "an array",
}


def _check_operators(spec: Spec, e: Equation, x: Term, *, top: bool = False, condition: bool = False) -> None:
    if isinstance(x, Op):
        place = f"{spec.name}: in the equation of {e.left},"
        if x.op == "grad" and not top:
            raise SpecError(f"{place} grad(...) must stand alone: write g[t] == grad(...) and use g[t]")
        if x.op in COMPARISONS and not condition:
            raise SpecError(f"{place} the comparison {x} stands outside the condition of where(condition, yes, no)")
        if x.op == "where" and not (isinstance(x.args[0], Op) and x.args[0].op in COMPARISONS):
            raise SpecError(f"{place} the condition of where must be a comparison, got {x.args[0]}")
        if x.op in REDUCTIONS and all(a.kind is not Kind.ARRAY for a in x.args):
            raise SpecError(f"{place} {x.op} needs an array, got {x}")
        if x.op == "pow" and x.args[1].kind is not Kind.SHARED:
            raise SpecError(f"{place} the exponent of {x} must be one number for all parameters")
    for n, child in enumerate(children(x)):
        _check_operators(spec, e, child, condition=n == 0 and isinstance(x, Op) and x.op == "where")


def _check_order(spec: Spec) -> None:
    """Everything stands before it is used; only shared definitions of t alone are read ahead."""
    written: set[str] = set()
    for e in spec.equations:
        name = _head(e).word.name
        for x in walk(e.right):
            if not isinstance(x, At) or x.word.name not in spec.by_name:
                continue
            age, other = spec.age(x), x.word.name
            if other == name and age < 1:
                raise SpecError(f"{spec.name}: {name} reads its own present: {e}")
            if age == 0 and other not in written:
                raise SpecError(f"{spec.name}: {name} uses {x} before it stands; move the equation of {other} up")
            if age < 0 and (x.word.kind is not Kind.SHARED or any(_reads_sequence(y) for y in walk(spec.ahead(x)))):
                raise SpecError(f"{spec.name}: {name} reads the future of {other}, which is not a function of t alone")
            if age > 1:
                raise SpecError(
                    f"{spec.name}: {name} reads {x}, {age} steps back; carry it by a state: previous[t] == {other}[...]"
                )
            if age == 1 and other not in spec.start and x.word != spec.parameter:
                raise SpecError(f"{spec.name}: {other} has no initial value: write {other}[0] == ...")
        written.add(name)


def _reads_sequence(x: Term) -> bool:
    return isinstance(x, At) and x.word.role is Role.SEQUENCE


def _check_initial(spec: Spec) -> None:
    """Initial values are of sequences that have an equation, agree on the first t, and use what is there by then."""
    for e in spec.initial:
        head = _head(e)
        wrong = strange_index(head)
        if wrong is not None:
            raise SpecError(f"{spec.name}: {wrong}")
        if head.word.name not in spec.by_name:
            raise SpecError(f"{spec.name}: {head.word.name} has an initial value and no equation")
        if [_head(x).word.name for x in spec.initial].count(head.word.name) > 1:
            raise SpecError(f"{spec.name}: {head.word.name} has two initial values")
        if spec._first_by(e) != spec.first:
            raise SpecError(
                f"{spec.name}: initial values disagree on the first t: {spec.initial[0]} makes it {spec.first}, "
                f"{e} makes it {spec._first_by(e)}"
            )
        allowed = {
            At(spec.gradient, term(spec.first + _shift(spec.by_name[spec.gradient.name]))),
            At(spec.parameter, term(spec.first + _shift(spec.by_name[spec.parameter.name]) - 1)),
        }
        for x in walk(e.right):
            at_step = isinstance(x, At) and x.word.role is Role.HYPERPARAMETER and isinstance(x.index, Number)
            if isinstance(x, At) and x not in allowed and not at_step:
                names = " and ".join(sorted(map(str, allowed)))
                raise SpecError(f"{spec.name}: the initial value {e} uses {x}; besides numbers there are {names}")
            if isinstance(x, Symbol) and x.word.role is Role.INDEX:
                raise SpecError(f"{spec.name}: the initial value {e} depends on {x}")


def _check_settings(spec: Spec) -> None:
    for e in spec.settings:
        assert isinstance(e.left, Symbol)
        if not isinstance(e.right, Number):
            raise SpecError(f"{spec.name}: a usual value is one number, as in eta == '0.001', got {e}")
        if [x.left for x in spec.settings].count(e.left) > 1:
            raise SpecError(f"{spec.name}: {e.left} has two usual values")
        if e.left.word not in spec.hyperparameters:
            raise SpecError(f"{spec.name}: {e.left} has a usual value and stands in no equation")
        if e.right.fraction not in e.left.word.domain:
            raise SpecError(f"{spec.name}: {e} lies outside the domain {e.left.word.domain}")


def _check_claims(spec: Spec, claims: object) -> None:
    """Claims come in a tuple, each with a name of its own."""
    if not isinstance(claims, tuple) or not all(isinstance(c, Claim) for c in claims):
        raise SpecError(f"{spec.name}: claims are a tuple of claims, (claim(name, statement), ...), got {claims!r}")
    for c in claims:
        check_claim(spec, c)
        if [d.name for d in claims].count(c.name) > 1:
            raise SpecError(f"{spec.name}: two claims are called {c.name!r}")


def check_claim(spec: Spec, c: Claim) -> None:
    """A claim speaks of the specification's own words, of t, and of its bound indices.

    A condition may have one index of its own, and then holds for every step: ``abs(g[i]) <= bound``.

    Raises:
        SpecError: naming the claim and the term.
    """

    def refuse(why: str) -> None:
        raise SpecError(f"{spec.name}, claim {c.name!r}: {why}")

    for e in c.at:
        if not (isinstance(e.left, Symbol) and e.left.word in spec.hyperparameters):
            refuse(f"{e.left} is set and is no hyperparameter here")
        if isinstance(e.left, Symbol) and e.left.word in spec.schedules:
            refuse(f"{e.left} is set to one number and is a schedule here")
        if not isinstance(e.right, Number):
            refuse(f"{e.left} is set to {e.right}, which is no number")
    for side in (c.left, c.right, *c.given):
        for x in walk(side):
            wrong = misplaced(x) or strange_index(x)
            if wrong is not None:
                refuse(wrong)
            if isinstance(x, (At, Symbol, Apply)):
                word = x.word
                if spec.words.get(word.name, word) != word:
                    refuse(f"two symbols are called {word.name!r}: {_row(spec.words[word.name])} and {_row(word)}")
                if isinstance(x, At) and word.role is Role.SEQUENCE and word.name not in spec.by_name:
                    refuse(f"{word.name} is used, and no equation defines it")
        loose = {s for s in free_symbols(side) if s.word.role is Role.INDEX} - {spec.index}
        everywhere = any(side is condition for condition in c.given) and spec.index not in free_symbols(side)
        if len(loose) > int(everywhere):
            refuse(f"the index {min(loose, key=str)} is bound by no sum")
    if isinstance(c.left, At) and c.relation == "eq" and c.left in set(walk(c.right)):
        refuse(f"{c.left} stands on both sides")


# ---------------------------------------------------------------- other specifications


def replaced(spec: Spec, old: Symbol, new: TermLike, name: str = "") -> Spec:
    """Another specification: a hyperparameter becomes a schedule (``eta`` to ``eta[t]``) or a number.

    Raises:
        SpecError: if `old` is no hyperparameter here, or the number lies outside its closed domain.
    """
    new = term(new)
    if not isinstance(old, Symbol) or old.word not in spec.hyperparameters:
        raise SpecError(f"{spec.name}: {old} is no hyperparameter here and cannot be replaced")
    if old.word in spec.schedules:
        raise SpecError(f"{spec.name}: {old} is a schedule here; only a constant can be replaced")
    if isinstance(new, Number):
        domain = replace(old.word.domain, low_closed=True, high_closed=True)
        if new.fraction not in domain:
            raise SpecError(f"{spec.name}: {old} = {new} lies outside its domain {old.word.domain}")
    changed = [Equation(e.left, substitute(e.right, old, new)) for e in spec.initial + spec.equations]
    kept = [e for e in spec.settings if e.left != old]
    return optimizer(name or spec.name, *changed, *kept, source=spec.source)


def renamed(spec: Spec, words: Mapping[Word, Word], shifts: Mapping[Word, int] | None = None) -> Spec:
    """The same specification in other words; `shifts` moves the index of a sequence: theta[t+1] to theta[t]."""
    moved = shifts or {}

    def change(x: Term) -> Term:
        match x:
            case Symbol(w):
                return Symbol(words.get(w, w))
            case At(w, at):
                k = offset(at)
                index = change(at)
                if k is not None and w in moved:
                    index = _later(next(iter(free_symbols(index))), k + moved[w])
                elif isinstance(at, Number) and w in moved:
                    index = Number(at.fraction + moved[w])
                return At(words.get(w, w), index)
            case Big(op, body, index, low, high):
                bound = change(index)
                assert isinstance(bound, Symbol)
                return Big(op, change(body), bound, change(low), change(high))
        return rebuild(x, change)

    def equation(e: Equation) -> Equation:
        return Equation(change(e.left), change(e.right))

    def claim(c: Claim) -> Claim:
        given = tuple(change(x) for x in c.given)
        return replace(
            c,
            left=change(c.left),
            right=change(c.right),
            given=given,  # type: ignore[arg-type]
            at=tuple(map(equation, c.at)),
        )

    every = spec.settings + spec.initial + spec.equations
    return optimizer(spec.name, *map(equation, every), source=spec.source, claims=tuple(map(claim, spec.claims)))


def renaming(a: Spec, b: Spec) -> dict[Word, Word] | None:
    """The words of `a` as words of `b` under which both are the same equations in the same order, or None.

    Words that match agree in role, domain and kind.
    """
    if len(a.equations) != len(b.equations) or len(a.initial) != len(b.initial):
        return None
    there: dict[Word, Word] = {}
    back: dict[Word, Word] = {}

    def word(v: Word, w: Word) -> bool:
        alike = (v.role, v.domain, v.kind) == (w.role, w.domain, w.kind)
        return alike and there.setdefault(v, w) == w and back.setdefault(w, v) == v

    def same(x: Term, y: Term) -> bool:
        if type(x) is not type(y):
            return False
        match x, y:
            case (Number(p), Number(q)):
                return p == q
            case (Symbol(v), Symbol(w)):
                return word(v, w)
            case (At(v, _), At(w, _)) if not word(v, w):
                return False
            case (Op(p), Op(q)) if p != q:
                return False
            case (Big(p), Big(q)) if p != q:
                return False
        one, other = children(x), children(y)
        return len(one) == len(other) and all(map(same, one, other))

    def equations(p: tuple[Equation, ...], q: tuple[Equation, ...]) -> bool:
        sides = [pair for d, e in zip(p, q, strict=True) for pair in ((d.left, e.left), (d.right, e.right))]
        return all(same(without_braces(x), without_braces(y)) for x, y in sides)

    if not equations(a.equations, b.equations):
        return None
    # initial values have no order: pair them by the words that the equations have matched
    of_b = {e.left.word: e for e in b.initial if isinstance(e.left, At)}
    paired = [of_b.get(there[_head(e).word]) for e in a.initial]
    if any(e is None for e in paired) or not equations(a.initial, tuple(e for e in paired if e is not None)):
        return None
    return there
