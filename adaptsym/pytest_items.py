"""What the pytest plugin collects: an item for each equation, claim, and piece of code that says what it implements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from adaptsym.auditing import audit
from adaptsym.checking import Checked, check
from adaptsym.checking.report import FAILING
from adaptsym.claims import Claim
from adaptsym.errors import AdaptsymError, InputError
from adaptsym.loading import module_of
from adaptsym.proof import Result, Verdict, derived_claims, prove
from adaptsym.spec import Spec

PAGES = (".md", ".markdown", ".tex", ".ipynb")
LISTED = "__adaptsym__"  # in a Python file: the names of code, and the specifications that it implements


class Failed(Exception):
    """A verdict that is not "proved"; the message is all that is shown."""


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Pages, and Python files that hold specifications or say what their code implements."""
    if file_path.suffix in PAGES:
        return Page.from_parent(parent, path=file_path)
    if file_path.suffix == ".py" and _named(parent.config, file_path):
        return Code.from_parent(parent, path=file_path)
    return None


def _named(config: pytest.Config, path: Path) -> bool:
    """Whether a Python file was named itself: it is run to be read, so those of a folder are not."""
    return any(Path(str(a).partition("::")[0]).resolve() == path.resolve() for a in config.args)


class _Item(pytest.Item):
    """An item whose failure is one message."""

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The message alone, where it is one of ours."""
        if isinstance(excinfo.value, (Failed, AdaptsymError)):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)


# ---------------------------------------------------------------- pages


class Page(pytest.File):
    """A page: an item for each displayed equation."""

    def collect(self) -> Iterator[pytest.Item]:
        """Check the page, once."""
        try:
            report = check(self.path)
        except InputError as error:
            raise self.CollectError(str(error)) from error
        seen: dict[int, int] = {}
        for found in report.equations:
            seen[found.line] = seen.get(found.line, 0) + 1
            again = f".{seen[found.line]}" if seen[found.line] > 1 else ""
            yield EquationItem.from_parent(self, name=f"line {found.line}{again}", found=found)


class EquationItem(_Item):
    """A displayed equation."""

    def __init__(self, *, found: Checked, **rest: Any) -> None:
        super().__init__(**rest)
        self.found = found

    def runtest(self) -> None:
        """Fail where it is refuted, suspect or undecided; skip where it was not understood."""
        e = self.found
        if e.verdict == "not understood":
            pytest.skip(f"not understood: {e.reason}")
        if e.verdict in FAILING:
            lines = [f"{e.file}:{e.line}: {e.verdict}: {e.reason}", f"  {' '.join(e.latex.split())}"]
            lines += [f"  witness: {e.witness}"] if e.witness else []
            lines += [f"  true is: {e.suggestion}"] if e.suggestion else []
            raise Failed("\n".join(lines))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the equation stands."""
        return self.path, self.found.line - 1, f"{self.path.name}: {self.name}"


# ---------------------------------------------------------------- specifications and code


class Code(pytest.File):
    """A Python file: an item for each claim of its specifications, and for each piece of code that it lists."""

    def collect(self) -> Iterator[pytest.Item]:
        """Run the file, once."""
        try:
            members = vars(module_of(self.path))
        except InputError as error:
            raise self.CollectError(str(error)) from error
        for name, spec in members.items():
            if isinstance(spec, Spec):
                decided = _decided(spec)
                for claim in spec.claims or derived_claims(spec):
                    yield ClaimItem.from_parent(self, name=f"{name}: {claim.name}", decided=decided, claim=claim)
        listed = members.get(LISTED, {})
        if not isinstance(listed, dict):
            raise self.CollectError(f"{self.path}: {LISTED} is a dict from names to specifications, got {listed!r}")
        for name, against in listed.items():
            yield AuditItem.from_parent(self, name=f"{name} implements {against}", code=name, against=against)


class ClaimItem(_Item):
    """A claim of a specification."""

    def __init__(self, *, decided: Callable[[], dict[str, Result]], claim: Claim, **rest: Any) -> None:
        super().__init__(**rest)
        self.decided, self.claim = decided, claim

    def runtest(self) -> None:
        """Fail where it is not proved."""
        result = self.decided()[self.claim.name]
        if result.verdict is not Verdict.PROVED:
            raise Failed(f"{result}\n  {self.claim}")


def _decided(spec: Spec) -> Callable[[], dict[str, Result]]:
    """The verdicts on the claims of a specification, found together when the first is asked for."""
    return cache(lambda: {result.claim.name: result for result in prove(spec)})


class AuditItem(_Item):
    """Code that says what it implements."""

    def __init__(self, *, code: str, against: Any, **rest: Any) -> None:
        super().__init__(**rest)
        self.code, self.against = code, against

    def runtest(self) -> None:
        """Fail where it is not proved to be that."""
        report = audit(f"{self.path}:{self.code}", self.against)
        if not report:
            raise Failed(str(report))
