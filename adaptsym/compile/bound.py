"""A compiled specification, and its stages bound to the arrays of a model.

Binding is done once for a set of arrays: what cannot be used where it lies (another layout in memory, half
precision, hundreds of small arrays under NumPy) gets a place in a buffer, and is copied in and out around a step.
After that a step allocates no arrays.

>>> import numpy as np
>>> from adaptsym.catalogue import momentum
>>> compiled = Compiled(momentum, "numpy")
>>> theta, velocity = np.ones(3), np.zeros(3)
>>> bound = compiled.bind([(theta, velocity)])
>>> shared, own = bound.step([np.full(3, 2.0)], t=1, inputs=(0.5, 0.25))  # momentum, learning_rate
>>> theta, velocity
(array([0.5, 0.5, 0.5]), array([-0.5, -0.5, -0.5]))
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from operator import is_
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adaptsym.compile.ir import POINT, Program, Stage
from adaptsym.compile.lower import lower
from adaptsym.compile.stages import Arrays, Backend, Own, Rows, StageRunner, own_within
from adaptsym.errors import InputError
from adaptsym.spec import Spec

Array = NDArray[Any]
SMALL = 1 << 12  # elements: smaller arrays are packed together where calls are dear

BACKENDS = {"numpy": "adaptsym.compile.numpy_backend", "numba": "adaptsym.compile.numba_backend"}


NEEDS = {"numba": ("numba", "llvmlite")}


class Compiled:
    """A specification compiled for a backend: ``numpy`` or ``numba``.

    Raises:
        InputError: for another backend, or one that is not installed.
    """

    def __init__(self, spec: Spec, backend: str) -> None:
        self.program: Program = lower(spec)
        self.backend = _backend(backend)
        self._runners: dict[str, StageRunner] = {}

    def runner(self, name: str) -> StageRunner:
        """The stage ``point``, ``start`` or ``step`` as a callable, built when it is first asked for."""
        if name not in self._runners:
            stage: Stage = getattr(self.program, name)
            self._runners[name] = StageRunner(self.program, stage, self.backend.make_pass)
        return self._runners[name]

    def bind(self, leaves: Sequence[Sequence[Array]]) -> Bound:
        """Bind to arrays: for each parameter its array and those of its states, in the order of `Program.arrays`."""
        return Bound(self, leaves)


def _backend(name: str) -> Backend:
    if name not in BACKENDS:
        raise InputError(f"no backend is called {name!r}; there are {', '.join(BACKENDS)}")
    missing = [package for package in NEEDS.get(name, ()) if find_spec(package) is None]
    if missing:
        raise InputError(f"the backend {name} needs {missing[0]}, which is not installed: pip install 'adaptsym[fast]'")
    found: Backend = import_module(BACKENDS[name]).BACKEND
    return found


class Bound:
    """The stages of a compiled specification over the arrays of a model, all changed in place.

    Args:
        compiled: the specification.
        leaves: for each parameter its array and those of its states; float16, float32 or float64, any layout.
    """

    def __init__(self, compiled: Compiled, leaves: Sequence[Sequence[Array]]) -> None:
        self.compiled = compiled
        self.leaves = [tuple(row) for row in leaves]
        names = compiled.program.arrays
        together = compiled.backend.packs and not own_within(compiled.program)
        self.staging = Staging(self.leaves, together)
        self.arrays = compiled.backend.arrays(names, self.staging.rows)
        self.first = compiled.program.first
        self.run = compiled.runner("step")
        program, staging = compiled.program, self.staging
        alone = len(staging.rows) == len(staging.direct) == 1 and not staging.copies
        self.repeats = alone and self.run.single and not (program.shared or program.start)  # see `again`

    def step(
        self,
        gradients: Sequence[Array],
        t: int,
        inputs: Sequence[float] = (),
        shared: Sequence[float] = (),
        own: Own = (),
    ) -> tuple[Sequence[float], Own]:
        """One step: parameters and states in place. Returns what the shared and own states become.

        Args:
            gradients: of the parameters' shapes; only read.
            t: the number of the step; at the first one, initial values that read the gradient are set before.
            inputs: hyperparameters and schedules' values, in the order of `Program.inputs`.
            shared: the shared states, in the order of `Program.shared`.
            own: for each parameter its own states, in the order of `Program.own`.

        Raises:
            EvaluationError: where a shared scalar does not exist at this t; nothing has been written then.
        """
        self.staging.load(gradients, self.arrays)
        if t == self.first and self.compiled.program.start:
            self.run.scalars(self.arrays, t, inputs, shared)  # before the initial values are written
            shared, own = self.compiled.runner("start")(self.arrays, t, inputs, shared, own)
        result = self.run(self.arrays, t, inputs, shared, own)
        if self.staging.copies:
            self.staging.store()
        return result

    def point(
        self, out: Sequence[Array], t: int, inputs: Sequence[float] = (), shared: Sequence[float] = (), own: Own = ()
    ) -> None:
        """Where the gradient is wanted, into arrays of the parameters' shapes."""
        if not self.compiled.program.point:
            for target, row in zip(out, self.leaves, strict=True):
                np.copyto(target, row[0])
            return
        with_targets = [(*row, target) for row, target in zip(self.leaves, out, strict=True)]
        staging = Staging(with_targets, together=False)
        arrays = self.compiled.backend.arrays((*self.compiled.program.arrays, POINT), staging.rows)
        staging.load([row[0] for row in self.leaves], arrays)
        self.compiled.runner("point")(arrays, t, inputs, shared, own)
        for target, flat in zip(out, staging.rows, strict=True):
            np.copyto(target, flat[-1].reshape(target.shape), casting="same_kind")


