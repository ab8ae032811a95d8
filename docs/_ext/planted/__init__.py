"""What breaks the build, and what must not, as data: one row a fault or an honest edit.

The book's pages about the build and the tests both read it.
"""

from planted import code, execution, figures, honest_text, machine, page, stale
from planted.honest import HARMLESS as OF_CELLS
from planted.rows import CELLS, FIGURES, FREE, KINDS, TEXT, Change, Fault, Honest

PARTS = (execution, figures, code, stale, page, machine)
FAULTS = [row for part in PARTS for row in part.FAULTS]
CHANGES = [row for part in PARTS for row in part.CHANGES]
ELSEWHERE = [row for part in PARTS for row in part.ELSEWHERE]


def kind(text: str) -> str:
    return FIGURES if "plt." in text else CELLS if "{code-cell}" in text else TEXT


HONEST = [Honest(kind(text), name, text) for name, text in OF_CELLS.items()]
HONEST += honest_text.HONEST
HARMLESS = {row.name: row.planted for row in HONEST}

__all__ = [
    "CHANGES",
    "ELSEWHERE",
    "FAULTS",
    "FREE",
    "HARMLESS",
    "HONEST",
    "KINDS",
    "Change",
    "Fault",
    "Honest",
]
