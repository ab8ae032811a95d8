"""Formulas and figures are numbered by chapter, as in (3.4) and Fig. 3.4.

Sphinx counts them through the whole book, and it numbers them by chapter only where titles show
their numbers too. So its own numbers stand aside while it counts, and get their chapter afterwards.
"""

from __future__ import annotations

import stack
from reading.contents import places
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

COUNTED = "counted_through_the_book"


def give_back(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Let Sphinx find what it has counted before, to see which pages have changed."""
    kept = vars(env)
    kept["numbered_by_chapter"] = stack.numbers(env)
    stack.set_numbers(env, kept.get(COUNTED, {}))
    return []


def by_chapter(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Number formulas and figures by chapter; return the pages whose numbers have changed."""
    known, before = places(app), vars(env)["numbered_by_chapter"]
    counted = vars(env)[COUNTED] = stack.numbers(env)
    found = {
        page: {kind: of_chapter(known[page].number, ids) for kind, ids in kinds.items()}
        if page in known
        else kinds
        for page, kinds in counted.items()
    }
    stack.set_numbers(env, found)
    return [page for page, kinds in found.items() if kinds != before.get(page)]


def of_chapter(chapter: str, counted: dict[str, stack.Number]) -> dict[str, stack.Number]:
    """Return the numbers of one kind of thing within its chapter."""
    in_order = sorted(counted, key=lambda name: counted[name])
    return {name: (chapter, str(number)) for number, name in enumerate(in_order, 1)}


def setup(app: Sphinx) -> None:
    # Sphinx counts between the two.
    app.connect("env-get-updated", give_back, priority=stack.COUNTING - 1)
    app.connect("env-get-updated", by_chapter, priority=stack.COUNTING + 1)
