"""Which numbers and names of a formula change nothing, wherever it was tried."""

from __future__ import annotations

from collections.abc import Sequence

from gradbook.formula.errors import FormulaError
from gradbook.formula.setting.dependence import is_independent
from gradbook.formula.values.bound import Bound
from gradbook.formula.values.cases import Relation
from gradbook.formula.values.gradients import Gradient
from gradbook.formula.values.nodes import Node, Number, parts
from gradbook.formula.values.probes import Probe
from gradbook.formula.verdict.evaluated import Evaluated
from gradbook.formula.verdict.steps import Meeting, Step

__all__ = ["atoms", "silent"]

SEEN = 1e-9  # relative to the addends
LOOKS = 8
# What chooses a place, and has no value itself.
AROUND = ("by", "symbols", "target", "subscripts", "values")
# The second brings most numbers to the other side of a threshold; far ones pass what is larger.
FACTORS = (1.1, -1.3, 100.0, 0.01)


def silent(formula: Evaluated, step: Step) -> list[Node]:
    """Return the pieces of a step that any other value could stand for.

    In ``d(wx + b)/dx = w`` it is b: that is true, and of b nothing was found out. A piece by
    which the difference of the sides has a slope is not asked again; others are changed, since
    conditions and indices have no slope.
    """
    sides = [step.left, step.right]
    waiting = [piece for piece in atoms(sides) if formula.effects.get(piece, 0.0) <= SEEN]
    left_out = unasked(formula, sides) if waiting else set()
    waiting = [piece for piece in waiting if piece not in left_out]
    conditional = set(parts([p for p in parts(sides) if isinstance(p, Relation)]))
    asked: set[Node] = set()
    for draw in range(min(LOOKS, formula.setting.draws) if waiting else 0):
        before = list(formula.at_draw(step, draw, careful=False))
        if not before:  # the conditions exclude it
            continue
        found = [
            (piece, shows(formula, step, before, piece, piece in conditional)) for piece in waiting
        ]
        asked |= {piece for piece, seen in found if seen is False}
        waiting = [piece for piece, seen in found if not seen]
    return [piece for piece in waiting if piece in asked]


def atoms(sides: Sequence[Node]) -> list[Bound | Number]:
    """Return the numbers and names that are written; the 2 of a root is not."""
    found = [p for p in parts(list(sides)) if isinstance(p, Bound | Number)]
    spans = {piece.span for piece in found}
    return [p for p in found if isinstance(p, Bound) or not any(holds(p.span, s) for s in spans)]


def holds(outer: tuple[int, int], inner: tuple[int, int]) -> bool:
    return outer != inner and outer[0] <= inner[0] and inner[1] <= outer[1]


def unasked(formula: Evaluated, sides: Sequence[Node]) -> set[Node]:
    """Return pieces that say nothing of a value: functions, subscripts, and what is derived.

    In ``∂L/∂w = 0`` a multiple of L would do, and yet the formula is about L.
    """
    pieces = list(parts(list(sides)))
    found = set(parts([getattr(p, field, None) for p in pieces for field in AROUND]))
    values, setting = formula.point(0, False).values, formula.setting
    found |= {p for p in pieces if isinstance(p, Bound) and callable(values.get(p.name))}
    for slope in (p for p in pieces if isinstance(p, Gradient)):
        by = {symbol.name for symbol in slope.by}
        found |= {
            p
            for p in parts(slope.body)
            if isinstance(p, Bound)
            and any(setting.live or not is_independent(setting.source, b, {p.name}) for b in by)
        }
    return found


def shows(
    formula: Evaluated, step: Step, before: Sequence[Meeting], piece: Node, conditional: bool
) -> bool | None:
    """Tell whether a draw comes out differently with another value; None if it asks for none."""
    for factor in FACTORS:
        probe = Probe(moved=piece, factor=factor)
        try:
            after = list(formula.at_draw(step, before[0].draw, careful=False, probe=probe))
        except FormulaError:  # no index, no row of cases; or -1.3 is outside of a domain
            if factor == FACTORS[0] or conditional:
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
