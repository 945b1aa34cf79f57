"""The mode under which torch's functions act on terms.

Every call of torch's Python interface passes here before it reaches a kernel, so nothing of torch is replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from adaptsym.term import Kind, Term
from adaptsym.trace.model import TraceError
from adaptsym.trace.torch_condition import Truth, decided
from adaptsym.trace.torch_rows import CAST, ELEMENTWISE, REDUCING, SEEN, SIZE, as_condition, as_term
from adaptsym.trace.torch_scalar import Scalar
from adaptsym.trace.torch_tensor import duck, elementwise, is_duck, plain, rounded, stored, value_of

RANDOM = ("rand", "normal", "bernoulli", "multinomial", "poisson", "dropout", "uniform", "exponential", "cauchy")


def _reduced(name: str, args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
    dim, keep = kwargs.pop("dim", None), kwargs.pop("keepdim", False)
    kwargs = {k: v for k, v in kwargs.items() if k not in ("dtype", "out") and v is not None}
    first, rest = args[0], list(args[1:])
    if name in ("sum", "mean") and rest:
        dim, rest = rest[0], rest[1:]
    if name in ("norm", "linalg_norm", "linalg_vector_norm", "vector_norm"):
        order = rest.pop(0) if rest else kwargs.pop("p", kwargs.pop("ord", None))
        dim = rest.pop(0) if rest else dim
        rest = [] if order is None else [order]
        kwargs.pop("ord", None)
    axes = None if dim is None else {a % first.dim() for a in ((dim,) if isinstance(dim, int) else tuple(dim))}
    if axes is not None and axes and axes != set(range(first.dim())):
        raise TraceError(
            f"the code takes the {name} along some axes of the parameter, which is no whole-array reduction"
        )
    if name in ("dot", "vdot", "inner") and any(a.dim() != 1 for a in args):
        raise TraceError(f"the code takes {name} of matrices, which is no inner product over the parameter")
    value = REDUCING[name](*map(value_of, (first, *rest)), **{k: value_of(v) for k, v in kwargs.items()})
    return duck(value, first, shape=(1,) * first.dim() if keep else ())


def _seen(func: Callable[..., Any], x: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    import torch

    with torch._C.DisableTorchFunction():
        shaped = func(torch.empty(tuple(x.shape), dtype=x.dtype), *args, **kwargs)
    value = x.cell.value
    if shaped.numel() != x.numel() and isinstance(value, Term) and value.kind is Kind.ARRAY:
        raise TraceError("the code repeats an array along another axis, which is no operation element by element")
    found = duck(None, shape=tuple(shaped.shape), dtype=x.dtype)
    found.cell = x.cell
    return found


def _property(name: str, func: Callable[..., Any], args: Sequence[Any]) -> Any:
    import torch

    x = args[0]
    if func.__name__ == "__set__" and name == "data":
        stored(x, args[1])
        return None
    if name in SEEN and is_duck(x):
        return x
    if name in ("T", "mT", "H") and is_duck(x) and x.dim() < 2:
        return x
    if name in ("T", "mT", "H", "imag", "itemsize"):
        raise TraceError(f"the code takes .{name} of a tensor, which no equation says")
    with torch._C.DisableTorchFunction():
        return func(*args)


def _item(x: Any) -> Any:
    value = value_of(x)
    if not isinstance(value, Term):
        return Truth(value)
    if value.kind is Kind.ARRAY:
        raise TraceError("the code takes one number out of an array")
    return Scalar(value)


def _setitem(x: Any, index: Any, value: Any) -> None:
    if is_duck(index) and not isinstance(index.cell.value, Term):
        stored(x, elementwise(ELEMENTWISE["where"], (index, value, x), {}))
    elif index is Ellipsis or index == slice(None):
        stored(x, value)
    else:
        raise TraceError(f"the code writes at {index!r} of a tensor, not everywhere or where a condition holds")


def _getitem(x: Any, index: Any) -> Any:
    if index is Ellipsis or (isinstance(index, slice) and index == slice(None)):
        return x
    if x.numel() == 1 and index == 0:
        return _seen(lambda y: y.reshape(()), x, (), {})
    raise TraceError(f"the code reads a tensor at {index!r}, which is no operation element by element")


def _any(x: Any, *_: Any, **__: Any) -> Any:
    condition = as_condition(value_of(x))
    if isinstance(condition, bool) or x.numel() == 1:
        return duck(condition, shape=(), dtype=x.dtype)
    raise TraceError(
        "the code asks whether a condition holds anywhere or everywhere in an array, which no equation says"
    )


def _numel(x: Any) -> Any:
    value = x.cell.value
    whole = isinstance(value, Term) and value.kind is Kind.ARRAY
    return Scalar(SIZE) if whole else _real(type(x).numel, (x,))


def _real(func: Callable[..., Any], args: Sequence[Any]) -> Any:
    import torch

    with torch._C.DisableTorchFunction():
        return func(*args)


def _is_close(*_: Any, **__: Any) -> Any:
    raise TraceError("the code compares tensors up to a tolerance, which no equation says")


def _stack(tensors: Any, dim: int = 0) -> Any:
    """A stack of one, as of the norms of all parameters where there is one parameter."""
    if len(tensors) != 1 or dim != 0:
        raise TraceError("the code stacks tensors, which is no operation element by element")
    return _seen(lambda x: x.unsqueeze(0), tensors[0], (), {})


SPECIAL: dict[str, Callable[..., Any]] = {
    "item": _item,
    "__bool__": lambda x: decided(as_condition(_item(x).condition if x.dtype.itemsize == 1 else value_of(_item(x)))),
    "__setitem__": _setitem,
    "__getitem__": _getitem,
    "any": _any,
    "all": _any,
    "numel": _numel,
    "stack": _stack,
    "nelement": _numel,
    "is_complex": lambda _x: False,
    "is_floating_point": lambda x: _real(lambda y: y.dtype.is_floating_point, (x,)),
    "isclose": _is_close,
    "allclose": _is_close,
    "equal": _is_close,
    "requires_grad_": lambda x, *_: x,
    "retain_grad": lambda _x: None,
}
# what code asks about a tensor besides its numbers
METADATA = (
    "dim",
    "ndimension",
    "size",
    "stride",
    "storage_offset",
    "is_contiguous",
    "__len__",
    "get_device",
    "element_size",
    "has_names",
    "is_nonzero",
    "is_same_size",
    "untyped_storage",
    "data_ptr",
    "__hash__",
    "__repr__",
    "__format__",
    "is_tensor",
    "is_conj",
    "is_neg",
)


def _scalars(x: Any) -> Iterator[Any]:
    if isinstance(x, (list, tuple)):
        for y in x:
            yield from _scalars(y)
    else:
        yield x


def call(func: Callable[..., Any], args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
    """One call of torch's, on terms.

    Raises:
        TraceError: for a function that no equation says.
    """
    name = getattr(func, "__name__", str(func))
    if name in ("__get__", "__set__", "__delete__"):
        owner = func.__self__  # type: ignore[attr-defined]
        return _property(owner.__name__, func, args)
    ours = any(is_duck(x) or isinstance(x, (Scalar, Truth)) for x in _scalars((*args, *kwargs.values())))
    if name.startswith("_foreach_"):
        return _foreach(name.removeprefix("_foreach_"), args, kwargs)
    if not ours:
        made = _real_call(func, args, kwargs)
        return duck(None, made) if name.startswith(("empty", "new_empty")) else plain(made)
    if name in ("tensor", "as_tensor", "scalar_tensor", "asarray"):
        return args[0] if is_duck(args[0]) else duck(value_of(args[0]), shape=(), dtype=kwargs.get("dtype"))
    if name == "full":
        return duck(value_of(kwargs.get("fill_value", args[-1])), shape=args[0], dtype=kwargs.get("dtype"))
    if name in ("empty_like", "new_empty"):
        return duck(None, args[0], kwargs.get("shape"))
    if name in SPECIAL:
        return SPECIAL[name](*args, **kwargs)
    if name in METADATA:
        return _real_call(func, args, kwargs)
    if name in SEEN and is_duck(args[0]):
        return _seen(func, args[0], [_real_like(a) for a in args[1:]], kwargs)
    if name in CAST and is_duck(args[0]):
        return _cast(func, args, kwargs)
    return _named(name, args, kwargs)


def _named(name: str, args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
    inplace = name.endswith("_") and not name.endswith("__")
    base = name[:-1] if inplace else name
    if base.startswith("__i") and base[3:-2] in ELEMENTWISE:
        base, inplace = base[3:-2], True
    out = kwargs.pop("out", None)
    if base in ("max", "min") and len(args) == 2:
        base += "imum"
    if base in REDUCING:
        made = _reduced(base, args, dict(kwargs))
    elif base in ELEMENTWISE:
        made = elementwise(ELEMENTWISE[base], args, kwargs)
        if base in ("zeros_like", "ones_like", "full_like"):
            made = duck(made.cell.value, args[0], dtype=kwargs.get("dtype"))
        elif base in ("new_zeros", "new_ones"):
            shape = args[1] if isinstance(args[1], (tuple, list)) else args[1:]
            made = duck(made.cell.value, args[0], shape)
    elif any(base.startswith(start) for start in RANDOM):
        raise TraceError(f"the code draws random numbers (torch's {base}); no equation says which")
    else:
        raise TraceError(f"the code calls torch's {name}, which has no row in the tables of this tracer")
    if out is not None:
        return stored(out, made)
    return stored(args[0], made) if inplace else made


def _real_like(a: Any) -> Any:
    import torch

    return torch.empty(tuple(a.shape)) if is_duck(a) else a


def _cast(func: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    import torch

    x = args[0]
    shaped = _real_call(func, [torch.empty(tuple(x.shape), dtype=x.dtype), *map(_real_like, args[1:])], kwargs)
    if isinstance(shaped, str) or shaped.dtype == x.dtype:
        return x
    value = x.cell.value
    if shaped.dtype is torch.bool:
        return duck(as_condition(value), x, dtype=shaped.dtype)
    if not shaped.is_floating_point():
        raise TraceError(f"the code turns a tensor into {shaped.dtype}, whose rounding no equation says")
    return duck(rounded(as_term(value), shaped.dtype), x, dtype=shaped.dtype)


def _real_call(func: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    import torch

    with torch._C.DisableTorchFunction():
        return func(*args, **kwargs)


def _foreach(name: str, args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
    """A function over lists: tensor by tensor; what is no list belongs to all."""
    inplace = name.endswith("_")
    base = name.rstrip("_")
    count = max((len(a) for a in args if isinstance(a, (list, tuple))), default=0)
    if base in ("addcmul", "addcdiv") and len(args) > 3:
        args, kwargs = args[:3], {**kwargs, "value": args[3]}
    kwargs = {{"scalars": "value", "scalar": "other"}.get(k, k): v for k, v in kwargs.items()}
    made = []
    for n in range(count):
        mine = [a[n] if isinstance(a, (list, tuple)) else a for a in args]
        named = {k: v[n] if isinstance(v, (list, tuple)) else v for k, v in kwargs.items()}
        other = named.pop("other", None)
        if other is not None:
            mine.append(other)
        found = _named(base, mine, named)
        made.append(stored(mine[0], found) if inplace else found)
    return None if inplace else tuple(made)


@contextmanager
def terms() -> Iterator[None]:
    """Torch acts on terms inside."""
    import torch
    from torch.overrides import TorchFunctionMode

    class Mode(TorchFunctionMode):  # type: ignore[misc,unused-ignore]
        def __torch_function__(
            self, func: Callable[..., Any], _types: object, args: Sequence[Any] = (), kwargs: Any = None
        ) -> Any:
            return call(func, args, dict(kwargs or {}))

    with torch.compiler.set_stance("force_eager"), Mode():
        yield
