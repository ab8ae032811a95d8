"""The tree of a formula: its tokens, where its pieces stand, and its structure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lark import Token, Tree
from lark.tree import Meta

__all__ = ["is_fraction", "is_lettered", "leaves", "placed", "shape", "simple_factors", "span"]


def span(node: Tree | Token) -> tuple[int, int]:
    """Return where a piece of the tree begins and ends in the TeX."""
    place = node.meta if isinstance(node, Tree) else node
    return getattr(place, "start_pos", 0) or 0, getattr(place, "end_pos", 0) or 0


def leaves(tree: Tree | Token) -> Iterator[Token]:
    """Yield the tokens of a tree that mean something by themselves, from left to right."""
    if isinstance(tree, Token):
        yield tree
    else:
        for child in tree.children:
            yield from leaves(child)


def is_lettered(tree: Tree | Token) -> bool:
    """Tell whether nothing but letters with their marks is in a tree: no root, no fraction."""
    if isinstance(tree, Token):
        return True
    kinds = {"sum", "term", "factor", "chain", "accent", "braces"}
    return tree.data in kinds and all(map(is_lettered, tree.children))


def simple_factors(content: Tree) -> list[Tree]:
    """Return the factors of a sum that is one term without operators, or nothing."""
    if len(content.children) != 1:
        return []
    factors = content.children[0].children
    return list(factors) if all(isinstance(f, Tree) for f in factors) else []


def placed(node: Tree | Token) -> Meta:
    """Return the place of a piece, for a tree that is made of it."""
    meta = Meta()
    meta.start_pos, meta.end_pos = span(node)
    meta.empty = False
    return meta


SYNONYMS = {
    **{"\\dfrac": "\\frac", "\\tfrac": "\\frac", "\\ln": "\\log", "\\neq": "\\ne"},
    **{"\\widehat": "\\hat", "\\widetilde": "\\tilde", "\\overline": "\\bar", "\\Vert": "\\|"},
    **{"\\leqslant": "\\le", "\\geqslant": "\\ge"},
    **{"\\leq": "\\le", "\\geq": "\\ge", "\\lt": "<", "\\gt": ">"},
    **{"\\lvert": "|", "\\rvert": "|", "\\lVert": "\\|", "\\rVert": "\\|"},
}


def shape(node: Tree | Token) -> str:
    """Return the structure of a formula, without the brackets and fonts that change nothing."""
    if isinstance(node, Token):
        letter = re.sub(r"^\\(?:mathrm|mathbf|operatorname)\{([A-Za-z])\}$", r"\1", node)
        return SYNONYMS.get(letter, letter)
    inner = sole(node)
    if inner is not None:
        return shape(inner)
    if node.data in {"sum", "term", "factor", "chain"} and len(node.children) == 1:
        return shape(node.children[0])
    return f"{node.data}({','.join(map(shape, node.children))})"


def sole(node: Tree) -> Tree | None:
    """Return the one factor that a factor holds in brackets, or None."""
    content = node.children[0] if node.data == "factor" and len(node.children) == 1 else None
    if not isinstance(content, Tree) or content.data not in {"group", "braces"}:
        return None
    for data in ("sum", "term", "factor"):
        trees = [child for child in content.children if isinstance(child, Tree)]
        bare = content.data in {"group", "braces"} or len(content.children) == 1
        if len(trees) != 1 or not bare or trees[0].data != data:
            return None
        content = trees[0]
    return content


def is_fraction(base: Tree) -> bool:
    """Tell whether a base is a fraction; braces around it are not displayed."""
    if base.data == "braces":
        factors = simple_factors(base.children[0])
        inner = factors[0].children if len(factors) == 1 else []
        return len(inner) == 1 and isinstance(inner[0], Tree) and is_fraction(inner[0])
    return base.data == "fraction"
