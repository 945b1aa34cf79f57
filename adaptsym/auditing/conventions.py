"""The table of conventions: what each framework's optimizers compute, every cell an audit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from adaptsym.auditing.audit import audit
from adaptsym.auditing.disagreements import DISAGREEMENTS, Shown, lines, shown
from adaptsym.auditing.report import Audit
from adaptsym.proof.results import Verdict

FRAMEWORKS = {"torch": "torch.optim", "optax": "optax", "keras": "Keras", "sklearn": "scikit-learn", "thinc": "thinc"}

# optimizer -> framework -> what is audited
TARGETS: dict[str, dict[str, str]] = {
    "gradient descent": {
        "torch": "torch.optim.SGD",
        "optax": "optax.sgd",
        "keras": "keras.optimizers.SGD",
        "sklearn": "sklearn.SGDOptimizer(momentum=0.0, nesterov=False)",
        "thinc": "thinc.optimizers.SGD",
    },
    "momentum": {
        "torch": "torch.optim.SGD(momentum=0.9)",
        "optax": "optax.sgd(momentum=0.9)",
        "keras": "keras.optimizers.SGD(momentum=0.9)",
        "sklearn": "sklearn.SGDOptimizer(nesterov=False)",
    },
    "momentum, dampened": {"torch": "torch.optim.SGD(momentum=0.9, dampening=0.1)"},
    "Nesterov momentum": {
        "torch": "torch.optim.SGD(momentum=0.9, nesterov=True)",
        "optax": "optax.sgd(momentum=0.9, nesterov=True)",
        "keras": "keras.optimizers.SGD(momentum=0.9, nesterov=True)",
        "sklearn": "sklearn.SGDOptimizer",
    },
    "momentum, weight decay": {
        "torch": "torch.optim.SGD(momentum=0.9, weight_decay=0.01)",
        "keras": "keras.optimizers.SGD(momentum=0.9, weight_decay=0.01)",
    },
    "AdaGrad": {
        "torch": "torch.optim.Adagrad",
        "optax": "optax.adagrad",
        "keras": "keras.optimizers.Adagrad",
    },
    "RMSProp": {
        "torch": "torch.optim.RMSprop",
        "optax": "optax.rmsprop",
        "keras": "keras.optimizers.RMSprop",
    },
    "RMSProp, momentum": {
        "torch": "torch.optim.RMSprop(momentum=0.9)",
        "optax": "optax.rmsprop(momentum=0.9)",
        "keras": "keras.optimizers.RMSprop(momentum=0.9)",
    },
    "RMSProp, centered": {
        "torch": "torch.optim.RMSprop(centered=True)",
        "optax": "optax.rmsprop(centered=True)",
        "keras": "keras.optimizers.RMSprop(centered=True)",
    },
    "Adadelta": {
        "torch": "torch.optim.Adadelta",
        "optax": "optax.adadelta(learning_rate=1.0)",
        "keras": "keras.optimizers.Adadelta",
    },
    "Adam": {
        "torch": "torch.optim.Adam",
        "optax": "optax.adam",
        "keras": "keras.optimizers.Adam",
        "sklearn": "sklearn.AdamOptimizer",
        "thinc": "thinc.optimizers.Adam",
    },
    "Adam, weight decay": {
        "torch": "torch.optim.Adam(weight_decay=0.01)",
        "keras": "keras.optimizers.Adam(weight_decay=0.01)",
    },
    "AdamW": {
        "torch": "torch.optim.AdamW",
        "optax": "optax.adamw",
        "keras": "keras.optimizers.AdamW",
    },
    "AMSGrad": {
        "torch": "torch.optim.Adam(amsgrad=True)",
        "optax": "optax.amsgrad",
        "keras": "keras.optimizers.Adam(amsgrad=True)",
    },
    "Adamax": {
        "torch": "torch.optim.Adamax",
        "optax": "optax.adamax",
        "keras": "keras.optimizers.Adamax",
    },
    "NAdam": {
        "torch": "torch.optim.NAdam",
        "optax": "optax.nadam",
        "keras": "keras.optimizers.Nadam",
    },
    "RAdam": {
        "torch": "torch.optim.RAdam",
        "optax": "optax.radam",
        "thinc": "thinc.optimizers.RAdam",
    },
    "AdaBelief": {"optax": "optax.adabelief"},
    "Yogi": {"optax": "optax.yogi"},
    "Lion": {"optax": "optax.lion", "keras": "keras.optimizers.Lion"},
    "Rprop": {"torch": "torch.optim.Rprop", "optax": "optax.rprop"},
    "averaged SGD": {"torch": "torch.optim.ASGD"},
}


@dataclass(frozen=True)
class Table:
    """The audits by optimizer and framework, and where implementations of one name part."""

    audits: Mapping[str, Mapping[str, Audit]]
    disagreements: tuple[Shown, ...] = ()

    @property
    def versions(self) -> list[str]:
        """The frameworks as they were audited, each with its version."""
        found = (a.trace.framework for row in self.audits.values() for a in row.values() if a.trace)
        return list(dict.fromkeys(found))


def conventions(
    targets: Mapping[str, Mapping[str, str]] = TARGETS, progress: Callable[[str], None] | None = None
) -> Table:
    """Audit every target of the table.

    Raises:
        InputError: if a framework is not installed.
    """
    found: dict[str, dict[str, Audit]] = {}
    for optimizer, row in targets.items():
        found[optimizer] = {}
        for framework, target in row.items():
            if progress:
                progress(f"auditing {target}")
            found[optimizer][framework] = audit(target)
    return Table(found, tuple(map(shown, DISAGREEMENTS)))


# ---------------------------------------------------------------- as a page

INTRODUCTION = """\
# Conventions

