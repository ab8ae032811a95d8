"""Every way in which a typo would change a formula: what `make mutate` and a hint try."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lark import Tree

from gradbook.formula.errors import FormulaError
from gradbook.formula.reading.lexer import tokens
from gradbook.formula.reading.parser import parse
from gradbook.formula.reading.trees import shape
from gradbook.formula.typos.token_changes import of_tokens
from gradbook.formula.typos.tree_changes import of_trees

__all__ = ["Typo", "typos"]

SIZED = re.compile(r"\\(?:left|[bB]igg?[lr]?)\s*\Z")


@dataclass(frozen=True)
class Typo:
    """One change of a formula.

    Attributes
    ----------
    kind : str
        What was changed: ``delete``, ``substitute`` or ``insert``, and of what.
    start, end : int
        Which characters were replaced.
    text : str
        By what.
    tex : str
        The whole formula with the change.
    """

    kind: str
    start: int
    end: int
    text: str
    tex: str


def typos(tex: str) -> Iterator[Typo]:
    """Yield each formula that differs from a given one by a typo and not only in its brackets."""
    original = parse(tex)
    seen = {shape(original)}
    for kind, start, end, text in changes(tex, original):
        sized = SIZED.search(tex, 0, start)
        if sized:  # a bracket goes with the command before it
            start, end = sized.start(), (sized.start() if start == end else end)
        changed = tex[:start] + text + tex[end:]
        try:
            form = shape(parse(changed))
        except FormulaError:
            form = changed
        if form not in seen:
            seen.add(form)
            yield Typo(kind, start, end, text, changed)


def changes(tex: str, tree: Tree) -> Iterator[tuple[str, int, int, str]]:
    """Yield kind, start, end and replacement of each change."""
    found = [token for token in tokens(tex) if token.type not in {"SPACE", "SIZE"}]
    yield from of_tokens(found, tex)
    yield from of_trees(tree, tex)
