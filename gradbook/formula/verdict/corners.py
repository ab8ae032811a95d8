"""Whether an inequality fails in a corner that the usual draws do not come to."""

from __future__ import annotations

from itertools import islice

from gradbook.formula.setting.roaming import ROAMING
from gradbook.formula.verdict.evaluated import Evaluated
from gradbook.formula.verdict.steps import Meeting, Step, within_domain
from gradbook.formula.verdict.wide import FAR, INDICES

__all__ = ["cornered"]

DRAWS = 100


def cornered(formula: Evaluated, step: Step) -> list[Meeting]:
    """Return where an inequality clearly fails at one of many further draws, or nothing."""
    if step.sign not in "<>≤≥" or not formula.setting.varies:
        return []
    for draw in range(ROAMING, ROAMING + DRAWS):
        with within_domain():
            meetings = islice(formula.at_draw(step, draw, careful=False), INDICES)
            if failed := next((m for m in meetings if is_broken(m, step)), None):
                return [failed]
    return []


def is_broken(meeting: Meeting, step: Step) -> bool:
    clear = bool((meeting.gap.abs() > FAR * (meeting.size + 1)).all())
    return clear and not meeting.holds(step.sign)