What the optimizers of the frameworks compute, with their default arguments unless others are named. Each cell was read
off the running code, and proved to be the specification that it names: the same steps from the first one on, for every
gradient. A cell says the name in the [catalogue](../README.md#what-is-in-the-catalogue), and in which conventions the
code departs from it; what was not proved is marked *not identified*.

`adaptsym audit TARGET` shows the equations, a replay beside the code, and what each verdict assumes: hyperparameters
that are off as constructed, guards against overflow, and that the step is defined.
"""

DIFFER = (
    "## Where implementations of one name part",
    "",
    "Each with the parameter after every step, from running both; epsilon and the rates are chosen so that it shows.",
    "",
)


def page(table: Table) -> str:
    """The table as Markdown."""
    used = [f for f in FRAMEWORKS if any(f in row for row in table.audits.values())]
    text = [INTRODUCTION, f"Audited: {', '.join(table.versions)}.", ""]
    text += _table(["", *(FRAMEWORKS[f] for f in used)], (_row(o, row, used) for o, row in table.audits.items()))
    text += ["", *DIFFER, *(line for found in table.disagreements for line in lines(found))]
    for optimizer, row in table.audits.items():
        text += ["", *_section(optimizer, row)]
    return "\n".join(text) + "\n"


def _row(optimizer: str, row: Mapping[str, Audit], frameworks: Iterable[str]) -> list[str]:
    return [optimizer, *(_cell(row[f]) if f in row else "" for f in frameworks)]


def _cell(found: Audit) -> str:
    if found.verdict is not Verdict.PROVED:
        return "*not identified*"
    departures = [f"{key}: {value}" for key, value in found.departures.items()]
    return f"`{found.nearest}`" + "".join(f"; {d}" for d in departures)


def _section(optimizer: str, row: Mapping[str, Audit]) -> list[str]:
    """The conventions of an optimizer, a line each, where they were proved; and what was not, with the reason."""
    text = [f"## {optimizer}", ""]
    for framework, found in row.items():
        text.append(f"- {FRAMEWORKS[framework]}, `{found.target}`: {_verdict(found)}")
    proved = {FRAMEWORKS[f]: a.conventions for f, a in row.items() if a.verdict is Verdict.PROVED}
    keys = dict.fromkeys(key for said in proved.values() for key in said)
    if proved:
        body = ([key, *(said.get(key, "") for said in proved.values())] for key in keys)
        text += ["", *_table(["", *proved], body)]
    return text


def _verdict(found: Audit) -> str:
    c = found.comparison
    if found.verdict is Verdict.PROVED:
        conditions = "".join(f", if {x}" for x in c.conditions) if c else ""
        return f"proved{conditions}."
    if found.verdict is Verdict.UNDECIDED or c is None:
        return f"undecided: {found.reason}."
    return f"none of those that are known; nearest to `{found.nearest}`."


def _table(head: list[str], rows: Iterable[list[str]]) -> list[str]:
    return [_line(head), _line(["---"] * len(head)), *map(_line, rows)]


def _line(cells: list[str]) -> str:
    inside = " | ".join(cell.replace("|", r"\|") for cell in cells)
    return f"| {inside} |"
