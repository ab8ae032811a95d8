"""Whether a formula holds for other constants than those that its setting happens to state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from gradbook.formula.errors import FormulaError
from gradbook.formula.setting.constants import Variant, variants
from gradbook.formula.setting.lines import Setting
from gradbook.formula.values.bound import Bound
from gradbook.formula.values.nodes import Binary, Node, Number, Sum, parts
from gradbook.formula.values.quantity import Quantity
from gradbook.formula.verdict.evaluated import Evaluated
from gradbook.formula.verdict.steps import Failure, Step
from gradbook.formula.verdict.visibility import unseen

__all__ = ["coincidence"]


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
    # Where a side is a number, the formula is about the numbers of the setting.
    names = set().union(*named) if all(named) else set()
    names -= defined(sides, named) | indices(sides)
    numbers = {value for side in sides for value in written(side)}
    for variant in others(formula.setting, names, numbers):
        refusals = []
        for setting in variant.settings:
            other = Evaluated(formula.tex, setting, differences=False, doubted=False, few=True)
            try:
                judged(other)
            except FormulaError as error:
                refusals.append(error)
                continue
            faint = still(other, faint)
            break
        else:
            if all(isinstance(error, Failure) for error in refusals):
                raise FormulaError(words(variant), steps[0].span)
    return faint


def defined(sides: Sequence[Sequence[Node]], named: Sequence[set[str]]) -> set[str]:
    """Return the names that stand alone on a side and nowhere else: N = m n says what N is."""
    alone = [side[0].name if isinstance(side[0], Bound) else None for side in sides]
    used = [names for name, names in zip(alone, named, strict=True) if name is None]
    return {name for name in alone if name} - set().union(*used)


def others(setting: Setting, names: set[str], numbers: set[float]) -> list[Variant]:
    """Return what could be chosen otherwise in a setting; nothing in one that is too deep."""
    try:
        return [] if setting.live else list(variants(setting, names, numbers))
    except RecursionError:
        return []


def indices(sides: Sequence[Sequence[Node]]) -> set[str]:
    """Return the names that count something: which class, which step is chosen freely."""
    subscripts = [p.subscripts for side in sides for p in side if isinstance(p, Bound)]
    return {p.name for items in subscripts for p in parts(list(items)) if isinstance(p, Bound)}


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
        if isinstance(piece, Binary) and piece.operation is Quantity.__pow__:
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
