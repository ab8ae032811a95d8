"""The random numbers of a draw, which all runs of it share."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import torch

from gradbook.formula.setting.places import (
    SKEWED,
    far_enough,
    group_of,
    is_mirrored,
    moved,
    ordered,
)
from gradbook.formula.setting.roaming import ROAMING, UNLIKE, Roaming

__all__ = ["STRATA", "Given", "Source"]

STRATA = 6
APART = 0.04  # from 0 and from ±1, where wrong formulas agree with right ones

# What was asked for, one after another, with what was given.
Given = list[tuple[tuple[Any, ...], Any]]


class Source:
    """Hands out what an earlier run was given, as long as this one asks for the same.

    Random numbers depend on all that was drawn before. Where a run asks for something else, all
    that it has been handed out is drawn once more, and it goes its own way from there on.

    Parameters
    ----------
    seed, draw : int
        What the numbers depend on.
    even : bool
        Whether the entries of an array lie all over their interval in every draw.
    given : list
        What all runs share; the first one fills it.
    """

    def __init__(self, seed: int, draw: int, even: bool, given: Given) -> None:
        self.seed, self.number, self.even, self.given = seed, draw, even, given
        self.asked = self.drawn = 0  # how often this run asked, and drew itself
        self.orders: tuple[tuple[int, bool], ...] = ()  # those asked for, one after another
        group, self.place = group_of(draw) if draw < 0 else (0, 0)
        self.cell = group if draw < 0 else draw
        self.calls = 0

    def ask(self, how: str, *arguments: Any) -> Any:
        """Return what one of the functions below gives, which nobody changes."""
        question, place = (how, *arguments), self.asked
        self.asked += 1
        if place < len(self.given):
            known, answer = self.given[place]
            if known == question:
                return answer
            self.given = self.given[:place]
        for (before, *others), _ in self.given[self.drawn :]:
            getattr(self, before)(*others)
        self.given.append((question, getattr(self, how)(*arguments)))
        self.drawn = len(self.given)
        return self.given[place][1]

    @cached_property
    def generator(self) -> torch.Generator:
        return torch.Generator().manual_seed(self.seed * 1009 + self.number)

    @cached_property
    def roaming(self) -> Roaming:
        return Roaming(self.generator, self.number >= UNLIKE)

    def numbers(self, shape: Sequence[int], low: float, high: float, free: bool) -> list[float]:
        """Return numbers between two ends, or of sizes of their own where they are free."""
        if self.number >= ROAMING:
            return self.roaming.draw(shape, low, high, free).flatten().tolist()
        return self.spread(torch.Size(shape).numel(), low, high)

    def choice(self, count: int) -> int:
        """Return one of so many numbers, from 0 on."""
        return int(torch.randint(count, (), generator=self.generator))

    def spread(self, count: int, low: float, high: float) -> list[float]:
        """Return one number in each of equal parts of the interval, in random order."""
        # Plain numbers: for a few of them, tensors would take ten times as long.
        parts, ways = count, list[int]()
        if count > 1:
            ways, cells = self.next_order(len(SKEWED), unlike=True), self.permuted(count)
        else:
            parts = STRATA
            cells = [self.next_order(parts, unlike=True)[self.cell % parts]]
        mirrored = self.number < 0 and is_mirrored(self.place, self.calls)
        starts = [0.1 + (parts - 1 - cell if mirrored else cell) for cell in cells]
        self.calls += 1
        width, distance = high - low, APART * min(1.0, (high - low) / 4)
        values: list[float] = []
        for _ in range(200):
            inside = torch.rand(count, generator=self.generator, dtype=torch.float64).tolist()
            places = zip(starts, inside, strict=True)
            shares = [(start + 0.8 * share) / parts for start, share in places]
            if ways and not self.even:
                shares = [moved(share, self.number, ways) for share in shares]
            values = [low + width * share for share in shares]
            if count > 20 or far_enough(values, distance):
                break
        return values

    def permuted(self, parts: int) -> list[int]:
        """Return a random order; stretched draws have the same, to be mirrored."""
        if self.number < 0:
            return self.next_order(parts, unlike=False)
        return torch.randperm(parts, generator=self.generator).tolist()

    def next_order(self, parts: int, *, unlike: bool) -> list[int]:
        """Return in which part each draw lies, or a random order that all draws have."""
        self.orders += ((parts, unlike),)
        return ordered(self.seed, self.orders).order
