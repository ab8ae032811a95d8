"""Which layer a superscript chooses, W^{(l)} of a list W, or the name W1 of W^{(1)}."""

from __future__ import annotations

from typing import Any

from gradbook.formula.errors import FormulaError
from gradbook.formula.meaning.context import Context
from gradbook.formula.meaning.elements import counted
from gradbook.formula.reading.names import Scripted
from gradbook.formula.reading.trees import leaves
from gradbook.formula.values.bound import start
from gradbook.formula.values.nodes import Node

__all__ = ["layer_in", "layer_of"]


def layer_of(context: Context, name: str, found: Scripted, nodes: list[Node]) -> tuple[str, bool]:
    """Return the name W1 for W^{(1)} if that is bound, else count the list W."""
    layer = found.layer
    assert layer is not None
    text = "".join(map(str, leaves(layer)))
    if text.isdigit() and f"{name}{text}" in context.bound:
        if isinstance(context.bound.get(name), (list, tuple)):
            raise FormulaError(f"both {name} and {name}{text} are bound", found.span)
        context.use(layer)
        context.note(f"{name}{text}", found.bracket, found.span)
        return f"{name}{text}", False
    value = context.bound.get(name)
    if not isinstance(value, (list, tuple)):
        raise FormulaError(f"expected {name}{text} or a list {name} in the setting", found.span)
    nodes.append(counted(context, layer, value, name))
    if found.bracket:
        context.note(f"{name} of layers", found.bracket, found.span)
    return name, True


def layer_in(context: Context, value: Any, node: Node, axes: int) -> Any:
    """Return the layer that an index chooses, or the first one of those that are alike."""
    try:
        place = node.evaluate(context.point).index()
    except FormulaError:  # an index without a value yet
        shapes = {tuple(getattr(layer, "shape", ()))[:axes] for layer in value}
        if len(shapes) > 1:
            text = "expected layers of one shape; of others, an entry has a layer with a number"
            raise FormulaError(text, node.span) from None
        return value[0]
    here = 0 <= place - start(value) < len(value)
    return value[place - start(value)] if here else value[0]
