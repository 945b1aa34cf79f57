"""Tensors that carry terms: real ones (their shape, device and type are what code asks for), filled with NaN."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from adaptsym.term import At, Kind, Number, Symbol, Term, walk
from adaptsym.trace.model import TraceError
from adaptsym.trace.torch_condition import Truth, assume, met
from adaptsym.trace.torch_rows import as_term, operation
from adaptsym.trace.torch_scalar import scalar_term
from adaptsym.trace.values import number

MAX_CONSTANT = 4096  # elements of a constant tensor that are looked at


class Cell:
    """What a tensor's memory holds: a term or a condition, None where it is not initialised; and what it held first."""

    def __init__(self, value: Any) -> None:
        self.value = self.born = value


def _reflected(op: str) -> Callable[[Any, Any], Any]:
    return lambda self, other: elementwise(operation(op, reflected=True), (self, other), {})


@cache
def duck_class() -> type[Any]:
    """The class of tensors with terms."""
    import torch

    class Duck(torch.Tensor):  # type: ignore[misc,unused-ignore]
        """A tensor with a cell."""

        cell: Cell
        __rmul__ = _reflected("mul")  # torch swaps these two, and the written order is lost
        __radd__ = _reflected("add")

        def __deepcopy__(self, _memo: object) -> Any:
            return duck(self.cell.value, self)

        def __reduce_ex__(self, _protocol: object) -> Any:
            raise TraceError("the code stores a tensor while it steps, which cannot be read")

    return Duck


def duck(value: Any, like: Any = None, shape: Sequence[int] | None = None, dtype: Any = None) -> Any:
    """A tensor that holds a term (or a condition), of a tensor's shape and type unless said otherwise."""
    import torch

    with torch._C.DisableTorchFunction():
        kind = dtype if dtype is not None else torch.float64 if like is None else like.dtype
        size = tuple(like.shape) if shape is None else tuple(shape)
        made = torch.Tensor._make_subclass(duck_class(), torch.full(size, float("nan"), dtype=kind))
        made.cell = Cell(value)
    if isinstance(value, (Number, Symbol)):
        met(value)
    return made


def is_duck(x: object) -> bool:
    """Whether a tensor carries a term."""
    return type(x) is duck_class()


def plain(x: Any) -> Any:
    """A tensor that torch made of numbers alone, with the term of its one number; others as they are."""
    import torch

    if type(x) is not torch.Tensor or not x.is_floating_point() or not 0 < x.numel() <= MAX_CONSTANT:
        return x
    first = x.reshape(-1)[0]
    same = bool((x == first).all())
    return duck(number(first.numpy()[()]), x) if same else x


def value_of(x: Any) -> Any:
    """The term (or condition) of an operand.

    Raises:
        TraceError: for a tensor whose numbers come from elsewhere.
    """
    import torch

    if is_duck(x):
        if x.cell.value is None:
            raise TraceError("the code reads memory that it has not written (torch.empty)")
        return x.cell.value
    if isinstance(x, torch.Tensor):
        found = plain(x)
        if is_duck(found):
            return found.cell.value
        if x.numel() == 1:
            return number(x.item())
        raise TraceError("the code computes with a tensor of numbers of its own: random ones, or an index")
    if isinstance(x, Truth):
        return x.condition
    term = scalar_term(x)
    return x if term is None else term


def _shape(ducks: Sequence[Any]) -> tuple[int, ...]:
    """The shape of an operation element by element, in which no array is repeated."""
    import torch

    shapes = [tuple(d.shape) for d in ducks]
    shape = tuple(torch.broadcast_shapes(*shapes)) if shapes else ()
    for d in ducks:
        if isinstance(d.cell.value, Term) and d.cell.value.kind is Kind.ARRAY and tuple(d.shape) != shape:
            raise TraceError(
                f"the code repeats an array of shape {tuple(d.shape)} along another one, to {shape}: "
                "that is no operation element by element"
            )
    return shape


def _leading(ducks: Sequence[Any]) -> Any:
    return max(ducks, key=lambda d: (d.dim() > 0, d.is_floating_point(), d.dtype.itemsize))


def rounded(value: Any, dtype: Any) -> Any:
    """A value as it is, noting that a type of less precision would round it."""
    coarse = dtype.is_floating_point and dtype.itemsize < 8
    if coarse and isinstance(value, Term) and any(isinstance(x, At) for x in walk(value)):
        assume(f"rounding to {str(dtype).removeprefix('torch.')} is left out")
    return value


def elementwise(row: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """A new tensor by a row."""
    import torch

    ducks = [a for a in (*args, *kwargs.values()) if is_duck(a)]
    value = row(*map(value_of, args), **{k: value_of(v) for k, v in kwargs.items()})
    if not ducks:
        return duck(value, shape=())
    dtype = _leading(ducks).dtype if isinstance(value, Term) else torch.bool
    return duck(rounded(value, dtype), shape=_shape(ducks), dtype=dtype)


def stored(target: Any, made: Any) -> Any:
    """Write what was made into a tensor.

    Raises:
        TraceError: where it does not fit.
    """
    if not is_duck(target):
        raise TraceError("the code writes into a tensor of its own whose numbers cannot be followed")
    value = value_of(made)
    if is_duck(made) and tuple(made.shape) != tuple(target.shape) and made.numel() > target.numel():
        raise TraceError(f"the code writes shape {tuple(made.shape)} into shape {tuple(target.shape)}")
    real = target.dtype.is_floating_point
    target.cell.value = rounded(as_term(value), target.dtype) if real else value
    return target
