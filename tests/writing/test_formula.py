import importlib.metadata
import re

import pytest
from bs4 import BeautifulSoup
from myst_nb.core import render

from gradbook.sphinx import equations as formula
from gradbook.sphinx import mark_words


@pytest.fixture(scope="module")
def page(small_site):
    return BeautifulSoup((small_site.site / "part/one.html").read_text("utf-8"), "html.parser")


def test_myst_nb_still_looks_for_renderers_at_the_entry_point():
    (ours,) = importlib.metadata.entry_points(group="myst_nb.mime_renderers", name="formula")
    assert ours.load() is formula.Renderer
    assert render.MIME_RENDER_ENTRY_GROUP == "myst_nb.mime_renderers"


@pytest.mark.parametrize(
    ("name", "seen"),
    [("w_1", "w₁"), ("y_{i}", "yᵢ"), ("p_{ij}", "pᵢⱼ"), ("theta", "θ"), ("lambda", "λ"), ("f", "f")]
    + [(same, same) for same in ("w_N", "Theta", "final sigma", "w_hidden2N", "net")],
)
def test_a_name_is_told_with_the_letters_that_one_sees(name, seen):
    assert mark_words.letter(name) == seen


@pytest.mark.parametrize(
    ("beside", "told"),
    [
        (("y_i", "x", "f", False), "∂yᵢ/∂x: x moves f as well"),
        (("w_2", "v", "w_1, b", True), "∂w₂/∂v: w₁, b held fixed"),
        (("\\sigma(z)", "z", "b", True), "∂/∂z: b held fixed"),
    ],
)
def test_a_mark_tells_what_a_partial_derivative_counts(beside, told):
    said = mark_words.words({"points": 6, "error": 1e-14, "fixed": [beside], "silent": []})
    assert said.endswith(f"; {told}")


@pytest.mark.parametrize(
    ("silent", "told"),
    [
        (("b", 0, 1), "b changes nothing"),
        (("\\theta_1", 0, 2), "θ₁ changes nothing"),
        (("x", 3, 3), "x (3 of 3) changes nothing"),
    ],
)
def test_a_mark_tells_what_changes_nothing(silent, told):
    said = mark_words.words({"points": 6, "error": 1e-14, "fixed": [], "silent": [silent]})
    assert said.endswith(f"; {told}")


def test_a_formula_takes_the_place_of_its_cell(page):
    (formula,) = page.select("div.formula")
    assert formula.select_one(".katex annotation").get_text() == "y = 2 x"
    assert not formula.find_parent(class_="cell")


def test_a_formula_has_its_number_and_label(page):
    assert page.select_one("#equation-eq-one")
    assert page.select_one("div.formula .eqno").get_text().startswith("(1.1)")


def test_the_mark_says_at_how_many_points_it_held_and_unfolds_to_the_cell(page):
    mark = page.select_one("details.formula-mark")
    words = mark.select_one("summary").get_text()
    assert re.fullmatch(r"✓ Held at 6 points, largest error < 10⁻¹²", words.strip())
    assert mark.select_one("pre").get_text().startswith("%%formula eq-one\nx = draw()")


def test_a_folded_mark_shows_its_sign_and_says_the_rest_on_demand(page):
    summary = page.select_one("details.formula-mark > summary")
    assert summary["title"] == summary.span.get_text()
    assert summary.get_text() == f"✓ {summary['title']}"
    assert formula.summary("Not checked: x") == "<summary>Not checked: x</summary>"


def test_the_cell_that_loads_the_magic_is_not_shown(page):
    assert "load_ext" not in page.select_one("article").get_text()


@pytest.mark.parametrize(
    ("value", "text"), [(1e-15, "< 10⁻¹²"), (2e-9, "< 10⁻⁶"), (9.7e-3, "< 10⁰")]
)
def test_an_error_is_written_as_what_it_is_below(value, text):
    assert mark_words.bound(value) == text


@pytest.mark.parametrize("error", [0.0, 2e-17, 9e-15, 3e-13])
def test_what_the_order_of_rounding_decides_is_not_said(error):
    assert mark_words.bound(error) == mark_words.bound(1e-16)


def test_one_point_and_an_unchecked_kind_have_their_own_words():
    data = {"points": 1, "error": 0.0, "fixed": [], "silent": []}
    assert mark_words.words(data) == "✓ Held at one point, largest error < 10⁻¹²"
    assert mark_words.words({"unchecked": "order"}) == "Not checked: an order of magnitude"


def test_every_displayed_formula_of_the_book_comes_from_a_cell(book):
    for name, page in book.pages.items():
        for block in page.select("div.math"):
            assert block.find_parent(class_="formula"), f"{name}: {block.get_text()}"
