"""Whether each number and each name of a formula was seen to matter at one point at least."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from gradbook.formula.errors import FormulaError
from gradbook.formula.setting.places import Draw
from gradbook.formula.values.nodes import Node
from gradbook.formula.values.probes import Probe
from gradbook.formula.values.quantity import ALGEBRA
from gradbook.formula.values.saturation import saturated
from gradbook.formula.verdict.evaluated import Evaluated
from gradbook.formula.verdict.rounding import NUDGES, is_random
from gradbook.formula.verdict.steps import Meeting, Step

__all__ = ["unseen"]

VISIBLE = 1e-9  # relative to the addends: what matters less could be wrong in its sixth digit
LOOKS = 24
FEW = 4


def unseen(formula: Evaluated, step: Step, found: Sequence[Meeting]) -> list[Node]:
    """Return the pieces of a step that any other value could stand for.

    A piece that changes nothing at all may do so in mathematics, too: a slope beyond a kink is
    constant. It is returned only where a function has become constant in float64 alone.
    """
    best: dict[Node, float] = {}
    zeros = [n for n, q in found[0].sides(step) if q.literal and q.value == 0]
    threshold = max(VISIBLE, 1e3 * (found[0].tolerance - ALGEBRA))
    looks = list(spread(found))
    constant, clear = False, False
    for meeting in looks:
        probe = Probe()
        try:
            asked = formula.meet(step, meeting.draw, meeting.indices, probe=probe)
            effects = probe.effects(weighed(asked, bool(zeros)))
        except (FormulaError, RuntimeError):  # not twice differentiable, or a kink
            clear = True
            continue
        flat = any(saturated(side.value) for side in (asked.left, asked.right))
        constant, clear = constant or flat, clear or not flat
        # A factor of what is 0 changes nothing, and rounding as much as that is not 0.
        least = 10 * float(asked.gap.abs().max()) if zeros else 0.0
        for piece, effect in effects.items():
            effect = math.inf if math.isnan(effect) else abs(effect) * (abs(effect) > least)
            if isinstance(piece, Node) and piece not in zeros:
                best[piece] = max(best.get(piece, 0.0), effect)
                formula.effects[piece] = max(formula.effects.get(piece, 0.0), effect)
        # Another row of cases may apply at other draws.
        if clear and not formula.cases and min(best.values(), default=0.0) >= threshold:
            return []
    if not clear:
        return [step.left]
    faint = [p for p, effect in best.items() if effect < threshold and (effect or constant)]
    hidden = [p for p in faint if not is_seen(formula, step, looks[:FEW], p, threshold)]
    return [p for p in hidden if not is_nothing(formula, step, looks[0], p)]


def is_seen(
    formula: Evaluated, step: Step, found: Sequence[Meeting], piece: Node, threshold: float
) -> bool:
    """Tell whether a piece shows as it is changed by a tenth: what is stationary does."""
    for meeting in found:
        try:
            moved = Probe(moved=piece)
            other = formula.meet(step, meeting.draw, meeting.indices, probe=moved)
        except FormulaError:
            return True
        change = (other.gap - meeting.gap).abs()
        if bool((change > threshold * meeting.size).any()):
            return True
    return False


def is_nothing(formula: Evaluated, step: Step, meeting: Meeting, piece: Node) -> bool:
    """Tell whether a piece has no effect but rounding, as the lower end of d/dx of an integral."""
    if not formula.setting.varies:
        return False
    effects = []
    for nudge in range(NUDGES + 1):
        probe = Probe()
        try:
            asked = formula.meet(step, meeting.draw, meeting.indices, probe=probe, nudge=nudge)
        except FormulaError:  # an exponent that is no whole number any more
            continue
        effects.append(probe.effects(weighed(asked, zero=False)).get(piece, 0.0))
    return any(effects) and is_random(torch.tensor(effects, dtype=torch.float64))


def spread(found: Sequence[Meeting]) -> Iterator[Meeting]:
    """Yield meetings, the first of each draw before others."""
    draws: dict[Draw, list[Meeting]] = {}
    for meeting in found:
        draws.setdefault(meeting.draw, []).append(meeting)
    rest = [m for group in draws.values() for m in group[1:]]
    chosen = [group[0] for group in draws.values()] + rest[:: max(1, len(rest) // LOOKS)]
    yield from chosen[:LOOKS]


def weighed(meeting: Meeting, zero: bool) -> Tensor:
    """Return one number that every entry of the difference is in, each by its own size."""
    gap = (meeting.left.value - meeting.right.value).flatten()
    size = meeting.size.flatten() + float(zero)
    weights = torch.cos(1.0 + torch.arange(len(gap), dtype=torch.float64))
    return (gap / size.clamp_min(1e-300) * weights).sum()
