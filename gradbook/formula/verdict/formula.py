"""A formula in its setting, and whether it holds there."""

from __future__ import annotations

from typing import NamedTuple

import torch

from gradbook.formula.errors import FormulaError
from gradbook.formula.values.gradients import Gradient
from gradbook.formula.values.nodes import parts
from gradbook.formula.verdict.evaluated import Evaluated
from gradbook.formula.verdict.judging import judged
from gradbook.formula.verdict.steps import Failure

__all__ = ["Beside", "Failure", "Formula"]


class Beside(NamedTuple):
    """What a ∂ holds fixed, or moves, beside the name that it is taken by."""

    operand: str
    by: str
    names: str
    fixed: bool

    def __str__(self) -> str:
        how = f"{self.names} held fixed" if self.fixed else f"{self.by} moves {self.names} as well"
        return f"∂ of {self.operand} by {self.by}: {how}"


class Formula(Evaluated):
    """A formula that can be asked whether it holds."""

    def fixed(self) -> tuple[Beside, ...]:
        """Return what each ∂ holds fixed, or moves, where it could do either."""
        sides = [side for step in self.found for side in (step.left, step.right)]
        slopes = [p for side in sides for p in parts(side) if isinstance(p, Gradient) and p.held]
        found = (
            Beside(
                self.tex[slice(*p.body.span)],
                p.by[0].name,
                ", ".join(sorted(p.held.names)),
                self.partial,
            )
            for p in slopes
            if p.held
        )
        return tuple(dict.fromkeys(found))

    def hold(self) -> tuple[int, int, float]:
        """Return points, steps and largest error, or raise where a step does not hold."""
        try:
            with torch.enable_grad():
                return judged(self)
        except FormulaError:
            raise
        except RecursionError:
            raise FormulaError("too deep: expected fewer operations in a row") from None
        except Exception as error:
            text = f"cannot be evaluated: {type(error).__name__}: {error}"
            raise FormulaError(text) from error