class Staging:
    """Arrays as flat rows of one dtype: the arrays themselves where that is possible, otherwise buffers.

    A row is a parameter, its gradient (a placeholder until `load`), its states. With `together`, small
    parameters of one dtype share one row.
    """

    def __init__(self, leaves: Sequence[Sequence[Array]], together: bool) -> None:
        self.rows: Rows = []
        self.current: list[Array] = []  # the gradient of each row
        self.copies: list[tuple[Array, Array]] = []  # (the array, its place in a buffer)
        self.buffers: list[tuple[Array, list[Array]]] = []  # (the buffer, the arrays that have a place there)
        self.direct: list[tuple[int, int, Any]] = []  # (which gradient, its row, its dtype)
        self.gathered: list[tuple[Array, list[int]]] = []  # (a buffer, the gradients that go there, end to end)
        self.last: list[Array] = []  # the gradients of the last step, if they are used where they lie
        self.spare: dict[int, Array] = {}
        groups: dict[Any, list[int]] = {}
        for n, leaf in enumerate(leaves):
            key = _working(leaf) if together and leaf[0].size <= SMALL else n
            groups.setdefault(key, []).append(n)
        for members in groups.values():
            self._group([leaves[n] for n in members], members)

    def _group(self, leaves: Sequence[Sequence[Array]], members: Sequence[int]) -> None:
        dtype = _working(leaves[0])
        columns = [self._column([leaf[k] for leaf in leaves], dtype) for k in range(len(leaves[0]))]
        if len(members) == 1 and dtype == leaves[0][0].dtype:
            self.direct.append((members[0], len(self.rows), dtype))
            gradient = columns[0]
        else:
            gradient = np.empty(columns[0].size, dtype)
            self.gathered.append((gradient, list(members)))
        self.rows.append([columns[0], gradient, *columns[1:]])
        self.current.append(gradient)

    def _column(self, arrays: Sequence[Array], dtype: Any) -> Array:
        """One flat array for a parameter or a state of a group."""
        first = arrays[0]
        if len(arrays) == 1 and first.dtype == dtype and first.flags.c_contiguous:
            return first.reshape(-1)
        if (whole := _adjacent(arrays, dtype)) is not None:
            return whole
        buffer = np.empty(sum(a.size for a in arrays), dtype)
        self.copies += zip(arrays, _places(buffer, arrays), strict=True)
        self.buffers.append((buffer, list(arrays)))
        return buffer

    def load(self, gradients: Sequence[Array], into: Arrays) -> None:
        """Bring in gradients, and what lies elsewhere."""
        for buffer, arrays in self.buffers:
            _gather(arrays, buffer)
        for buffer, members in self.gathered:
            _gather([gradients[n] for n in members], buffer)
        last = self.last
        if len(last) == len(gradients) and all(map(is_, gradients, last)):
            return  # the arrays of the last step, with other numbers in them
        self.last = []
        current, as_they_are = self.current, True
        for n, row, dtype in self.direct:
            gradient = gradients[n]
            other = gradient.dtype is not dtype and gradient.dtype != dtype
            if other or not gradient.flags.c_contiguous:
                gradient = self._copied(n, row, gradient)
                as_they_are = False
            current[row] = gradient
        into.put(current)
        if as_they_are:
            self.last = list(gradients)

    def _copied(self, n: int, row: int, gradient: Array) -> Array:
        """A gradient of another layout or dtype, in a buffer that is kept for the next."""
        if n not in self.spare:
            self.spare[n] = np.empty(gradient.shape, self.rows[row][0].dtype)
        np.copyto(self.spare[n], gradient, casting="same_kind")
        return self.spare[n]

    def store(self) -> None:
        """Take out what lies elsewhere."""
        for array, place in self.copies:
            array[...] = place  # for a thousand elements quicker than `numpy.copyto`


