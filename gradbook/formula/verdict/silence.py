"""Which numbers and names of a formula change nothing, wherever it was tried."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gradbook.formula.errors import FormulaError
from gradbook.formula.values.bound import Bound
from gradbook.formula.values.nodes import Node, Number, parts
from gradbook.formula.values.probes import Probe
from gradbook.formula.verdict.evaluated import Evaluated
from gradbook.formula.verdict.steps import Meeting, Step

__all__ = ["silent"]

SEEN = 1e-9  # relative to the addends
LOOKS = 8
AROUND = ("by", "target", "subscripts", "values")  # what chooses a place, and has no value itself
FACTORS = (1.1, -1.3)  # the second brings most numbers to the other side of a threshold


def silent(formula: Evaluated, step: Step) -> list[Node]:
    """Return the pieces of a step that any other value could stand for.

    In ``d(wx + b)/dx = w`` it is b: that is true, and of b nothing was found out. A piece by
    which the difference of the sides has a slope is not asked again; others are changed, since
    conditions and indices have no slope.
    """
    waiting = [
        piece
        for side in (step.left, step.right)
        for piece in valued(side, formula.point(0, False).values)
        if formula.effects.get(piece, 0.0) <= SEEN
    ]
    asked: set[Node] = set()
    for draw in range(min(LOOKS, formula.setting.draws) if waiting else 0):
        before = list(formula.at_draw(step, draw, careful=False))
        if not before:  # the conditions exclude it
            continue
        found = [(piece, shows(formula, step, before, piece)) for piece in waiting]
        asked |= {piece for piece, seen in found if seen is False}
        waiting = [piece for piece, seen in found if not seen]
    return [piece for piece in waiting if piece in asked]


def valued(side: Node, values: Mapping[str, Any]) -> Iterator[Node]:
    """Yield the numbers and names of a side that have a value: no function, no subscript."""
    places = [getattr(p, field, None) for p in parts(side) for field in AROUND]
    others = set(parts(places))
    for piece in parts(side):
        is_value = isinstance(piece, Number) or (
            isinstance(piece, Bound) and not callable(values.get(piece.name))
        )
        if is_value and piece not in others:
            yield piece


def shows(formula: Evaluated, step: Step, before: Sequence[Meeting], piece: Node) -> bool | None:
    """Tell whether a draw comes out differently with another value; None if it asks for none."""
    for factor in FACTORS:
        probe = Probe(moved=piece, factor=factor)
        try:
            after = list(formula.at_draw(step, before[0].draw, careful=False, probe=probe))
        except FormulaError:  # no index, no row of cases; or -1.3 is outside of a domain
            if factor > 0 or piece not in formula.effects:
                return True
            continue
        if piece not in probe.changes:
            return None
        if is_other(before, after):
            return True
    return False


def is_other(before: Sequence[Meeting], after: Sequence[Meeting]) -> bool:
    pairs = zip(before, after, strict=False)
    return len(before) != len(after) or any(
        a.gap.shape != b.gap.shape or bool(((a.gap - b.gap).abs() > SEEN * (a.size + 1)).any())
        for a, b in pairs
    )
