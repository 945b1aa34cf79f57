"""Texts that name code: what is read, and one clear line for what is not."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adaptsym.errors import AdaptsymError, InputError
from adaptsym.trace.targets import KNOWN, MAX_LENGTH, expand, load, parse


@pytest.mark.parametrize(
    ("text", "place", "name", "arguments"),
    [
        ("torch.optim.Adam", "torch.optim", "Adam", {}),
        ("torch.optim.SGD(momentum=0.9, nesterov=True)", "torch.optim", "SGD", {"momentum": 0.9, "nesterov": True}),
        ("torch.optim.Adam(betas=(0.5, -1))", "torch.optim", "Adam", {"betas": (0.5, -1)}),
        ("path/to/file.py:step", "path/to/file.py", "step", {}),
        ("a b.py:Outer.Inner(lr=None)", "a b.py", "Outer.Inner", {"lr": None}),
        ("sklearn.AdamOptimizer", "sklearn.neural_network._stochastic_optimizers", "AdamOptimizer", {}),
    ],
)
def test_what_is_read(text: str, place: str, name: str, arguments: dict[str, object]) -> None:
    found = parse(text)
    assert (found.place, found.name, found.arguments) == (place, name, arguments)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("adam", "names no code"),
        ("torch.optim.SGD(0.9)", "give arguments by their names"),
        ("torch.optim.SGD(lr=print('x'))", "must be a literal, got print('x')"),
        ("torch.optim.SGD(lr=__import__('os').getcwd())", "must be a literal"),
        ("torch.optim.SGD(**{'lr': 1})", "must be a literal"),
        ("torch.optim.SGD(lr=2**9**9**9)", "must be a literal"),
        ("torch.optim.SGD(", "no name with arguments"),
        ("torch.optim['SGD']", "no dotted name"),
        ("torch.optim.SGD().step", "no dotted name"),
        ("x" * (MAX_LENGTH + 1), "too long"),
        ("(" * 500, "no name with arguments"),
        ("a\0b.c", "no name with arguments"),
    ],
)
def test_what_is_not_read(text: str, why: str) -> None:
    with pytest.raises(InputError) as raised:
        parse(text)
    assert why in str(raised.value)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(AdaptsymError):
        assert parse(text).text == text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("surely_not_there.x", "surely_not_there cannot be imported"),
        ("json.nothing", "json has no 'nothing'; it has "),
        ("json.dumps.x", "json.dumps cannot be imported"),
    ],
)
def test_what_cannot_be_loaded(text: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        load(parse(text))


def test_loading_a_file_prints_beside_the_result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "own.py"
    path.write_text("print('hello')\nclass A:\n    class B:\n        x = 3\n")
    assert load(parse(f"{path}:A.B")).x == 3
    assert capsys.readouterr().out == ""


def test_a_framework_alone_is_its_optimizers() -> None:
    for framework, names in KNOWN.items():
        assert expand(framework) == [f"{framework}.{name}" for name in names]
    assert expand("torch.optim.Adam") == ["torch.optim.Adam"]
