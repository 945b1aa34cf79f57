"""Every optimizer of the frameworks, audited once: the stored table, and what it rests on."""

from pathlib import Path

import pytest

from adaptsym import catalogue
from adaptsym.auditing.audit import audit
from adaptsym.auditing.conventions import TARGETS, Table, conventions, page
from adaptsym.auditing.report import Audit
from adaptsym.equivalence import equivalent
from adaptsym.proof.results import Verdict
from adaptsym.trace.doors import trace
from adaptsym.trace.targets import KNOWN

ROOT = Path(__file__).parents[2]
CELLS = [(optimizer, framework) for optimizer, row in TARGETS.items() for framework in row]
ROUNDING = 1e-13

# what is not identified, and why
UNKNOWN = {
    "thinc.optimizers.SGD": "refuted",  # it clips gradients
    "thinc.optimizers.Adam": "undecided",  # a compiled kernel
    "thinc.optimizers.RAdam": "undecided",  # a table of ten, filled in turn
}


@pytest.fixture(scope="module")
def table() -> Table:
    return conventions()


def test_every_listed_optimizer_is_in_the_table() -> None:
    audited = {target.partition("(")[0] for row in TARGETS.values() for target in row.values()}
    assert {f"{framework}.{name}" for framework, names in KNOWN.items() for name in names} <= audited


@pytest.mark.parametrize(("optimizer", "framework"), CELLS)
def test_a_verdict_and_a_replay(optimizer: str, framework: str, table: Table) -> None:
    found: Audit = table.audits[optimizer][framework]
    expected = UNKNOWN.get(found.target, "proved")
    assert found.verdict == expected, str(found)
    if found.verdict is not Verdict.UNDECIDED:
        assert found.replay_error is not None
        assert found.replay_error < ROUNDING
    if found.verdict is Verdict.PROVED:
        assert found.nearest in catalogue.SPECS
        assert found.conventions


def test_disagreements_are_seen_when_both_sides_run(table: Table) -> None:
    for found in table.disagreements:
        assert max(abs(a - b) for a, b in zip(found.left, found.right, strict=True)) > 1e-6, found.disagreement.about


def test_the_stored_table_is_up_to_date(table: Table) -> None:
    stored = ROOT / "derivations" / "conventions.md"
    assert stored.read_text(encoding="utf-8") == page(table), (
        "run: adaptsym audit --conventions derivations/conventions.md"
    )


# known answers, from the sources of the frameworks and from their users' issues
SAME = [
    ("torch.optim.Adam", "optax.adam"),
    ("keras.optimizers.Adam", "sklearn.AdamOptimizer"),
    ("torch.optim.AdamW", "optax.adamw"),
    ("torch.optim.Adamax", "optax.adamax"),
    ("torch.optim.SGD(momentum=0.9)", "optax.sgd(momentum=0.9)"),
    ("torch.optim.SGD(momentum=0.9)", "keras.optimizers.SGD(momentum=0.9)"),
    ("torch.optim.Adam(foreach=True)", "torch.optim.Adam(foreach=False)"),
]
DIFFERENT = [
    ("torch.optim.Adam", "keras.optimizers.Adam"),
    ("torch.optim.Adagrad", "optax.adagrad"),
    ("torch.optim.RMSprop", "optax.rmsprop"),
    ("torch.optim.Adam(weight_decay=0.01)", "keras.optimizers.Adam(weight_decay=0.01)"),
    ("torch.optim.Adam(amsgrad=True)", "optax.amsgrad"),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_frameworks_that_agree(a: str, b: str) -> None:
    assert equivalent(trace(a).spec, trace(b).spec).verdict is Verdict.PROVED


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_frameworks_that_differ(a: str, b: str) -> None:
    found = equivalent(trace(a).spec, trace(b).spec)
    assert found.verdict is Verdict.REFUTED
    assert found.witness is not None


@pytest.mark.parametrize(
    ("target", "nearest", "difference"),
    [
        ("thinc.optimizers.Adam(grad_clip=0)", "adam-outside", 1e-6),  # in float32
        ("thinc.optimizers.RAdam(grad_clip=0)", "radam", 1e-2),
        ("torch.optim.Adam(fused=True)", "adam-outside", 1e-13),
    ],
)
def test_compiled_kernels_are_compared_numerically_and_stay_undecided(
    target: str, nearest: str, difference: float
) -> None:
    found = audit(target)
    assert found.verdict is Verdict.UNDECIDED
    assert found.numeric is not None
    assert (found.numeric.name, found.numeric.steps) == (nearest, 20)
    assert found.numeric.difference < difference
    assert "which proves nothing" in str(found)
