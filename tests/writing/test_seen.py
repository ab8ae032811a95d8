from xml.etree import ElementTree

import pytest
from writing import panels, seen

PAPER = "#ffffff"
ONE = "expected something drawn in the figure, got an empty one"
PANEL = "got an empty panel, number 2"

EMPTY = [
    ("plt.subplots()", ONE),
    ("plt.plot([1, 2], color='white'); plt.grid(); plt.title('white')", ONE),
    ("plt.plot([1, 2], alpha=0)", ONE),
    ("plt.plot([1, 2], linewidth=0)", ONE),
    ("plt.plot([1, 2]); plt.ylim(5, 6)", ONE),
    ("plt.plot([1, 2], label='one'); plt.ylim(5, 6); plt.legend()", ONE),
    ("plt.scatter([float('nan')], [1])", ONE),
    ("plt.subplots()[1].set_facecolor('gray'); plt.plot([1, 2], color='gray')", ONE),
    ("plt.subplots()[1].axis('off')", ONE),
    ("plt.subplot(projection='3d')", ONE),
    ("plt.subplot(projection='polar')", ONE),
    ("plt.twinx()", ONE),
    ("plt.xlim(-1, 1); plt.gca().spines[:].set_position('zero')", ONE),
    ("_, (one, two) = plt.subplots(1, 2); one.plot([1, 2]); two.set_title('Two')", PANEL),
    ("plt.plot([1, 2]); plt.gca().inset_axes([0.2, 0.2, 0.6, 0.6])", PANEL),
    ("plt.plot([1, 2]); plt.plot([float('nan')] * 2)", "nothing of line2d, number 2"),
    ("plt.plot([1, 2]); plt.plot([7, 8]); plt.ylim(0, 3)", "nothing of line2d, number 2"),
    ("plt.plot([1, 2]); plt.scatter([1], [float('nan')])", "nothing of PathCollection, number 1"),
    ("plt.plot([1, 2]); plt.text(0.2, 1.8, 'a', color='white')", "nothing of text, number 1"),
]
SEEN = [
    "plt.plot([1, 2])",
    "plt.plot([1, 2]); plt.plot([], [])",
    "plt.text(0.5, 0.5, '0.5')",
    "plt.figtext(0.5, 0.5, 'words')",
    "plt.axis('off'); plt.table(cellText=[['a']])",
    "plt.plot([0, 9]); plt.xlim(0.4, 0.5); plt.ylim(4, 5)",
    "plt.stem([1, 2], basefmt=' ')",
    "plt.scatter([1], [1], s=0.5, color='gray')",
    "plt.imshow([[1]], cmap='gray')",
    "plt.imshow([[1, 2]]); plt.colorbar()",
    "plt.plot([1, 2]); plt.gca().set_frame_on(False)",
    "plt.plot([1, 2]); plt.twinx()",
    "plt.twinx().bar([1, 2], [1, 2])",
    "plt.plot([1, 2]); plt.gca().secondary_xaxis('top')",
    "plt.plot([1, 2]); plt.gca().inset_axes([0.2, 0.2, 0.6, 0.6]).plot([2, 1])",
    "plt.subplot(projection='polar').plot([0, 1], [1, 2])",
    "plt.subplot(projection='3d').plot([0, 1], [0, 1], [0, 1])",
    "_, (one, two) = plt.subplots(1, 2); one.plot([1, 2]); two.axis('off')",
    "_, (one, two) = plt.subplots(1, 2); one.plot([1, 2], label='a'); two.legend(one.lines, 'a')",
    "plt.plot([0, 1], [0, 0]); plt.margins(0)",
    "plt.plot([1, 2], rasterized=True)",
    "plt.bar([1, 2], [0, 1]); plt.errorbar([1, 2], [1, 2], [0, 0], fmt='o')",
    "plt.plot([1, 2]); plt.plot([1, 2])",
    "plt.plot([1, 2]); plt.scatter([], []); plt.title(''); plt.text(0, 1, '')",
    "plt.imshow([[0]], cmap='gray'); plt.text(0, 0, 'a', color='white')",
    "plt.plot([1, 2]); inset = plt.gca().inset_axes([0.6, 0, 0.3, 0.3]); inset.plot([1, 2]);"
    " inset.plot([7, 8]); inset.set_ylim(0, 3)",
]


@pytest.mark.parametrize(("code", "message"), EMPTY, ids=lambda value: value)
def test_a_figure_with_nothing_to_see_is_a_fault(svg_of, code, message):
    svg = svg_of(code)
    assert message in (seen.fault(svg, svg, PAPER) or "")


@pytest.mark.parametrize("code", SEEN)
def test_a_figure_with_something_to_see_is_none(svg_of, code):
    svg = svg_of(code)
    assert seen.fault(svg, svg, PAPER) is None


def test_a_mark_is_seen_on_one_paper_and_not_on_another(svg_of):
    svg = svg_of("plt.plot([1, 2], color='#0b62a8')")
    assert seen.fault(svg, svg, "#0b62a8") == ONE


def test_a_mark_is_drawn_alone_with_the_shape_that_another_one_brings(svg_of):
    root = ElementTree.fromstring(svg_of("plt.plot([1, 2], 'ok'); plt.plot([2, 1.5], 'ok')"))
    first, second = panels.marks(next(filter(panels.is_axes, root.iter(f"{panels.SVG}g"))))
    whole = ElementTree.tostring(root)
    assert list(first.iter(seen.DEFINITIONS)) and not list(second.iter(seen.DEFINITIONS))
    none, alone = (seen.draw(root, shown, PAPER) for shown in ([], [second]))
    assert seen.differing(none, alone).getbbox()
    assert ElementTree.tostring(root) == whole
