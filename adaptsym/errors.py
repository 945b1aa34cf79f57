"""What can go wrong, as types. Every message says what failed, why, and what to do."""


class AdaptsymError(Exception):
    """The root of all errors that a user of adaptsym can cause: one clear line each."""


class TermError(AdaptsymError, TypeError):
    """Something that is not exact mathematics stands in an equation: a float, a text, a foreign object."""


class SpecError(AdaptsymError, ValueError):
    """A specification that does not say one step of an optimizer."""


class ClaimError(AdaptsymError, ValueError):
    """A statement that is not well-formed over its specification."""


class ProofError(AdaptsymError, ValueError):
    """The kernel refuses a step of a proof; the message names the step."""


class CertificateError(AdaptsymError, ValueError):
    """A stored proof that cannot be read, or that does not recheck."""


class CoqError(AdaptsymError, ValueError):
    """What is not said or not accepted in Coq, or no Coq to ask."""


class EvaluationError(AdaptsymError, ArithmeticError):
    """An exact value does not exist: a zero denominator, the root of a negative number."""


class NotComputedError(EvaluationError):
    """A value that may well exist, and is not computed here: a number too large, an exponent that is not whole."""


class InputError(AdaptsymError, ValueError):
    """An argument, a file, a name or an option that cannot be used."""
