"""How much each number and each name of a formula matters at a point."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import torch
from torch import Tensor

from gradbook.formula.values.quantity import Quantity, largest

__all__ = ["Probe"]


@dataclass
class Probe:
    """Multiplies each number and each name by 1 + ε, and adds ε of its size, where all ε are 0.

    The derivative of a side by an ε is how much the side would change with that piece. There are
    two of them because ln(cx) has the slope of ln x, and x + c that of x.
    """

    changes: dict[object, Tensor] = field(default_factory=dict)
    uses: int = 0
    moved: object = None  # a piece that is multiplied by the factor, or 0.7 times it if it is 0
    factor: float = 1.1

    def touched(self, piece: object, quantity: Quantity) -> Quantity:
        """Return a quantity that depends on the ε of its piece."""
        if piece not in self.changes:
            self.changes[piece] = torch.zeros(2, dtype=torch.float64, requires_grad=True)
        if self.moved and piece is self.moved:
            nothing = not bool((quantity.value != 0).any())
            other = quantity.value * self.factor + 0.7 * self.factor * nothing
            return replace(quantity, value=other)
        if self.moved:
            return quantity
        (factor, shift), value = self.changes[piece].unbind(), quantity.value
        # Another share for each entry and each use: a sum that is always 0 would not see one.
        self.uses += 1
        if value.ndim:
            places = torch.arange(value.numel(), dtype=value.dtype) + self.uses
            size = value.detach() * (1 + 0.5 * torch.cos(places)).view(value.shape)
        else:
            size = value.detach() * (1 + 0.5 * math.cos(self.uses))
        if not largest(size):
            size = torch.ones_like(size)
        return replace(quantity, value=value * (1 + factor) + shift * size)

    def effects(self, value: Tensor) -> dict[object, float]:
        """Return the derivative of a number by each ε that it depends on."""
        pieces = list(self.changes)
        if not value.requires_grad or not pieces:
            return {}
        given = [self.changes[piece] for piece in pieces]
        found = torch.autograd.grad(value, given, retain_graph=True, allow_unused=True)
        pairs = zip(pieces, found, strict=True)
        return {piece: float(e[e.abs().argmax()]) for piece, e in pairs if e is not None}
