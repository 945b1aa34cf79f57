"""Run Coq on exported theorems, and say for each whether both kernels agree."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

from adaptsym.coq.assumptions import forbidden, unallowed
from adaptsym.coq.document import EXAMPLE, Document, Key, document
from adaptsym.coq.refutation import refutations
from adaptsym.errors import CoqError
from adaptsym.files import write_all
from adaptsym.proof.results import Result, Verdict

THEORIES = ("Adaptsym", "Numbers")  # each after what it uses
LIBRARY = "Adaptsym"  # what Coq calls the folder
SECONDS = 240  # for one file
SENTENCE = 10  # for one sentence of it
AT_ONCE = 2
MISSING = (
    "coqc is not installed, and --kernel coq needs it: on Debian and Ubuntu, "
    "apt-get install --no-install-recommends coq; the rule kernel needs nothing"
)
BOTH = {Verdict.PROVED: "proved by both", Verdict.REFUTED: "refuted by both"}


@dataclass(frozen=True)
class CoqResult:
    """What Coq says of a claim beside what the rule kernel says; `reason` is empty where they agree."""

    result: Result
    reason: str = ""

    @property
    def agrees(self) -> bool:
        """Whether both kernels say the same."""
        return not self.reason

    @property
    def verdict(self) -> str:
        """Coq's verdict: the rule kernel's, or undecided."""
        return str(self.result.verdict if self.agrees else Verdict.UNDECIDED)

    def __str__(self) -> str:
        head = f"{self.result.spec.name}: {self.result.claim.name}: "
        if self.agrees:
            return head + BOTH.get(self.result.verdict, f"{self.result.verdict} by both")
        return f"{head}{self.result.verdict} by the rule kernel, not by Coq: {self.reason}"


def require_coq() -> str:
    """Where coqc is.

    Raises:
        CoqError: if it is not installed.
    """
    found = shutil.which("coqc")
    if found is None:
        raise CoqError(MISSING)
    return found


def prove_with_coq(results: Sequence[Result], out: Path | None = None) -> list[CoqResult]:
    """Have Coq check every proved and every refuted claim.

    Args:
        results: what the rule kernel says, of any specifications.
        out: a folder in which the Coq files are kept; none by default.

    Returns:
        One result for each that was given, in their order. A claim that is undecided is not Coq's business.

    Raises:
        CoqError: if Coq is not installed, or its library does not compile.
    """
    coqc = require_coq()
    jobs = [job for job in _jobs(results) if job.results]
    with tempfile.TemporaryDirectory(prefix="adaptsym-coq-") as folder:
        library = {f"{x}.v": (files("adaptsym.coq") / "theories" / f"{x}.v").read_text("utf-8") for x in THEORIES}
        write_all(Path(folder), library)
        for x in THEORIES:
            problem = _compiled(coqc, Path(folder), x).complaint
            if problem:
                raise CoqError(f"the Coq library of adaptsym does not compile with this Coq: {x}: {problem}")
        with ThreadPoolExecutor(AT_ONCE) as pool:
            done = list(pool.map(lambda job: job.run(coqc, Path(folder)), jobs))
    if out is not None:
        write_all(out, {**library, **{f"{x.name}.v": x.text for x in done}})
    reasons = {id(r): x.reasons.get((r.claim.at, r.claim.name), "") for x in done for r in x.results}
    return [CoqResult(r, reasons.get(id(r), r.reason or "undecided")) for r in results]


# ---------------------------------------------------------------- one file


@dataclass(frozen=True)
class Done:
    """A file that has been checked: its results, and why some of them are not Coq's as well."""

    name: str
    text: str
    results: tuple[Result, ...]
    reasons: Mapping[Key, str]


