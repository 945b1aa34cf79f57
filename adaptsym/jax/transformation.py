"""From a specification to an `optax.GradientTransformation`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from inspect import Parameter, Signature
from typing import Any

from adaptsym.compile.hyperparameters import defaults
from adaptsym.errors import InputError
from adaptsym.jax.hyperparameters import Value
from adaptsym.jax.steps import Steps, Tree
from adaptsym.optimizers import usual
from adaptsym.resolve import resolve
from adaptsym.spec import Spec

NEEDS = ("jax", "optax")


def gradient_transformation(spec: Spec | str, learning_rate: Value = None, **hyperparameters: Value) -> Any:
    """A specification as an `optax.GradientTransformation`.

    Its state is a NamedTuple: `count` (int32), then the states by the names of the equations, nested as the
    parameters are and of their shapes, in float32, or float64 for parameters of float64; what is one number is a
    scalar. Updates have the dtype of the gradients, or of the parameters where that is wider. Where a step reads
    the parameters (a decay, a norm) they have to be given: ``update(grads, state, params)``. Further arguments, such as
    ``value=``, are taken as optax's own take them, and change nothing.

    Args:
        spec: a specification, or what `adaptsym.resolve` takes, such as a name of the catalogue.
        learning_rate: this and the others by their names in code: a number, a JAX scalar (it may be traced), or a
            schedule. As everywhere in optax, a schedule is a function of the number of steps before: 0, 1, ...
        hyperparameters: what is not given has its usual value, as `adaptsym.optimizers.usual` has it.

    Raises:
        InputError: for an unknown or missing hyperparameter, a number outside its domain, or without jax and optax.

    Under jit on a mesh, norms and inner products are those of whole parameters; in `jax.shard_map` they are of what a
    device holds. Where the gradient is wanted elsewhere than at the parameters (Nesterov), see `gradient_point`.
    """
    import_check()
    import optax

    steps = _steps(spec, learning_rate, hyperparameters)
    return optax.with_extra_args_support(optax.GradientTransformation(steps.init, steps.update))


def gradient_point(
    spec: Spec | str, learning_rate: Value = None, **hyperparameters: Value
) -> Callable[[Tree, Any], Tree]:
    """Where a step wants the gradient: a function of the parameters and the state of `gradient_transformation`.

    That is the parameters themselves, except where the equations look ahead:

        point = gradient_point("nesterov", momentum=0.9)
        grads = jax.grad(loss)(point(params, state))

    Takes and raises what `gradient_transformation` does.
    """
    import_check()
    return _steps(spec, learning_rate, hyperparameters).point


def factory(spec: Spec | str) -> Callable[..., Any]:
    """A function of the hyperparameters alone, which makes the transformation and has them in its signature.

    That is what `optax.inject_hyperparams` takes: ``optax.inject_hyperparams(factory("adam"))(learning_rate=1e-3)``.

    Raises:
        InputError: if there is no such specification.

    >>> import inspect
    >>> inspect.signature(factory("momentum"))
    <Signature (learning_rate=0.01, *, momentum=0.9)>
    """
    found = _spec(spec)
    known = defaults(found, usual(found))
    stated = {w.code_name: known.get(w.code_name, Parameter.empty) for w in found.hyperparameters}
    kinds = {"learning_rate": Parameter.POSITIONAL_OR_KEYWORD}
    parameters = [Parameter(n, kinds.get(n, Parameter.KEYWORD_ONLY), default=x) for n, x in stated.items()]
    signature = Signature(sorted(parameters, key=lambda p: p.kind))

    def make(*args: Value, **kwargs: Value) -> Any:
        return gradient_transformation(found, **signature.bind_partial(*args, **kwargs).arguments)

    make.__name__ = make.__qualname__ = found.name
    make.__doc__ = f"The transformation of {found.name}."
    make.__signature__ = signature  # type: ignore[attr-defined]
    return make


def import_check() -> None:
    """Refuse where a framework is missing, and say how to get it.

    Raises:
        InputError: without jax or optax.
    """
    missing = [name for name in NEEDS if find_spec(name) is None]
    if missing:
        raise InputError(f"adaptsym.jax needs {missing[0]}, which is not installed: pip install 'adaptsym[jax]'")


def _spec(spec: Spec | str) -> Spec:
    if isinstance(spec, Spec):
        return spec
    if isinstance(spec, str):
        return resolve(spec)
    raise InputError(f"expected a specification or the name of one, got {type(spec).__name__}")


def _steps(spec: Spec | str, learning_rate: Value, hyperparameters: Mapping[str, Value]) -> Steps:
    given = dict(hyperparameters) if learning_rate is None else {"learning_rate": learning_rate, **hyperparameters}
    found = _spec(spec)
    return Steps(found, given, defaults(found, usual(found)))
