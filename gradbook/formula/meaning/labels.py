"""Which letters below a name belong to it: the f of b_f, and not the j of w_{jk}."""

from __future__ import annotations

from collections.abc import Mapping

from lark import Token, Tree

from gradbook.formula.reading.names import (
    Scripted,
    plain_name,
    scripted,
    subscript_items,
    subscript_letters,
)
from gradbook.formula.reading.trees import leaves

__all__ = ["labels"]

# Signs between vectors and matrices, too.
EQUAL = {"=", ":=", "\\coloneqq", "\\triangleq", "\\approx"}


def labels(tree: Tree, bound: Mapping[str, object]) -> set[str]:
    """Return the letters that belong to bound names, and count nothing, in an equation of arrays.

    It is one where an array stands as a whole: with nothing below it, transposed, or with more or
    fewer letters below it than it has axes.
    """
    if not EQUAL.issuperset(map(str, tree.children[1::2])):
        return set()
    subscripts = list(tree.find_data("subscript"))
    within = {id(factor) for part in subscripts for factor in part.find_data("factor")}
    factors = [scripted(one) for one in tree.find_data("factor") if id(one) not in within]
    names = [one for one in factors if one.subscripts and full_name(one) in bound]
    if not names:
        return set()
    below = [letters(*one.subscripts) for one in names]
    # An index is one letter, or a Greek one.
    tokens = [leaf for one in names for part in one.subscripts for leaf in leaves(part)]
    words = {name for name in map(plain_name, filter(is_word, tokens)) if name}
    if not any(is_whole(one, bound) for one in factors):
        return words
    of_names = {id(part) for one in names for part in one.tree.children}
    counting = {letter for s in subscripts if id(s) not in of_names for letter in letters(s)}
    counting |= {plain_name(one.base) or "" for one in factors if len(one.tree.children) == 1}
    # A letter beside one that counts does so, too: the j of w_{jk}, where a sum is over k.
    for _ in below:
        counting = counting.union(*(some for some in below if some & counting))
    return set().union(words, *below) - counting


def full_name(found: Scripted) -> str:
    items = subscript_items(found.subscripts) or []
    name = plain_name(found.base) or ""
    return f"{name}_{subscript_letters(items)}" if items else name


def is_whole(found: Scripted, bound: Mapping[str, object]) -> bool:
    """Tell whether what is bound to a name, an array, stands there as a whole."""
    axes = getattr(bound.get(full_name(found)), "ndim", 0)
    count = len(subscript_items(found.subscripts) or [])
    return axes > 0 and (axes != count or found.transposed)


def is_word(leaf: Token) -> bool:
    return leaf.type == "WORD" and len(plain_name(leaf) or "") > 1 and "{\\" not in leaf


def letters(*parts: Tree | Token) -> set[str]:
    names = (plain_name(leaf) for part in parts for leaf in leaves(part))
    return {name for name in names if name}
