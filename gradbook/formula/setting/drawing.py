"""What a setting draws: numbers, functions and outcomes at which a wrong formula shows itself."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import torch
from torch import Tensor

from gradbook.formula.errors import FormulaError
from gradbook.formula.setting.places import STRETCHED, Between, Draw, check_lengths, group_of
from gradbook.formula.setting.source import STRATA, Given, Source

__all__ = ["Random"]

OUTCOMES = 1000
NUDGE = 1e-12  # relative: more than rounding, and less than any formula would notice
POSITIVE = 0.2  # from where on positive numbers are drawn


class Random:
    """The functions that a setting can call; one object for one run of it.

    Parameters
    ----------
    seed : int
        What the numbers depend on.
    draw : int or Between
        Which draw it is. A negative one is stretched: the first four of them are wide. One from
        `ROAMING` on has numbers of sizes of their own.
    outcome : int, optional
        Which one `outcomes` is to return; one at random without it.
    nudge : int
        If it is not 0, all numbers are moved a little, in a way that depends on it.
    even : bool
        Whether the entries of an array lie all over their interval in every draw.
    given : dict
        What earlier runs with the same seed were given, for each draw.
    """

    def __init__(
        self,
        seed: int,
        draw: Draw,
        outcome: int | None,
        nudge: int,
        even: bool,
        given: dict[object, Given],
    ) -> None:
        self.other, self.share = None, 0.0
        if isinstance(draw, Between):
            self.other = Random(seed, draw.second, outcome, nudge, even, given)
            self.share, draw = draw.share, draw.first
        self.number = draw
        self.source = Source(seed, draw, even, given.setdefault((draw, even), []))
        self.nudges = torch.Generator().manual_seed(nudge) if nudge else None
        self.stretch = STRETCHED[group_of(draw)[0] % len(STRETCHED)] if draw < 0 else 1.0
        self.outcome = outcome
        self.extra = 0
        self.stretches = False
        self.count, self.choices = 1, 0  # outcomes, and calls that have some

    def draw(
        self,
        *shape: int,
        positive: bool = False,
        between: tuple[float, float] | None = None,
        also: Sequence[Any] = (),
    ) -> Tensor:
        """Return random numbers that are not near each other, 0 or ±1, as a float64 leaf.

        Parameters
        ----------
        *shape : int
            The shape; none for one number.
        positive : bool
            Whether to draw from 0.2 to 2 instead of −2 to 2.
        between : tuple of float, optional
            Or from where to where. Without it, further draws are up to 50 times as wide and
            500 times as narrow.
        also : sequence
            Values of that shape which are to be tried as well, one in each further draw.
        """
        usual = (POSITIVE if positive else -2.0) * self.stretch, 2.0 * self.stretch
        low, high = between or usual
        self.stretches = self.stretches or between is None
        if not -math.inf < low < high < math.inf:
            raise FormulaError(f"draw: expected between to grow and to be finite, got {between}")
        check_lengths(shape)
        ends = float(low), float(high)
        numbers = self.source.ask("numbers", shape, *ends, between is None)
        values = torch.tensor(numbers, dtype=torch.float64).reshape(shape)
        if self.nudges:
            noise = torch.randn(shape, generator=self.nudges, dtype=torch.float64)
            values = values * (1 + NUDGE * noise)
        self.extra = max(self.extra, len(also))
        place = self.number - STRATA
        if 0 <= place < len(also):
            values = torch.as_tensor(also[place], dtype=torch.float64).expand(shape).clone()
        if self.other:
            there = self.other.draw(*shape, positive=positive, between=between, also=also)
            values = values + self.share * (there.detach() - values)
        return values.requires_grad_()

    def smooth(self, size: int | None = None) -> Callable[..., Tensor]:
        """Return a smooth function, neither even nor odd.

        Parameters
        ----------
        size : int, optional
            Without it the function takes numbers, and arrays entry by entry. With it the
            function takes a vector of that length, or so many numbers, and returns a number.
        """
        terms = 3
        shape = (terms, size or 1)
        a, c = (self.draw(terms).detach() for _ in range(2))
        b = self.draw(*shape).detach()
        slope = self.draw(size or 1).detach()

        def function(*x: Tensor) -> Tensor:
            point = x[0] if len(x) == 1 else torch.stack(x)
            if size is None:
                waves = (a * torch.sin(b[:, 0] * point.unsqueeze(-1) + c)).sum(-1)
                return waves + slope[0] * point + 0.3 * point**2
            if point.shape[-1:] != (size,):
                raise FormulaError(f"expected {size} numbers, got the shape {tuple(point.shape)}")
            waves = (a * torch.sin((b * point).sum(-1) + c)).sum(-1)
            return waves + (slope * point).sum(-1) + 0.3 * (point**2).sum(-1)

        return function

    def outcomes(self, values: Iterable[Any]) -> Any:
        """Return one of equally likely values; `\\mathbb{E}` is the mean over all of them.

        Those of several calls are independent of each other.
        """
        values = list(values)
        if not values:
            raise FormulaError("outcomes: expected at least one value, got none")
        before, self.count = self.count, self.count * len(values)
        self.choices += 1
        if self.count > OUTCOMES:
            text = f"outcomes: expected at most {OUTCOMES} together, got {self.count}"
            raise FormulaError(text)
        # Drawn in any case, so that what is drawn later is the same for all outcomes.
        if self.other:
            self.other.outcomes(values)
        chosen = self.source.ask("choice", len(values))
        if self.outcome is not None:  # it says for all calls which one each of them returns
            chosen = self.outcome // before % len(values)
        return values[chosen]
