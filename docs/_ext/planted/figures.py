"""Figures in which there is nothing to see. It is data: a row is read alone."""

from planted.rows import EXECUTION, SHOWN, ByOther, Change, Fault, figure

CELL = "```{code-cell}"
EMPTY = "expected something drawn in the figure, got an empty one, on a "
UNSEEN = "expected all that is drawn in the figure to be seen, got nothing of "
PANEL = "expected something drawn in each panel of the figure, or axis('off'), got an empty panel, "
PANEL += "number 2, on a "


def shown(code: str, name: str) -> str:
    return figure(f"{code}\nplt.show()", SHOWN.replace("fault", name))


FAULTS = [
    Fault(
        EXECUTION,
        "An empty figure",
        shown("plt.subplots()", "empty"),
        CELL,
        EMPTY + "light page",
    ),
    Fault(
        EXECUTION,
        "A curve of NaN alone",
        shown("plt.plot([float('nan')] * 2)", "lost"),
        CELL,
        EMPTY + "light page",
    ),
    Fault(
        EXECUTION,
        "Points of NaN alone",
        shown("plt.scatter([float('nan')], [1])", "no-points"),
        CELL,
        EMPTY + "light page",
    ),
    Fault(
        EXECUTION,
        "A curve outside of its axes",
        shown("plt.plot([1, 2])\nplt.ylim(5, 6)", "outside"),
        CELL,
        EMPTY + "light page",
    ),
    Fault(
        EXECUTION,
        "A curve without a width",
        shown("plt.plot([1, 2], linewidth=0)", "thin"),
        CELL,
        EMPTY + "light page",
    ),
    Fault(
        EXECUTION,
        "A curve without a color",
        shown("plt.plot([1, 2], color='none')", "colorless"),
        CELL,
        EMPTY + "light page",
    ),
    Fault(
        EXECUTION,
        "A curve that is transparent",
        shown("plt.plot([1, 2], alpha=0)", "clear"),
        CELL,
        EMPTY + "light page",
    ),
    Fault(
        EXECUTION,
        "A curve in white on white",
        shown("plt.plot([1, 2], color='white')\nplt.grid()", "white"),
        CELL,
        EMPTY + "light page",
    ),
    Fault(
        EXECUTION,
        "A curve outside of its axes, with a legend",
        shown("plt.plot([1, 2], label='one')\nplt.ylim(5, 6)\nplt.legend()", "legend"),
        CELL,
        EMPTY + "light page",
    ),
    Fault(
        EXECUTION,
        "A curve in the color of its axes' ground",
        shown("plt.plot([1, 2], color='silver')\nplt.gca().set_facecolor('silver')", "ground"),
        CELL,
        EMPTY + "light page",
    ),
    Fault(
        EXECUTION,
        "An empty space",
        shown("plt.subplot(projection='3d')", "space"),
        CELL,
        EMPTY + "light page",
    ),
    Fault(
        EXECUTION,
        "An empty circle",
        shown("plt.subplot(projection='polar')", "circle"),
        CELL,
        EMPTY + "light page",
    ),
    Fault(
        EXECUTION,
        "An empty panel",
        shown(
            "_, (one, two) = plt.subplots(1, 2)\none.plot([1, 2])\ntwo.set_title('Two')", "panel"
        ),
        CELL,
        PANEL + "light page",
    ),
    Fault(
        EXECUTION,
        "An empty panel in a panel",
        shown("plt.plot([1, 2])\nplt.gca().inset_axes([0.3, 0.3, 0.4, 0.4])", "inset"),
        CELL,
        PANEL + "light page",
    ),
    Fault(
        EXECUTION,
        "A picture that a dark page hides",
        shown("plt.imshow([[(20, 24, 30)]])\nplt.axis('off')", "dark"),
        CELL,
        EMPTY + "dark page",
    ),
    Fault(
        EXECUTION,
        "A curve of NaN beside a good one",
        shown("plt.plot([1, 2])\nplt.plot([float('nan')] * 2)", "lost-beside"),
        CELL,
        UNSEEN + "line2d, number 2, on a light page",
    ),
    Fault(
        EXECUTION,
        "Points of NaN beside a curve",
        shown("plt.plot([1, 2])\nplt.scatter([1], [float('nan')])", "points-beside"),
        CELL,
        UNSEEN + "PathCollection, number 1",
    ),
    Fault(
        EXECUTION,
        "A curve outside of its axes, beside a good one",
        shown(
            "plt.plot([1, 2], label='in')\nplt.plot([7, 8], label='out')\nplt.ylim(0, 3)\n"
            "plt.legend()",
            "outside-beside",
        ),
        CELL,
        UNSEEN + "line2d, number 2",
    ),
    Fault(
        EXECUTION,
        "A curve in white on white, beside a good one",
        shown("plt.plot([1, 2])\nplt.plot([3, 4], color='white')", "white-beside"),
        CELL,
        UNSEEN + "line2d, number 2",
    ),
    Fault(
        EXECUTION,
        "A text in white on white",
        shown("plt.plot([1, 2])\nplt.text(0.2, 1.8, 'unseen', color='white')", "white-text"),
        CELL,
        UNSEEN + "text, number 1",
    ),
    Fault(
        EXECUTION,
        "Type that is too small to be read",
        shown("plt.plot([1, 2])\nplt.text(0.2, 1.2, 'tiny', fontsize=3)", "tiny"),
        CELL,
        "expected type of at least 9 points on a page, got 3.0",
    ),
    Fault(
        EXECUTION,
        "A figure that a page makes too small to be read",
        shown("plt.figure(figsize=(40, 3))\nplt.plot([1, 2])", "wide"),
        CELL,
        "expected type of at least 9 points on a page, got 2.6",
    ),
    Fault(
        EXECUTION,
        "A lost number in the title of a figure",
        shown("x = 1e308 * 10\nplt.plot([1, 2])\nplt.title(f'loss {x - x}')", "lost-title"),
        "import matplotlib",
        "expected finite numbers, got 'nan' unasked",
    ),
]

CHANGES: list[Change] = []
ELSEWHERE: list[ByOther] = []
