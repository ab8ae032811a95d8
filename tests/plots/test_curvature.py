"""What the figure of the edge of stability draws."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import pytest

from gradbook.plots.curvature import edge_of_stability
from tests.plots.texts import assert_legible

SMOOTH = [2 - step / 50 for step in range(41)]
SPIKE = [*SMOOTH[:20], 5.0, *SMOOTH[21:]]


@pytest.fixture
def axes():
    yield edge_of_stability({0.5: ([1, 2, 3], SMOOTH), 1.0: ([1, 2, 2.1], SPIKE)}, every=20)
    plt.close("all")


def test_curvatures_stand_at_their_steps_with_the_border(axes):
    lines = [line.get_xydata().tolist() for line in axes[0].lines]
    assert lines[0] == [[0, 1], [20, 2], [40, 3]] and lines[2] == [[0, 1], [20, 2], [40, 2.1]]
    borders = [line.get_ydata()[0] for line in axes[0].lines[1::2]]
    assert borders == [4, 2]


def test_losses_stand_below_on_a_logarithmic_scale(axes):
    assert [list(line.get_ydata()) for line in axes[1].lines] == [SMOOTH, SPIKE]
    assert axes[1].get_yscale() == "log"


def test_a_walk_has_one_color_and_its_rate(axes):
    above, below = axes
    colors = [line.get_color() for line in below.lines]
    assert len(set(colors)) == 2
    assert [line.get_color() for line in above.lines] == [c for c in colors for _ in range(2)]
    for ax, texts in (
        (above, ["2/0.5", "2/1"]),
        (below, [r"$\eta$ = 0.5", r"$\eta$ = 1"]),
    ):
        assert [text.get_text() for text in ax.texts] == texts
        assert [text.get_color() for text in ax.texts] == colors
        assert_legible(ax)


def test_a_spike_is_named_at_its_top(axes):
    smooth, spike = (text.xy for text in axes[1].texts)
    assert spike == (20, 5) and smooth == (13, SMOOTH[13])