@dataclass(frozen=True)
class Job:
    """Claims about one specification, to be checked in one file."""

    name: str
    refuted: bool
    results: tuple[Result, ...]

    def written(self, without: Mapping[Key, str]) -> Document:
        """The file, leaving some theorems out."""
        if self.refuted:
            return refutations([r for r in self.results if (r.claim.at, r.claim.name) not in without])
        return document([r.theorem for r in self.results if r.theorem is not None], dict(without))

    def run(self, coqc: str, folder: Path) -> Done:
        """Compile the file; what fails is left out with Coq's reason. Only a file without any admission counts."""
        without: dict[Key, str] = {}
        passed: set[Key] = set()  # what has been seen to compile, and is not compiled again until nothing fails
        while True:
            doc = self.written(without)
            word = forbidden(doc.text)
            if word is not None:
                return self._failed(doc, f"the file says {word}")
            trial = sketched(doc, passed)
            write_all(folder, {f"{self.name}.v": f"Set Default Timeout {SENTENCE}. {trial.text}"})
            ran = _compiled(coqc, folder, self.name)
            if not ran.complaint:
                if passed:
                    passed = set()
                    continue
                wrong = unallowed(ran.output)
                if wrong:
                    return self._failed(doc, f"it rests on {', '.join(wrong)}")
                return self._done(doc, {**without, **doc.unsaid})
            at = None if ran.line is None else trial.at(ran.line)
            if at is None or at in without:
                return self._failed(doc, ran.complaint)
            without[at] = ran.complaint
            keys = [piece.key for piece in trial.pieces if piece.key is not None]
            passed |= set(keys[: keys.index(at)])

    def _done(self, doc: Document, reasons: Mapping[Key, str]) -> Done:
        """What a file shows: nothing, without a model of its equations or with other values than Python's."""
        known = {(r.claim.at, r.claim.name) for r in self.results}
        shown = next(((name, why) for (_, name), why in reasons.items() if name.startswith(EXAMPLE)), None)
        if shown is not None and not self.refuted:
            what = {"values": "the values that Python computes are not shown to be Coq's"}
            name = shown[0].removeprefix(EXAMPLE)
            return self._failed(doc, f"{what.get(name, 'no model of the equations was accepted')}: {shown[1]}")
        return Done(self.name, doc.text, self.results, {k: why for k, why in reasons.items() if k in known})

    def _failed(self, doc: Document, reason: str) -> Done:
        every = {(r.claim.at, r.claim.name): reason for r in self.results}
        return Done(self.name, doc.text, self.results, every)


def sketched(doc: Document, passed: set[Key]) -> Document:
    """The file with the proofs of what has passed before left out, to find the next that fails."""
    return replace(doc, pieces=tuple(replace(p, lines=_sketch(p.lines)) if p.key in passed else p for p in doc.pieces))


def _sketch(lines: Sequence[str]) -> tuple[str, ...]:
    kept: list[str] = []
    inside = False
    for line in lines:
        inside = inside and line != "Qed."
        if not inside:
            kept.append("Admitted." if line == "Qed." else line)
        inside = inside or line == "Proof."
    return tuple(kept)


def _jobs(results: Iterable[Result]) -> list[Job]:
    kept: dict[tuple[int, bool], list[Result]] = {}
    for r in results:
        if r.verdict is not Verdict.UNDECIDED:
            kept.setdefault((id(r.spec), r.verdict is Verdict.REFUTED), []).append(r)
    jobs: dict[str, Job] = {}
    for (_, refuted), found in kept.items():
        base = "".join(part.capitalize() for part in re.split(r"[^A-Za-z0-9]+", found[0].spec.name))
        name = f"{base}Refuted" if refuted else base
        while name in jobs or name in THEORIES:
            name += "X"
        jobs[name] = Job(name, refuted, tuple(found))
    return list(jobs.values())


# ---------------------------------------------------------------- coqc


@dataclass(frozen=True)
class Ran:
    """What coqc said: its output, the first complaint in one line, and the line of the file that it is about."""

    output: str
    complaint: str = ""
    line: int | None = None


def _compiled(coqc: str, folder: Path, name: str) -> Ran:
    try:
        done = subprocess.run(
            [coqc, "-Q", ".", LIBRARY, f"{name}.v"],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Ran("", f"coqc took longer than {SECONDS} s")
    if done.returncode == 0:
        return Ran(done.stdout)
    place = re.search(r"line (\d+), characters", done.stderr)
    words = " ".join(re.sub(r"^File .*?\n", "", done.stderr).split())
    return Ran(done.stdout, words[:300] or f"coqc ended with {done.returncode}", int(place[1]) if place else None)