def _gather(arrays: Sequence[Array], buffer: Array) -> None:
    """Copy arrays into a flat buffer, end to end: one call for all of them."""
    np.concatenate([a if a.ndim == 1 else a.reshape(-1) for a in arrays], out=buffer, casting="same_kind")


def _working(leaf: Sequence[Array]) -> np.dtype[Any]:
    """The dtype in which a parameter is worked on: its own or that of its states, and at least float32."""
    return np.result_type(np.float32, *(a.dtype for a in leaf))


def _places(buffer: Array, arrays: Sequence[Array]) -> list[Array]:
    """Parts of a flat buffer in the shapes of arrays, one after the other."""
    ends = np.cumsum([0, *(a.size for a in arrays)])
    return [buffer[low:high].reshape(a.shape) for a, low, high in zip(arrays, ends, ends[1:], strict=False)]


def neighbours(like: Sequence[Array], dtypes: Sequence[Any], value: float) -> list[Array]:
    """Arrays in the shapes of others, those of one dtype beside each other in memory.

    Small ones are then one row for a backend that packs them together, and need not be copied.
    """
    made: dict[int, Array] = {}
    for dtype in dict.fromkeys(dtypes):
        members = [n for n, d in enumerate(dtypes) if d == dtype]
        buffer = np.full(sum(like[n].size for n in members), value, dtype)
        made.update(zip(members, _places(buffer, [like[n] for n in members]), strict=True))
    return [made[n] for n in range(len(like))]


def _adjacent(arrays: Sequence[Array], dtype: Any) -> Array | None:
    """The flat array that arrays make up together, if they are parts of one, one after the other."""
    base = arrays[0].base
    if not isinstance(base, np.ndarray) or base.ndim != 1 or base.dtype != dtype or not base.flags.c_contiguous:
        return None
    begin = base.ctypes.data
    at = first = arrays[0].ctypes.data
    for a in arrays:
        if a.base is not base or a.dtype != dtype or not a.flags.c_contiguous or a.ctypes.data != at:
            return None
        at += a.nbytes
    low = (first - begin) // base.itemsize
    found: Array = base[low : low + (at - first) // base.itemsize]
    return found
