"""The page for readers by keyboard, by ear or enlarged."""

import pytest
from playwright.sync_api import expect

from tests.browser.visits import MODES, NARROW, SETTLE, WIDE

STOPS = 400
# Stops of the keyboard: navigation before the text of a page, and in the text of a chapter.
BEFORE_TEXT, IN_CHAPTER = 24, 84


def collect(visited, faults):
    return [f"{visit}: {fault}" for visit in visited if visit.scripts for fault in faults(visit)]


def test_axe_finds_nothing_of_any_severity(visited):
    looked_at = [visit for visit in visited if visit.axe is not None]
    assert {visit.mode for visit in looked_at} == set(MODES)
    assert {visit.width for visit in looked_at} == {WIDE, NARROW}
    found = collect(looked_at, lambda visit: visit.axe)
    assert not found, "\n".join(found)


def test_the_language_is_set(visited):
    assert {visit.page["language"] for visit in visited} == {"en"}


def test_chinese_words_are_said_to_be_chinese(visited, book):
    assert len(book.pages["reference/glossary"].select("article [lang=zh]")) > 100
    assert not collect(visited, lambda visit: visit.page["unmarked"])


def test_every_page_has_a_title_of_its_own(visited):
    titles = {visit.name: visit.page["title"] for visit in visited}
    assert len(set(titles.values())) == len(titles)


def test_headings_are_in_order(visited):
    def faults(visit):
        levels = [level for level, _ in visit.page["headings"]]
        if levels.count(1) != 1 or levels[0] != 1:
            yield f"expected one first heading of level 1, got {levels}"
        for (_, above), (_, below), one, next_one in zip(
            visit.page["headings"], visit.page["headings"][1:], levels, levels[1:], strict=False
        ):
            if next_one > one + 1:
                yield f"{above!r} of level {one}, then {below!r} of level {next_one}"

    assert not collect(visited, faults)


def test_what_scrolls_is_reached_by_keyboard_and_has_a_name(visited):
    narrow = [visit for visit in visited if visit.scripts and visit.width == NARROW]
    assert sum(visit.page["scrollers"] for visit in narrow) > 100
    assert not collect(visited, lambda visit: visit.page["unreachable"])


def test_the_keyboard_has_few_stops(visited):
    wide = [visit for visit in visited if visit.scripts and visit.width == WIDE]
    before = {str(visit): visit.page["stops"]["before"] for visit in wide}
    assert {name: stops for name, stops in before.items() if stops > BEFORE_TEXT} == {}
    # What is a list of links, such as the index, has as many as it lists.
    texts = {
        str(visit): visit.page["stops"]["text"]
        for visit in wide
        if "/" in visit.name and not visit.name.startswith("reference/")
    }
    assert len(texts) > 5
    assert {name: stops for name, stops in texts.items() if stops > IN_CHAPTER} == {}


def test_every_control_is_reached_by_keyboard_and_shows_it(visited):
    found = collect(visited, lambda visit: visit.controls)
    assert not found, "\n".join(sorted(set(found)))


def test_a_heading_s_link_to_itself_works_by_mouse_and_has_a_name(page):
    page.goto("losses/softmax.html")
    heading = page.locator("article h2").nth(1)
    link = heading.locator(".headerlink")
    assert link.get_attribute("title") == "Link to this heading"
    heading.hover()
    link.click()
    assert page.evaluate("location.hash") == link.get_attribute("href")


def test_the_skip_link_is_first_and_leads_past_the_navigation(page):
    page.goto("losses/softmax.html")
    page.keyboard.press("Tab")
    assert focused(page)["text"] == "Skip to main content"
    assert focused(page)["box"]["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page)["in_main"]


@pytest.mark.parametrize("name", ["index.html", "gradient/derivative.html"])
def test_the_keyboard_goes_through_the_page_in_its_order(page, name):
    page.goto(name)
    page.evaluate(SETTLE)
    # An explorer takes its place when its figure comes near.
    for figure in page.locator("figure:has(> .explorer)").all():
        figure.scroll_into_view_if_needed()
        expect(figure).to_contain_class("explored")
    page.evaluate("scrollTo(0, 0)")
    expected = page.evaluate(
        """() => [...document.querySelectorAll(
          "a[href], button, summary, input, select, [tabindex]"
        )]
        .filter((one) => one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }))
        .map((one, number) => { one.dataset.stop = number; return String(number); })"""
    )
    walked = []
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
              const { dataset, localName, outerHTML } = document.activeElement;
              return localName === "body" ? null : dataset.stop ?? outerHTML;
            }"""
        )
        if stop is None:
            break
        walked.append(stop)
    assert walked == expected


def focused(page):
    return page.evaluate(
        """() => {
          const one = document.activeElement;
          const { y } = one.getBoundingClientRect();
          return { text: one.textContent.trim(), box: { y }, in_main: !!one.closest("main") };
        }"""
    )


def test_the_words_of_a_figure_unfold_by_keyboard(page):
    page.goto("losses/softmax.html")
    figure = page.locator("figure.cell-figure").first
    summary, words = figure.locator("summary"), figure.locator("details p").first
    assert not words.is_visible()
    summary.focus()
    page.keyboard.press("Enter")
    assert words.is_visible()
    alt = figure.locator("img").first.get_attribute("alt")
    assert words.inner_text().startswith(alt[:20])


def test_the_mark_of_a_formula_is_a_sign_that_unfolds_by_keyboard(page):
    page.goto("losses/softmax.html")
    mark = page.locator("details.formula-mark").first
    summary, words = mark.locator("summary"), mark.locator("summary > span")
    folded = summary.bounding_box()
    assert folded["width"] < 40 and words.bounding_box()["width"] <= 1
    assert words.text_content().startswith("Held at ")
    assert mark.locator("a, button, [tabindex]").filter(visible=True).count() == 0
    summary.focus()
    page.keyboard.press("Enter")
    assert words.bounding_box()["width"] > 100 and mark.locator("pre").is_visible()


def test_every_figure_has_its_long_text(book):
    for name, page in book.pages.items():
        for figure in page.select("figure.cell-figure"):
            words = figure.select_one("details.figure-words p").get_text()
            assert len(words.split()) >= 8, f"{name}: {words}"


def test_a_link_to_an_erratum_opens_it(page, book):
    names = [name for name, one in book.pages.items() if one.select("details.erratum")]
    place = book.pages[names[0]].select_one("details.erratum")["id"]
    page.goto(f"{names[0]}.html")
    assert not page.locator(f"#{place} > div").is_visible()
    page.goto("reference/errata.html")
    page.locator(f'a[href$="#{place}"]').first.click()
    page.locator(f"#{place} > div").wait_for(state="visible")
