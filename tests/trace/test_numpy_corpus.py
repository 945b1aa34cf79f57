"""The corpus of NumPy code: what is read is the code; right is proved, and wrong is refuted by what the code does."""

import importlib
import sys
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from adaptsym.compile.runtime import compile_optimizer
from adaptsym.enclosure import Enclosure
from adaptsym.equivalence import equivalent
from adaptsym.errors import EvaluationError
from adaptsym.proof.results import Verdict
from adaptsym.trace.model import Trace, TraceError
from adaptsym.trace.numpy import trace_python

sys.path.append(str(Path(__file__).parent.parent / "audit_corpus"))
from np_table import CORPUS, REFUSED, Entry

STEPS = 20


@cache
def traced(entry: Entry) -> Trace:
    code = getattr(importlib.import_module(entry.file), entry.name)
    return trace_python(code, target=str(entry), limit_s=10)


def floats(values: tuple[Fraction, ...]) -> np.ndarray:
    return np.array([float(x) for x in values])


def middle(x: Fraction | Enclosure) -> float:
    return float((x.low + x.high) / 2) if isinstance(x, Enclosure) else float(x)


def test_the_corpus_is_large_and_balanced() -> None:
    right = sum(e.right for e in CORPUS)
    assert len(CORPUS) >= 40
    assert len(set(CORPUS)) == len(CORPUS)
    assert abs(right - len(CORPUS) / 2) <= 2


@pytest.mark.parametrize("entry", CORPUS, ids=str)
def test_what_is_read_is_the_code(entry: Entry) -> None:
    trace = traced(entry)
    rng = np.random.default_rng(3)
    params = rng.normal(size=4)
    gradients = [rng.normal(size=4) for _ in range(STEPS)]
    assert trace.replay is not None
    real = trace.replay(params, gradients)
    optimizer = compile_optimizer(trace.spec, "numpy")()
    state = optimizer.init(params)
    if not np.isfinite(real[0]).all():
        with pytest.raises(EvaluationError, match="division by zero"):
            optimizer.step(params, gradients[0], state)
        return
    for gradient, wanted in zip(gradients, real, strict=True):
        optimizer.step(params, gradient, state)
        np.testing.assert_allclose(params, wanted, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("entry", [e for e in CORPUS if e.right], ids=str)
def test_right_ones_are_proved(entry: Entry) -> None:
    found = equivalent(traced(entry).spec, entry.meant, explain=False)
    assert found.verdict is Verdict.PROVED, found


@pytest.mark.parametrize("entry", [e for e in CORPUS if not e.right], ids=str)
def test_wrong_ones_are_refuted_by_what_the_code_does(entry: Entry) -> None:
    trace = traced(entry)
    found = equivalent(trace.spec, entry.meant, explain=False)
    assert found.verdict is Verdict.REFUTED, found
    witness = found.witness
    assert witness is not None
    assert trace.replay is not None
    hyperparameters = {n: float(x) for n, x in witness.hyperparameters.items() if isinstance(x, Fraction)}
    gradients = [floats(row) for row in witness.gradients]
    real = trace.replay(floats(witness.start), gradients, hyperparameters)
    if witness.what != "parameter":  # where the gradient is asked, which the code's own steps do not show
        assert str(trace.spec.point) != str(entry.meant.point)
        return
    taken, published = real[witness.step - 1], witness.right
    if isinstance(witness.left, str):
        assert not np.isfinite(taken).all()
        return
    np.testing.assert_allclose(taken, [middle(x) for x in witness.left], rtol=1e-9)
    assert isinstance(published, str) or not np.allclose(taken, [middle(x) for x in published], rtol=1e-12, atol=0)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_optimizer_is_refused_in_one_line(name: str) -> None:
    code = getattr(importlib.import_module("np_not_optimizers"), name)
    with pytest.raises(TraceError, match=REFUSED[name]) as error:
        trace_python(code, target=name, limit_s=0.5)
    assert str(error.value).startswith(name)
    assert "\n" not in str(error.value)
