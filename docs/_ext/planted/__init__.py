"""What breaks the build, and what must not, as data: one row a fault or an honest edit.

The book's pages about the build and the tests both read it.
"""

from planted import code, execution, figures, machine, page, stale
from planted.honest import HARMLESS
from planted.rows import KINDS, Change, Fault

PARTS = (execution, figures, code, stale, page, machine)
FAULTS = [row for part in PARTS for row in part.FAULTS]
CHANGES = [row for part in PARTS for row in part.CHANGES]
ELSEWHERE = [row for part in PARTS for row in part.ELSEWHERE]

__all__ = ["CHANGES", "ELSEWHERE", "FAULTS", "HARMLESS", "KINDS", "Change", "Fault"]
