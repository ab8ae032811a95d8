"""The figures that a cell made, and where."""

import functools

from .places import asked_by_cell

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
    """Return the lines that made figures which are to be shown, and begin anew."""
    # A figure that no window manages was made for its axes alone, unless something is drawn in it.
    meant = [line for figure, line in made if id(figure) in managed or is_drawn_in(figure)]
    made.clear()
    managed.clear()
    return {"figures": meant}


def is_drawn_in(figure):
    return any(axes.has_data() or axes.texts for axes in figure.axes)
