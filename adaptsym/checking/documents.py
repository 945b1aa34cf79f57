r"""An optimizer from a document: ``chapter.md#adam``.

>>> import tempfile, pathlib
>>> with tempfile.TemporaryDirectory() as folder:
...     page = pathlib.Path(folder) / "page.md"
...     _ = page.write_text(r"# Descent with a heavy ball" "\n" r"$$v_t = \mu v_{t-1} - \alpha \nabla L(w_t)$$" "\n"
...         r"$$w_{t+1} = w_t + v_t, \text{ where } v_0 = 0$$")
...     print(read_spec(page, "momentum"))
momentum:
  v[0] == 0
  g[t] == grad(w[t])
  v[t] == mu*v[t - 1] - alpha*g[t]
  w[t + 1] == w[t] + v[t]
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from adaptsym import notation
from adaptsym.catalogue import SPECS
from adaptsym.checking.check import understood
from adaptsym.checking.identify import identified, roles
from adaptsym.checking.reading import Reading
from adaptsym.checking.sections import section, updates
from adaptsym.checking.suspect import decay
from adaptsym.checking.world import SLOPE, Open, Worlds
from adaptsym.errors import AdaptsymError, InputError
from adaptsym.proof.results import Verdict
from adaptsym.read import read
from adaptsym.spec import Spec, optimizer, renamed
from adaptsym.term import At, Equation, Number, Symbol, Word, walk


@dataclass(frozen=True)
class Update:
    """An optimizer that a document writes down: where, below which heading, and its specification."""

    line: int
    section: str
    spec: Spec

    @property
    def slug(self) -> str:
        """The heading as it stands in a link."""
        return slug(self.section)


def slug(heading: str) -> str:
    """A heading as it stands in a link.

    >>> slug("Adam, in *our* letters")
    'adam-in-our-letters'
    """
    kept = re.sub(r"[^\w\- ]", "", heading.lower())
    return re.sub(r"\s+", "-", kept.strip())


def document_updates(path: str | Path) -> list[Update]:
    """The optimizers that a document writes down, in their order.

    Raises:
        InputError: if the file cannot be read.
    """
    reading = understood(read(path))
    worlds = Worlds(reading)
    found: list[Update] = []
    for d in updates(reading, worlds):
        try:
            spec = worlds.whole(d.position, d.scope, [d.key])
        except Open:
            continue
        if all(spec != u.spec for u in found):
            found.append(Update(d.line, section(reading, d.scope), _with_settings(spec, reading)))
    return found


def read_spec(path: str | Path, fragment: str = "") -> Spec:
    """The optimizer that a document writes down in a section.

    Args:
        path: a Markdown, LaTeX, notebook or Python file.
        fragment: a heading as it stands in a link, or the name in the catalogue of what the update is; without it
            the document's only optimizer.

    Raises:
        InputError: if there is no such file, section or optimizer, naming what there is.
    """
    every = document_updates(path)
    if not every:
        raise InputError(
            f"{path}: no optimizer is written down there: an update such as \\theta_{{t+1}} = \\theta_t - \\eta g_t, "
            "with an equation for each letter that it rests on"
        )
    wanted = fragment.lower()
    matching = [u for u in every if not wanted or u.slug == wanted]
    if not matching:
        matching = [u for u in every if _is(u.spec, fragment)]
    if not matching:
        matching = [u for u in every if wanted in re.split(r"[\W_]+", u.slug) or u.slug.startswith(wanted)]
    if wanted and matching:
        matching = matching[-1:]  # a section ends with what it leads to
    if len(matching) != 1:
        offer = ", ".join(dict.fromkeys(f"#{u.slug}" if u.section else f"line {u.line}" for u in every))
        what = f"nothing is called {fragment!r}" if fragment else "say which optimizer is meant"
        raise InputError(f"{path}: {what}; it has {offer}")
    name = re.sub(r"[^\w.\-]", "", fragment) or "page"
    return in_code_names(replace(matching[0].spec, name=name if name[0].isalpha() else "page"))


def _is(spec: Spec, name: str) -> bool:
    if name not in SPECS:
        return False
    found = identified(spec)
    return found is not None and found.verdict is Verdict.PROVED and found.nearest == name and not found.departures


def _with_settings(spec: Spec, reading: Reading) -> Spec:
    """With the usual values that the page gives, where these lie in their domains."""
    kept = []
    for symbol, value, _ in reading.settings.values():
        word = next((w for w in spec.hyperparameters if w.name == symbol.word.name), None)
        if word is not None and isinstance(value, Number) and value.fraction in word.domain:
            kept.append(Equation(Symbol(word), value))
    if not kept:
        return spec
    return optimizer(spec.name, *kept, *spec.initial, *spec.equations)


def in_code_names(spec: Spec) -> Spec:
    """With the names that programs use: learning_rate, beta1; letters stay the page's."""
    found = roles(spec)
    like: dict[Word, Word] = {}
    if len(found["rate"]) == 1:
        like[found["rate"][0]] = notation.eta.word
    if len(found["guard"]) == 1:
        like[found["guard"][0]] = notation.epsilon.word
    decays = [
        (e.left.word, e.right, a)
        for e in spec.equations
        if isinstance(e.left, At) and (a := decay(e.left, e.right)) is not None
    ]
    squares = {a.word for word, right, a in decays if _reads_square(right, word)}
    plain = {a.word for _, _, a in decays} - squares
    if len(squares) == len(plain) == 1 == len(squares | plain) - 1:
        like[next(iter(plain))], like[next(iter(squares))] = notation.rho1.word, notation.rho2.word
    elif len(squares) == 1 and not plain:
        like[next(iter(squares))] = notation.rho.word
    elif len(plain) == 1 and not squares:
        like[next(iter(plain))] = notation.gamma.word
    words = {w: replace(w, code=v.code_name, meaning=w.meaning or v.meaning) for w, v in like.items()}
    taken = {w.name for w in spec.words.values()}
    for word in spec.words.values():
        if word == SLOPE and "g" not in taken:
            words[word] = replace(word, name="g")
    codes = [words.get(w, w).code_name for w in spec.hyperparameters]
    if len(set(codes)) != len(codes):
        return spec
    try:
        return renamed(spec, words)
    except AdaptsymError:
        return spec


def _reads_square(right: object, word: Word) -> bool:
    """Whether a recurrence takes in the square of something else than itself."""
    text = [x for x in walk(right) if getattr(x, "op", "") in ("mul", "pow")]  # type: ignore[arg-type]
    for x in text:
        a, b = x.args  # type: ignore[attr-defined]
        own = any(isinstance(y, At) and y.word == word for y in walk(x))
        if not own and ((x.op == "mul" and a == b) or (x.op == "pow" and str(b) == "2")):  # type: ignore[attr-defined]
            return True
    return False
