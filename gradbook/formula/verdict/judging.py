"""Whether a formula holds: every step of it, at every draw, for every index, and beyond."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from gradbook.formula.errors import FormulaError
from gradbook.formula.setting.roaming import UNLIKE
from gradbook.formula.values.gradients import Gradient
from gradbook.formula.values.nodes import Node, form, parts
from gradbook.formula.verdict.choices import coincidence
from gradbook.formula.verdict.corners import behind_kinks, check_attained, cornered
from gradbook.formula.verdict.edges import torn
from gradbook.formula.verdict.evaluated import Evaluated
from gradbook.formula.verdict.rounding import is_rounding
from gradbook.formula.verdict.steps import Failure, Meeting, Step, within_domain
from gradbook.formula.verdict.visibility import unseen
from gradbook.formula.verdict.ways import check_ways
from gradbook.formula.verdict.wide import broken

__all__ = ["Held", "judged"]

FURTHER = 40  # draws of other sizes
DOUBTED = 2  # how many of the worst differences are asked whether they are rounding


class Held(NamedTuple):
    """Where a formula held: points, how many more its conditions exclude, steps and error."""

    points: int
    excluded: int
    steps: int
    error: float


def judged(formula: Evaluated) -> Held:
    """Return where a formula holds, or raise where a step does not."""
    steps = formula.steps()
    first, *others = partial_readings(steps)
    formula.partial = first
    try:
        return in_one_reading(formula, steps)
    except Failure:
        for formula.partial in others:
            with suppress(Failure):
                return in_one_reading(formula, steps)
        formula.partial = first
        raise


def in_one_reading(formula: Evaluated, steps: Sequence[Step]) -> Held:
    points, possible, worst = 0, 0, 0.0
    faint: list[Node] = []
    for step in steps:
        found = met(formula, step)
        points += len(found)
        possible += formula.draws * step.whole
        if step.sign == "=":
            worst = max([worst, *(meeting.told for meeting in found)])
            faint += unseen(formula, step, found) if formula.doubted else []
        beside = torn(formula, step)
        if not beside and formula.doubted:
            beside = cornered(formula, step) or behind_kinks(formula, step)
        if beside:
            raise Failure("does not hold", step, beside)
        far = broken(formula, step) if formula.doubted and formula.setting.stretches else []
        if far:
            raise Failure("does not hold further out", step, far)
    check_rows(formula, steps)
    if formula.doubted:
        check_ways(formula, steps)
        for piece in coincidence(formula, steps, faint, judged):
            text = "this does not show: in float64, the sides are the same with another value"
            raise FormulaError(text, piece.span)
    return Held(points, possible - points, len(steps), worst)


def check_rows(formula: Evaluated, steps: Sequence[Step]) -> None:
    """Raise where a row of cases, or a value of an indicator, was tried at no draw.

    Draws of other sizes come to some rows that the usual ones do not.
    """
    if formula.few:
        return
    for draw in range(UNLIKE, UNLIKE + FURTHER):
        if not any(cases.unused(formula.applied) for cases in formula.cases):
            return
        for step in steps:
            with within_domain():
                for meeting in formula.at_draw(step, draw, careful=False):
                    if not meeting.holds(step.sign):
                        raise Failure("does not hold", step, [meeting])
    for cases in formula.cases:
        if unused := cases.unused(formula.applied):
            raise FormulaError(unused, cases.span)


def partial_readings(steps: Sequence[Step]) -> list[bool]:
    """Return what ∂ may mean: that all moves along, that what else is named stays, or both.

    A formula that has d as well, of the same and by the same, tells them apart.
    """
    found = [p for s in steps for side in (s.left, s.right) for p in parts(side)]
    slopes = [part for part in found if isinstance(part, Gradient)]
    partial = [(form(p.body), p.by[0].name) for p in slopes if p.held]
    total = [(form(p.body), p.by[0].name) for p in slopes if p.total]
    if not partial:
        return [False]
    return [True] if any(pair in total for pair in partial) else [False, True]


def met(formula: Evaluated, step: Step) -> list[Meeting]:
    """Return where the sides of a step meet, or raise where they do not agree."""
    found: list[Meeting] = []
    for meeting in formula.meetings(step):
        found.append(meeting)
        if not meeting.holds(step.sign):
            raise Failure("does not hold", step, found)
    if found and all(meeting.is_blind for meeting in found):
        text = "the addends cancel: in float64, the sides cannot be told apart"
        raise FormulaError(text, step.span)
    check_bound(formula, step, found)
    if not formula.doubted:  # with another constant, what is wrong is wrong by much
        return found
    doubtful = [meeting for meeting in found if meeting.needs_rounding(step.sign)]
    for meeting in sorted(doubtful, key=lambda m: -m.error)[:DOUBTED]:
        if not is_rounding(formula, step, meeting):
            raise Failure("does not hold", step, [meeting])
    return found


def check_bound(formula: Evaluated, step: Step, found: Sequence[Meeting]) -> None:
    """Raise where nothing was compared, or where a bound is never attained."""
    if not found:
        raise FormulaError("the conditions exclude every draw and index", step.span)
    check_attained(formula, step, min(m.error for m in found))
