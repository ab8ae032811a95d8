"""The figures that a cell made, and where."""

from __future__ import annotations

import functools
from typing import Any

from .places import asked_by_cell

# A fixed salt makes the ids inside an SVG the same in every build.
OURS: dict[Any, Any] = {"svg.hashsalt": "gradbook", "axes.facecolor": "none", "savefig.dpi": 144}

made: list[tuple[Any, int]] = []
managed: set[int] = set()  # the ids of figures that got a window


def watch() -> None:
    import matplotlib
    from matplotlib._pylab_helpers import Gcf
    from matplotlib.figure import Figure

    # A matplotlibrc of this user or of the folder would draw other figures.
    matplotlib.rcParamsDefault.update(OURS)
    matplotlib.rcdefaults()
    original = Figure.__init__

    @functools.wraps(original)
    def noting(self: Any, *arguments: Any, **options: Any) -> None:
        original(self, *arguments, **options)
        made.append((self, asked_by_cell() or 1))

    Figure.__init__ = noting  # type: ignore[method-assign]
    managers: Any = Gcf
    activate = managers._set_new_active_manager.__func__

    def activating(cls: Any, manager: Any) -> None:
        managed.add(id(manager.canvas.figure))
        activate(cls, manager)

    managers._set_new_active_manager = classmethod(activating)


def seen() -> dict[str, list[int]]:
    """Return the lines that made figures which are to be shown, and begin anew."""
    # A figure that no window manages was made for its axes alone, unless something is drawn in it.
    meant = [line for figure, line in made if id(figure) in managed or is_drawn_in(figure)]
    made.clear()
    managed.clear()
    return {"figures": meant}


def is_drawn_in(figure: Any) -> bool:
    return any(axes.has_data() or axes.texts for axes in figure.axes)
