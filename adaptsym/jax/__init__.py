"""Optimizers for JAX: any specification as an `optax.GradientTransformation`. Needs jax and optax (extra ``jax``).

They are used as optax's own are: under `jax.jit`, `jax.vmap` and a mesh of devices, in `optax.chain`, `optax.masked`
and, through `factory`, in `optax.inject_hyperparams`.

    import adaptsym.jax

    transformation = adaptsym.jax.gradient_transformation("adam", learning_rate=1e-3)
    state = transformation.init(params)
    updates, state = transformation.update(grads, state, params)
    params = optax.apply_updates(params, updates)
"""

from adaptsym.jax.transformation import factory, gradient_point, gradient_transformation

__all__ = ["factory", "gradient_point", "gradient_transformation"]
