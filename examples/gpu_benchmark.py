"""How fast a step is on a GPU: our specifications through XLA and torch.compile, beside optax and PyTorch's own.

    python examples/gpu_benchmark.py --output results.json

Needs adaptsym[jax,torch], or one of the two. Without a GPU it runs on the CPU, and says so. Each contender takes its
turn in every round, in one process; what counts is its median, beside the least. The limit is the time of an addition
in place that moves the bytes which a step has to move: parameter, gradient and states read, parameter and states
written, in float32. Beside PyTorch it is PyTorch's, and otherwise XLA's.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

from adaptsym import catalogue
from adaptsym.bench import table
from adaptsym.errors import AdaptsymError, InputError
from adaptsym.term import Kind

os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")  # leave memory to the other framework

Run = Callable[[int], None]  # takes so many steps, and waits until they are done
RATE = 1e-3
LIMIT = "limit"
PEERS = {  # name in the catalogue -> torch.optim's class, optax's function
    "adam-outside": ("Adam", "adam"),
    "adamw": ("AdamW", "adamw"),
    "gradient_descent": ("SGD", "sgd"),
    "lion": ("", "lion"),
}
SIZES = {"cpu": (10**4, 10**5, 10**6, 10**7), "gpu": (10**4, 10**5, 10**6, 10**7, 10**8)}
MANY = (200, 1000)
SAMPLE = 2_000_000  # elements that a sample goes through at least, by repeating small steps
MOST = 100  # repetitions in a sample
WARM = 3  # steps before measuring: compilation, buffers


# ---------------------------------------------------------------- contenders


def floats_moved(name: str) -> int:
    """Numbers that a step reads and writes for each element of the parameters."""
    states = sum(w.kind is Kind.ARRAY for w in catalogue.find(name).states)
    return 3 + 2 * states


def torch_contenders(name: str, shapes: Sequence[int], backend: str) -> dict[str, Run]:
    """Ours, compiled and not, and PyTorch's own."""
    import torch

    from adaptsym.torch import optimizer

    device = "cuda" if torch.cuda.is_available() else "cpu"

    def wait() -> None:
        if device == "cuda":
            torch.cuda.synchronize()

    def made(cls: Any, **options: Any) -> Run:
        params = [torch.zeros(n, device=device, requires_grad=True) for n in shapes]
        for p, gradient in zip(params, gradients(shapes), strict=True):
            p.grad = torch.from_numpy(gradient).to(device)
        step = cls(params, lr=RATE, **options).step

        def run(steps: int) -> None:
            for _ in range(steps):
                step()
            wait()

        return run

    moved = torch.zeros(sum(shapes) * floats_moved(name) // 2, device=device)

    def move(steps: int) -> None:
        for _ in range(steps):
            moved.add_(1.0)
        wait()

    found = {LIMIT: move}
    ours, peer = optimizer(name), getattr(torch.optim, PEERS.get(name, ("", ""))[0] or "-", None)
    found["adaptsym torch.compile"] = made(ours, compiled=True if backend == "inductor" else backend)
    found["adaptsym torch"] = made(ours)
    if peer is not None:
        found["torch fused"] = made(peer, fused=True)
        found["torch foreach"] = made(peer, foreach=True)
    return found


def jax_contenders(name: str, shapes: Sequence[int]) -> dict[str, Run]:
    """Ours and optax's, both jitted, with parameters and states donated."""
    import jax
    import jax.numpy as jnp
    import optax

    from adaptsym.jax import gradient_transformation

    def made(transformation: Any) -> Run:
        def step(params: Any, state: Any, grads: Any) -> Any:
            updates, state = transformation.update(grads, state, params)
            return optax.apply_updates(params, updates), state

        jitted = jax.jit(step, donate_argnums=(0, 1))
        grads, params = list(map(jnp.asarray, gradients(shapes))), [jnp.zeros(n) for n in shapes]
        held = [(params, transformation.init(params))]

        def run(steps: int) -> None:
            for _ in range(steps):
                held[0] = jitted(*held[0], grads)
            jax.block_until_ready(held[0])

        return run

    moved = [jnp.zeros(sum(shapes) * floats_moved(name) // 2)]
    add = jax.jit(lambda x: x + 1, donate_argnums=0)

    def move(steps: int) -> None:
        for _ in range(steps):
            moved[0] = add(moved[0])
        jax.block_until_ready(moved[0])

    found = {LIMIT: move, "adaptsym jitted": made(gradient_transformation(name, RATE))}
    peer = PEERS.get(name, ("", ""))[1]
    if peer:
        found["optax jitted"] = made(getattr(optax, peer)(RATE))
    return found


def gradients(shapes: Sequence[int]) -> list[Any]:
    """The same for every contender."""
    rng = np.random.default_rng(0)
    return [rng.standard_normal(n, dtype=np.float32) for n in shapes]


# ---------------------------------------------------------------- devices


def devices() -> dict[str, str]:
    """The device of each framework that is installed; only those with a GPU, if there is one."""
    found: dict[str, tuple[str, bool]] = {}
    if find_spec("torch") is not None:
        import torch

        gpu = torch.cuda.is_available()
        found["torch"] = (torch.cuda.get_device_name() if gpu else processor(), gpu)
    if find_spec("jax") is not None and find_spec("optax") is not None:
        import jax

        device = jax.devices()[0]
        gpu = device.platform != "cpu"
        found["jax"] = (device.device_kind if gpu else processor(), gpu)
    if not found:
        raise InputError("neither torch nor jax is installed: pip install 'adaptsym[jax,torch]'")
    some = any(gpu for _, gpu in found.values())
    for name, (_, gpu) in found.items():
        if some and not gpu:
            print(f"{name} sees no GPU, and is left out", file=sys.stderr)
    if not some:
        print("no GPU: measured on the CPU", file=sys.stderr)
    kind = "gpu" if some else "cpu"
    return {"kind": kind} | {name: device for name, (device, gpu) in found.items() if gpu == some}


def processor() -> str:
    """The name of the CPU, and how many of its cores there are."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{names[0] if names else platform.machine()}, {os.cpu_count()} cores"


# ---------------------------------------------------------------- measuring


def measure(name: str, shapes: Sequence[int], found: dict[str, str], rounds: int, backend: str) -> list[dict[str, Any]]:
    """A row for each contender."""
    steps = jax_contenders(name, shapes) if "jax" in found else {}
    steps |= torch_contenders(name, shapes, backend) if "torch" in found else {}
    repeat = max(1, min(MOST, SAMPLE // sum(shapes)))
    for step in steps.values():
        step(WARM)
    times: dict[str, list[float]] = {contender: [] for contender in steps}
    for n in range(rounds):
        for contender in Random(n).sample(list(steps), len(steps)):  # no contender has the caches of another's place
            begin = perf_counter()
            steps[contender](repeat)
            times[contender].append((perf_counter() - begin) / repeat)
    limit = median(times[LIMIT])
    return [
        {
            "optimizer": name,
            "size": sum(shapes),
            "arrays": len(shapes),
            "name": contender,
            "median_s": median(values),
            "least_s": min(values),
            "over_limit": median(values) / limit,
        }
        for contender, values in sorted(times.items(), key=lambda x: x[0] != LIMIT)
    ]


def versions() -> dict[str, str]:
    """Of what takes part."""
    from importlib.metadata import version

    return {name: version(name) for name in ("adaptsym", "jax", "optax", "torch") if find_spec(name) is not None}


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=["adam-outside"], help="names of the catalogue (adam-outside)")
    parser.add_argument(
        "--sizes", type=int, nargs="+", help="elements of one array (1e4 to 1e8 on a GPU, to 1e7 on a CPU)"
    )
    parser.add_argument("--many", type=int, nargs=2, default=MANY, metavar=("ARRAYS", "ELEMENTS"), help="(200 1000)")
    parser.add_argument("--rounds", type=int, default=15, help="samples of each contender (15)")
    parser.add_argument("--backend", default="inductor", help="of torch.compile (inductor)")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the rows as JSON")
    args = parser.parse_args(argv)
    try:
        found = devices()
        sizes = args.sizes or SIZES[found["kind"]]
        if min(args.rounds, *sizes, *args.many) < 1:
            raise InputError("sizes, arrays and rounds are whole numbers from 1 on")
        for name in args.names:
            catalogue.find(name)
    except AdaptsymError as why:
        print(why, file=sys.stderr)
        return 2
    before = os.getloadavg()[0]
    rows = []
    for name in args.names:
        for elements, arrays in [*((n, 1) for n in sizes), args.many[::-1]]:
            print(f"{name}: {arrays} x {elements:,}", file=sys.stderr)
            rows += measure(name, [elements] * arrays, found, args.rounds, args.backend)
    load = [round(before, 2), round(os.getloadavg()[0], 2)]
    print(f"{found}, load {load[0]} before and {load[1]} after\n")
    print(table(rows))
    print("The least of each:\n")
    print(table([{**row, "median_s": row["least_s"], "over_limit": row["least_s"] / limit(rows, row)} for row in rows]))
    if args.output:
        report = {"device": found, "versions": versions(), "load": load, "rounds": args.rounds, "rows": rows}
        args.output.write_text(json.dumps(report, indent=1) + "\n")
    return 0


def limit(rows: Sequence[dict[str, Any]], row: dict[str, Any]) -> float:
    """The least time of the limit in a row's case."""
    case = ("optimizer", "size", "arrays")
    return next(x["least_s"] for x in rows if x["name"] == LIMIT and all(x[k] == row[k] for k in case))


if __name__ == "__main__":
    sys.exit(main())
