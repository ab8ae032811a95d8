"""Whether a formula holds: every step of it, at every draw, for every index."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import torch
from lark import Token, Tree

from gradbook.formula.errors import FormulaError
from gradbook.formula.meaning.blocks import SIGNS, conditions_of
from gradbook.formula.meaning.elaboration import Elaboration
from gradbook.formula.meaning.indices import index_range
from gradbook.formula.reading.chains import chains, is_statement
from gradbook.formula.reading.parser import parse
from gradbook.formula.reading.trees import shape, span
from gradbook.formula.setting.lines import DRAWS, Setting
from gradbook.formula.values.points import Point
from gradbook.formula.values.quantity import number
from gradbook.formula.verdict.steps import Meeting, Step

__all__ = ["Failure", "Formula"]

TUPLES = 5_000
ATTAINED = 1e-9


class Failure(FormulaError):
    """A formula that does not hold, with all that an explanation needs."""

    def __init__(self, message: str, step: Step, meetings: Sequence[Meeting]) -> None:
        super().__init__(message, (step.left.span[0], step.right.span[1]))
        self.step = step
        self.meetings = meetings


@dataclass
class Formula:
    """A formula in its setting, ready to be evaluated."""

    tex: str
    setting: Setting
    differences: bool = True
    cases: list[Any] = field(default_factory=list)
    applied: set[object] = field(default_factory=set)

    def steps(self) -> list[Step]:
        """Return the relations of the formula, in the order in which they are written."""
        tree = parse(self.tex)
        steps: list[Step] = []
        point = Point(self.setting, 0, self.differences)
        for chain, conditions in chains(tree):
            bound = Elaboration(point, chain).bound
            stated = [part for part in conditions if is_statement(part, bound)]
            held = [part for part in conditions if part not in stated]
            for statement in (chain, *stated):
                elaboration = Elaboration(point, statement)
                steps += self.chain_steps(elaboration, statement, held, len(steps))
                self.cases += elaboration.cases
        return steps

    def chain_steps(
        self, elaboration: Elaboration, chain: Tree, conditions: Sequence[Tree], before: int
    ) -> Iterator[Step]:
        """Yield the relations of a chain, in which every token and every index has a meaning."""
        signs = chain.children[1::2]
        sides = [elaboration.side(part) for part in chain.children[::2]]
        held = [c for tree in conditions for c in conditions_of(elaboration, tree)]
        elaboration.use(*signs)
        elaboration.check_used(chain)
        for tree in conditions:
            elaboration.check_used(tree)
        ranges = ranges_of(elaboration, span(chain))
        for position, (sign, (left, right)) in enumerate(zip(signs, pairwise(sides), strict=True)):
            check_relation(chain.children[2 * position], sign, chain.children[2 * position + 2])
            number = before + position + 1
            yield Step(number, SIGNS[str(sign)], left, right, ranges, held)

    def meetings(self, step: Step) -> Iterator[Meeting]:
        """Yield both sides of a step, draw by draw and index by index."""
        draw = 0
        while draw < self.setting.draws:
            # Differences are dear: two draws are enough for them, and the kinks named by also.
            careful = self.differences and (draw < 2 or draw >= DRAWS)
            point = Point(self.setting, draw, careful, applied=self.applied)
            for values in itertools.product(*step.ranges.values()):
                point.in_time()
                point.indices = {
                    letter: number(value, literal=False)
                    for letter, value in zip(step.ranges, values, strict=True)
                }
                if all(condition.holds(point) for condition in step.conditions):
                    indices = dict(zip(step.ranges, values, strict=True))
                    yield self.meeting(step, point, indices)
            draw += 1

    def meeting(self, step: Step, point: Point, indices: dict[str, int]) -> Meeting:
        left, right = step.left.evaluate(point), step.right.evaluate(point)
        zero = any(side.literal and side.value == 0 for side in (left, right))
        alike = left.value.shape == right.value.shape and left.row == right.row
        if not (alike or zero):
            text = f"the left side is {left.kind}, the right side {right.kind}"
            raise FormulaError(text, (step.left.span[0], step.right.span[1]))
        for node, side in ((step.left, left), (step.right, right)):
            if not torch.isfinite(side.value.detach()).all():
                raise FormulaError("this is not finite", node.span)
            if not torch.isfinite(side.size).all():
                raise FormulaError("this is too large to be compared", node.span)
        if step.sign not in "=≠" and left.value.ndim:
            raise FormulaError(f"expected numbers around {step.sign}", step.left.span)
        meeting = Meeting(point.draw, indices, left, right)
        if meeting.is_blind:
            text = "the addends cancel: in float64, the sides cannot be told apart"
            raise FormulaError(text, (step.left.span[0], step.right.span[1]))
        return meeting

    def hold(self) -> tuple[int, int, float]:
        """Return points, steps and largest error, or raise where a step does not hold."""
        try:
            with torch.enable_grad():
                return self.evaluated()
        except FormulaError:
            raise
        except Exception as error:
            text = f"cannot be evaluated: {type(error).__name__}: {error}"
            raise FormulaError(text) from error

    def evaluated(self) -> tuple[int, int, float]:
        steps = self.steps()
        points, worst = 0, 0.0
        for step in steps:
            found = []
            for meeting in self.meetings(step):
                found.append(meeting)
                if not meeting.holds(step.sign):
                    raise Failure("does not hold", step, found)
            points += len(found)
            self.check_step(step, found)
            if step.sign == "=":
                worst = max([worst, *(meeting.error for meeting in found)])
        for cases in self.cases:
            row = cases.unused(self.applied)
            if row:
                raise FormulaError(f"row {row} of the cases applied at no draw", cases.span)
        return points, len(steps), worst

    def check_step(self, step: Step, found: Sequence[Meeting]) -> None:
        """Raise where nothing was compared, or where a bound is never attained."""
        place = (step.left.span[0], step.right.span[1])
        if not found:
            raise FormulaError("the conditions exclude every draw and index", place)
        if step.sign in "≤≥" and min(m.error for m in found) > ATTAINED:
            raise FormulaError(
                f"{step.sign} holds, but equality is never attained: "
                "draw(also=[…]) names the values where it should be",
                place,
            )


def ranges_of(elaboration: Elaboration, place: tuple[int, int]) -> dict[str, range]:
    """Return the values of the indices that no sum binds, of which there are not too many."""
    ranges = {
        letter: index_range(letter, elaboration.uses, place)
        for letter in sorted(elaboration.letters)
    }
    count = math.prod(map(len, ranges.values()))
    if count > TUPLES:
        raise FormulaError(f"expected at most {TUPLES} values of the indices, got {count}", place)
    return ranges


def check_relation(left: Tree, sign: Tree | Token, right: Tree) -> None:
    """Refuse a sign that is no relation, and one between a side and itself."""
    if str(sign) not in SIGNS:
        raise FormulaError(f"not supported as a relation: {sign}", span(sign))
    if outline(left) == outline(right):
        text = "expected two different sides: this holds whatever the symbols are"
        raise FormulaError(text, (span(left)[0], span(right)[1]))


def outline(side: Tree) -> str:
    """Return the structure of a side, for which brackets around all of it are nothing."""
    return shape(Tree("factor", [Tree("braces", [side])]))
