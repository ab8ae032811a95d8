"""The search: what it finds first, what it costs, and that it is used by keys alone."""

import gzip
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.turns import of_today

BOX = "#book-search"
# The box is the same on all pages; a long one takes a second to load.
SHORT = "reference/build.html"
# What a first search may cost in all, the names of all places among it; and a page without one.
# The program, the part of the index that the word is in, which is cut anew as words are added, and
# the names of all places: these are more with each chapter.
FIRST_SEARCH = 136_000
A_PLACE = 32
OPENER = 1_000
# What readers ask, with the place that must come first: a section, or any place of a page.
QUERIES = [
    line.split(" → ")
    for line in (Path(__file__).parent / "queries.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def opened(page, key="Control+k", place=SHORT):
    page.goto(place)
    page.keyboard.press(key)
    page.wait_for_selector(f"{BOX}[open]")
    return page


def search(page, term):
    """Type a term and wait for what the box says of it."""
    status = page.locator(f"{BOX} [role=status]")
    before = status.inner_text()
    page.locator(f"{BOX} input").fill(term)
    page.wait_for_function(
        "before => document.querySelector('#book-search [role=status]').textContent !== before",
        arg=before,
    )
    return status.inner_text()


def places(page):
    links = page.locator(f"{BOX} li a").all()
    return [link.get_attribute("href").split("/", 3)[-1] for link in links]


def found(page, terms):
    """Return for each term the places that the box shows."""
    opened(page)
    links = page.evaluate(
        """async (terms) => {
          const found = [];
          for (const term of terms) {
            await window.openSearch(null, term);
            const links = document.querySelectorAll("#book-search li a");
            found.push([...links].map(({ pathname, hash }) => pathname.slice(1) + hash));
          }
          return found;
        }""",
        terms,
    )
    return [[unquote(place) for place in places] for places in links]


def is_place(place, wanted):
    return place == wanted or ("#" not in wanted and place.partition("#")[0] == wanted)


def test_what_readers_ask_finds_its_place_first(page):
    assert len(QUERIES) > 100
    terms, wanted = zip(*QUERIES, strict=True)
    every = zip(terms, wanted, found(page, terms), strict=True)
    wrong = [f"{t}: {first[:3]}, not {w}" for t, w, first in every if not is_place(*first[:1], w)]
    assert not wrong, "\n".join(wrong)


def test_every_page_is_first_for_its_own_name(page, book):
    names = [name for name in book.names if name != "index"]
    titles = [book.pages[name].h1.get_text().removesuffix("#") for name in names]
    first = [places[0].partition("#")[0] for places in found(page, titles)]
    assert first == [f"{name}.html" for name in names]


GLOSSARY = "reference/glossary.html"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_a_chinese_term_finds_where_it_is_defined_or_its_entry(page, book):
    terms = {
        dt.get_text().removesuffix("#"): dt.find_next("dd")
        .find_all("a")[-1]["href"]
        .removeprefix("../")
        for dt in book.pages["reference/glossary"].select("dl.glossary dt")
        if CHINESE.search(dt.get_text())
    }
    assert len(terms) > 100
    today = of_today(terms.items(), 4)
    typed = [term for term, _ in today]
    for (term, chapter), places in zip(today, found(page, typed), strict=True):
        pages = [place.partition("#")[0] for place in places]
        assert {chapter.partition("#")[0], GLOSSARY} & {*pages[:2]}, f"{term}: {places}"


def test_every_result_leads_to_a_place_on_its_page(page, book):
    search(opened(page), "gradient")
    assert places(page)
    for place in places(page):
        name, _, anchor = place.partition(".html#")
        assert book.pages[name].find(id=anchor), place


def test_enter_opens_what_is_found_for_the_words_that_stand_there(page):
    search(opened(page), "softmax")
    page.locator(f"{BOX} input").fill("tanh")
    page.keyboard.press("Enter")
    page.wait_for_url("**/activations/tanh.html*")


def test_names_are_found_by_their_parts_and_formulas_by_their_words(page):
    opened(page)
    assert "section" in search(page, "retain graph")
    assert any(place.startswith("losses/autograd") for place in places(page))
    search(page, "eta")
    assert any(place.startswith("gradient/going_downhill") for place in places(page))


def test_words_that_no_section_has_together_find_those_with_most_of_them(page):
    assert "some of these words" in search(opened(page), "relu batch overflow momentum")
    assert places(page)


def test_nothing_found_is_said(page):
    opened(page)
    for term in ("xylophone", "marmalade", "sofa"):
        assert "Nothing found" in search(page, term)
        assert places(page) == []


MISTYPED = {
    "sofmax": "softmax",
    "himmelbalu": "himmelblau",
    "backpropogation": "backpropagation",
    "sofmax derivative": "softmax derivative",
}


@pytest.mark.parametrize("term", MISTYPED)
def test_a_mistyped_word_finds_what_was_meant_and_says_so(page, term):
    said = search(opened(page), term)
    found = places(page)
    assert f"Nothing found for “{term}”." in said
    assert f"“{MISTYPED[term]}”" in said
    search(page, MISTYPED[term])
    assert places(page) == found != []


def test_what_is_typed_while_the_search_is_fetched_is_searched(page):
    held = []
    page.route("**/search.js*", lambda route: held.append(route))
    page.goto(SHORT)
    with page.expect_request("**/search.js*"):
        page.keyboard.press("Control+k")
    page.keyboard.type("saddle")
    assert not page.locator(f"{BOX}[open]").count()
    (route,) = held
    route.continue_()
    page.wait_for_selector(f"{BOX}[open]")
    assert page.locator(f"{BOX} input").input_value() == "saddle"


def test_a_page_without_a_search_loads_the_opener_alone_and_a_first_search_is_light(page):
    sizes = {}

    def note(response):
        if "search" in response.url or "/pagefind/" in response.url:
            body = response.body()
            sizes[response.url] = min(len(body), len(gzip.compress(body)))

    page.on("response", note)
    page.goto("losses/softmax.html")
    page.wait_for_load_state("networkidle")
    (opener,) = sizes
    assert "search-opener.js" in opener and sizes.pop(opener) < OPENER
    page.keyboard.press("Control+k")
    page.wait_for_selector(f"{BOX}[open]")
    search(page, "softmax")
    page.wait_for_load_state("networkidle")
    places = page.evaluate("fetch('../pagefind/places.json').then(r => r.json())")
    assert 0 < sum(sizes.values()) <= FIRST_SEARCH + A_PLACE * len(places), sizes


def test_the_keyboard_is_enough(page):
    opened(page, "/", "losses/softmax.html")
    search(page, "softmax")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = page.locator(f"{BOX} li a").nth(1)
    assert second.evaluate("link => link === document.activeElement")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.press("Enter")
    page.wait_for_url("**/losses/softmax.html#*")
    assert not page.locator(f"{BOX}[open]").count()


@pytest.mark.parametrize("width", [1280, 375])
def test_escape_gives_the_focus_back(page, width):
    page.goto(SHORT)
    page.set_viewport_size({"width": width, "height": 700})
    button = page.locator(".search-button__button:visible").first
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{BOX}[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector(f"{BOX}:not([open])", state="attached")
    assert button.evaluate("button => button === document.activeElement")


def test_the_box_is_as_wide_as_a_phone(page):
    page.set_viewport_size({"width": 375, "height": 700})
    search(opened(page), "softmax")
    box = page.locator(BOX)
    assert box.evaluate("box => box.scrollWidth <= box.clientWidth")
    assert box.bounding_box()["width"] <= 375


def test_a_folder_has_no_search_and_says_so(browser, book):
    page = browser.new_page()
    page.goto((book.site.resolve() / "losses/softmax.html").as_uri())
    page.keyboard.press("Control+k")
    page.wait_for_selector(f"{BOX}[open]")
    assert "web server" in page.locator(f"{BOX} [role=status]").inner_text()
    page.close()


def test_without_scripts_there_is_no_button(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/losses/softmax.html")
    assert not page.locator(".search-button__button:visible").count()
    context.close()


def test_nothing_of_sphinx_search_is_left(book):
    for name, content in book.contents().items():
        assert name.rpartition("/")[2] not in {"searchindex.js", "search.html", "searchtools.js"}
        if name.endswith(".html"):
            assert b"searchtools" not in content and b"search.html" not in content, name


def messages(book):
    """Yield each message that is a heading, with its place."""
    for name, page in book.pages.items():
        for section in page.select("article section section") if name.startswith("errors/") else ():
            heading = section.find(["h2", "h3"])
            if heading.find("code", recursive=False):
                yield heading.get_text().removesuffix("#").strip(), f"{name}.html#{section['id']}"


def runs(message, place):
    """Yield a message as Python says it, and runs of its words: others for each message."""
    words = message.split()
    yield f"RuntimeError: {message}"
    for length in range(4, len(words)):
        start = len(place) * length % (len(words) - length + 1)
        yield " ".join(words[start : start + length])


def test_a_message_finds_its_entry_first_as_a_whole_and_in_part(page, book):
    entries = list(messages(book))
    assert len(entries) > 30
    typed = [(message, place) for message, place in entries]
    parts = [(run, place) for message, place in entries for run in runs(message, place)]
    typed += of_today(parts, 4)
    for (run, place), places in zip(typed, found(page, [run for run, _ in typed]), strict=True):
        part = run.removeprefix("RuntimeError: ").lower()
        having = [entry for said, entry in entries if part in said.lower()]
        assert place in having and places[0] in having, f"{run}: {places[:3]}"


def test_an_address_with_a_query_opens_the_search_and_back_brings_it_again(page):
    page.goto("losses/mse.html?q=softmax")
    page.locator(f"{BOX} li a").first.wait_for()
    first = places(page)
    page.locator(f"{BOX} li a").first.click()
    page.wait_for_url("**/losses/softmax.html#*")
    assert "q=" not in page.url
    page.go_back()
    page.locator(f"{BOX} li a").first.wait_for()
    assert page.locator(f"{BOX} input").input_value() == "softmax" and places(page) == first
    page.keyboard.press("Escape")
    page.wait_for_url("**/losses/mse.html")


@pytest.mark.parametrize("opened_before", [False, True])
def test_without_a_network_the_search_says_so_and_goes_on_when_it_is_back(page, opened_before):
    page.goto(SHORT)
    if opened_before:
        opened(page)
    page.context.set_offline(True)
    if opened_before:
        page.locator(f"{BOX} input").fill("tanh")
        page.get_by_text("when the network is back").wait_for()
    else:
        page.keyboard.press("Control+k")
        page.get_by_text("the network is away").wait_for()
    page.context.set_offline(False)
    if not opened_before:
        page.get_by_text("the network is away").wait_for(state="detached")
        page.keyboard.press("Control+k")
        page.wait_for_selector(f"{BOX}[open]")
        search(page, "tanh")
    page.locator(f"{BOX} li a").first.wait_for()
    assert places(page)[0].startswith("activations/tanh.html")


@pytest.mark.parametrize("width", [320, 1280])
def test_a_very_long_question_leaves_room_for_what_is_found(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"index.html?q={'gradient' * 400}")
    status = page.locator("#book-search [role=status]")
    status.filter(has_text="Nothing found").wait_for()
    assert status.bounding_box()["height"] < 200
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
