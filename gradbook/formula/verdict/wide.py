"""Whether a formula holds far from the usual draws, and close to 0."""

from __future__ import annotations

from gradbook.formula.errors import FormulaError
from gradbook.formula.setting.drawing import STRETCHED
from gradbook.formula.verdict.evaluated import Evaluated
from gradbook.formula.verdict.rounding import is_rounding
from gradbook.formula.verdict.steps import Meeting, Step

__all__ = ["broken"]

FAR = 1e-8  # relative and absolute: far out, much of float64 is lost to rounding
INDICES = 6
CONFIRMED = 2


def broken(formula: Evaluated, step: Step) -> list[Meeting]:
    """Return where a step fails as draws are wider or narrower, or nothing.

    What cannot be evaluated there says nothing. One failure may be a rounding that the setting
    hides; it counts if others of the same width confirm it.
    """
    for pair in range(len(STRETCHED)):
        if failures(formula, step, pair):
            others = [failures(formula, step, pair + n * len(STRETCHED)) for n in (1, 2)]
            confirmed = [meeting for found in others for meeting in found]
            if len(confirmed) >= CONFIRMED:
                return confirmed
    return []


def failures(formula: Evaluated, step: Step, pair: int) -> list[Meeting]:
    """Return one meeting for each draw of a pair at which a step fails."""
    found = []
    for draw in (-1 - 2 * pair, -2 - 2 * pair):
        try:
            for place, meeting in enumerate(formula.at_draw(step, draw, careful=False)):
                if place == INDICES:
                    break
                if fails(formula, step, meeting):
                    found.append(meeting)
                    break
        except FormulaError:
            continue
    return found


def fails(formula: Evaluated, step: Step, meeting: Meeting) -> bool:
    if step.sign == "≈":
        return not meeting.holds(step.sign)
    near = bool((meeting.gap.abs() <= FAR * (meeting.size + 1)).all())
    if near or meeting.tolerance > FAR or step.sign == "≠":
        return False
    if step.sign != "=":
        return not meeting.holds(step.sign)
    return not is_rounding(formula, step, meeting)
