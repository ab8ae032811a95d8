"""Whether a formula holds for other constants than those that its setting happens to state."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import chain, combinations

from gradbook.formula.errors import FormulaError
from gradbook.formula.setting.constants import Variant, variants
from gradbook.formula.setting.lines import Setting
from gradbook.formula.values.bound import Bound, Subscripted
from gradbook.formula.values.nodes import Binary, Node, Number, Sum, parts
from gradbook.formula.values.powers import power
from gradbook.formula.verdict.evaluated import Evaluated
from gradbook.formula.verdict.steps import Failure, Step
from gradbook.formula.verdict.visibility import unseen

__all__ = ["coincidence"]

WRITTEN = 4  # of how many numbers each one is tried as the constant that it is like


def coincidence(
    formula: Evaluated,
    steps: Sequence[Step],
    faint: list[Node],
    judged: Callable[[Evaluated], object],
) -> list[Node]:
    """Return the pieces that do not show with other constants either.

    Raises
    ------
    FormulaError
        If `judged` says that the formula holds for a constant of the setting, and for no other.
    """
    sides = [list(parts(side)) for step in steps for side in (step.left, step.right)]
    named = [{p.name for p in side if isinstance(p, Bound)} for side in sides]
    # Where a side is a number but 0, the formula is about the numbers of the setting.
    about = all(n or is_zero(side[0]) for n, side in zip(named, sides, strict=True))
    names = set().union(*named) if about else set()
    names -= defined(sides, named) | indices(sides)
    numbers = {value for side in sides for value in written(side)}
    places = {value for side in sides for value in counted(side)}
    for variant in others(formula.setting, names, numbers, set().union(*named)):
        if is_meant(variant, sides, places):
            continue
        alike = [p for side in sides for p in side if variant.name and is_number(p, variant.old)]
        refusals = []
        for place, setting in enumerate(variant.settings):
            other = Evaluated(formula.tex, setting, differences=False, doubted=False, few=True)
            refusals.append(refusal(other, alike, variant.new, judged))
            if refusals[-1] is None:
                faint = still(other, faint)
                break
            # The further settings have the other number wherever the one was, exponents too.
            decisive = variant.name and place >= variant.decisive
            if decisive and isinstance(refusals[-1], Failure):
                break
        said = refusals[-1:] if variant.name else refusals
        if variant.row:  # an axis 1 cannot be another one as well
            said = [error for error in refusals if isinstance(error, Failure)] or said
        if None not in refusals and all(isinstance(error, Failure) for error in said):
            raise FormulaError(words(variant), steps[0].span)
    return faint


def is_meant(variant: Variant, sides: Sequence[Sequence[Node]], places: Collection[float]) -> bool:
    """Tell whether a formula is about the number itself: n = 3 beside x_3, or one row."""
    written_out = variant.name and type(variant.old) is int and variant.old in places
    return bool(written_out) or (variant.row and not any(map(has_rows, chain(*sides))))


def has_rows(piece: Node) -> bool:
    """Tell whether a piece is an entry of a matrix, whose rows are counted by an index."""
    entry = isinstance(piece, Bound) and len(piece.subscripts) > 1
    return entry and not isinstance(piece.subscripts[0], Number)  # type: ignore[attr-defined]


def refusal(
    formula: Evaluated, alike: Sequence[Node], new: float, judged: Callable[[Evaluated], object]
) -> FormulaError | None:
    """Return why a formula does not hold with another constant, or nothing.

    A number that is written as the constant was may stand for it, each for itself.
    """
    places = [piece.span for piece in alike] if len(alike) <= WRITTEN else []
    chosen = (c for count in range(len(places) + 1) for c in combinations(places, count))
    first: FormulaError | None = None
    for instead in chosen:
        formula.instead = dict.fromkeys(instead, new)
        try:
            judged(formula)
            return None
        except FormulaError as error:
            first = first or error
        if not isinstance(first, Failure):
            break
    # So many of them may stand for it in ways that were not tried.
    return first if len(alike) <= WRITTEN else None


def is_zero(piece: Node) -> bool:
    return is_number(piece, 0)


def is_number(piece: Node, value: float) -> bool:
    return isinstance(piece, Number) and piece.value == value


def counted(side: Sequence[Node]) -> Iterator[float]:
    """Yield the numbers that stand in subscripts."""
    for piece in side:
        if isinstance(piece, Bound | Subscripted):
            items = parts(list(piece.subscripts))
            yield from (item.value for item in items if isinstance(item, Number))


def defined(sides: Sequence[Sequence[Node]], named: Sequence[set[str]]) -> set[str]:
    """Return the names that stand alone on a side and nowhere else: N = m n says what N is."""
    alone = [side[0].name if isinstance(side[0], Bound) else None for side in sides]
    used = [names for name, names in zip(alone, named, strict=True) if name is None]
    return {name for name in alone if name} - set().union(*used)


def others(setting: Setting, names: set[str], numbers: set[float], used: set[str]) -> list[Variant]:
    """Return what could be chosen otherwise in a setting; nothing in one that is too deep."""
    try:
        return [] if setting.live else list(variants(setting, names, numbers, used))
    except RecursionError:
        return []


def indices(sides: Sequence[Sequence[Node]]) -> set[str]:
    """Return the names that count something, and stand nowhere else: which class is chosen freely.

    In −k ln p_k, the first k is a number.
    """
    pieces = [p for side in sides for p in side]
    below = [p.subscripts for p in pieces if isinstance(p, Bound | Subscripted)]
    counting = [p for items in below for p in parts(list(items)) if isinstance(p, Bound)]
    inside = set(counting)
    outside = {p.name for p in pieces if isinstance(p, Bound) and p not in inside}
    return {p.name for p in counting} - outside


def still(formula: Evaluated, faint: list[Node]) -> list[Node]:
    """Return those pieces that do not show in this setting either."""
    if not faint:
        return faint
    here = set()
    for step in formula.steps():
        if step.sign == "=":
            here |= {p.span for p in unseen(formula, step, list(formula.meetings(step)))}
    return [piece for piece in faint if piece.span in here]


def words(variant: Variant) -> str:
    name = f"{variant.name} = " if variant.name else ""
    old, new = f"{name}{variant.old:g}", f"{name}{variant.new:g}"
    computed = f"; what {variant.name} leads to is computed from it, not typed" if name else ""
    return f"it holds for {old} in the setting and fails for {new}: a coincidence{computed}"


def written(side: Sequence[Node]) -> Iterator[float]:
    """Yield the numbers of a side but exponents, and the powers of numbers, such as 10^{-8}."""
    exponents = set()
    for piece in side:
        if isinstance(piece, Binary) and piece.operation is power:
            exponents.add(piece.right)
            base, exponent = numeral(piece.left), numeral(piece.right)
            if base is not None and exponent is not None:
                yield base**exponent
    yield from (p.value for p in side if isinstance(p, Number) and p not in exponents)


def numeral(node: Node) -> float | None:
    """Return the number that is written, with its sign, or None."""
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Sum) and len(node.addends) == 1 and isinstance(node.addends[0][1], Number):
        return -node.addends[0][1].value
    return None
