"""Whether a relation fails in a corner that the usual draws do not come to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice

from torch import Tensor

from gradbook.formula.errors import FormulaError
from gradbook.formula.setting.comparing import compares
from gradbook.formula.setting.dependence import origins
from gradbook.formula.setting.places import GROUP
from gradbook.formula.setting.roaming import ROAMING, UNLIKE
from gradbook.formula.values.aggregates import Expectation
from gradbook.formula.values.bound import Bound
from gradbook.formula.values.nodes import parts
from gradbook.formula.values.quantity import largest
from gradbook.formula.values.saturation import saturated
from gradbook.formula.values.smoothness import is_smooth, is_smooth_function
from gradbook.formula.verdict.evaluated import Evaluated
from gradbook.formula.verdict.steps import Meeting, Step, within_domain
from gradbook.formula.verdict.wide import FAR, INDICES, fails

__all__ = ["behind_kinks", "check_attained", "cornered"]

FURTHER = range(ROAMING, ROAMING + 150)  # draws that an inequality is tried at
ATTAINED = 1e-9
EVEN = 2e-15  # relative to the addends: sides of a strict inequality that are the same
# Draws that an equality is tried at: of other sizes, and four times as wide as usual.
BEHIND_KINKS = [*range(UNLIKE, UNLIKE + 8), *range(-2 * GROUP, -GROUP)]
FEW = 1  # values of the indices
MODERATE = 3.2  # what float64 loses nothing beside, as of e^{-wx}


def cornered(formula: Evaluated, step: Step) -> list[Meeting]:
    """Return where an inequality fails at one of many further draws, or nothing."""
    if step.sign not in "<>≤≥" or not formula.setting.varies:
        return []
    return first_found(formula, step, FURTHER, INDICES, partial(is_broken, formula, step))


def first_found(
    formula: Evaluated,
    step: Step,
    draws: Sequence[int],
    count: int,
    wanted: Callable[[Meeting], bool],
) -> list[Meeting]:
    """Return the first meeting of a kind at some draws and so many values of the indices."""
    for draw in draws:
        with within_domain():
            meetings = islice(formula.at_draw(step, draw, careful=False), count)
            if found := next(filter(wanted, meetings), None):
                return [found]
    return []


def is_broken(formula: Evaluated, step: Step, meeting: Meeting) -> bool:
    """Tell whether an inequality clearly fails, or whether a strict one is attained.

    Where float64 loses what tells the sides apart, equal ones say nothing.
    """
    if meeting.holds(step.sign):
        return False
    if bool((meeting.gap.abs() > FAR * (meeting.size + 1)).all()):
        return True
    return step.sign in "<>" and meeting.error <= EVEN and is_attained(formula, meeting)


def is_moderate(formula: Evaluated, meeting: Meeting) -> bool:
    """Tell whether all that was drawn is so small that float64 loses nothing, as of e^{-wx}."""
    values = formula.setting.run(meeting.draw).values()
    drawn = [v for v in values if isinstance(v, Tensor) and v.is_leaf and v.requires_grad]
    return all(largest(value) <= MODERATE for value in drawn)


def behind_kinks(formula: Evaluated, step: Step) -> list[Meeting]:
    """Return where an equality fails at draws of other sizes, or nothing.

    The usual ones may all lie on one side of a kink of the setting, such as that of a clipped
    norm; where the setting is smooth, there is none.
    """
    if step.sign != "=" or not formula.setting.varies or is_even(formula, step):
        return []
    return first_found(formula, step, BEHIND_KINKS, FEW, partial(fails, formula, step))


def is_even(formula: Evaluated, step: Step) -> bool:
    """Tell whether nothing in a setting, and no function that is applied, may have a kink."""
    setting = formula.setting
    values = setting.run(0)
    names = {p.name for p in parts([step.left, step.right]) if isinstance(p, Bound)}
    applied = [values[name] for name in names if callable(values.get(name))]
    if compares(setting.source, tries_outcomes(formula, step)):
        return False
    if not all(map(is_smooth_function, applied)):
        return False
    return is_smooth(values[name] for name in setting.assigned if name in values)


def tries_outcomes(formula: Evaluated, step: Step) -> bool:
    """Tell whether all that depends on an outcome stands within the mean over all of them."""
    pieces = list(parts([step.left, step.right, *step.conditions]))
    means = [piece.body for piece in pieces if isinstance(piece, Expectation)]
    within = set(parts(means))
    outside = {p.name for p in pieces if isinstance(p, Bound) and p not in within}
    sources = origins(formula.setting.source)
    return bool(means) and not any("outcomes" in sources.get(name, ()) for name in outside)


def is_attained(formula: Evaluated, meeting: Meeting) -> bool:
    """Tell whether both sides are the same; where both are 0, any multiple would be so, too."""
    sides = meeting.left, meeting.right
    if meeting.error > ATTAINED or largest(meeting.gap) > ATTAINED:
        return False
    if any(map(saturated, (side.value for side in sides))) or not is_moderate(formula, meeting):
        return False
    about_zero = any(side.literal and side.value == 0 for side in sides)
    return about_zero or largest(meeting.left.value) > FAR


def check_attained(formula: Evaluated, step: Step, least: float) -> None:
    """Raise where a bound is never attained: neither at the usual draws nor at further ones."""
    if step.sign not in "≤≥" or formula.few or least <= ATTAINED:
        return
    further = FURTHER if formula.setting.varies else []
    if first_found(formula, step, further, INDICES, partial(is_attained, formula)):
        return
    raise FormulaError(
        f"{step.sign} holds, but equality is never attained: "
        "draw(also=[…]) names the values where it should be",
        step.span,
    )
