"""Tables of formulas in plain text.

A block is a setting, a line ``---`` and one formula a line; an empty line ends it. Where formulas
are refused, lines behind one may tell what the message says (else that the sides differ) and
which piece of TeX it quotes (else the whole formula)::

    x = draw()
    ---
    x = 2 q
        said: q is not bound
        piece: q
"""

from __future__ import annotations

from typing import Any

import pytest

__all__ = ["examples", "refusals", "table"]

DIFFER = "the sides differ"


def examples(text: str) -> list[Any]:
    """Return settings and formulas as parameters of a test."""
    return [pytest.param(*row[:2], id=row[1]) for row in table(text)]


def refusals(text: str) -> list[Any]:
    """Return settings and formulas with what is said, and the piece that is quoted."""
    return [pytest.param(*row, id=row[1]) for row in table(text)]


def table(text: str) -> list[tuple[str, str, str, str]]:
    """Return settings, formulas, what is said of them and the piece that is quoted."""
    found: list[tuple[str, str, str, str]] = []
    for block in text.strip("\n").split("\n\n"):
        setting, below = f"\n{block}".split("\n---\n")
        for line in below.splitlines():
            word, _, rest = line.strip().partition(": ")
            if word == "said":
                found[-1] = (*found[-1][:2], rest, found[-1][3])
            elif word == "piece":
                found[-1] = (*found[-1][:3], rest)
            else:
                found.append((setting.strip("\n"), line, DIFFER, line))
    return found
