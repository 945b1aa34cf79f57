"""The command line: a table of verbs, each a module that is imported when it is called.

A verb's module has ``options(parser)``, which adds its arguments, and ``run(args)``, which returns the exit
status: 0 all well, 1 something is refuted, undecided or out of date. What a user does wrong is an
`AdaptsymError`: one line on standard error, and 2.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from adaptsym import __version__
from adaptsym.cli.output import abandon, clear, prepare, say
from adaptsym.errors import AdaptsymError, ClaimError, InputError, SpecError

VERBS = {
    "list": ("adaptsym.cli.catalogue", "the catalogue: names, states, claims"),
    "derive": ("adaptsym.cli.derive", "the main job: prove, then write LaTeX, Markdown and figures; or check them"),
    "prove": ("adaptsym.cli.prove", "decide every claim, and recheck every certificate"),
    "recheck": ("adaptsym.cli.recheck", "recheck stored certificates, in code that contains no search"),
    "latex": ("adaptsym.cli.latex", "the derivation as a LaTeX document"),
    "compile": ("adaptsym.cli.compile", "the program as a stand-alone module, free of adaptsym and SymPy"),
    "audit": ("adaptsym.cli.audit", "what running code really computes, and how it differs from what is published"),
    "equivalent": ("adaptsym.cli.equivalent", "two optimizers held against each other: names, code or documents"),
    "check": ("adaptsym.cli.check", "is this page right? A verdict on every displayed equation of documents"),
    "bench": ("adaptsym.cli.bench", "the programs beside their peers and the memory limit, in one run"),
}
FAILED, WRONG, INTERRUPTED, CLOSED = 1, 2, 130, 141
ABOUT = "One equation, written once. Its proof, its page, its program and its picture follow from it."
STATUS = "Exit status: 0 all well, 1 something is refuted, undecided or out of date, 2 the call or its input is wrong."


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are one line."""

    def error(self, message: str) -> NoReturn:
        """Refuse the call."""
        raise InputError(f"{message}; see '{self.prog} --help'")


def parser(argv: Sequence[str]) -> argparse.ArgumentParser:
    """The parser for a call; only the verb that is called is imported, and has its arguments."""
    top = Parser(prog="adaptsym", description=ABOUT, epilog=STATUS, allow_abbrev=False)
    top.add_argument("--version", action="version", version=f"adaptsym {__version__}")
    verbs = top.add_subparsers(dest="verb", metavar="VERB", required=True)
    called = next((a for a in argv if not a.startswith("-")), None)
    for verb, (module, summary) in VERBS.items():
        one = verbs.add_parser(verb, help=summary, description=summary, epilog=STATUS, allow_abbrev=False)
        if verb == called:
            _load(module).options(one)
    return top


class BrokenCatalogue(AdaptsymError):
    """An equation or claim of the catalogue itself is not well-formed: the call is right, and what is known is not."""


def _load(module: str) -> Any:
    try:
        return importlib.import_module(module)
    except (SpecError, ClaimError) as error:  # a user's own file is read later, by `adaptsym.resolve`
        raise BrokenCatalogue(str(error)) from error


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit status."""
    argv = sys.argv[1:] if argv is None else list(argv)
    prepare()
    try:
        args = parser(argv).parse_args(argv)
        status: int = _load(VERBS[args.verb][0]).run(args)
        sys.stdout.flush()
    except BrokenCatalogue as error:
        return _refuse(f"the catalogue is broken: {error}", FAILED)
    except AdaptsymError as error:
        return _refuse(str(error))
    except SystemExit as done:  # --help and --version
        return int(done.code or 0)
    except KeyboardInterrupt:
        clear()
        return INTERRUPTED
    except BrokenPipeError:  # whoever reads our output has seen enough
        abandon()
        return CLOSED
    except RecursionError:
        return _refuse("an equation is nested too deeply: name a part of it, and use the name")
    except OSError as error:
        if error.filename is None:
            abandon()
        return _refuse(f"{error.filename or 'standard output'}: {error.strerror or error}")
    return status


def _refuse(message: str, status: int = WRONG) -> int:
    clear()
    say(f"adaptsym: {' '.join(message.split())}")
    return status
