"""Run by a test in a process of its own: steps on a mesh of 8 devices, held against one device.

Prints, as JSON, for each optimizer the largest difference and the collectives of the compiled program.
"""

import json
import os
import re

os.environ["XLA_FLAGS"] = "--xla_force_host_platform_device_count=8"

import jax
import jax.numpy as jnp
import numpy as np
import optax
from compile_specs import SPECS
from jax.sharding import Mesh, NamedSharding, PartitionSpec

from adaptsym.jax import gradient_transformation

COLLECTIVE = re.compile(r"= (\S+|\(.*?\)) ((?:all-|collective-|reduce-scatter|ragged-|send|recv)[a-z-]*)\(")
REST = {"clipped": {"clip": 0.5, "decay": 0.5}, "catalogue-adamp": {"delta": 0.99}}  # such that they do something
SHARDED = {"w": PartitionSpec("data", "model"), "b": PartitionSpec("model"), "s": PartitionSpec()}


def step(made, params, state, grads):
    updates, state = made.update(grads, state, params)
    return optax.apply_updates(params, updates), state


def run(made, params, grads):
    """Three steps, compiled for where the parameters lie; what is left, and the program."""
    state = made.init(params)
    compiled = jax.jit(lambda *args: step(made, *args), donate_argnums=(0, 1)).lower(params, state, grads).compile()
    params = jax.tree.map(jnp.copy, params)
    for _ in range(3):
        params, state = compiled(params, state, grads)
    return (params, state), compiled.as_text()


def main():
    mesh = Mesh(np.array(jax.devices()).reshape(4, 2), ("data", "model"))
    key = jax.random.key(0)
    shapes = {"w": (16, 8), "b": (8,), "s": ()}
    params = {name: jax.random.normal(jax.random.fold_in(key, n), shapes[name]) for n, name in enumerate(shapes)}
    grads = jax.tree.map(lambda x: jnp.sin(9 * x), params)
    places = {name: NamedSharding(mesh, spec) for name, spec in SHARDED.items()}
    found = {}
    for name in ("catalogue-adamw", "catalogue-adamp", "clipped"):
        spec = SPECS[name]
        made = gradient_transformation(spec, 0.05, **REST.get(name, {}))
        (one, _), (many, text) = run(made, params, grads), run(made, *jax.device_put((params, grads), (places, places)))
        difference = jax.tree.map(
            lambda a, b: float(jnp.max(jnp.abs(a - jax.device_get(b)))), one, jax.device_get(many)
        )
        kept = all(
            leaf.sharding.is_equivalent_to(places[path[-1].key], leaf.ndim)
            for path, leaf in jax.tree.leaves_with_path(many)
            if getattr(path[-1], "key", None) in places and leaf.ndim
        )
        found[name] = {
            "difference": max(jax.tree.leaves(difference)),
            "sharded": kept,
            "collectives": [list(pair) for pair in COLLECTIVE.findall(text)],
        }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
