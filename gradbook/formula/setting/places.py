"""Where the numbers of a draw lie: in which parts of an interval, and on which side of 0."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple

import torch

from gradbook.formula.errors import FormulaError
from gradbook.formula.setting.roaming import ROAMING

__all__ = [
    "GROUP",
    "SKEWED",
    "STRETCHED",
    "Between",
    "Draw",
    "check_lengths",
    "far_enough",
    "group_of",
    "is_mirrored",
    "moved",
    "ordered",
    "start_of",
    "words",
]

STRETCHED = (50.0, 4.0, 0.002)  # how much wider than usual further draws are
GROUP = 4  # so many draws are stretched alike
MIRRORED = ((1, 3), (2, 3), (3,))  # where in a group the calls are on the other side, in turn
EVEN = 2  # the first draws, in which the entries of an array lie all over the interval
# What becomes of the parts of an interval: all in its lower half, or many, or in the upper one.
SKEWED = (
    lambda share: share / 2,
    lambda share: share**2,
    lambda share: 1 - (1 - share) ** 2,
    lambda share: (1 + share) / 2,
)


class Between(NamedTuple):
    """A point on the way from a draw to another one."""

    first: int
    second: int
    share: float


Draw = int | Between


def start_of(draw: Draw) -> int:
    return draw.first if isinstance(draw, Between) else draw


def group_of(draw: int) -> tuple[int, int]:
    """Return which group of stretched draws a negative one is in, and its place there."""
    return divmod(-1 - draw, GROUP)


def is_mirrored(place: int, call: int) -> bool:
    """Tell whether a call of a stretched draw is on the other side.

    Each call is on both sides within a group, and so are the products of two and of three.
    """
    return place in MIRRORED[call % len(MIRRORED)]


def moved(share: float, draw: int, ways: Sequence[int]) -> float:
    """Return where in an interval an entry lies, whose share of it would be that.

    With half of the entries on each side of 0 in every draw, their signs would add up to 0.
    """
    return share if draw < EVEN else SKEWED[ways[(draw - EVEN) % len(SKEWED)]](share)


class Ordered(NamedTuple):
    """A random order, the signs of those before it, and where the random numbers stand."""

    order: list[int]
    seen: frozenset[tuple[bool, ...]]
    state: torch.Tensor


@lru_cache(maxsize=1024)
def ordered(seed: int, asked: tuple[tuple[int, bool], ...]) -> Ordered:
    """Return the last of several random orders, which are the same in all draws of a setting.

    Each is asked for with its length, and with whether its signs are to be unlike those before:
    in which part a number lies is above the middle at other draws, then.
    """
    generator = torch.Generator().manual_seed(seed)
    (parts, unlike), seen = asked[-1], frozenset[tuple[bool, ...]]()
    if asked[:-1]:
        _, seen, state = ordered(seed, asked[:-1])
        generator.set_state(state)
    order: list[int] = []
    for _ in range(20 if unlike else 1):
        order = torch.randperm(parts, generator=generator).tolist()
        if signs(order) not in seen:
            break
    return Ordered(order, seen | {signs(order)} if unlike else seen, generator.get_state())


def signs(order: Sequence[int]) -> tuple[bool, ...]:
    """Return at which draws a number is as it is at the first, above or below the middle."""
    above = [2 * cell >= len(order) for cell in order]
    return tuple(one is above[0] for one in above)


def words(draw: Draw) -> str:
    """Return what a draw is called where a formula fails there."""
    if isinstance(draw, Between):
        way = f"a point between {words(draw.first)} and {words(draw.second)}"
        return f"{way}, where a condition changes or a function jumps"
    if draw >= ROAMING:
        return "a draw of other sizes"
    if draw >= 0:
        return f"draw {draw + 1}"
    group, _ = group_of(draw)
    return f"a draw that is {STRETCHED[group % len(STRETCHED)]:g} times as wide"


def check_lengths(shape: Sequence[int]) -> None:
    """Raise where a shape is none of at least one number."""
    with suppress(TypeError):
        if min(torch.Size(shape), default=1) >= 1:
            return
    lengths = ", ".join(map(repr, shape))
    text = f"draw: expected whole numbers from 1 on as lengths, got {lengths}"
    raise FormulaError(f"{text}; ends are written between=(0.2, 2)")


def far_enough(values: Sequence[float], distance: float) -> bool:
    """Tell whether all values are farther from 0 and from ±1 than a distance."""
    return all(min(abs(value), abs(abs(value) - 1.0)) > distance for value in values)
