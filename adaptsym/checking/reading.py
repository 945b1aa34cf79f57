"""What is read of a page, as values."""

from __future__ import annotations

from dataclasses import dataclass, field

from adaptsym.checking.letters import Letters
from adaptsym.checking.page import Page
from adaptsym.read import Document
from adaptsym.term import At, Big, Equation, Op, Symbol, Term, Word, offset, walk


@dataclass
class Definition:
    """``left == right`` as the page defines a letter, and where it does so."""

    key: str
    left: At
    right: Term
    position: int
    scope: int
    line: int
    display: int = -1
    again: bool = False  # it goes on from what stood for its letter earlier in the step

    @property
    def reads_itself(self) -> bool:
        """Whether it is a recurrence."""
        return self.again or any(isinstance(x, At) and x.word == self.left.word for x in walk(self.right))

    @property
    def is_step(self) -> bool:
        """Whether it says one step: no sum over past steps, nothing of its own two steps back."""
        now = offset(self.left.index) or 0
        own = [offset(x.index) for x in walk(self.right) if isinstance(x, At) and x.word == self.left.word]
        return not self.sums and all(k is not None and k >= now - 1 for k in own)

    @property
    def sums(self) -> bool:
        """Whether it sums over past steps."""
        return any(isinstance(x, Big) for x in walk(self.right))


@dataclass(frozen=True)
class Initial:
    """A value at a number, and where the page states it."""

    key: str
    word: Word
    at: int
    value: Term
    position: int
    scope: int


@dataclass
class Item:
    """A displayed equation: a member of a chain with the side it is compared with.

    `role` is one of definition, again (a further equation for a defined letter), elsewhere (the letter is defined
    in another section), claim, order (an inequality of sequences), approximation, initial,
    setting, condition, expression, other (about something else), unread.
    """

    role: str
    line: int
    column: int
    latex: str
    position: int
    scope: int
    display: int
    start: int = 0
    end: int = 0
    left: Term | None = None
    right: Term | None = None
    reason: str = ""
    notes: list[str] = field(default_factory=list)
    implied: bool = False
    since: int | None = None
    relation: str = "eq"
    others: tuple[Term, ...] = ()  # further readings of the right side


@dataclass
class Reading:
    """Everything that was read of a page."""

    document: Document
    page: Page
    letters: Letters
    items: list[Item] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)
    initials: list[Initial] = field(default_factory=list)
    aliases: dict[tuple[str, int], Term] = field(default_factory=dict)  # names of expressions, by key and scope
    settings: dict[str, tuple[Symbol, Term, int]] = field(default_factory=dict)
    bounds: list[tuple[Term, str, Term]] = field(default_factory=list)
    unread: set[tuple[str, int]] = field(default_factory=set)  # letters whose equation was not understood
    headings: list[tuple[int, str]] = field(default_factory=list)  # of scopes
    conditions: dict[int, list[Op | None]] = field(default_factory=dict)  # under which a display is said; None: unread
    supposed: set[int] = field(default_factory=set)  # displays that come under a condition that is said before them
    inplace: set[int] = field(default_factory=set)


def equation(d: Definition) -> Equation:
    """A definition as an equation."""
    return Equation(d.left, d.right)
