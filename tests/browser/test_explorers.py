"""Explorers under the reader's hand: mouse, finger, keyboard, address; and without scripts."""

import pytest

# Where each explorer is: what is said of all explorers is tried on these pages.
PLACES = {
    "descent": "optimization/himmelblau.html",
}


@pytest.fixture
def play(page):
    """Return a function that opens the page of an explorer and waits until it plays."""

    def begin(name, query="", place=None):
        page.goto(f"{place or PLACES[name]}{query}")
        box = page.locator(f"[data-explorer={name}]")
        box.scroll_into_view_if_needed()
        page.locator(f"figure.explored:has([data-explorer={name}])").wait_for()
        return page.locator(f"figure:has([data-explorer={name}])")

    return begin


# All explorers.


@pytest.mark.parametrize("name", PLACES)
def test_it_lies_where_the_picture_was(play, name):
    figure = play(name)
    stage = figure.locator(".explorer-stage").bounding_box()
    picture = figure.locator("img.only-light").bounding_box()
    for side in stage:
        assert abs(stage[side] - picture[side]) <= 8, side


# Descent.


def test_the_start_goes_where_it_is_dragged(play):
    figure = play("descent")
    point = figure.locator(".explorer-point").bounding_box()
    page = figure.page
    x, y = point["x"] + point["width"] / 2, point["y"] + point["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 40, y + 30, steps=4)
    page.mouse.up()
    page.wait_for_function("location.search.includes('descent.x=-')")
