"""The commands of the dialect, by what they do."""

from __future__ import annotations

from adaptsym.read.tokens import names

ACCENTS = {
    "hat": "hat",
    "widehat": "hat",
    "tilde": "tilde",
    "widetilde": "tilde",
    "bar": "bar",
    "overline": "bar",
    "dot": "dot",
    "ddot": "ddot",
    "vec": "vec",
    "check": "check",
    "breve": "breve",
    "acute": "acute",
    "grave": "grave",
    "mathring": "ring",
    "underline": "underline",
}
STYLES = {
    "mathbf": "bold",
    "bm": "bold",
    "boldsymbol": "bold",
    "pmb": "bold",
    "bf": "bold",
    "mathcal": "script",
    "mathscr": "script",
    "cal": "script",
    "mathbb": "double",
    "mathfrak": "fraktur",
    "mathit": "",
    "mathnormal": "",
}
TIMES = {"cdot": ".", "odot": "o", "circ": "o", "otimes": "o", "bigodot": "o", "times": "x", "ast": "x", "star": "x"}
TIMES |= {"div": "/"}
FUNCTIONS = names(
    "max min sign sgn exp log ln tanh sin cos clip argmin argmax size diag inf sup lim sqrt abs softmax sigmoid"
)
FRACTIONS = frozenset(("frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac"))
DOTS = frozenset(("ldots", "cdots", "dots", "dotsc", "dotsb", "dotsm", "vdots", "ddots"))
OPENING = {
    "(": ")",
    "[": "]",
    "lvert": "rvert",
    "lVert": "rVert",
    "langle": "rangle",
    "lbrace": "rbrace",
    "lfloor": "rfloor",
    "lceil": "rceil",
    "lbrack": "rbrack",
}
BARS = {"vert": "|", "Vert": r"\|", "lvert": "|", "lVert": r"\|"}
LABELS = frozenset(
    ("top", "intercal", "dagger", "ast", "star", "prime", "circ", "infty", "max", "min")
)  # alone in a superscript
