"""Changes of a piece of the tree: a term, a bracket or a script less, a factor or a power more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lark import Token, Tree

from gradbook.formula.reading.names import plain_name
from gradbook.formula.reading.trees import leaves, span

__all__ = ["of_trees"]


def of_trees(tree: Tree, tex: str) -> Iterator[tuple[str, int, int, str]]:
    # Between bars, and in front of 0, a sign changes nothing.
    barred = {span(bars.children[1]) for bars in tree.find_pred(is_barred)}
    for part in tree.iter_subtrees_topdown():
        start, end = span(part)
        if part.data in {"subscript", "superscript"}:
            yield f"delete {part.data}", start, end, " "
        elif part.data == "accent":
            yield "delete accent", start, end, tex[slice(*span(part.children[1]))]
        # Around a single symbol, brackets change nothing, or belong to a function.
        elif part.data == "group" and len(part.children) == 3 and len(list(leaves(part))) > 3:
            yield "delete brackets", start, end, tex[slice(*span(part.children[1]))]
        elif part.data == "fraction":
            _, above, below = part.children
            top, bottom = (tex[slice(*span(p))] for p in (above, below))
            yield "substitute fraction", start, end, f"\\frac{{{bottom}}}{{{top}}}"
            yield "delete denominator", start, end, f"({top})"
        elif part.data == "term":
            before = tex[:start].rstrip()
            signed = span(part) not in barred and not before.endswith(("+", "-"))
            yield from of_term(part, tex, signed)
        elif part.data == "sum" and len(part.children) > 1:
            yield from of_sum(part)
        elif part.data == "factor":
            yield from of_factor(part, tex)


def of_term(part: Tree, tex: str, signed: bool) -> Iterator[tuple[str, int, int, str]]:
    start, end = span(part)
    if tex[start:end].strip() != "0":
        times = "2 \\cdot " if tex[start].isdigit() else "2 "
        yield "insert factor", start, start, times
        if signed:
            yield "insert sign", start, start, "- "
    for factor in part.children:
        if isinstance(factor, Tree) and len(part.children) > 1:
            yield "delete factor", *span(factor), " "


def of_sum(part: Tree) -> Iterator[tuple[str, int, int, str]]:
    """Yield the sum without each of its terms, which take their signs with them."""
    children = part.children
    for place, child in enumerate(children):
        if isinstance(child, Token):
            continue
        start, end = span(child)
        if place:
            start = span(children[place - 1])[0]
        if not place or (place == 1 and len(children) > 2):
            follower = children[place + 1]
            end = span(follower)[1] if follower == "+" else end
        yield "delete term", start, end, " "


def of_factor(part: Tree, tex: str) -> Iterator[tuple[str, int, int, str]]:
    base = part.children[0]
    _, end = span(part)
    scripts = [s.data for s in part.children[1:] if isinstance(s, Tree)]
    if plain_name(base) is None or "superscript" in scripts:
        return
    yield "insert exponent", end, end, "^2"
    yield "insert prime", end, end, "'"
    yield "insert transpose", end, end, "^\\top"
    if "subscript" in scripts:
        (below,) = (s for s in part.children[1:] if isinstance(s, Tree) and s.data == "subscript")
        place = span(below)
        inside = tex[slice(*place)].removeprefix("_").strip()
        inside = inside[1:-1] if inside.startswith("{") else inside
        if re.fullmatch(r"[a-z]", inside):
            yield "insert shift", *place, f"_{{{inside}-1}}"


def is_barred(tree: Tree) -> bool:
    return tree.data in {"norm", "absolute"} and len(tree.children[1].children) == 1
