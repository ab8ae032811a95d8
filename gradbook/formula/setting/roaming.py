"""Draws of other sizes, for what fails in corners: parallel arrays, of rank one, of one entry."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

__all__ = ["ROAMING", "UNLIKE", "Roaming"]

TIED = 0.15  # how often a number is the one before it
SMALL = 0.02  # what the other entries are beside a large one
ROAMING = 1000  # the first of these draws
UNLIKE = ROAMING + 500  # the first one without zeros and without numbers that are equal


class Roaming:
    """Draws numbers of sizes of their own, and arrays that lie as those before them do.

    Parameters
    ----------
    generator : torch.Generator
        Where the random numbers come from.
    unlike : bool
        Whether no numbers are 0 or equal, as they are where a function has a kink.
    """

    def __init__(self, generator: torch.Generator, unlike: bool) -> None:
        self.generator = generator
        self.unlike = unlike
        self.before: dict[Sequence[int], Tensor] = {}

    def uniform(self, *shape: int) -> Tensor:
        return torch.rand(shape, generator=self.generator, dtype=torch.float64)

    def size(self) -> float:
        """Return a size between a tenth and ten."""
        return 10 ** float(2 * self.uniform() - 1)

    def draw(self, shape: Sequence[int], low: float, high: float, free: bool) -> Tensor:
        """Return random numbers between two ends, or of any size where they are free."""
        values = low + (high - low) * self.uniform(*shape)
        values = values * self.size() if free else values
        if free and low < 0:
            values = self.placed(values) if shape else self.tied(values)
        kept = values.clone()  # what is drawn becomes a leaf, and these do not
        self.before[tuple(shape)] = kept
        if len(shape) == 2:
            self.before[(shape[1],)] = kept[0]
        return values

    def tied(self, value: Tensor) -> Tensor:
        """Return a number, at times the one before it."""
        if float(self.uniform()) < TIED and () in self.before and not self.unlike:
            return self.before[()].clone()
        return value

    def placed(self, values: Tensor) -> Tensor:
        """Return an array as it is, or parallel to one before it, or a simple matrix."""
        way, shape = int(7 * self.uniform()), tuple(values.shape)
        sign = 1 if float(self.uniform()) < 0.5 else -1
        if way < 2 and shape in self.before:
            before = self.before[shape]
            turned = len(shape) == 2 and shape[0] == shape[1] and way == 1
            same = way == 0 and not self.unlike and float(self.uniform()) < 0.5
            factor = 1.0 if same else sign * self.size()
            return factor * (before.T.clone() if turned else before)
        if way == 4:  # one entry is large, or all are as large
            shrunk = values * (SMALL if sign > 0 or self.unlike else 0)
            shrunk.view(-1)[0] = values.view(-1)[0]
            return shrunk
        if way == 5 and not self.unlike:
            signs = values.sign() if sign > 0 else torch.ones_like(values)
            return signs * values.view(-1)[0].abs()
        if way == 2 and len(shape) == 2:
            return torch.outer(values[:, 0], values[0])
        if way == 3 and len(shape) == 2 and shape[0] == shape[1]:
            return sign * self.size() * torch.eye(shape[0], dtype=torch.float64)
        return values
