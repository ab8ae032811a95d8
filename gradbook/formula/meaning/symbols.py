"""What a name means: an index, a constant, or what the setting binds to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lark import Token, Tree

from gradbook.formula.errors import FormulaError
from gradbook.formula.meaning.blocks import structure
from gradbook.formula.meaning.context import CONSTANTS, Context
from gradbook.formula.meaning.elements import counted, has_element
from gradbook.formula.meaning.indices import one_by_one
from gradbook.formula.meaning.layers import layer_in, layer_of
from gradbook.formula.meaning.norms import of_kind
from gradbook.formula.reading.names import (
    Scripted,
    is_layer,
    plain_name,
    subscript_items,
    with_primes,
    with_subscript,
)
from gradbook.formula.reading.trees import leaves, span
from gradbook.formula.values.bound import Bound, Subscripted
from gradbook.formula.values.functions import Apply, Function
from gradbook.formula.values.nodes import Delta, Index, Node, Number

__all__ = ["base_of", "index_items", "named", "primed"]


def base_of(context: Context, found: Scripted) -> Node:
    """Return what a factor is about, with its subscripts and without its power."""
    base = found.base
    place = found.span
    if isinstance(base, Token) and base.type == "NUMBER":
        context.use(base)
        refuse_subscripts(context, found)
        return Number(span(base), float(base))
    name = plain_name(base)
    if name is not None:
        return meaning(context, name, found, place)
    if isinstance(base, Token):
        raise FormulaError(f"not expected here: {base}", span(base))
    node = structure(context, base)
    if found.subscripts == ["+"]:  # (x)_+
        context.use(*found.subscripts)
        return Apply(place, Function(place, "max", None), [Number(place, 0.0), node])
    if base.data == "norm" and found.subscripts:
        items = index_items(context, found)
        return of_kind(context, found, node, items)
    if found.subscripts:
        return Subscripted(place, node, counted_items(context, found, node))
    return node


def counted_items(context: Context, found: Scripted, body: Node) -> list[Node]:
    """Return the subscripts of an expression, which count the axes that it has."""
    try:
        value: Any = body.evaluate(context.point.elsewhere()).value
    except FormulaError:  # it has indices itself, which have no values yet
        return [context.sum(item) for item in index_items(context, found)]
    nodes: list[Node] = []
    for item in one_by_one(index_items(context, found), value, []):
        nodes.append(counted(context, item, value, "this"))
        value = value[0]
    return nodes


def refuse_subscripts(context: Context, found: Scripted) -> None:
    if found.subscripts:
        raise FormulaError("expected no subscript here", found.span)


def index_items(context: Context, found: Scripted) -> list[Tree | Token]:
    items = subscript_items(found.subscripts)
    if items is None:
        raise FormulaError("expected indices in the subscript", found.span)
    return items


def meaning(context: Context, name: str, found: Scripted, place: tuple[int, int]) -> Node:
    """Return what a name means: an index, a constant, Kronecker's δ, or what is bound."""
    context.use(found.base)
    if found.primes:
        name = primed(context, name, found)
    if found.layer is None and not found.subscripts:
        if name in CONSTANTS and name not in context.bound:
            return Number(place, CONSTANTS[name])
        if name in context.inner or (name in context.candidates and name not in context.bound):
            context.letters.add(name)
            return Index(place, name)
    if name == "delta" and len(found.subscripts) and is_kronecker(context, found):
        left, right = (context.sum(item) for item in index_items(context, found))
        return Delta(place, left, right)
    return named(context, name, found, place)


def primed(context: Context, name: str, found: Scripted) -> str:
    """Return what s' is called, where s is no function: s_prime."""
    full = with_primes(name, found.primes)
    if full not in context.bound and full not in context.inner:
        text = f"expected a function before the prime, or {full} in the setting"
        raise FormulaError(text, found.span)
    context.use(*(part for part in found.tree.children if getattr(part, "type", "") == "PRIMES"))
    found.primes = 0  # they belong to the name
    return full


def is_kronecker(context: Context, found: Scripted) -> bool:
    items = index_items(context, found)
    bound = context.bound.get("delta")
    axes = getattr(bound, "ndim", 1)
    if bound is not None and len(items) == axes == 2:
        raise FormulaError("delta is bound, so this could be Kronecker's as well", found.span)
    return len(items) == 2


def named(context: Context, name: str, found: Scripted, place: tuple[int, int]) -> Bound:
    """Return a bound name with its subscripts."""
    nodes, layered = list[Node](), False
    items = index_items(context, found) if found.subscripts else []
    if is_layer(context.bound.get(name), found):
        found.layer, found.power = found.power, None
    if found.layer:
        name, layered = layer_of(context, name, found, nodes)
    full = with_subscript(context.bound, name, items) if items else name
    if items and full in context.bound and not layered:
        context.note(full, "below", place)
        return whole_name(context, name, full, found, items)
    if name not in context.bound:
        hint = "; a transpose is ^\\top" if name == "T" else ""
        if full.replace("_", "") in context.bound:
            hint = f"; {full.replace('_', '')} is another name"
        raise FormulaError(f"{full} is not bound; give it a value in the setting{hint}", place)
    value: Any = context.bound[name]
    items = list(one_by_one(items, value, nodes))
    for node in nodes:
        value = layer_in(context, value, node, len(items))
    plain = found.transposed and not found.inverted
    if plain and len(items) == getattr(value, "ndim", 0) == 2:  # (W^\top)_{ij}
        context.use(*(leaf for leaf in leaves(found.tree) if leaf == "\\top"))
        items.reverse()
        found.transposed = False
    for item in items:
        nodes.append(counted(context, item, value, name))
        value = value[0] if hasattr(value, "__getitem__") else value
    if is_composed(found):
        context.note(name, "around", place)
    return Bound(place, name, nodes, layered)


def is_composed(found: Scripted) -> bool:
    """Tell whether an accent, a star or primes belong to a name."""
    primes = any(getattr(part, "type", "") == "PRIMES" for part in found.tree.children)
    return isinstance(found.base, Tree) or primes


def whole_name(
    context: Context, name: str, full: str, found: Scripted, items: Sequence[Tree | Token]
) -> Bound:
    """Return x_1, W_h or w_{jk} where Python has that name.

    Letters index what it holds, if there is one for each axis and none of them is a name itself.
    """
    if has_element(context.bound.get(name), items):
        raise FormulaError(f"both {name} and {full} are bound", found.span)
    value: Any = context.bound[full]
    letters = [plain_name(leaf) for item in items for leaf in leaves(item)]
    axes = getattr(value, "ndim", 0)
    if not axes or axes != len(items) or any(one not in context.candidates for one in letters):
        context.use(*items)
        return Bound(found.span, full, [])
    nodes = []
    for item in items:
        nodes.append(counted(context, item, value, full))
        value = value[0]
    return Bound(found.span, full, nodes)
