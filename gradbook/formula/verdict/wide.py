"""Whether a formula holds far from the usual draws, and close to 0."""

from __future__ import annotations

import itertools

from gradbook.formula.errors import FormulaError
from gradbook.formula.setting.places import GROUP, STRETCHED
from gradbook.formula.verdict.evaluated import Evaluated
from gradbook.formula.verdict.rounding import is_rounding
from gradbook.formula.verdict.steps import Meeting, Step

__all__ = ["FAR", "INDICES", "broken"]

FAR = 1e-8  # relative and absolute: far out, much of float64 is lost to rounding
INDICES = 6
NARROW = 2
CONFIRMED = 2


def broken(formula: Evaluated, step: Step) -> list[Meeting]:
    """Return where a step fails as draws are wider or narrower, or nothing.

    What cannot be evaluated there says nothing. One failure may be a rounding that the setting
    hides; it counts if others of the same width confirm it.
    """
    beyond = False  # whether the widest draws could be evaluated
    for group in (0, 2, 1):
        if group == 1 and beyond:
            break
        found, seen = failures(formula, step, group)
        beyond = beyond or (group == 0 and seen)
        if found:
            others = [failures(formula, step, group + n * len(STRETCHED))[0] for n in (1, 2)]
            confirmed = [meeting for group in others for meeting in group]
            if len(confirmed) >= CONFIRMED:
                return confirmed
    return []


def failures(formula: Evaluated, step: Step, group: int) -> tuple[list[Meeting], bool]:
    """Return where a step fails at a group of draws, and whether two could be evaluated."""
    found, seen = [], 0
    for place in range(2 if group % len(STRETCHED) == NARROW else GROUP):
        draw = -1 - GROUP * group - place
        try:
            meetings = itertools.islice(formula.at_draw(step, draw, careful=False), INDICES)
            failed = next((m for m in meetings if fails(formula, step, m)), None)
        except FormulaError:
            continue
        seen += 1
        found += [failed] if failed else []
    return found, seen >= 2


def fails(formula: Evaluated, step: Step, meeting: Meeting) -> bool:
    if step.sign == "≈":
        return not meeting.holds(step.sign)
    if meeting.is_within(FAR) or meeting.tolerance > FAR or step.sign == "≠":
        return False
    if step.sign != "=":
        return not meeting.holds(step.sign)
    return not is_rounding(formula, step, meeting)
