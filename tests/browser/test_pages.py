"""Every page, light and dark, on a wide and on a narrow screen, and without scripts."""

import re

import pytest

from tests.browser.visits import NARROW, WIDE

# Few lines of the book have more letters than these.
USUAL = 84


def collect(visited, faults):
    """Return (page, fault) for each fault that a function finds in a visit."""
    return [f"{visit}: {fault}" for visit in visited for fault in faults(visit)]


def with_scripts(visited):
    return [visit for visit in visited if visit.scripts]


def test_every_page_has_its_turn_and_today_some_are_in_both_modes_and_widths(
    visited, to_visit, book
):
    kinds = {(visit.mode, visit.width) for visit in visited}
    assert kinds == {(mode, width) for mode in ("light", "dark") for width in (WIDE, NARROW)}
    assert {f"{name}.html" for name in book.names} <= set(to_visit)
    assert len({visit.name for visit in visited}) > len(to_visit) / 3


def test_no_console_error(visited):
    assert not collect(visited, lambda visit: visit.errors)


def test_no_request_leaves_the_site(visited):
    local = ("/", "data:", "blob:")
    faults = collect(visited, lambda v: [url for url in v.requests if not url.startswith(local)])
    assert not faults


def test_nothing_is_cut_without_a_sign_and_nothing_lies_on_text(visited):
    asked = {where for visit in visited for where in visit.cuts}
    widths = {f"{width} px" for width in (305, 320, 375, 640, 768, 1280, 1920)}
    assert asked >= {*widths, "forced colors"}
    faults = collect(
        visited, lambda v: [f"{where}: {cut}" for where, cuts in v.cuts.items() for cut in cuts]
    )
    assert not faults, "\n".join(faults)


def test_no_sentence_has_a_number_as_a_computer_writes_it(visited):
    assert not collect(visited, lambda visit: visit.page["typed"])


def test_rows_of_fractions_stand_apart(visited):
    assert not collect(visited, lambda visit: visit.page["close"])


def test_on_a_wide_screen_code_of_usual_length_is_there_at_once(visited):
    wide = [visit for visit in visited if visit.width == WIDE]
    assert any(visit.page["lengths"] for visit in wide)
    assert not collect(wide, lambda visit: [n for n in visit.page["lengths"] if n <= USUAL])


def test_on_a_narrow_screen_no_button_lies_on_code(visited):
    narrow = [visit for visit in with_scripts(visited) if visit.width == NARROW]
    assert not collect(narrow, lambda visit: visit.page["onCode"])


def test_what_unfolds_has_room_for_a_finger(visited):
    assert not collect(visited, lambda visit: visit.page["low"])


def test_beside_each_page_are_the_book_its_search_and_where_the_page_is(visited):
    assert not collect(with_scripts(visited), lambda visit: visit.page["outside"])


def test_a_drawer_with_the_contents_shows_where_the_page_is(page):
    page.set_viewport_size({"width": NARROW, "height": 700})
    page.goto("reference/speed.html")
    page.locator(".primary-toggle").first.click()
    page.wait_for_function("""() => {
      const { top, bottom } = document.querySelector("[aria-current=page]").getBoundingClientRect();
      return top > 0 && bottom < innerHeight;
    }""")


def test_hardly_anything_moves_while_a_page_loads(visited):
    assert not [f"{visit}: {visit.shift}" for visit in visited if visit.shift > 0.1]


def test_the_fonts_that_stand_in_are_as_wide_as_ours(page):
    page.goto("reference/glossary.html")
    widths = page.evaluate("""async () => {
      const text = document.querySelector("article").innerText.slice(0, 3000);
      const context = document.createElement("canvas").getContext("2d");
      const widths = {};
      for (const weight of [400, 600])
        for (const name of ["Gradbook Sans", "Like Arial", "Like DejaVu"]) {
          context.font = `${weight} 16px "${name}", monospace`;
          await document.fonts.load(context.font).catch(() => {});  // the system lacks it
          (widths[weight] ??= []).push(context.measureText(text).width);
        }
      return widths;
    }""")
    for ours, *others in widths.values():
        # A font that the system does not have comes out as wide as the monospaced one.
        assert min(abs(other / ours - 1) for other in others) < 0.015


