"""Certificates: theorems as JSON, rechecked by the kernel in code that contains no search.

>>> from adaptsym.catalogue import momentum
>>> from adaptsym.proof import prove
>>> text = dumps(prove(momentum)[0].theorem)
>>> loads(text).claim.name
'velocity'
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from adaptsym.errors import CertificateError, ProofError
from adaptsym.kernel.check import check
from adaptsym.kernel.encoding import Decoder, Encoder, mapping, word_table
from adaptsym.kernel.objects import Theorem

FORMAT = "adaptsym certificate"
VERSION = 1
MAX_BYTES = 4_000_000


def encode(theorem: Theorem) -> dict[str, Any]:
    """A theorem as a JSON value: format, version, words, specification, theorem."""
    encoder = Encoder()
    spec, body = encoder.spec(theorem.spec), encoder.theorem(theorem)
    words = word_table(encoder.words.values())
    return {"format": FORMAT, "version": VERSION, "words": words, "spec": spec, "theorem": body}


def dumps(theorem: Theorem) -> str:
    """A theorem as JSON text; the same text every time, a line a step of the proof."""
    return _laid_out(encode(theorem)) + "\n"


def _laid_out(value: Any, depth: int = 0) -> str:
    """JSON whose short values stand on one line."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(flat) <= 110 or not isinstance(value, (dict, list)):
        return flat
    inner, outer = " " * (depth + 1), " " * depth
    if isinstance(value, dict):
        rows = [f"{inner}{json.dumps(key)}: {_laid_out(item, depth + 1)}" for key, item in value.items()]
        return "{\n" + ",\n".join(rows) + f"\n{outer}}}"
    if value and isinstance(value[0], str):  # a term: on one line, however long
        return flat
    return "[\n" + ",\n".join(inner + _laid_out(item, depth + 1) for item in value) + f"\n{outer}]"


def digest(theorem: Theorem) -> str:
    """The SHA-256 of a certificate's text, as 64 hexadecimal digits."""
    return hashlib.sha256(dumps(theorem).encode()).hexdigest()


def loads(text: str) -> Theorem:
    """The theorem of a certificate, rechecked.

    Raises:
        CertificateError: if the text is no certificate, or the kernel refuses its proof; the message says where.
    """
    try:
        theorem = decode(_parsed(text))
        check(theorem)
    except ProofError as error:
        raise CertificateError(f"{theorem.spec.name}, {theorem.claim.name!r} does not recheck: {error}") from error
    except RecursionError as error:
        raise CertificateError("a certificate is nested too deeply to be checked") from error
    return theorem


def _parsed(text: str) -> Any:
    if len(text) > MAX_BYTES:
        raise CertificateError(f"a certificate has at most {MAX_BYTES} characters, this one has {len(text)}")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits
        raise CertificateError(f"not a certificate: it is not JSON ({error})") from error


def decode(value: Any) -> Theorem:
    """The theorem of a certificate's JSON value, not yet rechecked.

    Raises:
        CertificateError: if the value is not of the form that `encode` gives.
    """
    got = mapping(value, "certificate", "format", "version", "words", "spec", "theorem")
    if got["format"] != FORMAT or got["version"] != VERSION:
        raise CertificateError(
            f"expected {FORMAT!r} of version {VERSION}, got {got['format']!r} of version {got['version']!r}"
        )
    words = got["words"]
    if not isinstance(words, dict):
        raise CertificateError("the words of a certificate are a table by name")
    decoder = Decoder(words)
    return decoder.theorem(decoder.spec(got["spec"]), got["theorem"])
