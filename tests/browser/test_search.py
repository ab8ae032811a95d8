"""The search: what it finds first, what it costs, and that it is used by keys alone."""

import gzip

import pytest

BOX = "#book-search"
# What a first search may cost in all, and a page without one.
FIRST_SEARCH = 130_000
OPENER = 1_000
# The page that each search must find first, with its place.
FIRST = {
    "zero_grad": "losses/autograd.html#what-a-forgotten-zero-grad-does",
    "softmax": "losses/softmax.html#",
    "saddle point": "gradient/going_downhill.html#where-it-stops",
    "learning rate": "optimization/training.html#three-learning-rates",
    "vanishing": "activations/sigmoid.html#why-gradients-vanish",
    "Jacobian": "losses/softmax.html#the-jacobian",
    "momentum": "optimization/momentum.html#",
    "cross_entropy": "losses/softmax.html#cross-entropy",
    "Himmelblau": "optimization/himmelblau.html#himmelblau-s-function",
    "float64": "optimization/training.html#the-same-weights-after-every-step",
    "backward twice": "losses/autograd.html#through-the-graph-twice",
    "what is softmax's derivative?": "losses/softmax.html#",
    "relu_grad": "activations/relu.html#",
    "derivative of sigmoid": "activations/sigmoid.html#",
    "check my own formula": "reference/formula.html#",
    "install": "reference/installation.html#",
}


def opened(page, key="Control+k"):
    page.goto("losses/softmax.html")
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


@pytest.mark.parametrize("term", FIRST)
def test_a_term_finds_its_page_first(page, term):
    search(opened(page), term)
    assert places(page)[0].startswith(FIRST[term]), places(page)


def test_a_question_finds_its_section_among_the_first(page):
    search(opened(page), "why is my gradient doubled?")
    assert "errors/silent.html#error-gradient-doubled" in places(page)[:3], places(page)


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
    "zerograd": "zero_grad",
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
    page.goto("losses/softmax.html")
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
    assert 0 < sum(sizes.values()) <= FIRST_SEARCH, sizes


def test_the_keyboard_is_enough(page):
    opened(page, "/")
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
    page.goto("losses/softmax.html")
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


def test_a_message_finds_its_entry_first_as_a_whole_and_in_part(page, book):
    """With the class that Python puts before it; its last words, where others begin alike."""
    found = list(messages(book))
    assert len(found) > 30
    box = opened(page)
    for message, place in found[::4]:
        for typed in {f"RuntimeError: {message}", " ".join(message.split()[-6:])}:
            search(box, typed)
            part = typed.removeprefix("RuntimeError: ")
            having = [entry for said, entry in found if part.lower() in said.lower()]
            assert place in having and places(box)[0] in having, typed