def test_no_raw_tex(visited):
    assert not collect(visited, lambda visit: visit.page["tex"])
    assert not [str(visit) for visit in visited if visit.page["katexErrors"]]


def test_the_mode_of_the_reader_is_the_mode_of_the_page(visited):
    wrong = [str(visit) for visit in with_scripts(visited) if visit.page["theme"] != visit.mode]
    assert not wrong


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_mode_is_known_before_anything_is_drawn(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.add_init_script("""
      globalThis.changes = [];
      new MutationObserver((all) => {
        const root = document.documentElement;
        const changed = all.filter(({ oldValue }) => oldValue !== root.dataset.theme);
        if (document.querySelector("h1") && changed.length) changes.push(root.dataset.theme);
      }).observe(document, {
        subtree: true, attributeFilter: ["data-theme"], attributeOldValue: true,
      });
    """)
    page.goto("losses/softmax.html")
    page.wait_for_timeout(300)
    assert page.evaluate("[changes, document.documentElement.dataset.theme]") == [[], scheme]


def test_a_dark_page_has_no_light_slab(visited):
    dark = [visit for visit in with_scripts(visited) if visit.mode == "dark"]
    assert not collect(dark, lambda visit: visit.page["slabs"])


def test_paper_loses_nothing(visited):
    assert not collect(visited, lambda visit: visit.lost)


def test_printed_right_after_loading_a_long_chapter_has_few_pages_with_all_figures(page):
    page.goto("chain_rule/backpropagation.html", wait_until="domcontentloaded")
    paper = page.pdf(prefer_css_page_size=True, format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) <= 20
    loaded = page.evaluate("""() => [...document.querySelectorAll("article img.only-light")].map(
      (image) => image.complete && image.naturalWidth > 0)""")
    assert loaded and all(loaded)


@pytest.mark.parametrize("width", [600, 768, 900])
def test_on_a_tablet_the_column_stands_in_the_middle(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("losses/softmax.html")
    box = page.locator(".bd-article-container").bounding_box()
    assert abs(box["x"] - (width - box["x"] - box["width"])) <= 1


def test_what_is_folded_below_the_first_picture_stands_in_one_line(page):
    page.goto("index.html")
    page.locator("figure.explored").wait_for()
    tops = page.evaluate("""() => [...document.querySelectorAll("#gradbook > figure summary")]
      .map((one) => one.getBoundingClientRect().top)""")
    assert len(tops) == 2 and tops[0] == tops[1]


def test_nothing_stays_in_its_place_over_the_text(page):
    page.set_viewport_size({"width": NARROW, "height": 700})
    page.goto("losses/softmax.html")
    page.mouse.wheel(0, 3000)
    page.wait_for_function("scrollY > 2000")
    page.mouse.wheel(0, -300)
    page.wait_for_function("scrollY < 2800")
    over = page.evaluate("""() => [...document.querySelectorAll("body *")]
      .filter((one) => getComputedStyle(one).position === "fixed" && one.clientHeight > 1)
      .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest("dialog"))
      .filter((one) => {
        const { top, bottom, right } = one.getBoundingClientRect();
        return bottom > 100 && top < innerHeight && right > 0;
      }).map((one) => one.outerHTML.slice(0, 80))""")
    assert not over


def test_letters_that_are_fetched_early_are_used(visited):
    assert sum(visit.page["fetched"] for visit in visited) >= len(visited)
    needless = {str(visit): visit.page["needless"] for visit in visited}
    assert {name: fonts for name, fonts in needless.items() if fonts} == {}
