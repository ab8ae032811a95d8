"""There is a card for each chapter: a small drawing without type, in the colors of the book."""

import matplotlib

matplotlib.use("Agg")

import re
from io import StringIO
from pathlib import Path

import matplotlib.pyplot as plt
import pytest

from gradbook.plots.cards import PARTS, cards
from gradbook.plots.cards.drawing import SIZE
from gradbook.plots.palette import ROLES

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def drawn(ax):
    file = StringIO()
    ax.figure.savefig(file, format="svg", transparent=True)
    return file.getvalue()


def test_there_is_a_card_for_each_chapter_in_the_order_of_the_book():
    toctrees = (DOCS / "index.md").read_text("utf-8").partition("```{toctree}")[2]
    order = re.findall(r"^([a-z_]+)/([a-z_]+)$", toctrees, re.MULTILINE)
    for part, drawings in PARTS.items():
        assert list(drawings) == [chapter for folder, chapter in order if folder == part]


@pytest.mark.parametrize("part", PARTS)
def test_a_card_is_a_figure_of_its_own_without_type_or_frame(part):
    made = cards(part)
    assert len({ax.figure.number for ax in made}) == len(PARTS[part])
    for ax in made:
        assert tuple(ax.figure.get_size_inches()) == SIZE
        assert not ax.axison and not [text for text in ax.texts if text.get_text()]


@pytest.mark.parametrize("part", PARTS)
def test_a_card_has_the_colors_of_the_palette_alone(part):
    known = {light for light, _ in ROLES.values()}
    for ax in cards(part):
        assert set(re.findall(r"#[0-9a-f]{6}\b", drawn(ax))) <= known


def test_cards_are_the_same_each_time():
    assert [drawn(ax).count(" L") for ax in cards("optimization")] == [
        drawn(ax).count(" L") for ax in cards("optimization")
    ]


def test_a_part_that_the_book_lacks_is_refused_by_name():
    with pytest.raises(ValueError, match=r"part: expected one of gradient, .*, got 'poetry'"):
        cards("poetry")
