"""A formula in its setting, and whether it holds there."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from gradbook.formula.errors import FormulaError
from gradbook.formula.values.bound import Bound
from gradbook.formula.values.gradients import Gradient
from gradbook.formula.values.nodes import Number, parts
from gradbook.formula.verdict.evaluated import Evaluated
from gradbook.formula.verdict.judging import Held, judged
from gradbook.formula.verdict.silence import atoms, silent
from gradbook.formula.verdict.steps import Failure

__all__ = ["Beside", "Failure", "Formula", "Silent"]


class Beside(NamedTuple):
    """What a ∂ holds fixed, or moves, beside the name that it is taken by."""

    operand: str
    by: str
    names: str
    fixed: bool

    def __str__(self) -> str:
        how = f"{self.names} held fixed" if self.fixed else f"{self.by} moves {self.names} as well"
        return f"∂ of {self.operand} by {self.by}: {how}"


class Silent(NamedTuple):
    """A number or a name that any other could stand for, where it is written that many times."""

    piece: str
    place: int
    places: int

    def __str__(self) -> str:
        which = f" ({self.place} of {self.places})" if self.place else ""
        return f"{self.piece}{which} changes nothing"


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

    def silent(self) -> tuple[Silent, ...]:
        """Return what changes nothing: a name at all its places, or the places where it does."""
        sides = [side for step in self.found for side in (step.left, step.right)]
        # Twice the same where a derivative of second order has its symbol twice.
        written = sorted({(p.span, self.text(p)) for p in atoms(sides)})
        places = Counter(text for _span, text in written)
        quiet, loud = set[tuple[int, int]](), set[tuple[int, int]]()
        with self.setting.in_force():
            for step in self.found:
                found_here = set(silent(self, step))
                for piece in atoms([step.left, step.right]):  # the middle of a chain is in two
                    (quiet if piece in found_here else loud).add(piece.span)
        quiet -= loud
        found: dict[str, list[Silent]] = {}
        seen: Counter[str] = Counter()
        for span, text in written:
            seen[text] += 1
            if span in quiet:
                found.setdefault(text, []).append(Silent(text, seen[text], places[text]))
        whole = {text for text, each in found.items() if len(each) == places[text]}
        return tuple(
            one
            for text, each in found.items()
            for one in ([Silent(text, 0, places[text])] if text in whole else each)
        )

    def text(self, piece: Bound | Number) -> str:
        """Return a number, or a name with its subscripts, as it is written."""
        if isinstance(piece, Number):
            return self.tex[slice(*piece.span)].strip()
        below = ", ".join(self.tex[slice(*item.span)].strip() for item in piece.subscripts)
        return f"{piece.name}_{{{below}}}" if below else piece.name

    def evenly_judged(self) -> Held:
        """Judge it, and once more with even draws where some cannot be evaluated.

        With labels of one class alone, their weights are not finite.
        """
        try:
            return judged(self)
        except Failure:
            raise
        except FormulaError:
            if self.setting.even or not self.setting.varies:
                raise
            self.setting.even = True
            for kept in (self.setting.runs, self.applied, self.effects):
                kept.clear()
            return judged(self)

    def hold(self) -> Held:
        """Return where it holds, or raise where a step does not."""
        try:
            with self.setting.in_force():
                return self.evenly_judged()
        except FormulaError:
            raise
        except RecursionError:
            raise FormulaError("too deep: expected fewer operations in a row") from None
        except Exception as error:
            text = f"cannot be evaluated: {type(error).__name__}: {error}"
            raise FormulaError(text) from error
