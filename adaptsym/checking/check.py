"""Check documents: a verdict on every displayed equation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from adaptsym.checking import roles
from adaptsym.checking.approximate import approximated
from adaptsym.checking.interpret import interpret
from adaptsym.checking.letters import Letters
from adaptsym.checking.reading import Item, Reading
from adaptsym.checking.report import Checked, Report
from adaptsym.checking.sections import examined
from adaptsym.checking.suggest import suggestion
from adaptsym.checking.verdict import Judge, Judgement
from adaptsym.checking.world import GRADIENTS, Worlds
from adaptsym.checking.writing import printer
from adaptsym.read import Document, document, read
from adaptsym.spec.model import later
from adaptsym.term import At, Big, Op, Role, Symbol, Term, Word, offset, rebuild, walk, without_braces


def check(*sources: str | Path, suggest: bool = True) -> Report:
    r"""The verdicts on the displayed equations of documents.

    Args:
        sources: files (Markdown, LaTeX, notebooks, Python docstrings), or Markdown text itself: what has a dollar,
            a backslash or a new line in it is text.
        suggest: whether to look for small changes that make a refuted equation true.

    Raises:
        InputError: for a file that is missing or cannot be read.

    >>> report = check(r"$$m_t = \beta m_{t-1} + (1-\beta) g_t = (1-\beta) \sum_{i=1}^t \beta^{t-i+1} g_i$$ with $m_0 = 0$.")
    >>> [e.verdict for e in report.equations]
    ['definition', 'refuted']
    """  # noqa: E501
    found = [_document(x) for x in sources]
    reports = [checked_document(x, suggest=suggest) for x in found]
    return Report(
        tuple(e for r in reports for e in r.equations),
        tuple(e for r in reports for e in r.identified),
        {x.name: x.text for x in found},
    )


def _document(x: str | Path) -> Document:
    if isinstance(x, str) and any(mark in x for mark in ("\n", "$", "\\")) and not _is_file(x):
        return document(x, "text")
    return read(x)


def _is_file(x: str) -> bool:
    try:
        return Path(x).is_file()
    except (OSError, ValueError):
        return False


def understood(x: Document) -> Reading:
    """A document read twice: the second time with the domains and kinds that the first one shows."""
    return interpret(x, roles.letters(interpret(x, Letters())))


def checked_document(x: Document, *, suggest: bool = True) -> Report:
    """The verdicts on the equations of one document."""
    checker = Checker(understood(x))
    equations = [checker.checked(item, suggest=suggest) for item in checker.reading.items]
    found = examined(checker.reading, checker.worlds)
    for n, doubt in found.doubts.items():
        if equations[n].verdict == "definition":
            equations[n] = replace(equations[n], verdict="suspect", reason=doubt.reason, suggestion=doubt.suggestion)
    return Report(tuple(equations), tuple(found.updates), {x.name: x.text})


class Checker:
    """Gives each item of a page its verdict."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.worlds = Worlds(reading)
        self.judge = Judge(self.worlds)

    def checked(self, item: Item, *, suggest: bool = True) -> Checked:
        """The verdict on an item."""
        found = self.verdict(item)
        better = ""
        if suggest and found.verdict == "refuted":
            better, said = self.suggested(item)
            found = replace(found, reason=f"{found.reason}; {said}" if said else found.reason)
        if item.role == "own":
            better = self.earlier(item)
        reason = found.reason
        if found.assumption:
            reason = f"{reason}; {found.assumption}" if reason else found.assumption
        return Checked(
            self.reading.document.name,
            item.line,
            item.column,
            item.latex,
            found.verdict,
            reason,
            found.witness,
            better,
            tuple(item.notes),
            item.display,
            item.start,
            item.end,
        )

    def earlier(self, item: Item) -> str:
        """An equation that gives a letter by itself, with its value of the step before."""
        left = item.left
        assert isinstance(left, At)
        assert item.right is not None
        write = printer(self.reading, item.scope)

        def change(x: Term) -> Term:
            return (
                At(left.word, later(self.worlds.step, (offset(left.index) or 0) - 1))
                if x == left
                else rebuild(x, change)
            )

        return f"{write(left)} = {write(change(item.right))}"

    def suggested(self, item: Item) -> tuple[str, str]:
        """The equation with a small change that makes it true, and what was changed."""
        assert item.left is not None
        found = suggestion(self.judge, self.reading, item, strictly=item.role in ("again", "elsewhere"))
        if found is None:
            return "", ""
        write = printer(self.reading, item.scope)
        said = found.what if found.proved else f"{found.what} (it agrees on numbers, and is not proved)"
        return f"{write(item.left)} = {write(found.term)}", said

    def verdict(self, item: Item) -> Judgement:
        """The verdict, before suggestions."""
        match item.role:
            case "open":
                return Judgement("undecided", item.reason)
            case "own":
                return Judgement("suspect", f"{item.reason}: an earlier step was perhaps meant")
            case "unread":
                return Judgement("not understood", item.reason)
            case "expression":
                return self.expression(item)
            case "approximation":
                if item.left is None or item.right is None:
                    return Judgement("approximation", item.reason)
                found = approximated(self.judge, item.left, item.right, item.position, item.scope)
                return Judgement("approximation", found.reason)
            case "order":
                return self.order(item)
            case "claim":
                assert item.left is not None
                assert item.right is not None
                return self.unless_open(
                    item,
                    self.judge.judge(
                        item.left,
                        item.right,
                        item.position,
                        item.scope,
                        since=item.since,
                        others=item.others,
                        conditions=self.reading.conditions.get(item.display, ()),
                    ),
                )
            case "again" | "elsewhere":
                return self.again(item)
        return Judgement("definition", item.reason or self.defined(item))

    @staticmethod
    def defined(item: Item) -> str:
        """What kind of definition an item is."""
        if isinstance(item.right, Op) and item.right.op == "grad":
            return "where the gradient is taken"
        if isinstance(item.left, At) and item.right is not None:
            own = any(isinstance(x, At) and x.word == item.left.word for x in walk(item.right))
            return "a recurrence" if own else "a definition"
        return ""

    def expression(self, item: Item) -> Judgement:
        """A formula that states nothing; that it stands above is said."""
        assert item.right is not None
        bare = without_braces(item.right)
        for other in self.reading.items:
            if other.right is not None and other.position < item.position and without_braces(other.right) == bare:
                return Judgement("proved", f"an expression; the same as in line {other.line}")
        return Judgement("definition", "an expression, which states nothing")

    def order(self, item: Item) -> Judgement:
        """An inequality: proved, or an assumption about letters that nothing defines, or undecided."""
        assert item.left is not None
        assert item.right is not None
        found = self.judge.judge(
            item.left,
            item.right,
            item.position,
            item.scope,
            since=item.since,
            relation=item.relation,
            conditions=self.reading.conditions.get(item.display, ()),
        )
        if found.verdict == "proved":
            return found
        rests = self.final(item.left, item) | self.final(item.right, item)
        named = {
            self.reading.letters.keys.get(x.word) for s in (item.left, item.right) for x in walk(s) if isinstance(x, At)
        }
        if named <= rests:
            return Judgement("definition", "a condition, kept as it is written")
        return Judgement("undecided", "no proof was found" if found.verdict == "refuted" else found.reason)

    def unless_open(self, item: Item, found: Judgement) -> Judgement:
        """No refutation rests on a letter that the page gives no equation for, and that only one side has."""
        if found.verdict != "refuted" or item.left is None or item.right is None:
            return found
        words = {
            key for key, role in self.reading.letters.words if role is Role.SEQUENCE and not GRADIENTS.fullmatch(key)
        }
        head = {item.left.word} if isinstance(item.left, At) else set()
        left = self.final(item.left, item, strictly=False) & words
        right = self.final(item.right, item, strictly=False, known=head) & words
        lost = {key for key in left ^ right if not self.worlds.by_key.get(key)}
        if not lost:
            return found
        return Judgement("undecided", f"no equation of the page defines {', '.join(sorted(lost))}", spec=found.spec)

    def again(self, item: Item) -> Judgement:
        """A further equation for a letter that has one: it follows, it contradicts, or it replaces."""
        assert isinstance(item.left, At)
        assert item.right is not None
        key = self.reading.letters.keys[item.left.word]
        old = self.worlds.definition(key, item.position, item.scope, strictly=True)
        if old is None:
            return Judgement("definition", self.defined(item))
        if any(d.key == key and d.position < item.position and d.right == item.right for d in self.reading.definitions):
            return Judgement("definition", "stands above already")
        found = self.judge.judge(
            item.left,
            item.right,
            item.position,
            item.scope,
            since=item.since,
            strictly=True,
            conditions=self.reading.conditions.get(item.display, ()),
        )
        closed = any(isinstance(x, Big) for x in walk(item.right))
        if found.verdict == "proved" and (closed or item.implied or item.role == "again"):
            return found
        if item.role == "elsewhere" and not item.implied:
            return Judgement("definition", self.defined(item))
        undecided = found.verdict == "undecided" and found.spec is not None
        if item.implied or undecided or self.contradicts(item, old.right):
            return found
        return Judgement("definition", f"replaces the equation in line {old.line}, and holds from here on")

    def contradicts(self, item: Item, old: Term) -> bool:
        """Whether an equation that disagrees cannot be a new definition: a closed form in the same final letters."""
        assert isinstance(item.left, At)
        assert item.right is not None
        older = [offset(x.index) for x in walk(item.right) if isinstance(x, At) and x.word == item.left.word]
        now = offset(item.left.index) or 0
        unrolled = any(k is not None and k < now - 1 for k in older)
        closed = unrolled or any(isinstance(x, Big) for x in walk(item.right))
        again = bool(older) and not any(isinstance(x, At) and x.word == item.left.word for x in walk(old))
        before, new = self.final(old, item), self.final(item.right, item)
        return (closed and before <= new) or (again and before == new)

    def final(self, x: Term, item: Item, *, strictly: bool = True, known: Iterable[Word] = ()) -> frozenset[str]:
        """The letters that a term finally rests on, the states and the parameter left out."""
        keys = self.reading.letters.keys
        out: set[str] = set()
        todo, seen = [x], set(known)
        while todo:
            for y in walk(todo.pop()):
                if not isinstance(y, (At, Symbol)) or y.word.role is Role.INDEX or y.word in seen:
                    continue
                seen.add(y.word)
                key = keys.get(y.word, y.word.name)
                d = None
                if isinstance(y, At):
                    d = self.worlds.definition(key, item.position, item.scope, strictly=strictly)
                if d is None:
                    out.add(key)
                elif not (isinstance(d.right, Op) and d.right.op == "grad"):
                    todo.append(d.right)
                else:
                    out.add(key)
        return frozenset(out)
