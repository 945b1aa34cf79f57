"""Stand-alone modules: a specification's program as one readable file that needs neither adaptsym nor SymPy.

The file is made of the functions that the backends run, of a few lines that call them, and of a docstring with
the equations, their source and the digest of the certificate. The same specification gives the same bytes.
"""

from __future__ import annotations

import re

from adaptsym.compile.emit_lines import LINES
from adaptsym.compile.emit_stages import init_text, point_text, step_text
from adaptsym.compile.lower import lower
from adaptsym.compile.text import ONE_MINUS_POWER
from adaptsym.errors import InputError
from adaptsym.spec import Spec

NUMPY = '''\
BLOCK = 131072  # elements that are worked on at a time, so that they stay in cache


@functools.cache
def scratch(size, dtype, work, masks, wide):
    """Buffers for a block, made once."""
    kinds = [dtype] * work + [np.dtype(bool)] * masks + [np.dtype(np.float64)] * wide
    return [np.empty(size, kind) for kind in kinds]


def run(line, row, scalars):
    """A straight line over the arrays of one parameter, block by block; the sums that it returns are added up."""
    values = [float(x) for x in scalars]
    total = ()
    for low in range(0, row[0].size, BLOCK):
        part = line(*[a[low : low + BLOCK] for a in row], *values) or ()
        total = tuple(a + float(b) for a, b in zip(total, part)) if total else tuple(map(float, part))
    return total
'''
NUMBA = '''\
compiled = numba.njit(parallel=True, error_model="numpy")
double = np.float64


def run(line, row, scalars):
    """A fused loop over the arrays of one parameter; the sums that it returns."""
    return line(*row, *[float(x) for x in scalars])
'''
FLAT = '''\
def flat(array):
    """An array as one row that shares its memory."""
    if not array.flags.c_contiguous:
        raise ValueError("arrays must be contiguous: pass numpy.ascontiguousarray(array)")
    return array.reshape(-1)
'''
IMPORTS = {
    "numpy": "import functools\n{math}\nimport numpy as np\n",
    "numba": "{math}\nimport numba\nimport numpy as np\n",
}
HELPERS = {"numpy": NUMPY, "numba": NUMBA}
FROM_MATH = ("expm1", "log", "sqrt")
BINDINGS = {
    "absolute": "absolute = abs",
    "maximum": "maximum = np.maximum",
    "minimum": "minimum = np.minimum",
    "sign": "sign = np.sign",
    "power": "power = np.power",
}


def stand_alone(spec: Spec, backend: str, certificate_hash: str | None = None) -> str:
    """The text of a module with ``init(params)``, ``step(params, grads, state, ...)`` and, with look-ahead, ``point``.

    Args:
        spec: the specification.
        backend: ``numpy`` or ``numba``.
        certificate_hash: the digest of the certificate of its claims, to be named in the docstring.

    Raises:
        InputError: for another backend.

    >>> from adaptsym.catalogue import momentum
    >>> print(stand_alone(momentum, "numpy").rpartition("def line")[2])
    0_0(theta, g, velocity, momentum, learning_rate):
        work0, = scratch(theta.size, theta.dtype, 1, 0, 0)
        np.multiply(momentum, velocity, out=velocity)
        np.multiply(learning_rate, g, out=work0)
        np.subtract(velocity, work0, out=velocity)
        np.add(theta, velocity, out=theta)
    <BLANKLINE>
    """
    if backend not in LINES:
        raise InputError(f"no stand-alone module is made for the backend {backend!r}; there are {', '.join(LINES)}")
    program, line = lower(spec), LINES[backend]
    step, point = step_text(spec, program, line), point_text(spec, program, line)
    functions = [*point.functions, *step.functions]
    if any("one_minus_power(" in text for text in functions):
        functions.insert(0, ONE_MINUS_POWER)
    calls = [init_text(spec, program), "\n".join(point.lines) + "\n", "\n".join(step.lines) + "\n"]
    passes = max(len(stage.phases) for stage in (program.point, program.start, program.step))
    used, bindings = _bindings("\n".join(functions), "np" if passes > 1 else "math")
    imports = IMPORTS[backend].format(math="import math\n" if used else "")
    head = f'"""{_about(spec, backend, certificate_hash)}"""\n\n{imports.lstrip()}{bindings}'
    parts = [head, HELPERS[backend], FLAT, *(text for text in calls if text.strip()), *functions]
    return "\n\n".join(parts)


def _bindings(text: str, module: str) -> tuple[bool, str]:
    """Whether the module ``math`` is needed, and what the names of functions in the text are bound to."""
    names = [name for name in FROM_MATH if re.search(rf"\b{name}\(", text)]
    lines = [f"{', '.join(names)} = {', '.join(f'{module}.{name}' for name in names)}"] if names else []
    lines += [binding for name, binding in BINDINGS.items() if re.search(rf"\b{name}\(", text)]
    return bool(names) and module == "math", "\n" + "\n".join(lines) + "\n" if lines else ""


def _about(spec: Spec, backend: str, certificate_hash: str | None) -> str:
    """The docstring: what it computes, where that stands, and what has been proved of it."""
    equations = [str(e) for e in (*spec.initial, *spec.equations)]
    lines = [f"{spec.name}: one step, in place, with {'NumPy' if backend == 'numpy' else 'Numba'}.", ""]
    lines += [f"    {e}" for e in equations]
    lines += ["", f"Source: {spec.source}" if spec.source else "Source: none is given."]
    lines.append(f"Certificate: {certificate_hash}" if certificate_hash else "Certificate: none.")
    lines += ["", "Generated by adaptsym from the equations above; change these, not this file.", ""]
    return "\n".join(lines).replace("\\", "\\\\").replace('"""', "'''")
