"""Tokens with their depth between delimiters; environments that only align become ends of rows."""

from __future__ import annotations

from dataclasses import dataclass

from adaptsym.read.commands import OPENING, TIMES
from adaptsym.read.tokens import ALIGNMENT, NotUnderstood, Token

_CLOSING = frozenset(OPENING.values())


@dataclass(frozen=True)
class Flat:
    """A token with how deep it stands between delimiters."""

    token: Token
    depth: int


def flattened(found: list[Token]) -> list[Flat]:
    """Tokens with their depths; environments that only align become ends of rows."""
    out: list[Flat] = []
    depth, owed = 0, 0
    environments: list[tuple[str, bool]] = []
    for x in found:
        if x.kind == "begin":
            aligned = x.text in ALIGNMENT or (
                x.text == "cases" and not depth and (not out or out[-1].token.kind in ("row", "words"))
            )
            if not aligned and x.text != "cases":
                raise NotUnderstood(f"the environment {x.text} is not known", x.at)
            inside = any(not a for _, a in environments)
            environments.append((x.text, aligned))
            if not aligned:
                depth += 1
            elif inside:
                raise NotUnderstood(f"the environment {x.text} stands inside a branch", x.at)
            else:
                out.append(Flat(x._replace(kind="row"), depth))
                continue
        elif x.kind == "end":
            if not environments or environments[-1][0] != x.text:
                raise NotUnderstood(f"the environment {x.text} ends and did not begin", x.at)
            if environments.pop()[1]:
                out.append(Flat(x._replace(kind="row"), depth))
            else:
                out.append(Flat(x, depth))
                depth -= 1
            continue
        elif x.kind == "invisible":
            continue
        elif closes(x):
            if not depth and owed and x.text == ")":
                owed -= 1
                continue
            depth -= 1
            if depth < 0:
                raise NotUnderstood(f"'{x.text}' closes nothing", x.at)
            out.append(Flat(x, depth))
            continue
        elif x.kind == "words" and not depth:
            owed += max(0, x.text.count("(") - x.text.count(")"))
        opening = opens(x)
        branch = any(not a for _, a in environments)
        if x.kind == "row" and depth and not branch:  # a line that is broken between brackets
            continue
        out.append(Flat(x, depth + (x.kind != "begin" and opening) - (x.kind == "begin")))
        depth += opening
    if environments:
        raise NotUnderstood(f"the environment {environments[-1][0]} is not closed", found[-1].end)
    if depth:
        raise NotUnderstood("a delimiter is not closed", found[-1].end)
    # the tokens of a group stand at its depth, its opening and closing one step further out
    return [Flat(f.token, f.depth - (f.token.kind != "begin" and opens(f.token))) for f in out]


def opens(x: Token) -> bool:
    """Whether a token opens a delimiter."""
    return (
        (x.kind == "mark" and x.text in "([{")
        or (x.kind == "escape" and x.text == "{")
        or (x.kind == "command" and x.text in OPENING)
    )


def closes(x: Token) -> bool:
    """Whether a token closes a delimiter."""
    return (
        (x.kind == "mark" and x.text in ")]}")
        or (x.kind == "escape" and x.text == "}")
        or (x.kind == "command" and x.text in _CLOSING)
    )


def is_operator(x: Token) -> bool:
    """Whether a token joins two factors or terms."""
    return (x.kind == "mark" and x.text in "+-*/") or (x.kind == "command" and x.text in TIMES)
