"""Run Coq on exported theorems, and say for each whether both kernels agree."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from adaptsym.claims import Claim
from adaptsym.coq.assumptions import forbidden, unallowed
from adaptsym.coq.document import MODEL, VALUES, Document, Key, document
from adaptsym.coq.refutation import refutations
from adaptsym.errors import CoqError
from adaptsym.files import write_all
from adaptsym.proof.results import Result, Verdict

THEORIES = ("Adaptsym", "Numbers")  # each after what it uses
LIBRARY = "Adaptsym"  # what Coq calls the folder
SECONDS = 900  # for one file, on a machine that does other things as well
SENTENCE = 60  # for one sentence of it
AT_ONCE = 2
MISSING = (
    "coqc is not installed, and --kernel coq needs it: on Debian and Ubuntu, "
    "apt-get install --no-install-recommends coq; the rule kernel needs nothing"
)
SHOWN = {
    MODEL: "no model of the equations was accepted",
    VALUES: "the values that Python computes are not shown to be Coq's",
}
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
    jobs = _jobs(r for r in results if not _amiss(r))
    library = _library(coqc)
    with tempfile.TemporaryDirectory(prefix="adaptsym-coq-") as folder, ThreadPoolExecutor(AT_ONCE) as pool:
        done = list(pool.map(lambda job: job.run(coqc, library, Path(folder)), jobs))
    if out is not None:
        write_all(out, {**theories(), **{f"{x.name}.v": x.text for x in done}})
    reasons = {id(r): x.reasons.get(r.claim, "") for x in done for r in x.results}
    return [CoqResult(r, _amiss(r) or reasons[id(r)]) for r in results]


def theories() -> dict[str, str]:
    """What every file stands on, by the names of the files."""
    return {f"{x}.v": (files("adaptsym.coq") / "theories" / f"{x}.v").read_text("utf-8") for x in THEORIES}


@cache
def _compiled_library(coqc: str) -> tempfile.TemporaryDirectory[str]:
    """The library, compiled once in a process."""
    folder = tempfile.TemporaryDirectory(prefix="adaptsym-coq-")
    write_all(Path(folder.name), theories())
    for x in THEORIES:
        problem = _compiled(coqc, Path(folder.name), Path(folder.name), x).complaint
        if problem:
            raise CoqError(f"the Coq library of adaptsym does not compile with this Coq: {x}: {problem}")
    return folder


def _library(coqc: str) -> Path:
    return Path(_compiled_library(coqc).name)


def _amiss(r: Result) -> str:
    """Why a result is not shown to Coq, if it is not."""
    if r.verdict is Verdict.UNDECIDED:
        return r.reason or "undecided"
    if r.verdict is Verdict.REFUTED:
        return ""
    about = None if r.theorem is None else (replace(r.theorem.spec, claims=()), r.theorem.claim)
    return "" if about == (replace(r.spec, claims=()), r.claim) else "its theorem is about something else"


# ---------------------------------------------------------------- one file


@dataclass(frozen=True)
class Done:
    """A file that has been checked: its results, and why some of them are not Coq's as well."""

    name: str
    text: str
    results: tuple[Result, ...]
    reasons: Mapping[Claim, str]


@dataclass(frozen=True)
class Job:
    """Claims about one specification, to be checked in one file."""

    name: str
    refuted: bool
    results: tuple[Result, ...]

    def written(self, without: Mapping[Key, str]) -> Document:
        """The file, leaving some theorems out."""
        if self.refuted:
            return refutations(self.results, without)
        return document([r.theorem for r in self.results if r.theorem is not None], without)

    def run(self, coqc: str, library: Path, folder: Path) -> Done:
        """Compile the file; what fails is left out with Coq's reason. Only a file without any admission counts."""
        without: dict[Key, str] = {}
        passed: set[Key] = set()  # what has been seen to compile, and is not compiled again until nothing fails
        while True:
            doc = self.written(without)
            word = forbidden(doc.text)
            if word is not None:
                return self._failed(doc, f"the file says {word}")
            if not any(r.claim in doc.said for r in self.results):  # there is nothing that Coq could accept
                return self._done(doc)
            trial = sketched(doc, passed)
            write_all(folder, {f"{self.name}.v": f"Set Default Timeout {SENTENCE}. {trial.text}"})
            ran = _compiled(coqc, library, folder, self.name)
            if not ran.complaint:
                if passed:
                    passed = set()
                    continue
                wrong = unallowed(ran.output)
                if wrong:
                    return self._failed(doc, f"it rests on {', '.join(wrong)}")
                return self._done(doc)
            at = None if ran.line is None else trial.at(ran.line)
            if at is None or at in without:
                return self._failed(doc, ran.complaint)
            without[at] = ran.complaint
            keys = [piece.key for piece in trial.pieces if piece.key is not None]
            passed |= set(keys[: keys.index(at)])

    def _done(self, doc: Document) -> Done:
        """What a file shows: nothing, without a model of its equations or with other values than Python's."""
        for (_, label), why in ((k, why) for k, why in doc.unsaid.items() if isinstance(k, tuple)):
            return self._failed(doc, f"{SHOWN[label]}: {why}")
        reasons = {r.claim: "it does not stand in the file" for r in self.results if r.claim not in doc.said}
        reasons |= {r.claim: doc.unsaid[r.claim] for r in self.results if r.claim in doc.unsaid}
        return Done(self.name, doc.text, self.results, reasons)

    def _failed(self, doc: Document, reason: str) -> Done:
        return Done(self.name, doc.text, self.results, {r.claim: reason for r in self.results})


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
        kept.setdefault((id(r.spec), r.verdict is Verdict.REFUTED), []).append(r)
    jobs: dict[str, Job] = {}
    for (_, refuted), found in kept.items():
        base = "".join(part.capitalize() for part in re.split(r"[^A-Za-z0-9]+", found[0].spec.name))
        base = base if base[:1].isalpha() else f"Spec{base}"
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


def _compiled(coqc: str, library: Path, folder: Path, name: str) -> Ran:
    try:
        done = subprocess.run(
            [coqc, "-Q", str(library), LIBRARY, f"{name}.v"],
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
