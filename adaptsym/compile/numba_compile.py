"""A kernel's text to machine code: the one module that imports Numba."""

from __future__ import annotations

import math
from collections.abc import Callable
from math import isnan
from typing import Any

import numba
import numpy as np
from numba import types
from numba.extending import intrinsic

from adaptsym.compile.text import ONE_MINUS_POWER, load

POINTER: Any = types.CPointer
SIGNATURE = types.void(*[POINTER(types.int64)] * 2, *[POINTER(types.float64)] * 3, types.int64, types.int64)
EXACT: dict[str, Any] = {"error_model": "numpy"}
SUMMING: dict[str, Any] = {**EXACT, "fastmath": {"reassoc"}}  # sums may be added up in lanes; nothing else may change


def _maximum(a, b):  # type: ignore[no-untyped-def]
    return a if a >= b or isnan(a) else b


def _minimum(a, b):  # type: ignore[no-untyped-def]
    return a if a <= b or isnan(a) else b


def _power(a, b):  # type: ignore[no-untyped-def]
    return a**b


def _sign_for(real: Any) -> Callable[..., Any]:
    one, zero = real(1), real(0)

    def sign(a):  # type: ignore[no-untyped-def]
        return one if a > zero else (-one if a < zero else a + zero)

    return sign


def object_code(text: str, real: str) -> tuple[bytes, bytes]:
    """The name of the function and the object code of a kernel, for arrays of ``float32`` or ``float64``."""
    function = _compiled(text, real)
    _, _, (code, _) = function._library.serialize_using_object_code()
    return function._wrapper_name.encode(), code


def assembly(text: str, real: str) -> str:
    """The same as text, to be read."""
    found: str = _compiled(text, real)._library.get_asm_str()
    return found


def _compiled(text: str, real: str) -> Any:
    kind = {"float32": np.float32, "float64": np.float64}[real]
    element = {"float32": types.float32, "float64": types.float64}[real]

    @intrinsic
    def pointer(_: Any, address: Any) -> Any:
        def cast(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return builder.inttoptr(args[0], context.get_value_type(signature.return_type))

        return POINTER(element)(address), cast

    inline = numba.njit(**EXACT)
    names: dict[str, Any] = {"sqrt": math.sqrt, "expm1": math.expm1, "log": math.log, "absolute": abs}
    names |= {"real": kind, "double": np.float64, "pointer": pointer}
    space = load(ONE_MINUS_POWER + text, "kernel", names)
    space["one_minus_power"] = inline(space["one_minus_power"])
    space |= {"maximum": inline(_maximum), "minimum": inline(_minimum), "power": inline(_power)}
    space["sign"] = inline(_sign_for(kind))
    for name in [name for name in space if name.startswith("sums")]:
        space[name] = numba.njit(**SUMMING)(space[name])
    return numba.cfunc(SIGNATURE, **EXACT)(space["kernel"])
