"""The figures that a cell made: where, and whether there is something to see in them."""

import functools
import math

from .places import asked_by_cell

NOTHING = {"", " ", "none", "None", None}

made = []
managed = set()  # the ids of figures that got a window


def watch():
    import matplotlib
    from matplotlib._pylab_helpers import Gcf
    from matplotlib.figure import Figure

    # A matplotlibrc of this user or of the folder would draw other figures.
    matplotlib.rcdefaults()
    original = Figure.__init__

    @functools.wraps(original)
    def noting(self, *arguments, **options):
        original(self, *arguments, **options)
        made.append((self, asked_by_cell() or 1))

    Figure.__init__ = noting
    activate = Gcf._set_new_active_manager.__func__

    def activating(cls, manager):
        managed.add(id(manager.canvas.figure))
        activate(cls, manager)

    Gcf._set_new_active_manager = classmethod(activating)


def seen():
    """Return the lines that made figures, empty ones and curves without a point; begin anew."""
    # A figure that no window manages was made for its axes alone, unless something is drawn in it.
    meant = [(f, line) for f, line in made if id(f) in managed or not is_empty(f)]
    made.clear()
    managed.clear()
    return {
        "figures": [line for _, line in meant],
        "empty": [line for figure, line in meant if is_empty(figure)],
        "lost": [line for figure, line in meant if has_lost_curve(figure)],
        "hidden": [line for figure, line in meant if has_hidden_curve(figure)],
    }


def is_empty(figure):
    return not any(axes.has_data() or axes.texts for axes in figure.axes)


def has_lost_curve(figure):
    """Tell whether a curve has no finite point, so that nobody sees it."""
    return any(is_lost(line) for axes in figure.axes for line in axes.lines)


def is_lost(line):
    points = line.get_xydata().tolist()
    return len(points) > 1 and not any(map(is_finite, points))


def is_finite(point):
    return all(number is not None and math.isfinite(number) for number in point)


def has_hidden_curve(figure):
    """Tell whether a curve is outside of its axes, or drawn without a color or a width."""
    return any(is_hidden(line, axes) for axes in figure.axes for line in axes.lines)


def is_hidden(line, axes):
    path = line.get_transform().transform_path(line.get_path()).cleaned(remove_nans=True)
    nothing = line.get_linestyle() in NOTHING and line.get_marker() in NOTHING
    if not any(map(is_finite, line.get_xydata().tolist())) or (nothing and axes.collections):
        return False  # a base line that nobody wanted, as in stem(..., basefmt=" ")
    return not (drawn(line) and path.intersects_bbox(axes.bbox.padded(1), filled=False))


def drawn(line):
    """Tell whether a line or its markers have a width, a size and a color."""
    from matplotlib.colors import to_rgba

    width = line.get_linewidth() > 0 and line.get_linestyle() not in NOTHING
    marked = line.get_markersize() > 0 and line.get_marker() not in NOTHING
    opaque = to_rgba(line.get_color(), line.get_alpha())[3] > 0
    return line.get_visible() and (width or marked) and (opaque or marked)
