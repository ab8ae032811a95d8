"""JavaScript off: nothing that is read depends on it."""

import pytest

from tests.browser.visits import WIDE


@pytest.fixture
def page(browser, address):
    """Return a page without scripts."""
    context = browser.new_context(base_url=f"{address}/", java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_the_same_text_is_there(visited):
    with_scripts = {
        v.name: v for v in visited if (v.scripts, v.mode, v.width) == (True, "light", WIDE)
    }
    for visit in visited:
        if not visit.scripts:
            there, here = lines(with_scripts[visit.name]), lines(visit)
            assert len(here) > 1 and here == there, f"{visit}: {sorted(here ^ there)}"


def lines(visit):
    return set(visit.page["text"].split("\n"))


def test_every_figure_is_there(visited):
    figures = {visit.name: len(visit.figures) for visit in visited if visit.scripts}
    without = {visit.name: len(visit.figures) for visit in visited if not visit.scripts}
    assert without and without.items() <= figures.items()
    assert sum(figures.values()) > 40


def test_formulas_are_typeset(page):
    page.goto("losses/softmax.html")
    assert page.locator(".katex-display").first.bounding_box()["height"] > 20


def test_solutions_and_formulas_unfold(page):
    page.goto("losses/softmax.html")
    for kind in ("details.solution", "details.formula-mark"):
        details = page.locator(kind).first
        folded = details.locator("> :not(summary)").first
        assert not folded.is_visible()
        details.locator("summary").first.click()
        assert folded.is_visible()


@pytest.mark.parametrize("width", [320, 375, 768])
def test_a_small_screen_has_all_contents_below_the_page(page, book, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("losses/softmax.html")
    links = page.locator("#pst-primary-sidebar nav a")
    assert links.count() >= 20
    page.locator("#pst-primary-sidebar nav summary").last.click()
    links.last.click()
    assert page.url.endswith(".html") and "softmax" not in page.url
