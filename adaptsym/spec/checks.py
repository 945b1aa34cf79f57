"""What an ill-formed specification or claim is refused for, each in one clear line."""

from __future__ import annotations

from adaptsym.claims import Claim
from adaptsym.errors import SpecError
from adaptsym.spec.model import Spec, head_of, is_gradient, shift_of
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
    Word,
    children,
    free_symbols,
    offset,
    term,
    walk,
)


def check_heads(spec: Spec) -> None:
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


def check_words(spec: Spec) -> None:
    """One row for each name; nothing undeclared; a hyperparameter is a constant or a schedule, not both."""
    known: dict[str, Word] = {}
    for x in spec.terms():
        if isinstance(x, (Op, Number)):
            continue
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


def check_roles(spec: Spec) -> None:
    """One gradient, one parameter, kinds and operators where they belong."""
    gradients = [e for e in spec.equations if is_gradient(e)]
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
                f"{_AMOUNT[e.right.kind]}; give {head_of(e).word.name} that kind, or reduce the right side"
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


def check_order(spec: Spec) -> None:
    """Everything stands before it is used; only shared definitions of t alone are read ahead."""
    written: set[str] = set()
    for e in spec.equations:
        name = head_of(e).word.name
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


def check_initial(spec: Spec) -> None:
    """Initial values are of sequences that have an equation, agree on the first t, and use what is there by then."""
    for e in spec.initial:
        head = head_of(e)
        wrong = strange_index(head)
        if wrong is not None:
            raise SpecError(f"{spec.name}: {wrong}")
        if head.word.name not in spec.by_name:
            raise SpecError(f"{spec.name}: {head.word.name} has an initial value and no equation")
        if [head_of(x).word.name for x in spec.initial].count(head.word.name) > 1:
            raise SpecError(f"{spec.name}: {head.word.name} has two initial values")
        if spec._first_by(e) != spec.first:
            raise SpecError(
                f"{spec.name}: initial values disagree on the first t: {spec.initial[0]} makes it {spec.first}, "
                f"{e} makes it {spec._first_by(e)}"
            )
        allowed = {
            At(spec.gradient, term(spec.first + shift_of(spec.by_name[spec.gradient.name]))),
            At(spec.parameter, term(spec.first + shift_of(spec.by_name[spec.parameter.name]) - 1)),
        }
        for x in walk(e.right):
            at_step = isinstance(x, At) and x.word.role is Role.HYPERPARAMETER and isinstance(x.index, Number)
            if isinstance(x, At) and x not in allowed and not at_step:
                names = " and ".join(sorted(map(str, allowed)))
                raise SpecError(f"{spec.name}: the initial value {e} uses {x}; besides numbers there are {names}")
            if isinstance(x, Symbol) and x.word.role is Role.INDEX:
                raise SpecError(f"{spec.name}: the initial value {e} depends on {x}")


def check_settings(spec: Spec) -> None:
    """A usual value is one number, of a hyperparameter that occurs, inside its domain."""
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


def check_claims(spec: Spec, claims: object) -> None:
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
            if isinstance(x, (Op, Number)):
                continue
            wrong = misplaced(x) or strange_index(x)
            if wrong is not None:
                refuse(wrong)
            if isinstance(x, (At, Symbol, Apply)):
                word = x.word
                if spec.words.get(word.name, word) != word:
                    refuse(f"two symbols are called {word.name!r}: {_row(spec.words[word.name])} and {_row(word)}")
                if isinstance(x, At) and word.role is Role.SEQUENCE and word.name not in spec.by_name:
                    refuse(f"{word.name} is used, and no equation defines it")
                if isinstance(x, Symbol) and word in spec.schedules:
                    refuse(f"{word.name} is a schedule in the equations and a constant here; write {word.name}[...]")
                if isinstance(x, At) and word in spec.hyperparameters and word not in spec.schedules:
                    refuse(f"{word.name} is a constant in the equations and a schedule here; write {word.name}")
        loose = {s for s in free_symbols(side) if s.word.role is Role.INDEX} - {spec.index}
        everywhere = any(side is condition for condition in c.given) and spec.index not in free_symbols(side)
        if len(loose) > int(everywhere):
            refuse(f"the index {min(loose, key=str)} is bound by no sum")
    if isinstance(c.left, At) and c.relation == "eq" and c.left in set(walk(c.right)):
        refuse(f"{c.left} stands on both sides")
