"""Why a formula fails: the values, where it holds, and what would make it hold."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from fractions import Fraction
from typing import Any

import torch
from torch import Tensor

from gradbook.cells.formulas import counted
from gradbook.formula.errors import FormulaError
from gradbook.formula.setting.dependence import is_independent
from gradbook.formula.setting.places import start_of
from gradbook.formula.setting.roaming import ROAMING
from gradbook.formula.typos import Typo, typos
from gradbook.formula.values.bound import Bound
from gradbook.formula.values.gradients import Gradient
from gradbook.formula.values.nodes import parts
from gradbook.formula.verdict.formula import Failure, Formula
from gradbook.formula.verdict.steps import Meeting, Step

__all__ = ["explained"]

HINT_SECONDS = 2.0
USUAL = "it holds at the usual draws; draw(between=(low, high)) states where it is meant"
SHOWN = 8  # the longest list of numbers that is printed


def explained(failure: Failure, formula: Formula, label: str) -> FormulaError:
    """Return the error that teaches: the step, the values, where it holds, what would hold."""
    step = failure.step
    worst = failure.meetings[-1]
    meetings = all_meetings(formula, step) or list(failure.meetings)
    sides = (f"{name} = {shown(side.value)}" for name, side in sides_of(worst))
    usual = where(meetings, step) if 0 <= start_of(worst.draw) < ROAMING else [USUAL]
    if worst.is_doubtful:
        usual = [f"they differ by {worst.error:.1e} of their addends, and rounding would do less"]
    hint = guarded(lambda: cut(formula, step)) or guarded(lambda: factor(meetings, step))
    proposal, piece = guarded(lambda: one_token(formula, step)) or ("", None)
    how = "are equal" if step.sign in "<>≠" and worst.error <= worst.tolerance else "differ"
    lines = [
        f"line {line_of(formula.tex, step)}, step {step.number}: the sides {how}",
        f"{', '.join(sides)}, at {worst.place}",
        *usual,
        *filter(None, (hint, proposal)),
    ]
    left, right = step.places
    apart = "\n" in formula.tex[left[1] : right[0]]
    error = FormulaError("\n".join(lines), piece or (right if apart else failure.span))
    error.tex, error.label, error.proposes = formula.tex, label, bool(proposal)
    return error


def guarded(hint: Callable[[], Any]) -> Any:
    """Return a hint, or none: what goes wrong on the way to it must not hide the error."""
    try:
        return hint()
    except Exception:
        return None


def sides_of(meeting: Meeting) -> list[tuple[str, Any]]:
    return [("left", meeting.left), ("right", meeting.right)]


def line_of(tex: str, step: Step) -> int:
    """Return on which line of an aligned formula a step stands."""
    return tex[: step.right.span[0]].count("\\\\") + 1


def shown(value: Tensor) -> str:
    numbers = [f"{number:.6g}" for number in value.detach().flatten().tolist()]
    if not value.ndim:
        return numbers[0]
    text = ", ".join(numbers[:SHOWN]) + (", …" if len(numbers) > SHOWN else "")
    return f"({text})" + (f" of shape {tuple(value.shape)}" if value.ndim > 1 else "")


def all_meetings(formula: Formula, step: Step) -> list[Meeting]:
    """Return both sides at all draws and indices, as far as they can be computed."""
    found = []
    with suppress(FormulaError), formula.setting.in_force():
        for meeting in Formula(formula.tex, formula.setting, False).meetings(step):
            found.append(meeting)
    return found


def where(meetings: Sequence[Meeting], step: Step) -> list[str]:
    """Say where the step does hold."""
    good = [m for m in meetings if m.holds(step.sign)]
    if not good:
        return [f"it holds at none of {counted(len(meetings), 'point')}"]
    for a, b in pairs(step.ranges):
        equal = [m.indices[a] == m.indices[b] for m in meetings]
        holding = [m.holds(step.sign) for m in meetings]
        if holding == equal:
            return [f"it holds for {a} = {b} and fails for {a} ≠ {b}"]
        if holding == [not e for e in equal]:
            return [f"it holds for {a} ≠ {b} and fails for {a} = {b}"]
    return [f"it holds at {len(good)} of {counted(len(meetings), 'point')}"]


def cut(formula: Formula, step: Step) -> str | None:
    """Say which quantity is not computed from the symbol that it is differentiated by."""
    if formula.setting.live:
        return None
    for slope in (p for side in (step.left, step.right) for p in parts(side)):
        if isinstance(slope, Gradient):
            by, names = (
                slope.by[0].name,
                {p.name for p in parts(slope.body) if isinstance(p, Bound)},
            )
            if names and is_independent(formula.setting.source, by, names):
                text = f"{', '.join(sorted(names))} is not computed from {by} in the setting"
                return f"{text}: its derivative by {by} is 0"
    return None


def pairs(letters: Any) -> list[tuple[str, str]]:
    names = list(letters)
    return [(a, b) for place, a in enumerate(names) for b in names[place + 1 :]]


def factor(meetings: Sequence[Meeting], step: Step) -> str | None:
    """Say if one side is a constant times the other, differs by a constant, or is transposed."""
    if step.sign != "=" or len(meetings) < 2:
        return None
    left = torch.cat([m.left.value.detach().flatten() for m in meetings])
    right = torch.cat([m.right.value.detach().flatten() for m in meetings])
    sides = [(m.left.value, m.right.value) for m in meetings]
    if all(a.ndim == 2 and a.T.shape == b.shape and a.T.allclose(b) for a, b in sides):
        return "the right side is the transpose of the left side"
    if left.shape != right.shape:
        return None
    nonzero = right.abs() > 1e-9
    ratio = left[nonzero] / right[nonzero]
    zeros_agree = bool((left[~nonzero].abs() < 1e-9).all())
    if len(ratio) > 1 and zeros_agree and constant(ratio) and rational(float(ratio[0])) != "1":
        return f"the left side is {rational(float(ratio[0]))} times the right side, everywhere"
    difference = left - right
    if constant(difference) and rational(float(difference[0])) != "0":
        shift = rational(float(difference[0]))
        return f"the left side is the right side plus {shift}, everywhere"
    return None


def constant(values: Tensor) -> bool:
    return bool((values - values[0]).abs().max() <= 1e-8 * (1 + values[0].abs()))


def rational(value: float) -> str:
    """Return a number as a short fraction where it is one."""
    short = Fraction(value).limit_denominator(100)
    return str(short) if abs(float(short) - value) < 1e-8 else f"{value:.6g}"


def one_token(formula: Formula, step: Step) -> tuple[str, tuple[int, int]] | None:
    """Say which change of one piece would make the formula hold, and where the piece stands."""
    end = time.process_time() + HINT_SECONDS
    # A wider tolerance would make anything hold.
    start, stop = step.span[0], step.within.span[0] if step.within else step.span[1]
    for typo in typos(formula.tex):
        if time.process_time() > end:
            return None
        if start <= typo.start <= stop and typo.end <= stop and holds(typo, formula):
            piece = formula.tex[typo.start : typo.end]
            old, new = piece.strip(), typo.text.strip()
            if old and new:
                change = f"with {new} instead of {old}"
            else:
                change = f"with {new} added" if new else f"without {old}"
            first = typo.start + len(piece) - len(piece.lstrip())
            words = f"it would hold {change}:\n    {changed_line(typo)}"
            return words, (first, first + len(old))
    return None


def changed_line(typo: Typo) -> str:
    """Return the line of TeX that a typo changes, with the change."""
    first = typo.tex.rfind("\n", 0, typo.start) + 1
    return typo.tex[first:].partition("\n")[0]


def holds(typo: Typo, formula: Formula) -> bool:
    try:
        Formula(typo.tex, formula.setting, False).hold()
    except Exception:
        return False
    return True
