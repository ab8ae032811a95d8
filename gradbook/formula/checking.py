"""Whether a formula holds: every step of it, at every draw, for every index."""

from __future__ import annotations

import inspect
import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from lark import Tree

from gradbook.formula.blocks import SIGNS, conditions_of
from gradbook.formula.elaboration import Elaboration
from gradbook.formula.errors import FormulaError
from gradbook.formula.indices import index_range
from gradbook.formula.parser import parse, shape, span
from gradbook.formula.points import Point
from gradbook.formula.quantity import number
from gradbook.formula.setting import Setting
from gradbook.formula.steps import Meeting, Step, chains, is_statement

__all__ = ["Checked", "Failure", "check"]

TUPLES = 5_000
ATTAINED = 1e-9


@dataclass(frozen=True)
class Checked:
    """A formula that held.

    Attributes
    ----------
    tex, label : str
        The formula.
    points : int
        At how many draws and indices it held, over all steps.
    steps : int
        The number of relations.
    draws : int
        The number of draws.
    error : float
        The largest error of an equality, relative to the sum of the absolute addends.
    """

    tex: str
    label: str
    points: int
    steps: int
    draws: int
    error: float

    def __str__(self) -> str:
        return f"held at {self.points} point{'s' * (self.points != 1)}, error {self.error:.0e}"


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
        signs = chain.children[1::2]
        sides = [elaboration.side(part) for part in chain.children[::2]]
        held = [c for tree in conditions for c in conditions_of(elaboration, tree)]
        elaboration.use(*signs)
        elaboration.check_used(chain)
        for tree in conditions:
            elaboration.check_used(tree)
        place = span(chain)
        ranges = {
            letter: index_range(letter, elaboration.uses, place)
            for letter in sorted(elaboration.letters)
        }
        count = math.prod(map(len, ranges.values()))
        if count > TUPLES:
            raise FormulaError(
                f"expected at most {TUPLES} values of the indices, got {count}", place
            )
        for position, sign in enumerate(signs):
            if str(sign) not in SIGNS:
                raise FormulaError(f"not supported as a relation: {sign}", span(sign))
            left, right = chain.children[2 * position], chain.children[2 * position + 2]
            if outline(left) == outline(right):
                text = "expected two different sides: this holds whatever the symbols are"
                raise FormulaError(text, (span(left)[0], span(right)[1]))
            yield Step(
                before + position + 1,
                SIGNS[str(sign)],
                sides[position],
                sides[position + 1],
                ranges,
                held,
            )

    def meetings(self, step: Step) -> Iterator[Meeting]:
        """Yield both sides of a step, draw by draw and index by index."""
        draw = 0
        while draw < self.setting.draws:
            # Differences are dear: two draws are enough for them, and the kinks named by also.
            careful = self.differences and (draw < 2 or draw >= 6)
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


def outline(side: Tree) -> str:
    """Return the structure of a side, for which brackets around all of it are nothing."""
    return shape(Tree("factor", [Tree("braces", [side])]))


def check(
    tex: str,
    /,
    setting: str | None = None,
    *,
    label: str = "",
    namespace: dict[str, Any] | None = None,
    differences: bool = True,
) -> Checked:
    r"""Check that a formula holds, step by step, or raise.

    Parameters
    ----------
    tex : str
        The formula in TeX, without dollar signs: relations between expressions, on one line or
        on the lines of an ``aligned``.
    setting : str, optional
        Python that gives the symbols their values; it is run afresh for each draw, or once if it
        draws nothing, and can call ``draw``, ``smooth``, ``steps`` and ``outcomes``. Without it,
        the symbols are those of `namespace`: one point, and derivatives by autograd alone.
    label : str
        The name of the formula, which its random numbers depend on.
    namespace : dict, optional
        What the setting can use; the caller's variables by default.
    differences : bool
        Whether derivatives are computed by central differences as well.

    Returns
    -------
    Checked
        At how many points it held, and the largest error.

    Raises
    ------
    FormulaError
        If a step does not hold, with the values where it fails; if a piece of the TeX is not
        understood or not bound, with that piece; if the setting raises, with its line.
    """
    if namespace is None:
        frame = inspect.currentframe()
        caller = frame.f_back if frame else None
        namespace = {**caller.f_globals, **caller.f_locals} if caller else {}
    from gradbook.formula.explanation import explained

    try:
        prepared = Setting(setting, dict(namespace), label or tex)
        formula = Formula(tex, prepared, differences)
        points, steps, error = formula.hold()
    except Failure as failure:
        raise explained(failure, formula, label) from None
    except FormulaError as refused:
        refused.tex, refused.label = refused.tex or tex, label
        raise
    return Checked(tex, label, points, steps, prepared.draws, error)
