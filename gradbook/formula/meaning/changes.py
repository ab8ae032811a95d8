r"""A change that is one quantity: \Delta x, which the setting calls Delta_x."""

from __future__ import annotations

from lark import Tree

from gradbook.formula.meaning.context import Children, Context
from gradbook.formula.meaning.symbols import named
from gradbook.formula.reading.names import Scripted, plain_name, scripted
from gradbook.formula.values.nodes import Index, Node

__all__ = ["change"]


def change(context: Context, found: Scripted, rest: Children) -> Node | None:
    r"""Return `\Delta x` as the quantity Delta_x, where that is bound, or a limit's variable."""
    alone = found.base == "\\Delta" and len(found.tree.children) == 1
    if not alone or "Delta" in context.bound or not rest or not isinstance(rest[0], Tree):
        return None
    other = scripted(rest[0])
    name = f"Delta_{plain_name(other.base)}"
    if name not in context.bound and name not in context.inner:
        return None
    context.use(found.tree, other.base)
    if name in context.inner:
        context.letters.add(name)
        return context.scripts(other, Index((found.span[0], other.span[1]), name))
    return context.scripts(other, named(context, name, other, found.span))
