r"""Every LaTeX that is printed reads back to the same tree, in all notations and both languages."""

from collections.abc import Iterator

import pytest

from adaptsym.catalogue import SPECS
from adaptsym.checking import check
from adaptsym.checking.check import understood
from adaptsym.notation import NOTATIONS
from adaptsym.read import document
from adaptsym.spec import Spec, renamed
from adaptsym.term import At, Big, Brace, Equation, Number, Op, Symbol, Term, rebuild
from adaptsym.typeset.blocks import Equations, display
from adaptsym.typeset.printer import Printer, shifted


def page(spec: Spec, printer: Printer) -> str:
    """The equations, initial values and claims of a specification, each claim in a display of its own."""
    blocks = [display(Equations(e), printer) for e in (spec.equations, spec.initial) if e]
    blocks += [printer.relation(c.left, c.relation, c.right) for c in spec.claims]
    return "".join(f"$$\n{b}\n$$\n\n" for b in blocks)


def counted(x: Term, shifts: dict[object, int]) -> Term:
    """A term in the counting of another notation."""
    match x:
        case At(w, index) if w in shifts:
            return At(w, shifted(index, shifts[w]))
        case Big(op, body, index, low, high):
            return Big(op, counted(body, shifts), index, counted(low, shifts), counted(high, shifts))
    return rebuild(x, lambda y: counted(y, shifts))


def same(x: Term, y: Term, printer: Printer) -> bool:
    """Whether trees are the same, their words matched by their letters."""
    match x, y:
        case Number(p), Number(q):
            return p == q
        case Symbol(v), Symbol(w):
            return v.role == w.role and v.latex == printer.letter(w)
        case At(v, i), At(w, j):
            return v.latex == printer.letter(w) and same(i, j, printer)
        case Op(p, a), Op(q, b):
            return p == q and len(a) == len(b) and all(same(c, d, printer) for c, d in zip(a, b, strict=True))
        case Big(p, a, i, k, m), Big(q, b, j, n, o):
            pairs = ((a, b), (i, j), (k, n), (m, o))
            return p == q and all(same(c, d, printer) for c, d in pairs)
        case Brace(a, p, s), Brace(b, q, t):
            return (p, s) == (q, t) and same(a, b, printer)
    return False


def wanted(spec: Spec, shifts: dict[object, int]) -> Iterator[Equation]:
    moved = renamed(spec, {}, shifts)  # type: ignore[arg-type]
    yield from moved.equations
    for c in spec.claims:
        yield Equation(counted(c.left, shifts), counted(c.right, shifts))


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("name", SPECS)
def test_reads_back_to_the_same_tree(name: str, notation: str, lang: str) -> None:
    spec, table = SPECS[name], NOTATIONS[notation]
    branches = any(isinstance(x, Op) and x.op == "where" for x in spec.terms())
    if lang == "ko" and not branches:
        return  # words inside formulas are those of branches alone
    printer = Printer.of(spec, table, lang)
    shifts: dict[object, int] = {w: table.letter(w).shift for w in spec.words.values() if table.letter(w).shift}
    items = [i for i in understood(document(page(spec, printer))).items if i.role != "initial"]
    expected = list(wanted(spec, shifts))
    assert len(items) == len(expected)
    for item, e in zip(items, expected, strict=True):
        assert item.left is not None, (item.latex, item.reason)
        assert item.right is not None, (item.latex, item.reason)
        assert same(item.left, e.left, printer), item.latex
        assert same(item.right, e.right, printer), item.latex


@pytest.mark.parametrize("name", ["momentum", "adagrad", "adam", "rmsprop", "nesterov", "gradient_descent"])
def test_the_check_proves_what_is_printed(name: str) -> None:
    spec = SPECS[name]
    plain = [c for c in spec.claims if c.relation == "eq" and not c.given and not c.at]
    printer = Printer.of(spec)
    blocks = [display(Equations(e), printer) for e in (spec.initial, spec.equations) if e]
    blocks += [printer.relation(c.left, "eq", c.right) for c in plain]
    report = check("".join(f"$$\n{b}\n$$\n\n" for b in blocks), suggest=False)
    verdicts = [e.verdict for e in report.equations][-len(plain) :]
    assert verdicts == ["proved"] * len(plain)
    assert {u.name for u in report.identified} <= {name}
