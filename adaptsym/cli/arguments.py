"""Arguments that several verbs share."""

from __future__ import annotations

import argparse

from adaptsym.resolve import FORMS


def add_names(parser: argparse.ArgumentParser) -> None:
    """``[NAME...]``: which optimizers."""
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{FORMS}; by default, all of the catalogue")


def add_name(parser: argparse.ArgumentParser) -> None:
    """``NAME``: which optimizer."""
    parser.add_argument("name", metavar="NAME", help=FORMS)
