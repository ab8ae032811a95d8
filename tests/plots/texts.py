"""What must hold of the texts in a figure, whatever it shows."""

from matplotlib.axes import Axes

SMALLEST = 9  # in points


def assert_legible(ax: Axes) -> None:
    """Assert that each text lies within the figure, and is large enough."""
    ax.figure.canvas.draw()
    outer = ax.figure.bbox
    for text in filter(lambda text: text.get_text(), ax.texts):
        box = text.get_window_extent()
        assert outer.x0 <= box.x0 and box.x1 <= outer.x1, text
        assert outer.y0 <= box.y0 and box.y1 <= outer.y1, text
        assert text.get_size() >= SMALLEST, text
