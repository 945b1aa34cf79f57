"""The conventions in which published optimizers are written: a family is a table of axes, and a builder.

A place on every axis makes a specification. What is published stands at known places; what is proved to be a
variant has the variant's places as its conventions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product

from adaptsym.equivalence.forms import adadelta, adam, adamax, lion, momentum, radam, scaled
from adaptsym.equivalence.other_forms import averaged, rprop
from adaptsym.spec import Spec
from adaptsym.term import Number

Places = tuple[str, ...]  # one on each axis, in their order
MAX_APART = 3  # axes on which a variant differs from what is published


@dataclass(frozen=True)
class Family:
    """A kind of optimizer, and the conventions in which it is written.

    Attributes:
        name: what its variants are called.
        axes: the places of each convention.
        build: a specification from places; None where they do not go together, or say what others say.
        published: the places of what the catalogue has; those that are not named are the first of their axes.
        words: how many hyperparameters it has at the first places of `MORE`.
    """

    name: str
    axes: dict[str, tuple[str, ...]]
    build: Callable[[Mapping[str, str], tuple[Number, ...]], Spec | None]
    published: dict[str, dict[str, str]]
    words: int

    def count(self, places: Mapping[str, str]) -> int:
        """How many hyperparameters a variant has."""
        return self.words + sum(MORE.get(pair, 0) for pair in places.items())

    def places(self, name: str) -> dict[str, str]:
        """The conventions of a published specification: the first place of every axis that is not named."""
        return {axis: self.published[name].get(axis, choices[0]) for axis, choices in self.axes.items()}

    def variants(self, apart: int, count: int | None = None) -> Iterator[tuple[str, dict[str, str]]]:
        """The places that lie apart from something published on so many axes, with its name; each once.

        Args:
            apart: on how many axes.
            count: how many hyperparameters they have; any number by default.
        """
        yield from ((name, dict(zip(self.axes, key, strict=True))) for name, key in _variants(self.name, apart, count))

    def _found(self, apart: int, count: int | None) -> Iterator[tuple[str, Places]]:
        published = {name: tuple(self.places(name).values()) for name in self.published}
        axes = tuple(enumerate(self.axes.items()))
        seen: set[Places] = set(published.values()) if apart else set()
        for start in published.values():
            had = self.count(dict(zip(self.axes, start, strict=True)))
            for changed in combinations(axes, apart):
                others = ([c for c in choices if c != start[n]] for n, (_, choices) in changed)
                for choice in product(*others):
                    new = tuple(zip(changed, choice, strict=True))
                    more = (MORE.get((axis, c), 0) - MORE.get((axis, start[n]), 0) for (n, (axis, _)), c in new)
                    if count is not None and had + sum(more) != count:
                        continue
                    places = list(start)
                    for (n, _), c in new:
                        places[n] = c
                    key = tuple(places)
                    if key in seen:
                        continue
                    far = {name: _distance(key, there) for name, there in published.items()}
                    if min(far.values()) == apart:
                        seen.add(key)
                        yield self._named(key, [n for n in published if far[n] == apart], published), key

    def _named(self, key: Places, nearest: list[str], published: Mapping[str, Places]) -> str:
        """What places are a variant of: of the nearest, what has the same moments, if any."""
        axes = tuple(self.axes)

        def other_moments(name: str) -> int:
            return sum(a != b for axis, a, b in zip(axes, key, published[name], strict=True) if axis in MOMENTS)

        return min(nearest, key=other_moments)


@lru_cache(maxsize=512)
def _variants(family: str, apart: int, count: int | None) -> tuple[tuple[str, Places], ...]:
    return tuple(next(f for f in FAMILIES if f.name == family)._found(apart, count))


def _distance(x: Places, y: Places) -> int:
    return sum(a != b for a, b in zip(x, y, strict=True))


MOMENTS = ("first moment", "second moment")  # conventions that would make another optimizer of it
DECAY = (
    "none",
    "L2, added to the gradient",
    "decoupled, times the learning rate",
    "decoupled, on its own",
    "decoupled, times the learning rate, after the step",
    "decoupled, with the step's multiplier",
)
EPSILON = (
    "outside the root",
    "inside the root",
    "outside the uncorrected root",
    "inside the uncorrected root",
    "inside and outside the root",
    "none",
)
SIGN = ("descends", "ascends")
COUNT = ("from 1", "from 2", "from 0", "stays at 1")
BIAS = ("both moments", "none", "first moment only", "second moment only")
START = ("zero", "other")
KEPT = "average"  # what is kept beside the steps, and moves nothing
INSIDE = ("outside the velocity", "inside the velocity")

# hyperparameters that a place brings with it, or does without
MORE: dict[tuple[str, str], int] = {
    **{("weight decay", place): 1 for place in DECAY[1:5]},
    ("weight decay", DECAY[5]): 2,
    ("epsilon", "none"): -1,
    ("epsilon", "inside and outside the root"): 1,
    ("momentum", "velocity"): 1,
    ("momentum", "Nesterov, look-ahead point"): 1,
    ("momentum", "Nesterov, at the parameter"): 1,
    ("dampening", "dampening"): 1,
    ("dampening", "dampening, not of the first gradient"): 1,
    ("second moment", "sum"): -1,
    ("second moment", "average of (g - s)**2, plus a guard of its own"): 1,
    ("threshold", "above a number"): -1,
    ("threshold", "at least a number"): -1,
    ("decays", "first one warmed up, at a rate"): 1,
    ("rate decay", "1/(1 + decay*(t - 1))"): 1,
    ("learning rate", "of the step"): 1,
    ("learning rate", "eta/(1 + decay*eta*(t - 1))**power"): 1,
    ("learning rate", "of the step and its mean square"): 1,
}

FAMILIES: tuple[Family, ...] = (
    Family(
        "momentum",
        {
            "momentum": ("velocity", "none", "Nesterov, look-ahead point", "Nesterov, at the parameter"),
            "learning rate": ("inside the velocity", "outside the velocity"),
            "dampening": ("none", "1 - momentum", "dampening", "dampening, not of the first gradient"),
            "weight decay": DECAY,
            "sign": SIGN,
        },
        momentum,
        {
            "gradient_descent": {"momentum": "none"},
            "momentum": {},
            "nesterov": {"momentum": "Nesterov, look-ahead point"},
            "nesterov-framework": {"momentum": "Nesterov, at the parameter"},
        },
        1,
    ),
    Family(
        "scaled gradient",
        {
            "second moment": ("average", "sum", "variance"),
            "epsilon": ("outside the root", "inside the root", "inside and outside the root", "none"),
            "bias correction": ("none", "second moment only"),
            "momentum": ("none", "velocity", "Nesterov, at the parameter"),
            "learning rate": INSIDE,
            "initial state": START,
            "weight decay": DECAY,
            "rate decay": ("none", "1/(1 + decay*(t - 1))"),
            "sign": SIGN,
        },
        scaled,
        {
            "rmsprop": {"epsilon": "inside the root"},
            "rmsprop-outside": {},
            "adagrad": {"second moment": "sum", "epsilon": "inside the root"},
        },
        3,
    ),
    Family(
        "adam",
        {
            "epsilon": EPSILON,
            "bias correction": BIAS,
            "second moment": (
                "average",
                "largest so far",
                "largest corrected so far",
                "average of (g - s)**2, plus epsilon",
                "average of (g - s)**2",
                "average of (g - s)**2, plus a guard of its own",
                "moves by the sign of r - g**2",
            ),
            "first moment": ("average", "Nesterov, corrected one step ahead", "Nesterov"),
            "weight decay": DECAY,
            "initial state": (*START, "other, both moments"),
            "step count": COUNT,
            "decays": ("constant", "first one scheduled", "first one warmed up", "first one warmed up, at a rate"),
            "sign": SIGN,
        },
        adam,
        {
            "adam": {"epsilon": "inside the root"},
            "adam-outside": {},
            "adam-hat": {"epsilon": "outside the uncorrected root"},
            "adamw": {"weight decay": DECAY[2]},
            "adamw-paper": {"weight decay": DECAY[5]},
            "amsgrad": {"second moment": "largest so far", "bias correction": "none"},
            "amsgrad-corrected": {"second moment": "largest so far"},
            "adabelief": {"second moment": "average of (g - s)**2, plus epsilon"},
            "yogi": {"second moment": "moves by the sign of r - g**2", "bias correction": "none"},
            "yogi-started": {
                "second moment": "moves by the sign of r - g**2",
                "bias correction": "none",
                "initial state": "other",
            },
            "yogi-corrected": {
                "second moment": "moves by the sign of r - g**2",
                "initial state": "other, both moments",
            },
            "nadam": {"first moment": "Nesterov, corrected one step ahead", "decays": "first one scheduled"},
        },
        4,
    ),
    Family(
        "adamax",
        {
            "epsilon": ("added to the maximum", "added to the gradient", "none"),
            "bias correction": ("first moment only", "none"),
            "weight decay": DECAY,
            "step count": COUNT,
            "sign": SIGN,
        },
        adamax,
        {"adamax": {}},
        4,
    ),
    Family(
        "lion",
        {"weight decay": DECAY, "sign": SIGN},
        lion,
        {"lion": {"weight decay": DECAY[2]}},
        3,
    ),
    Family(
        "adadelta",
        {
            "epsilon": ("inside both roots", "outside both roots"),
            "learning rate": ("none", "of the step", "of the step and its mean square"),
            "weight decay": DECAY[:5],
            "sign": SIGN,
        },
        adadelta,
        {"adadelta": {}},
        2,
    ),
    Family(
        "radam",
        {
            "epsilon": ("outside the root", "outside the uncorrected root", "inside the root", "none"),
            "threshold": ("above", "at least", "above a number", "at least a number"),
            "short averages": ("step by the first moment", "stay"),
            "weight decay": DECAY,
            "sign": SIGN,
        },
        radam,
        {
            "radam": {},
            "radam-code": {"epsilon": "outside the uncorrected root", "threshold": "at least"},
            "radam-waiting": {
                "epsilon": "outside the uncorrected root",
                "threshold": "at least",
                "short averages": "stay",
            },
        },
        5,
    ),
    Family(
        "rprop",
        {
            "change of sign": ("stays", "goes back", "steps by the smaller step size"),
            "limits of the step size": ("the one that it nears", "both, where it changes", "both, at every step"),
            "update": ("at once", "one step late"),
            "sign": SIGN,
        },
        rprop,
        {"rprop": {"change of sign": "goes back"}, "irprop-minus": {}},
        5,
    ),
    Family(
        "averaged gradient descent",
        {
            "learning rate": ("scheduled", "eta/(1 + decay*eta*(t - 1))**power"),
            KEPT: ("of the parameters, from a step on",),
            "sign": SIGN,
        },
        averaged,
        {"asgd": {}},
        2,
    ),
)


def published(name: str) -> dict[str, str]:
    """The conventions of a specification of the catalogue; none for what stands in no family."""
    for family in FAMILIES:
        if name in family.published:
            return family.places(name)
    return {}


@lru_cache(maxsize=4096)
def variant(family: str, places: Places, starts: tuple[Number, ...]) -> Spec | None:
    """The specification of a family at some places; `starts` are the first values and thresholds that it may have."""
    found = next(f for f in FAMILIES if f.name == family)
    return found.build(dict(zip(found.axes, places, strict=True)), starts)
