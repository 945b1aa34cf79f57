"""Where a class of torch's takes the same steps: proved of its running code, and its state_dict goes both ways."""

from typing import Any

import pytest
import torch
from test_spec_optimizer import model, run, same

from adaptsym.catalogue import SPECS
from adaptsym.equivalence import equivalent
from adaptsym.errors import InputError
from adaptsym.proof.results import Verdict
from adaptsym.torch import optimizer
from adaptsym.torch.names import PEERS, Translation
from adaptsym.trace.torch import trace_torch

OPTIONS: dict[str, dict[str, Any]] = {
    "momentum": {"momentum": 0.9},
    "amsgrad-corrected": {"amsgrad": True},
    "rmsprop-outside": {"alpha": 0.9},
}


def peers(name: str) -> tuple[type[Any], type[Any], dict[str, Any]]:
    return optimizer(name), getattr(torch.optim, PEERS[name].name), OPTIONS.get(name, {})


@pytest.mark.parametrize("name", PEERS)
def test_the_class_of_torchs_is_proved_the_same(name: str) -> None:
    _, cls, options = peers(name)
    found = equivalent(trace_torch(cls, options, target=name).spec, SPECS[name])
    assert found.verdict is Verdict.PROVED
    matched = {str(e.left).partition("[")[0]: str(e.right) for e in found.matching}
    for ours, theirs in PEERS[name].states.items():
        assert matched[theirs].partition("[")[0] == ours
    for theirs, _ in PEERS[name].scaled.values():
        assert theirs in matched


@pytest.mark.parametrize("name", PEERS)
def test_state_dicts_go_both_ways(name: str) -> None:
    ours, theirs, options = peers(name)
    one, other = model(), model()
    mine, torchs = ours(one, lr=0.05), theirs(other, lr=0.05, **options)
    run(mine, one, 0, 3)
    run(torchs, other, 0, 3)
    for target in (0, 1):
        params = [torch.nn.Parameter(p.detach().clone()) for p in (one, other)[target]]
        if target:
            opt = ours(params, lr=1.0)
            opt.load_state_dict(torchs.state_dict())
        else:
            opt = theirs(params, lr=1.0, **options)
            opt.load_state_dict(mine.torch_state_dict())
        run(opt, params, 3, 3)
        expected = model()
        run(theirs(expected, lr=0.05, **options), expected, 0, 6)
        assert same(params, expected, tolerance=1e-12)


@pytest.mark.parametrize("name", [n for n, peer in PEERS.items() if not peer.scaled])
def test_equal_states_have_the_same_state_dict(name: str) -> None:
    ours, theirs, options = peers(name)
    one, other = model(), model()
    mine, torchs = ours(one, lr=0.05), theirs(other, lr=0.05, **options)
    run(mine, one, 0, 2)
    run(torchs, other, 0, 2)
    here, there = mine.state_dict(), torchs.state_dict()
    assert all(set(there["state"][k]) <= set(here["state"][k]) for k in there["state"])
    opt = theirs([torch.nn.Parameter(p.detach().clone()) for p in one], **options)
    opt.load_state_dict(here)
    assert opt.param_groups[0]["lr"] == 0.05


def test_options_that_make_another_optimizer_are_refused() -> None:
    params = model()
    torchs = torch.optim.Adam(params, amsgrad=True)
    with pytest.raises(
        InputError, match="adam-outside is amsgrad = False, got amsgrad = True; take 'amsgrad-corrected'"
    ):
        optimizer("adam-outside")(params).load_state_dict(torchs.state_dict())
    with pytest.raises(InputError, match=r"no class of torch\.optim is adam"):
        optimizer("adam")(params).torch_state_dict()


def test_names_go_there_and_back() -> None:
    for spec in SPECS.values():
        names = Translation(spec)
        values = {w.code_name: n for n, w in enumerate(spec.hyperparameters)}
        assert names.values(names.group(values)) == values
        assert names.given(values) == values == names.given(names.group(values))
