"""That the hypotheses of a section can be met: sequences by recursion that satisfy every one of its equations.

Without it a theorem could hold because its equations contradict each other. The sequences are built for any
hyperparameters, any gradients and any start, and each hypothesis is stated again, word for word, as a lemma.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from adaptsym.coq.statement import Section
from adaptsym.coq.text import ident
from adaptsym.spec import Spec
from adaptsym.term import At, Role, Term, Word, offset, rebuild, walk

OLD = "old_"  # before the name of a state: its value before the step
TACTIC = (
    "Ltac at_step m :=",
    "  repeat match goal with |- context [run_ ?n] =>",
    "    tryif constr_eq n m then fail else tryif constr_eq n (S m) then fail else",
    "    first [replace n with (S m) by lia | replace n with m by lia] end;",
    "  cbn [run_]; cbv beta zeta; first [reflexivity | alike].",
)


def model(section: Section) -> tuple[list[str], list[str]]:
    """The lines of the model, and the names of its lemmas."""
    spec, w = section.spec, section.writer
    lines = ["Section Model.", "Variable size_ : nat."] if w.vector else ["Section Model."]
    for word in spec.words.values():
        if word.role in (Role.HYPERPARAMETER, Role.CONSTANT) or word == spec.gradient:
            lines.append(f"Variable {ident(word.name)} : {section.type_of(word)}.")
    lines.append(f"Variable at_start : {section.type_of(spec.parameter).removeprefix('nat -> ')}.")
    more, names = sequences(section)
    return [*lines, *more, "End Model."], names


def sequences(section: Section) -> tuple[list[str], list[str]]:
    """The sequences by recursion, from the hyperparameters, the gradients and `at_start`; the names of its lemmas."""
    spec, w = section.spec, section.writer
    carried = (spec.parameter, *spec.states)
    value = "nat -> R" if w.vector else "R"
    lines: list[str] = []
    lines += [f"Fixpoint run_ (n_ which_ : nat) {{struct n_}} : {value} := match n_ with", "  | O =>"]
    lines += _read_at_start(section, carried)
    lines += ["    match which_ with"]
    lines += [f"    | {k}%nat => {_abstracted(section, word, _first(section, word))}" for k, word in enumerate(carried)]
    zero = "fun _ => 0" if w.vector else "0"
    lines += [
        f"    | _ => {zero} end",
        "  | S m_ =>",
        f"    let {ident(spec.index.word.name)} := ({spec.first} + m_)%nat in",
    ]
    for k, word in enumerate(carried):
        element = " e" if w.has_element(word) else f" {spec.first}" if w.vector else ""
        head = "fun (_ e : nat)" if w.has_element(word) else "fun _ : nat"
        lines.append(f"    let {OLD}{ident(word.name)} := {head} => run_ m_ {k}{element} in")
    lines.append("    match which_ with")
    for k, word in enumerate(carried):
        lines.append(f"    | {k}%nat => {_abstracted(section, word, w.real(_old(spec, spec.transition[word.name])))}")
    lines += [f"    | _ => {zero} end", "  end."]
    lines += _definitions(section, carried)
    lines += TACTIC
    names = []
    for name, text in section.hypotheses():
        if name == "size_positive":
            continue
        names.append(name)
        lines += [f"Lemma {name} : {text}.", "Proof.", f"  {_proof(section, name)}", "Qed."]
    return lines, names


def _definitions(section: Section, carried: tuple[Word, ...]) -> Iterator[str]:
    """The sequences themselves: states and the parameter from the run, the others by their equations."""
    spec, w, t = section.spec, section.writer, ident(section.spec.index.word.name)
    for k, word in enumerate(carried):
        element = " e" if w.has_element(word) else f" {spec.first}" if w.vector else ""
        more = " (e : nat)" if w.has_element(word) else ""
        yield f"Definition {ident(word.name)} (n_ : nat){more} : R := run_ (n_ - {_start(spec, word)}) {k}{element}."
    for e in section.equations:
        assert isinstance(e.left, At)
        if e.left.word not in carried:
            more = " (e : nat)" if w.has_element(e.left.word) else ""
            shift = offset(e.left.index) or 0
            head = f"let {t} := (n_ - {shift})%nat in " if shift >= 0 else f"let {t} := (n_ + {-shift})%nat in "
            yield f"Definition {ident(e.left.word.name)} (n_ : nat){more} : R := {head}{w.real(e.right)}."


def _read_at_start(section: Section, carried: tuple[Word, ...]) -> Iterator[str]:
    """First values of which others are made, in their order."""
    spec, w = section.spec, section.writer
    read = {x.word for e in spec.initial for x in walk(e.right) if isinstance(x, At)}
    for word in (spec.parameter, *(e.left.word for e in spec.initial if isinstance(e.left, At))):
        if word in read and word in carried:
            head = "fun (_ e : nat)" if w.has_element(word) else "fun _ : nat"
            yield f"    let {ident(word.name)} := {head} => {_first(section, word)} in"


def _start(spec: Spec, word: Word) -> int:
    """The index of the first value of a state."""
    left = spec.by_name[word.name].left
    assert isinstance(left, At)
    return spec.first + (offset(left.index) or 0) - 1


def _first(section: Section, word: Word) -> str:
    e = section.spec.start.get(word.name)
    if e is not None:
        return section.writer.real(e.right)
    return "at_start e" if section.writer.has_element(word) else "at_start"


def _abstracted(section: Section, word: Word, text: str) -> str:
    """A value as the run keeps it: over vectors, everything is a function of the element."""
    return f"fun {'e' if section.writer.has_element(word) else '_'} : nat => {text}" if section.writer.vector else text


def _old(spec: Spec, x: Term) -> Term:
    """A term of the transition, its states named as those before the step."""
    if isinstance(x, At) and x.word in (spec.parameter, *spec.states):
        return At(replace(x.word, name=f"{OLD}{ident(x.word.name)}"), x.index)
    return rebuild(x, lambda child: _old(spec, child))


def _proof(section: Section, name: str) -> str:
    spec = section.spec
    words = [spec.parameter, *spec.states]
    words += [e.left.word for e in section.equations if isinstance(e.left, At) and e.left.word not in words]
    unfolded = f"unfold {', '.join(ident(x.name) for x in reversed(words))}"
    if name.startswith("start_"):
        return f"intros; {unfolded}; reflexivity."
    t = ident(spec.index.word.name)
    instance = f"replace {t} with ({spec.first} + ({t} - {spec.first}))%nat by lia"
    return f"intros; {instance}; generalize ({t} - {spec.first})%nat as m; intros m; {unfolded}; at_step m."
