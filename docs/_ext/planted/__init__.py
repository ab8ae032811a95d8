"""What breaks the build, and what must not, as data: one row a fault or an honest edit.

The book's pages about the build and the tests both read it.
"""

from planted import code, execution, figures, honest, honest_text, machine, page, stale
from planted.rows import FREE, KINDS, NUMBERS, Change, Fault, Honest

PARTS = (execution, figures, code, stale, page, machine)
FAULTS = [row for part in PARTS for row in part.FAULTS]
CHANGES = [row for part in PARTS for row in part.CHANGES]
ELSEWHERE = [row for part in PARTS for row in part.ELSEWHERE]
HONEST = [*honest.HONEST, *honest_text.HONEST]
HARMLESS = {row.name: row.planted for row in HONEST}

__all__ = [
    "CHANGES",
    "ELSEWHERE",
    "FAULTS",
    "FREE",
    "HARMLESS",
    "HONEST",
    "KINDS",
    "NUMBERS",
    "Change",
    "Fault",
    "Honest",
]
