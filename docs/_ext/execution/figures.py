"""Whether the figures that a cell made are shown, here and where a reader pastes the cell."""

from __future__ import annotations

from collections.abc import Iterator

from nbformat import NotebookNode
from reading import syntax

SVG = "image/svg+xml"


def check(cell: NotebookNode, made: list[int]) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with figures; `made` has the line that made each of them."""
    shown = sum(SVG in output.get("data", {}) for output in cell.get("outputs", []))
    if len(made) > shown:
        yield made[0], f"expected every figure to be shown, got {len(made)} made and {shown} shown"
    if shown and "plt.show()" not in cell.source:
        yield (
            syntax.last_line(cell.source),
            "expected plt.show() at the end of a cell with a figure: pasted, it shows nothing",
        )
