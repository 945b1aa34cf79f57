"""For the test suites of other projects: an assertion that code implements a published optimizer.

>>> def step(theta, g, velocity, momentum=0.9, learning_rate=0.1):
...     velocity = momentum * velocity - learning_rate * g
...     return theta + velocity, velocity
>>> assert_implements(step, "momentum")
>>> def wrong(theta, g, velocity, momentum=0.9, learning_rate=0.1):
...     velocity = momentum * velocity + learning_rate * g
...     return theta + velocity, velocity
>>> assert_implements(wrong, "momentum")  # doctest: +ELLIPSIS
Traceback (most recent call last):
    ...
AssertionError: wrong (...; imported and run): refuted: it is not momentum...
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adaptsym.auditing import audit
from adaptsym.spec import Spec


def assert_implements(
    code: Any,
    spec: Spec | str,
    *,
    arguments: Mapping[str, Any] | None = None,
    roles: Mapping[str, str] | None = None,
    limit_s: float = 30,
) -> None:
    """Assert that running code is proved to take the steps of a specification, from its first step on.

    Args:
        code: a class, a function, or a text that names one: ``"torch.optim.Adam"``. It is run.
        spec: a specification, or its name in the catalogue: ``"adam-outside"``.
        arguments: hyperparameters to make it with.
        roles: which argument is what, for plain functions: ``{"grad": "dw"}``.
        limit_s: seconds for all of it.

    Raises:
        AssertionError: if it is refuted, with the residual and exact numbers on which both differ; or undecided.
        InputError: if a text names no code, or no specification.
    """
    __tracebackhide__ = True
    report = audit(code, spec, arguments=arguments, roles=roles, limit_s=limit_s)
    if not report:
        raise AssertionError(str(report))
