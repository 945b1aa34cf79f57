"""Verdicts as they are shown: lines, and JSON objects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from adaptsym.cli.output import progress
from adaptsym.errors import CertificateError
from adaptsym.kernel import certificate
from adaptsym.kernel.objects import Difference, Having, Induction, Let, Meeting, Proof
from adaptsym.proof import Result, Verdict, Witness, prove
from adaptsym.spec import Spec
from adaptsym.term import Equation, Op, term
from adaptsym.typeset.blocks import Statement, formula
from adaptsym.typeset.printer import Printer

METHODS: dict[type, str] = {Induction: "induction", Meeting: "rewriting", Difference: "sign of the difference"}


def decided(specs: Mapping[str, Spec]) -> Iterator[tuple[Spec, list[Result]]]:
    """The specifications with the verdicts on their claims; every proof has been stored, read back and rechecked."""
    for n, (name, spec) in enumerate(specs.items(), 1):
        progress(f"proving {name} ({n} of {len(specs)})")
        yield spec, [rechecked(result) for result in prove(spec)]


def rechecked(result: Result) -> Result:
    """The result as it is after its certificate has been written, read back and judged by the kernel again."""
    if result.theorem is None:
        return result
    try:
        certificate.loads(certificate.dumps(result.theorem))
    except CertificateError as error:
        return replace(result, verdict=Verdict.UNDECIDED, theorem=None, reason=f"the certificate fails: {error}")
    return result


def all_proved(results: Iterable[Result]) -> bool:
    """Whether nothing is refuted or undecided."""
    return all(result.verdict is Verdict.PROVED for result in results)


def as_json(result: Result) -> dict[str, Any]:
    """A result as a JSON object; statement and conditions are LaTeX, exact numbers are texts such as ``9/10``."""
    c, printer = result.claim, Printer.of(result.spec)
    since = Op("ge", (result.spec.index, term(c.since)))
    conditions: list[Op | Equation] = [since, *c.given, *c.at]
    return {
        "optimizer": result.spec.name,
        "claim": c.name,
        "statement": formula(Statement(c.left, c.relation, c.right), printer),
        "conditions": [formula(x, printer) for x in conditions],
        "verdict": str(result.verdict),
        "method": None if result.theorem is None else method(result.theorem.proof),
        "certificate": None if result.theorem is None else certificate.digest(result.theorem),
        "reason": result.reason or None,
        "witness": None if result.witness is None else _witness(result.witness),
        "seconds": round(result.seconds, 4),
    }


def method(proof: Proof) -> str:
    """How a theorem is proved, in a word or two."""
    return method(proof.body) if isinstance(proof, (Let, Having)) else METHODS[type(proof)]


def _witness(w: Witness) -> dict[str, Any]:
    numbers = {n: [str(x) for x in v] if isinstance(v, tuple) else str(v) for n, v in w.hyperparameters.items()}
    return {
        "t": w.t,
        "hyperparameters": numbers,
        "start": [str(x) for x in w.start],
        "gradients": [[str(x) for x in row] for row in w.gradients],
        "left": w.left,
        "right": w.right,
    }


def certificates(results: Iterable[Result]) -> dict[str, str]:
    """The certificates of what is proved, by file name: ``adam/first-moment.json``."""
    files: dict[str, str] = {}
    for result in results:
        if result.theorem is None:
            continue
        slug = re.sub(r"[^a-z0-9]+", "-", result.claim.name.lower()).strip("-") or "claim"
        name, n = f"{result.spec.name}/{slug}.json", 1
        while name in files:
            n += 1
            name = f"{result.spec.name}/{slug}-{n}.json"
        files[name] = certificate.dumps(result.theorem)
    return files
