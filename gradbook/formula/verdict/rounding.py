"""Whether a small difference is rounding, or a term that is small beside another."""

from __future__ import annotations

import torch
from torch import Tensor

from gradbook.formula.values.probes import Probe
from gradbook.formula.verdict.evaluated import Evaluated
from gradbook.formula.verdict.noise import is_noise
from gradbook.formula.verdict.steps import ROUNDING, Meeting, Step

__all__ = ["NUDGES", "is_random", "is_rounding"]

NUDGES = 5
SYSTEMATIC = 3.0  # how many standard deviations the mean of random differences is never away
CONSTANT = 1e-12  # relative: what a setting that draws nothing may be wrong by


def is_rounding(formula: Evaluated, step: Step, meeting: Meeting) -> bool:
    """Tell whether the worst entry of a difference is rounding.

    It is if changes of all numbers in their last digits explain it, or if it is random: it
    comes out differently, around 0, when all that is drawn is moved by a relative 1e-12, or if
    each operation rounds otherwise. What is wrong with a formula stays then.
    """
    ratio = meeting.gap.abs() / meeting.size.clamp_min(1e-300)
    entry = int(ratio.flatten().argmax())
    gap = meeting.gap.flatten()[entry]
    size = float(meeting.size.flatten()[entry])
    probe = Probe()
    asked = formula.meet(step, meeting.draw, meeting.indices, probe=probe)
    effects = probe.effects((asked.left.value - asked.right.value).flatten()[entry])
    zeros = [node for node, side in asked.sides(step) if side.literal and side.value == 0]
    moves = sum(abs(effect) for piece, effect in effects.items() if piece not in zeros)
    if abs(float(gap)) <= ROUNDING * (size + moves):
        return True
    if not formula.setting.varies:
        return abs(float(gap)) <= CONSTANT * size
    random = is_random(torch.stack([gap, *nudged(formula, step, meeting, entry)]))
    return random or is_noise(formula, step, meeting, entry)


def nudged(formula: Evaluated, step: Step, meeting: Meeting, entry: int) -> list[Tensor]:
    """Return the difference at an entry, for slight changes of what is drawn."""
    runs = range(1, NUDGES + 1)
    there = (formula.meet(step, meeting.draw, meeting.indices, nudge=run) for run in runs)
    return [other.gap.flatten()[entry] for other in there]


def is_random(gaps: Tensor) -> bool:
    gaps = gaps / gaps.abs().max().clamp_min(1e-300)  # squares of them stay within float64
    return bool(gaps.mean().abs() <= SYSTEMATIC * gaps.std())
