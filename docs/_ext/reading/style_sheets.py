"""What is wrong with a style sheet, line by line, as tinycss2 reads it."""

from __future__ import annotations

from collections.abc import Iterator

import tinycss2
from tinycss2.ast import Node

# Rules that hold rules.
NESTING = {"media", "supports", "layer", "container", "keyframes"}


def faults(css: str) -> list[tuple[int, str]]:
    """Return line and message of each fault; what is unpaired makes others of what follows."""
    return sorted(set(unpaired(css))) or sorted(set(broken(tinycss2.parse_stylesheet(css))))


def unpaired(css: str) -> Iterator[tuple[int, str]]:
    """Yield brackets, strings and comments without an end, and brackets without a beginning."""
    # Where all is closed, one more brace is one too many.
    *tokens, last = tinycss2.parse_component_value_list(css + "\n}")
    if last.type != "error" or last.kind != "}":
        yield last.source_line, "what never ends"
    for token in below(tokens):
        if token.type == "error":
            yield token.source_line, f"'{token.message.lower()}'"


def below(nodes: list[Node]) -> Iterator[Node]:
    """Yield some tokens and all that are in them."""
    for node in nodes:
        yield node
        yield from below(inside(node))


def inside(node: Node) -> list[Node]:
    """Return the tokens in a block, a function or a rule."""
    return getattr(node, "content", None) or getattr(node, "arguments", None) or []


def broken(nodes: list[Node], within: bool = False) -> Iterator[tuple[int, str]]:
    """Yield what is no rule where rules stand, and no declaration `within` a rule."""
    for node in nodes:
        if node.type == "error":
            yield node.source_line, f"words that are no {'declaration' if within else 'rule'}"
        elif node.type == "at-rule" and node.lower_at_keyword in NESTING and not within:
            yield from broken(tinycss2.parse_rule_list(inside(node)))
        elif node.type in {"at-rule", "qualified-rule"}:
            yield from broken(tinycss2.parse_blocks_contents(inside(node)), within=True)
