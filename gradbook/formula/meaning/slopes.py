r"""Derivatives that are written below a function: f_x(x, y)."""

from __future__ import annotations

from lark import Tree

from gradbook.formula.errors import FormulaError
from gradbook.formula.meaning.context import Children, Context, Reading
from gradbook.formula.meaning.derivatives import names_in
from gradbook.formula.reading.names import Scripted, plain_name, scripted, subscript_items
from gradbook.formula.reading.trees import is_lettered, leaves, placed
from gradbook.formula.values.bound import Bound
from gradbook.formula.values.gradients import Gradient
from gradbook.formula.values.nodes import Node

__all__ = ["slope_below"]


def is_slope(context: Context, found: Scripted, rest: Children) -> bool:
    """Tell whether letters below a function say by what it is differentiated: f_x(x, y)."""
    name = plain_name(found.base)
    letters = letters_below(found)
    if not callable(context.bound.get(name or "")) or not letters or not rest:
        return False
    if f"{name}_{''.join(letters)}" in context.bound or context.point.setting.live:
        return False
    base = rest[0].children[0] if isinstance(rest[0], Tree) else None
    given = {plain_name(leaf) for leaf in leaves(base)} if isinstance(base, Tree) else set()
    return all(letter in context.bound and letter in given for letter in letters)


def letters_below(found: Scripted) -> list[str]:
    items = subscript_items(found.subscripts) or []
    if not all(map(is_lettered, items)):
        return []
    names = [plain_name(leaf) for item in items for leaf in leaves(item)]
    return [name for name in names if name] if all(names) else []


def slope_below(context: Context, found: Scripted, rest: Children) -> Reading | None:
    """Return a function's derivative by the arguments that stand below it, in their order."""
    if not is_slope(context, found, rest):
        return None
    name, letters = plain_name(found.base), letters_below(found)
    group = rest[0].children[0]  # type: ignore[union-attr]
    arguments = [[*map(plain_name, leaves(one))] for one in group.children if isinstance(one, Tree)]
    alone = all([letter] in arguments for letter in letters)
    once = all(sum(letter in one for one in arguments) == 1 for letter in letters)
    if found.primes or len(arguments) < 2 or not (alone and once):
        text = "expected what is below the function as one of its arguments"
        raise FormulaError(text, found.span)
    if len(found.tree.children) > 2:
        raise FormulaError("expected the power behind the brackets", found.span)
    context.use(found.tree)
    inner = scripted(rest[0])  # type: ignore[arg-type]
    place = found.span[0], inner.span[1]
    function = Tree("factor", [found.base], placed(found.base))
    bare = Tree("factor", [group], placed(group))
    body, count, closed = context.operand([function, bare], 0)
    for letter in letters:
        context.differentiate(letter)
        if context.point.setting.held_fixed(letter, names_in(body)):
            text = f"expected arguments of {name} that are not computed from {letter}"
            raise FormulaError(text, place)
    by = [Bound(found.span, letter, []) for letter in letters]
    node: Node = Gradient(place, body, by, frozenset(context.letters))
    return context.scripts(inner, node), count, closed
