"""Whether a formula holds on both sides of where its conditions change, and its functions jump."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice, product
from typing import NamedTuple

from gradbook.formula.errors import FormulaError
from gradbook.formula.setting.places import GROUP, Between, words
from gradbook.formula.values.bound import Bound
from gradbook.formula.values.cases import Relation, Rounded, RowsError
from gradbook.formula.values.functions import Apply, Function
from gradbook.formula.values.nodes import Node, parts
from gradbook.formula.values.points import LateError
from gradbook.formula.verdict.evaluated import Evaluated, meeting, place
from gradbook.formula.verdict.steps import Meeting, Step

__all__ = ["torn"]

HALVINGS = 16
WAYS = 5  # from how many draws to the next one an edge is looked for
FURTHER = [(0, -1 - 2 * GROUP), (0, -1)]  # to a narrow one, and to a wide one
PLACES = 4  # for how many values of the indices

Indices = dict[str, int]
Watched = frozenset[Node]


class Look(NamedTuple):
    """Both sides of a step at a point, where they can be compared, and what jumps there."""

    meeting: Meeting | None
    seen: list[tuple[object, object]]


def torn(formula: Evaluated, step: Step) -> list[Meeting]:
    """Return where a step fails close to an edge, or nothing: there, a threshold is wrong.

    On the way from a draw to the next one, what the conditions came to changes. Close to that
    edge, the formula has to hold on both sides.
    """
    waiting = set(jumping(formula, step))
    watched = frozenset(waiting)
    for way, indices in ways(formula, step) if waiting else ():
        sides = edge(formula, step, way, indices, watched)
        for side in sides or ():
            if side.meeting and not side.meeting.holds(step.sign):
                return [side.meeting]
        waiting -= changed(*sides) if sides else set()
        if not waiting:
            break
    return []


def jumping(formula: Evaluated, step: Step) -> Iterator[Node]:
    """Yield the conditions of a step that depend on the setting, and the functions that jump."""
    pieces = list(parts([step.left, step.right]))
    for piece in pieces:
        rounds = isinstance(piece, Relation | Rounded)
        if rounds and any(isinstance(p, Bound) for p in parts(piece)):
            yield piece
    applied = [piece for piece in pieces if may_jump(piece)]
    noted: list[tuple[object, object]] = []
    point = formula.point(0, False, applied=set(), seen=noted, watched=None)
    place(point, {letter: values[0] for letter, values in step.ranges.items() if values})
    for piece in applied:
        try:
            piece.evaluate(point)
        except FormulaError:  # it has the index of a sum: all is evaluated
            with suppress(FormulaError):
                meeting(step, point, {})
            break
    flat = {piece for piece, _ in noted}
    yield from (piece for piece in applied if piece in flat)


def may_jump(piece: Node) -> bool:
    """Tell whether a piece applies a function of the setting, or one that jumps."""
    function = piece.function if isinstance(piece, Apply) else None
    return isinstance(function, Function) and function.may_jump


def ways(formula: Evaluated, step: Step) -> Iterator[tuple[tuple[int, int], Indices]]:
    usual = [(first, first + 1) for first in range(min(WAYS, formula.draws - 1))]
    for way in usual + FURTHER * formula.setting.stretches:
        for values in islice(product(*step.ranges.values()), PLACES):
            yield way, dict(zip(step.ranges, values, strict=True))


def edge(
    formula: Evaluated, step: Step, way: tuple[int, int], indices: Indices, watched: Watched
) -> tuple[Look, Look] | None:
    """Return the looks on both sides of an edge on the way from a draw to another, or None."""
    low, high = 0.0, 1.0
    before, behind = (
        look(formula, step, Between(*way, share), indices, watched) for share in (low, high)
    )
    start = before.seen
    if start == behind.seen:
        return None
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        here = look(formula, step, Between(*way, middle), indices, watched)
        if here.seen == start:
            low, before = middle, here
        else:
            high, behind = middle, here
    return before, behind


def look(formula: Evaluated, step: Step, draw: Between, indices: Indices, watched: Watched) -> Look:
    seen: list[tuple[object, object]] = []
    point = formula.point(draw, False, applied=set(), seen=seen, watched=watched)
    place(point, indices)
    try:
        point.in_time()
        met = all(condition.holds(point) for condition in step.conditions)
        return Look(meeting(step, point, indices) if met else None, seen)
    except RowsError as error:
        error.message += f", at {words(draw)}"
        raise
    except LateError:
        raise
    except FormulaError:
        return Look(None, seen)


def changed(one: Look, other: Look) -> set[object]:
    pairs = zip(one.seen, other.seen, strict=False)
    return {piece for (piece, here), (same, there) in pairs if piece is same and here != there}
