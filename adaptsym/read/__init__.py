r"""Doors in: documents. From files to displays, from displays to statements, from statements to syntax; no meaning yet.

>>> from adaptsym.read import document, statements
>>> [piece] = document(r"Then $$v_t = \gamma v_{t-1} + g_t.$$").pieces
>>> [statement] = statements(piece.text)
>>> [segment.sign for segment in statement.segments]
['', '=']
"""

from adaptsym.read.extract import Document, Piece, document
from adaptsym.read.files import read
from adaptsym.read.parser import expression
from adaptsym.read.statements import Segment, Statement, statements
from adaptsym.read.tokens import NotUnderstood, tokens

__all__ = [
    "Document",
    "NotUnderstood",
    "Piece",
    "Segment",
    "Statement",
    "document",
    "expression",
    "read",
    "statements",
    "tokens",
]
