"""The corpus: what each piece of code is meant to be, and whether it is.

`against` is the published specification it is meant to be, by its name in the catalogue, with `changes`: a literal for
a hyperparameter, or another learning rate. A right one is the same, up to names and what `convention` says; a wrong one
is not, and `mistake` says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from adaptsym import catalogue
from adaptsym.notation import epsilon, eta, gamma, threshold
from adaptsym.spec import Spec, replaced
from adaptsym.term import Equation, Symbol

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Entry:
    """One piece of code: the file, what to call in it, and the specification that it is meant to be."""

    file: str
    name: str
    against: str
    mistake: str = ""  # empty: it is right
    convention: str = ""  # how a right one differs from the published form, and is still the same
    changes: tuple[Equation, ...] = ()  # to the published one

    @property
    def right(self) -> bool:
        return not self.mistake

    @property
    def meant(self) -> Spec:
        """The specification that the code is meant to be."""
        found = catalogue.find(self.against)
        for change in self.changes:
            assert isinstance(change.left, Symbol)
            found = replaced(found, change.left, change.right)
        return found

    @property
    def target(self) -> str:
        return f"{HERE / self.file}.py:{self.name}"

    def __str__(self) -> str:
        return f"{self.file}:{self.name}"


def _right(file: str, name: str, against: str, convention: str = "", *changes: Equation) -> Entry:
    return Entry(file, name, against, convention=convention, changes=changes)


SMALL = epsilon == "1e-7"
AVERAGE = eta == eta * (1 - gamma)


CORPUS = (
    _right("np_functions", "sgd", "gradient_descent"),
    _right("np_functions", "momentum_step", "momentum"),
    _right("np_functions", "heavy_ball", "momentum", "learning rate outside the velocity"),
    _right("np_functions", "averaged_momentum", "momentum", "velocity is an average", AVERAGE),
    _right("np_functions", "rmsprop_step", "rmsprop-outside"),
    _right("np_functions", "adagrad_step", "adagrad"),
    _right("np_functions", "adadelta_step", "adadelta"),
    _right("np_functions", "adam_step", "adam-outside"),
    _right("np_functions", "adam_from_zero", "adam-outside", "steps counted from 0"),
    _right("np_functions", "adam_dict_of_states", "adam"),
    _right("np_functions", "nesterov_two_velocities", "nesterov", "keeps the look-ahead point"),
    _right("np_functions", "lion_step", "lion"),
    _right("np_configs", "sgd_momentum", "momentum"),
    _right("np_configs", "rmsprop", "rmsprop-outside"),
    _right("np_configs", "adam", "adam-outside"),
    _right("np_classes", "Adam", "adam-outside"),
    _right("np_classes", "AdamInPlace", "adam-hat", "both corrections in the learning rate"),
    _right("np_classes", "AdamRunningPowers", "adam-outside", "powers as running products"),
    _right("np_classes", "AdamW", "adamw", "weights decay before the step"),
    _right("np_classes", "AMSGrad", "amsgrad"),
    _right("np_classes", "AdaMax", "adamax"),
    _right("np_classes", "RAdam", "radam", "threshold 4 as a literal", threshold == 4),
    _right("np_dictionaries", "Momentum", "momentum"),
    _right("np_dictionaries", "AdaGrad", "adagrad"),
    _right("np_dictionaries", "AdamByDifferences", "adam-hat", "epsilon a literal; moments by differences", SMALL),
    _right("np_dictionaries", "momentum_of_layers", "momentum", "velocity is an average", AVERAGE),
    _right("np_dictionaries", "adam_of_layers", "adam-outside"),
    _right("np_dictionaries", "RMSpropByName", "rmsprop"),
    _right("np_lists", "MomentumList", "momentum", "learning rate outside the velocity"),
    _right("np_lists", "AdamOfObjects", "adam-outside"),
    _right("np_lists", "AdaGradUpdates", "adagrad", "returns what is to be added"),
    _right("np_lists", "sgd_list", "gradient_descent"),
    _right("np_closures", "make_momentum", "momentum"),
    _right("np_closures", "make_adam", "adam-outside"),
    _right("np_closures", "adam_pair", "adam-outside", "steps counted from 0"),
    _right("np_lookahead", "nesterov_step", "nesterov"),
    _right("np_lookahead", "NesterovDescent", "nesterov", "velocity of the other sign"),
    _right("np_lookahead", "adam_loop", "adam-outside", "a whole loop"),
    _right("np_lookahead", "descent_loop", "gradient_descent", "a whole loop"),
    Entry("np_functions", "sgd_uphill", "gradient_descent", "climbs: the sign of the step"),
    Entry("np_functions", "momentum_signs", "momentum", "the velocity has the sign of the step, and is subtracted"),
    Entry("np_functions", "momentum_velocity_not_kept", "momentum", "the old velocity is returned"),
    Entry("np_functions", "rmsprop_accumulates", "rmsprop-outside", "+= for ="),
    Entry("np_functions", "rmsprop_without_root", "rmsprop-outside", "the square root is missing"),
    Entry("np_functions", "adagrad_gradient_squared_twice", "adagrad", "squares the accumulated squares"),
    Entry("np_functions", "adadelta_wrong_accumulator", "adadelta", "accumulates gradients for steps"),
    Entry("np_functions", "adam_one_beta", "adam-outside", "powers of the first decay in both corrections"),
    Entry("np_functions", "adam_square_of_mean", "adam-outside", "the square of the mean for the mean of the squares"),
    Entry("np_functions", "adam_epsilon_outside_fraction", "adam-outside", "epsilon is added to the fraction"),
    Entry("np_functions", "adam_correction_returned", "adam-outside", "corrected moments are returned as the state"),
    Entry("np_functions", "adam_precedence", "adam-outside", "m / 1 - b1**t for m / (1 - b1**t)"),
    Entry("np_functions", "lion_one_average", "lion", "one average for two"),
    Entry("np_functions", "nesterov_wrong_velocity", "nesterov", "signs of both velocities"),
    Entry("np_configs", "adam_step_not_counted", "adam-outside", "the step is never stored"),
    Entry("np_configs", "adam_correction_kept", "adam-outside", "the correction is written into the state"),
    Entry("np_configs", "rmsprop_cache_lost", "rmsprop-outside", "the cache is never stored"),
    Entry("np_classes", "AdamNeverCounts", "adam-outside", "t stays 1"),
    Entry("np_classes", "AdamCountsAfter", "adam-outside", "t is counted after it is used: 0/0 at the first step"),
    Entry("np_classes", "AdamCountsTwice", "adam-outside", "t is counted at both moments"),
    Entry("np_classes", "AdamCorrectsState", "adam-outside", "the correction is written into the state"),
    Entry("np_classes", "AdamOneArrayForBoth", "adam-outside", "m and v are one array"),
    Entry("np_classes", "AdamStartsAnew", "adam-outside", "the moments are made at every call"),
    Entry("np_classes", "AdamWDecaysTwice", "adamw", "weights decay apart and in the gradient"),
    Entry("np_classes", "AdamWDecayInGradient", "adamw", "weights decay in the gradient"),
    Entry("np_classes", "AMSGradForgetsMaximum", "amsgrad", "the largest is not stored"),
    Entry("np_classes", "AdaMaxSigned", "adamax", "the absolute value is missing"),
    Entry("np_classes", "RAdamUncorrected", "radam", "the plain step is not corrected", changes=(threshold == 4,)),
    Entry(
        "np_dictionaries",
        "AdamCountsParameters",
        "adam-hat",
        "the step is counted once for each parameter",
        changes=(SMALL,),
    ),
    Entry("np_dictionaries", "MomentumShared", "momentum", "one velocity for all parameters"),
    Entry("np_dictionaries", "AdaGradStartsAnew", "adagrad", "the sums are made at every call"),
    Entry("np_dictionaries", "adam_correction_in_dictionary", "adam-outside", "one correction is written back"),
    Entry("np_dictionaries", "AdamDifferenceSign", "adam-hat", "the sign of a difference", changes=(SMALL,)),
    Entry("np_lists", "MomentumOneListItem", "momentum", "[zeros] * n is one array"),
    Entry("np_lists", "AdamOfObjectsForgetsRoot", "adam-outside", "the square root is missing"),
    Entry("np_closures", "make_momentum_without_memory", "momentum", "the velocity is a local name"),
    Entry("np_closures", "make_adam_swapped", "adam-outside", "the decays are swapped"),
    Entry("np_lookahead", "nesterov_wrong_sign", "nesterov", "looks back"),
    Entry("np_lookahead", "nesterov_no_lookahead", "nesterov", "does not look ahead"),
    Entry("np_lookahead", "adam_loop_resets", "adam-outside", "the moments are made at every step"),
)

# what is refused, and a word of the message
REFUSED = {
    "raises": "the learning rate was not warmed up",
    "never_returns": "did not end",
    "changes_shapes": "shape",
    "does_nothing": "does not move",
    "softmax": "gradient",
    "no_gradient": "gradient",
    "noisy": "random",
    "NotAnOptimizer": "method",
    "WholeNumbers": "whole numbers",
}
