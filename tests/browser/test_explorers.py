"""Explorers under the reader's hand: mouse, finger, keyboard, address; and without scripts."""

import math
import re
from contextlib import closing
from functools import cache
from itertools import product

import pytest
import torch
from bs4 import BeautifulSoup
from playwright.sync_api import expect
from writing.explorer_scripts import names

from gradbook.differences import central_difference, forward_difference
from tests.browser.visits import AXE, NARROW, NOTE_SHIFTS, PATIENCE, RUN_AXE
from tests.states import ROOT
from tests.turns import has_turn, of_today

# Where each explorer is: what is said of all explorers is tried on these pages, some of it in turn.
PLACES = {
    "descent": "optimization/himmelblau.html",
    "step": "gradient/derivative.html",
    "plane": "descent/momentum.html",
    "backward": "chain_rule/backpropagation.html",
}
HOME = "index.html"
PAGES = [*PLACES.values(), HOME]
# Pixels of a target, and of the smallest letters.
TARGET, LETTERS = 24, 11
# In which an explorer is looked at, each on one of eight days in its whole page.
FORMS = [*product(PLACES, (1280, NARROW), ("light", "dark"))]
# How much may move while a page with an explorer loads.
STILL = 0.02


@pytest.fixture
def play(page, book):
    """Return a function that opens the page of an explorer and waits until it plays.

    Of the page's text there is the figure alone: what else stands there takes most of the time.
    """

    def begin(name, query="", whole=False):
        if not whole:
            body = alone(book.site / PLACES[name], name)
            page.route(f"**/{PLACES[name]}*", lambda route: route.fulfill(body=body))
        page.goto(f"{PLACES[name]}{query}")
        return playing(page, name)

    return begin


@cache
def alone(path, name):
    """Return the page of an explorer without what stands around its figure, but with its room."""
    page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    place = page.select_one(f"figure:has([data-explorer={name}])")
    while place.name != "article":
        for other in [*place.find_previous_siblings(), *place.find_next_siblings()]:
            if other.name != "h1":
                other.decompose()
        place = place.parent
    place["style"] = "padding-block: 1000px"
    return str(page)


def playing(page, name):
    """Return the figure of an explorer on a page, when it plays."""
    page.locator(f"figure:has([data-explorer={name}])").scroll_into_view_if_needed()
    figure = page.locator(f"figure.explored:has([data-explorer={name}])")
    figure.wait_for()
    return figure


def said(figure):
    return figure.locator(".explorer-said").text_content()


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page, start, end):
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=4)
    page.mouse.up()


def change(figure, label, value):
    """Move a slider by keys to its begin or end, or choose from a list."""
    handle = figure.locator(f".explorer-control:has-text('{label}') :is(input, select)")
    if value in ("Home", "End"):
        handle.press(value)
    else:
        handle.select_option(value)


# All explorers.


def test_there_is_a_place_for_each_explorer():
    assert set(PLACES) == set(names(ROOT)), "PLACES of this file has a page for each explorer"


@pytest.mark.parametrize("name", PLACES)
def test_it_lies_where_the_picture_was(play, name):
    figure = play(name)
    stage = figure.locator(".explorer-stage").bounding_box()
    picture = figure.locator("img.only-light").bounding_box()
    for side in stage:
        assert abs(stage[side] - picture[side]) <= 2, side


@pytest.mark.parametrize(("place", "width"), of_today(product(PAGES, (1280, NARROW)), 3))
def test_nothing_moves_when_it_begins(page, place, width):
    page.set_viewport_size({"width": width, "height": 812})
    page.add_init_script(NOTE_SHIFTS)
    page.goto(place)
    page.locator("figure:has(.explorer)").first.scroll_into_view_if_needed()
    page.locator("figure.explored").first.wait_for()
    page.wait_for_timeout(500)
    assert page.evaluate("shift") < STILL


@pytest.mark.parametrize("form", of_today(FORMS, 2), ids=lambda form: "-".join(map(str, form)))
def test_axe_finds_nothing_while_it_plays(play, page, form):
    name, width, mode = form
    page.set_viewport_size({"width": width, "height": 812})
    page.emulate_media(color_scheme=mode)
    figure = play(name, whole=has_turn(FORMS.index(form), 8))
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE) == []
    assert figure.locator(".explorer-control, .explorer-button").count() >= 1


@pytest.mark.parametrize("name", PLACES)
def test_its_handles_have_names_and_room_for_a_finger(play, page, name):
    page.set_viewport_size({"width": NARROW, "height": 812})
    figure = play(name)
    small = figure.evaluate(
        """(figure, target) => [...figure.querySelectorAll(
          ".explorer :is(input, select, button), .explorer-point")].filter((one) => {
            const { width, height } = one.getBoundingClientRect();
            return width < target || height < target;
          }).map((one) => one.outerHTML.slice(0, 80))""",
        TARGET,
    )
    assert small == []


@pytest.mark.parametrize("name", PLACES)
def test_its_letters_can_be_read_on_a_phone_and_stay_inside(play, page, name):
    page.set_viewport_size({"width": NARROW, "height": 812})
    figure = play(name)
    faults = figure.evaluate(
        """(figure, letters) => [...figure.querySelectorAll("svg text, .explorer *")].filter(
          (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
            && one.checkVisibility() && !one.matches("script, .visually-hidden, option")
        ).filter((one) => {
          const { left, right } = one.getBoundingClientRect();
          const size = parseFloat(getComputedStyle(one).fontSize);
          // What is larger than the stage scrolls there.
          const scrolls = one.matches("text") && one.ownerSVGElement.clientWidth > innerWidth;
          return size < letters || (!scrolls && (left < -0.5 || right > innerWidth + 0.5));
        }).map((one) => one.outerHTML.slice(0, 80))""",
        LETTERS,
    )
    assert faults == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("name", PLACES)
def test_tab_reaches_its_handles_and_shows_where_it_is(play, page, name):
    figure = play(name)
    stops = "[tabindex='0'], input:enabled, select, button"
    handles = figure.locator(f".explorer-stage :is({stops}), .explorer :is({stops})")
    handles.first.focus()
    for place in range(handles.count()):
        one = handles.nth(place)
        assert one.evaluate("(one) => document.activeElement === one"), place
        seen = one.evaluate("""(one) => {
          const ring = one.querySelector(".reach");
          return getComputedStyle(one).outlineStyle !== "none" ||
            (ring && getComputedStyle(ring).stroke !== "none");
        }""")
        assert seen, place
        page.keyboard.press("Tab")


@pytest.mark.parametrize("name", PLACES)
def test_in_a_dark_page_it_has_the_dark_colors(play, page, name):
    page.emulate_media(color_scheme="dark")
    figure = play(name)
    color = "(figure) => getComputedStyle(figure.querySelector('svg text')).fill"
    dark = figure.evaluate(color)
    page.locator(".theme-switch-button").first.click()
    page.locator(".theme-change-button[data-mode=light]").first.click()
    assert figure.evaluate(color) != dark


@pytest.mark.parametrize("place", of_today(PAGES, 2))
def test_on_paper_there_is_the_figure(page, place):
    page.goto(place)
    page.locator("figure:has(.explorer)").first.scroll_into_view_if_needed()
    figure = page.locator("figure.explored").first
    figure.wait_for()
    page.emulate_media(media="print")
    picture = figure.locator("img.only-light")
    assert picture.evaluate(
        "(one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true })"
    )
    assert not figure.locator(".explorer-stage").is_visible()
    assert not figure.locator(".explorer").is_visible()
    assert not figure.locator(".explorer-caption").is_visible()


@pytest.mark.parametrize("place", of_today(PAGES, 2))
def test_without_scripts_there_is_the_figure_and_no_dead_handle(browser, address, place):
    with closing(browser.new_context(java_script_enabled=False)) as context:
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(f"{address}/{place}")
        figure = page.locator("figure:has(.explorer)").first
        assert figure.locator("img.only-light").is_visible()
        assert not figure.locator(".explorer-caption").is_visible()
        assert not figure.locator(".explorer-summary").is_visible()
        box = figure.locator(".explorer").bounding_box()
        assert box is None or box["height"] == 0
        assert figure.locator("input, select, button, svg").count() == 0


def test_a_page_without_an_explorer_loads_nothing_of_them(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("losses/mse.html")
    page.wait_for_load_state()
    assert asked and not [url for url in asked if "explorer" in url]


@pytest.mark.parametrize("place", of_today(PAGES, 2))
def test_it_plays_where_the_page_is_read_without_a_server(browser, book, place):
    with closing(browser.new_context()) as context:
        page = context.new_page()
        page.goto((book.site.resolve() / place).as_uri())
        page.locator("figure:has(.explorer)").first.scroll_into_view_if_needed()
        page.locator("figure.explored").first.wait_for()


# Descent.


def test_the_start_goes_where_it_is_dragged(play, page):
    figure = play("descent")
    point = figure.locator(".explorer-point")
    x, y = middle(point)
    before = said(figure)
    drag(page, (x, y), (x - 90, y - 60))
    assert middle(point) == pytest.approx((x - 90, y - 60), abs=1)
    page.wait_for_function("location.search.includes('descent.x=-')")
    assert said(figure) != before and "(−2.81, 3.13)" in said(figure)


def test_the_start_follows_a_finger_and_the_page_stays(browser, address):
    size = {"width": NARROW, "height": 812}
    with closing(browser.new_context(has_touch=True, is_mobile=True, viewport=size)) as context:
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(f"{address}/{PLACES['descent']}")
        figure = playing(page, "descent")
        point = figure.locator(".explorer-point")
        x, y = middle(point)
        scrolled = page.evaluate("scrollY")
        touch(page, (x, y), (x - 60, y + 60))
        assert middle(point) == pytest.approx((x - 60, y + 60), abs=2)
        assert page.evaluate("scrollY") == scrolled
        # Beside it, a finger moves the page.
        touch(page, (x + 60, y + 60), (x + 60, y - 90))
        page.wait_for_function("(before) => scrollY > before + 40", arg=scrolled)


def touch(page, start, end, steps=6):
    """Move a finger over the page."""
    session = page.context.new_cdp_session(page)
    ways = [
        {"x": a + (b - a) * n / steps, "y": c + (d - c) * n / steps}
        for n in range(steps + 1)
        for (a, b), (c, d) in [tuple(zip(start, end, strict=True))]
    ]
    for kind, points in [
        ("touchStart", ways[:1]),
        *(("touchMove", [way]) for way in ways[1:]),
        ("touchEnd", []),
    ]:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    session.detach()


def test_arrow_keys_move_the_start(play, page):
    figure = play("descent")
    point = figure.locator(".explorer-point")
    point.focus()
    x, y = middle(point)
    for key in ("ArrowLeft", "ArrowLeft", "ArrowUp", "Shift+ArrowRight"):
        page.keyboard.press(key)
        page.wait_for_timeout(50)
    assert middle(point) == pytest.approx((x - 15, y - 8), abs=1)
    assert "x −" in point.get_attribute("aria-valuetext")
    page.wait_for_function("location.search.includes('descent.y=')")


def test_a_click_beside_the_start_brings_it_there(play, page):
    figure = play("descent")
    point = figure.locator(".explorer-point")
    x, y = middle(point)
    page.mouse.click(x + 70, y + 90)
    page.wait_for_function("location.search.includes('descent.x=')")
    assert middle(point) == pytest.approx((x + 70, y + 90), abs=1)


def test_a_rate_that_is_too_large_diverges_and_says_so(play):
    figure = play("descent")
    assert "near a minimum" in said(figure)
    change(figure, "Learning rate", "End")
    figure.locator(".explorer-said:has-text('diverges')").wait_for()


def test_what_the_address_says_is_shown(play):
    query = "?descent.surface=bowl&descent.optimizer=adam&descent.rate=0.1&descent.x=1&descent.y=-2"
    figure = play("descent", query)
    assert figure.locator("select").first.input_value() == "bowl"
    assert figure.locator("output").first.text_content() == "0.1"
    assert figure.locator(".explorer-point").get_attribute("aria-valuetext") == "x 1, y −2"
    assert "After 100 steps" in said(figure)


def test_an_address_with_nonsense_is_the_usual_one(play):
    figure = play("descent", "?descent.surface=moon&descent.rate=fast&descent.steps=1e9&q2=1")
    assert figure.locator("select").first.input_value() == "himmelblau"
    assert "After 1,000 steps" in said(figure)


def test_moving_adds_nothing_to_the_history_and_keeps_the_rest_of_the_address(play, page):
    figure = play("descent", "?other=1")
    before = page.evaluate("history.length")
    change(figure, "Optimizer", "adam")
    page.wait_for_function("location.search === '?other=1&descent.optimizer=adam'")
    assert page.evaluate("history.length") == before
    assert page.evaluate("location.hash") == f"#{figure.get_attribute('id')}"
    figure.locator("button:has-text('Start again')").click()
    page.wait_for_function("location.search === '?other=1'")


def test_a_link_to_a_state_shows_it_again(play, page):
    figure = play("descent")
    change(figure, "Landscape", "rosenbrock")
    page.wait_for_function("location.search.includes('rosenbrock')")
    before = said(figure)
    page.goto("about:blank")
    page.go_back()
    assert said(playing(page, "descent")) == before


def test_momentum_can_be_set_where_there_is_one(play):
    figure = play("descent")
    momentum = figure.locator(".explorer-control:has-text('Momentum μ') input")
    assert momentum.is_disabled()
    change(figure, "Optimizer", "nesterov")
    figure.locator("input:disabled").wait_for(state="detached")
    assert momentum.is_enabled()


def test_basins_are_behind_the_walk(play, page):
    play("descent")
    page.wait_for_function("""() => {
      const canvas = document.querySelector(".explorer-stage canvas");
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      const colors = new Set(new Uint32Array(data.buffer));
      colors.delete(0);
      return colors.size >= 4;
    }""")


def test_a_screen_reader_hears_the_end_of_a_move_and_not_each_step(play, page):
    figure = play("descent")
    heard = figure.locator("[role=status]")
    assert heard.text_content() == ""
    figure.locator(".explorer-point").press("ArrowLeft")
    assert heard.text_content() == ""
    page.wait_for_function("document.querySelector('.explorer [role=status]').textContent !== ''")
    assert heard.text_content() == said(figure)


def test_the_landing_page_plays_on_its_picture(page):
    page.goto(HOME)
    figure = playing(page, "descent")
    picture = figure.locator("img.only-light")
    assert picture.evaluate("(one) => getComputedStyle(one).visibility") == "visible"
    # The minimum (3, 2) of the picture is where the walk ends.
    place = figure.locator(".end-point").bounding_box()
    box = picture.bounding_box()
    share = ((place["x"] + place["width"] / 2 - box["x"]) / box["width"],)
    assert share[0] == pytest.approx((3 + 6.26) / 12.52, abs=0.005)
    # Other basins than those of the picture are drawn in its place.
    figure.locator(".explorer-fold summary").click()
    change(figure, "Optimizer", "adam")
    page.locator("figure.explored:not(.explorer-over)").wait_for()
    assert picture.evaluate("(one) => getComputedStyle(one).visibility") == "hidden"


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (NARROW, 812)])
def test_the_first_screen_of_the_landing_page_has_picture_snippet_and_doors(page, width, height):
    page.set_viewport_size({"width": width, "height": height})
    page.goto(HOME)
    playing(page, "descent")
    page.evaluate("scrollTo(0, 0)")
    for part in ("h1 + p", "figure.explored", ".cell_input pre", "ul.doors"):
        box = page.locator(f"#gradbook {part}").first.bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= height + 1, part


# The step of a difference.

ONE = torch.tensor(1.0, dtype=torch.float64)


def asked(page, key):
    """Return what the address says of a key, once it says it."""
    page.wait_for_function("key => new URLSearchParams(location.search).has(key)", arg=key)
    return page.evaluate("key => new URLSearchParams(location.search).get(key)", key)


def pull(figure, point, right, down):
    """Drag a point by some pixels."""
    x, y = middle(point)
    drag(figure.page, (x, y), (x + right, y + down))


def numbers(text):
    """Return the numbers of a sentence that the stage has written."""
    raised = dict(zip("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789", strict=True))
    plain = re.sub("·10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda m: "e" + "".join(map(raised.get, m[1])), text)
    found = re.findall(r"-?[0-9][0-9,]*(?:\.[0-9]+)?(?:e-?[0-9]+)?", plain.replace("−", "-"))
    return [float(number.replace(",", "")) for number in found]


@pytest.mark.parametrize("kind", [forward_difference, central_difference])
def test_a_quotient_is_that_of_torch(play, kind):
    name = kind.__name__.partition("_")[0]
    figure = play("step", f"?step.kind={name}&step.h=0.003")
    quotient, slope, error, truncation, rounding = numbers(said(figure))
    assert quotient == pytest.approx(kind(torch.sin, ONE, 0.003).item(), rel=1e-9)
    assert slope == pytest.approx(math.cos(1), rel=1e-9)
    assert error == pytest.approx(quotient - slope, rel=0.01)
    assert truncation == pytest.approx(error, rel=0.01) and abs(rounding) < 1e-12


def test_the_slider_of_h_takes_keys(play):
    figure = play("step")
    slider = figure.get_by_role("slider", name="Step h").last
    slider.focus()
    slider.press("Home")
    assert asked(figure.page, "step.h") == "1e-16"
    assert "no step is left" in said(figure)
    for _ in range(50):
        slider.press("ArrowRight")
    figure.page.wait_for_function("!location.search.includes('1e-16')")
    h = float(asked(figure.page, "step.h"))
    assert h == pytest.approx(1e-8, rel=0.01)
    quotient, *_ = numbers(said(figure))
    assert quotient == pytest.approx(forward_difference(torch.sin, ONE, h).item(), abs=1e-8)


def test_the_dot_of_h_is_dragged_and_its_secant_leaves_where_no_step_is_left(play):
    figure = play("step")
    secant = figure.locator(".step-curve [stroke='var(--purple)']")
    assert secant.count() == 1
    pull(figure, figure.get_by_role("slider", name="Step h").first, -2000, -20)
    assert asked(figure.page, "step.h") == "1e-16"
    assert secant.count() == 0
    assert "no step is left" in said(figure)


def test_a_finger_moves_the_dot_of_h_and_not_the_page(browser, address):
    size = {"width": NARROW, "height": 812}
    with closing(browser.new_context(has_touch=True, is_mobile=True, viewport=size)) as context:
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(f"{address}/{PLACES['step']}")
        figure = playing(page, "step")
        dot = figure.get_by_role("slider", name="Step h").first
        dot.scroll_into_view_if_needed()
        before = page.evaluate("scrollY")
        x, y = middle(dot)
        touch(page, (x, y), (x - 140, y - 60))
        page.wait_for_function(
            "Number(new URLSearchParams(location.search).get('step.h') ?? 1) < 1e-7"
        )
        assert float(asked(page, "step.h")) > 1e-10
        assert page.evaluate("scrollY") == before
        assert page.evaluate("document.documentElement.scrollWidth") <= 375


@pytest.mark.parametrize(("key", "sign"), [("Right", 1), ("Left", -1), ("Up", 1), ("Down", -1)])
def test_arrow_keys_move_the_point_of_the_curve(play, key, sign):
    figure = play("step")
    point = figure.get_by_role("slider", name="Point of the curve")
    point.focus()
    point.press(f"Arrow{key}")
    x = float(asked(figure.page, "step.x"))
    assert sign * (x - 1) > 0
    assert numbers(said(figure))[1] == pytest.approx(math.cos(x), rel=1e-9)
    assert point.get_attribute("aria-valuetext") == f"x = {x:g}"


def test_the_central_difference_is_better_and_another_function_has_another_slope(play):
    figure = play("step", "?step.h=0.01")
    error = abs(numbers(said(figure))[2])
    figure.get_by_label("Difference").select_option("central")
    assert asked(figure.page, "step.kind") == "central"
    assert abs(numbers(said(figure))[2]) < error / 100
    figure.get_by_label("Function").select_option("cube")
    x = float(asked(figure.page, "step.x"))
    quotient, slope, *_ = numbers(said(figure))
    assert slope == pytest.approx(3 * x**2, rel=1e-9)
    assert quotient == pytest.approx(slope + 1e-4, rel=1e-9)


@pytest.mark.parametrize("query", ["?step.f=zzz&step.kind=no", "?step.h=-3&step.x=1e9"])
def test_an_address_that_asks_for_what_is_not_there_breaks_nothing(play, query):
    figure = play("step", query)
    assert len(numbers(said(figure))) == 5 or "no step is left" in said(figure)


def test_a_click_beside_the_points_chooses_a_step(play):
    figure = play("step")
    box = figure.locator(".explorer-stage").bounding_box()
    figure.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 0.75 * box["height"])
    assert 1e-9 < float(asked(figure.page, "step.h")) < 1e-6


def test_rounding_scatters_and_truncation_does_not(play):
    figure = play("step")
    dots = figure.locator(".step-errors [stroke-linecap=round]").get_attribute("d")
    heights = [float(place.split()[1].partition("h")[0]) for place in dots.split("M")[1:]]
    turns = [
        (after - here) * (here - before) < 0
        for before, here, after in zip(heights, heights[1:], heights[2:], strict=False)
    ]
    assert sum(turns[: len(turns) // 2]) > 15
    assert sum(turns[-len(turns) // 3 :]) == 0


# The plane of learning rate and momentum.


def rate_of(eta, beta, kappa):
    """Return the size of the largest eigenvalue of a step, by torch."""
    steps = [
        torch.tensor([[1 + beta - eta * curvature, -beta], [1, 0]], dtype=torch.float64)
        for curvature in (1 / kappa, 1)
    ]
    return torch.linalg.eigvals(torch.stack(steps)).abs().max().item()


@pytest.mark.parametrize(
    ("eta", "beta", "kappa"), [(1, 0.9, 100), (1.5, 0.3, 20), (2.5, 0, 5), (3.9, 0.6, 50)]
)
def test_the_rate_that_is_told_is_that_of_torch(play, eta, beta, kappa):
    figure = play("plane", f"?plane.eta={eta}&plane.beta={beta}&plane.kappa={kappa}")
    rate, *rest = numbers(said(figure))
    right = rate_of(eta, beta, kappa)
    assert rate == pytest.approx(right, rel=0.001)
    assert ("never arrives" in said(figure)) == (right > 1)
    if right < 1:
        steps, best = rest
        ratio = math.sqrt(kappa)
        assert steps == pytest.approx(-1 / math.log10(right), abs=1)
        assert best == pytest.approx((ratio - 1) / (ratio + 1), rel=0.001)


def test_a_click_in_the_plane_chooses_both(play):
    figure = play("plane")
    border = figure.locator(".plane-field [stroke-dasharray]")
    border.evaluate("one => one.scrollIntoView({ block: 'center' })")
    border = border.bounding_box()
    figure.page.mouse.click(border["x"] + border["width"], border["y"] + border["height"] / 2)
    eta, beta = (float(asked(figure.page, key)) for key in ("plane.eta", "plane.beta"))
    assert eta == pytest.approx(4, abs=0.05) and beta == pytest.approx(0.5, abs=0.02)
    assert "never arrives" in said(figure)


def test_the_best_point_is_taken_by_its_button(play):
    figure = play("plane")
    figure.get_by_role("button", name="Take the best point").click()
    eta, beta = (float(asked(figure.page, key)) for key in ("plane.eta", "plane.beta"))
    assert (eta, beta) == (pytest.approx(400 / 121), pytest.approx(81 / 121))
    rate, _steps, best = numbers(said(figure))
    assert best == pytest.approx(9 / 11, rel=0.001) and rate == best
    point = middle(figure.get_by_role("slider", name="Learning rate and momentum"))
    star = middle(figure.locator(".star"))
    assert math.dist(point, star) < 5


@pytest.mark.parametrize(
    ("key", "eta", "beta"), [("Right", 1, 0), ("Left", -1, 0), ("Up", 0, 1), ("Down", 0, -1)]
)
def test_arrow_keys_move_the_point_in_the_plane(play, key, eta, beta):
    figure = play("plane", "?plane.eta=1.5&plane.beta=0.5")
    point = figure.get_by_role("slider", name="Learning rate and momentum")
    before = point.get_attribute("aria-valuetext")
    point.focus()
    point.press(f"Arrow{key}")
    figure.page.wait_for_function("!location.search.endsWith('eta=1.5&plane.beta=0.5')")
    moved = [float(asked(figure.page, f"plane.{name}")) for name in ("eta", "beta")]
    ways = [value - before for value, before in zip(moved, (1.5, 0.5), strict=True)]
    assert [abs(way) > 0.01 and math.copysign(1, way) for way in ways] == [eta, beta]
    assert point.get_attribute("aria-valuetext") != before


def test_a_finger_moves_the_point_and_not_the_page(browser, address):
    size = {"width": NARROW, "height": 812}
    with closing(browser.new_context(has_touch=True, is_mobile=True, viewport=size)) as context:
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(f"{address}/{PLACES['plane']}")
        figure = playing(page, "plane")
        point = figure.get_by_role("slider", name="Learning rate and momentum")
        point.evaluate("one => one.scrollIntoView({ block: 'center' })")
        before = page.evaluate("scrollY")
        x, y = middle(point)
        touch(page, (x, y), (x + 60, y + 90))
        page.wait_for_function(
            "Number(new URLSearchParams(location.search).get('plane.beta') ?? 1) < 0.7"
        )
        assert 1.5 < float(asked(page, "plane.eta")) < 2.5
        assert page.evaluate("scrollY") == before
        assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_the_walk_begins_where_it_is_dragged(play):
    figure = play("plane")
    walk = figure.locator(".plane-valley path[stroke-width='1.3']")
    before = walk.get_attribute("d")
    pull(figure, figure.get_by_role("slider", name="Start of the walk"), 60, 40)
    assert float(asked(figure.page, "plane.x")) > -2.4
    assert walk.get_attribute("d") != before
    start = walk.get_attribute("d")[1:].partition("L")[0].split()
    stage = figure.locator(".explorer-stage").bounding_box()
    place = middle(figure.get_by_role("slider", name="Start of the walk"))
    drawn = [stage["x"] + float(start[0]), stage["y"] + float(start[1])]
    assert math.dist(drawn, place) < 1


def test_the_roots_are_drawn_where_torch_has_them(play):
    figure = play("plane", "?plane.eta=1.2&plane.beta=0.5&plane.kappa=4")
    stage = figure.locator(".explorer-stage").bounding_box()
    x, y = middle(figure.locator(".plane-disk circle").first)
    unit = figure.locator(".plane-disk circle").first.bounding_box()["width"] / 2
    found = [middle(one) for one in figure.locator(".plane-disk [stroke='var(--paper)']").all()]
    found = [complex((px - x) / unit, (y - py) / unit) for px, py in found]
    right = [
        one
        for curvature in (1 / 4, 1)
        for one in torch.linalg.eigvals(
            torch.tensor([[1.5 - 1.2 * curvature, -0.5], [1, 0]], dtype=torch.float64)
        ).tolist()
    ]
    assert stage["width"] > 4 * unit
    assert len(found) == 4
    assert all(min(abs(one - other) for other in found) < 0.06 for one in right)


def test_a_stretched_bowl_has_its_star_nearer_to_the_corner(play):
    figure = play("plane")
    star = middle(figure.locator(".star"))
    slider = figure.get_by_role("slider", name="Stretch")
    slider.focus()
    slider.press("End")
    assert asked(figure.page, "plane.kappa") == "1000"
    right, down = (
        after - before for before, after in zip(star, middle(figure.locator(".star")), strict=True)
    )
    assert right > 20 and down < -20


@pytest.mark.parametrize("query", ["?plane.eta=99&plane.beta=-5", "?plane.kappa=0&plane.x=1e300"])
def test_a_plane_that_is_not_there_breaks_nothing(play, query):
    figure = play("plane", query)
    assert 1 <= len(numbers(said(figure))) <= 3


# Backward.

# On a busy machine too.
expect.set_options(timeout=60_000)

FORWARD, STEPS = 16, 33  # of the network: its operations, and all steps
# Step 26 hands the product of v2 and h its slopes; both parts have come to h in step 29.
PRODUCT, JOINED = 26, 29
EXAMPLE = "?backward.expression=x*sin(x)&backward.values=x%3D2"


def button(figure, name):
    return figure.get_by_role("button", name=name, exact=True)


def textbox(figure):
    return figure.get_by_role("textbox", name="Expression")


def told(figure):
    return figure.locator(".explorer-said")


def gradients(figure):
    return figure.locator(".backward-gradient").all_text_contents()


def press(figure, name, times=1):
    for _ in range(times):
        button(figure, name).click()
        # What is drawn in the next frame counts from the step before it.
        figure.page.evaluate("() => new Promise(requestAnimationFrame)")


def has_step(page, step):
    page.wait_for_function(f"location.search.includes('backward.step={step}')")


def test_until_the_reader_begins_the_picture_of_the_network_stays(play):
    figure = play("backward")
    picture, graph = figure.locator("img.only-light"), figure.locator(".explorer-stage > svg")
    assert picture.is_visible() and not graph.is_visible()
    press(figure, "Step")
    graph.wait_for()
    assert not picture.is_visible()


def test_steps_go_forward_and_back(play):
    figure = play("backward")
    press(figure, "Step", 4)
    expect(told(figure)).to_have_text("Step 4 of 33, forward: h is 0.5.")
    assert figure.locator(".backward-value").count() == 8 + 4
    press(figure, "Back")
    expect(told(figure)).to_have_text("Step 3 of 33, forward: w1*x1 + w2*x2 is 0.")
    press(figure, "Reset")
    expect(told(figure)).to_contain_text("There are 33 steps")


def test_a_step_back_tells_what_it_multiplies_and_where_it_goes(play):
    figure = play("backward", f"?backward.step={PRODUCT}")
    line = "Step 26 of 33, back from v2*h: its gradient 0.0625 times 0.5 is 0.03125, for v2, and "
    expect(told(figure)).to_have_text(f"{line}times 2 it is 0.125, for h.")
    slopes = figure.locator(".backward-slope.active").all_text_contents()
    assert sorted(slopes) == ["×0.5", "×2"]
    assert figure.locator("mark").text_content() == "v2*h"


def test_at_a_shared_node_the_parts_add_up(play):
    figure = play("backward", f"?backward.step={JOINED}")
    assert "0.125 − 0.5" in gradients(figure) and "= −0.375" in gradients(figure)
    expect(told(figure)).to_contain_text("What has reached h adds up to −0.375.")


def test_at_the_end_each_variable_has_the_gradient_of_the_chapter(play):
    figure = play("backward", f"?backward.step={STEPS}")
    line = "w1 −0.1875; x1 −0.04688; w2 0.375; x2 −0.02344; v1 −0.0625; b1 −0.125; v2 0.03125; b2 "
    expect(told(figure)).to_contain_text(f"All gradients are there: {line}0.0625.")
    assert figure.locator(".backward-node.back").count() == 8 + FORWARD


def test_arrow_keys_go_through_the_graph(play):
    figure = play("backward", EXAMPLE)
    figure.locator(".explorer-stage").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        figure.page.keyboard.press(key)
        figure.page.evaluate("() => new Promise(requestAnimationFrame)")
    expect(told(figure)).to_have_text("Step 1 of 5, forward: sin(x) is 0.9093.")
    figure.page.keyboard.press("End")
    expect(told(figure)).to_contain_text("All gradients are there: x 0.077.")


def test_the_keyboard_alone_steps_and_types(play):
    figure = play("backward")
    button(figure, "Step").focus()
    figure.page.keyboard.press("Enter")
    expect(told(figure)).to_have_text("Step 1 of 33, forward: w1*x1 is 1.")
    textbox(figure).focus()
    figure.page.keyboard.press("ControlOrMeta+a")
    figure.page.keyboard.type("a*b + a")
    expect(told(figure)).to_contain_text("There are 5 steps")
    has_expression = "location.search.includes('backward.expression=a*b+%2B+a')"
    figure.page.wait_for_function(has_expression)


def test_a_tap_steps(browser, address):
    context = browser.new_context(
        base_url=f"{address}/", viewport={"width": NARROW, "height": 800}, has_touch=True
    )
    page = context.new_page()
    page.goto(PLACES["backward"])
    figure = page.locator("figure:has([data-explorer=backward])")
    figure.scroll_into_view_if_needed()
    page.locator("figure.explored:has([data-explorer=backward])").wait_for()
    button(figure, "Step").tap()
    expect(told(figure)).to_have_text("Step 1 of 33, forward: w1*x1 is 1.")
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW
    # The graph is wider than the phone, and follows what moves.
    page.goto(f"{PLACES['backward']}?backward.step={FORWARD}")
    figure.scroll_into_view_if_needed()
    page.locator("figure.explored:has([data-explorer=backward])").wait_for()
    seen = figure.locator(".backward-node.active").bounding_box()
    assert seen["x"] >= 0 and seen["x"] + seen["width"] <= NARROW
    context.close()


def test_play_goes_on_alone_and_stops(play):
    figure = play("backward")
    press(figure, "Play")
    expect(told(figure)).to_contain_text("Step 2 of 33")
    press(figure, "Pause")
    assert button(figure, "Play").is_visible()
    shown = told(figure).text_content()
    figure.page.wait_for_timeout(1500)
    assert told(figure).text_content() == shown


def test_play_ends_at_the_last_step(play):
    figure = play("backward", f"{EXAMPLE}&backward.step=3")
    press(figure, "Play")
    expect(told(figure)).to_contain_text("Step 5 of 5")
    button(figure, "Play").wait_for()


def test_who_wants_less_motion_goes_to_the_end_at_once(page, play):
    page.emulate_media(reduced_motion="reduce")
    figure = play("backward")
    press(figure, "To the end")
    expect(told(figure)).to_contain_text("Step 33 of 33")
    assert not figure.locator(".backward-flow").count()
    assert page.evaluate("!document.getAnimations().some((one) => one.playState == 'running')")


def test_a_value_that_is_typed_changes_all_numbers_of_the_step(play):
    figure = play("backward", f"{EXAMPLE}&backward.step=5")
    figure.get_by_role("spinbutton", name="x", exact=True).fill("0")
    expect(told(figure)).to_contain_text("All gradients are there: x 0.")
    figure.page.wait_for_function("location.search.includes('backward.values=x%3D0')")


def test_each_variable_has_a_field(play):
    figure = play("backward")
    names = [f"{letter}{number}" for number in (1, 2) for letter in "wx"] + ["v1", "b1", "v2", "b2"]
    fields = figure.get_by_role("spinbutton")
    assert [one.get_attribute("name") for one in fields.all()] == names
    assert figure.get_by_role("spinbutton", name="x2").input_value() == "-4"


def test_an_example_is_chosen(play):
    figure = play("backward")
    figure.get_by_label("Example").select_option("(x*y + sin(x))**2")
    expect(told(figure)).to_contain_text("There are 9 steps")
    assert textbox(figure).input_value() == "(x*y + sin(x))**2"
    assert figure.get_by_role("spinbutton").count() == 2


@pytest.mark.parametrize(
    ("text", "part", "message"),
    [
        ("x*(y + sin x)", "sin", "“sin” is a function: write sin(x)."),
        ("x + sinx", "sinx", "“sinx” is unknown"),
        ("x*log(x - 5)", "log(x - 5)", "log is defined for positive numbers alone, and gets −3."),
        ("(x + 1", "(", "This bracket is never closed."),
        ("x*y +", "?", "The expression ends too early"),
        ("sqrt(x - 2)", "sqrt(x - 2)", "Here the slope is infinite"),
    ],
)
def test_what_is_wrong_is_told_and_marked(play, text, part, message):
    figure = play("backward")
    textbox(figure).fill(text)
    expect(told(figure)).to_contain_text(message)
    assert figure.locator(".backward-wrong").text_content() == part
    assert textbox(figure).get_attribute("aria-invalid") == "true"
    # No button goes anywhere.
    press(figure, "Play")
    press(figure, "Step")
    expect(told(figure)).to_contain_text(message)
    textbox(figure).fill("x*y")
    expect(told(figure)).to_contain_text("There are 3 steps")


def test_the_address_has_the_step_and_gives_it_back(play):
    figure = play("backward")
    press(figure, "Step", 3)
    has_step(figure.page, 3)
    assert figure.page.url.endswith("#fig-backpropagation-small")
    before = figure.page.evaluate("history.length")
    press(figure, "Step")
    has_step(figure.page, 4)
    assert figure.page.evaluate("history.length") == before
    figure.page.reload()
    expect(told(figure)).to_have_text("Step 4 of 33, forward: h is 0.5.")


def test_a_screen_reader_hears_each_step_once_it_is_quiet(play):
    figure = play("backward")
    status = figure.get_by_role("status")
    assert status.text_content() == ""
    heard = """async (status) => {
      const heard = [];
      const listener = new MutationObserver(() => heard.push(status.textContent));
      listener.observe(status, { childList: true });
      const step = document.querySelectorAll(".backward-row button")[1];
      for (const _ of [1, 2]) {
        step.click();
        await new Promise(requestAnimationFrame);
      }
      while (!heard.length) await new Promise((wait) => setTimeout(wait, 100));
      return heard;
    }"""
    assert status.evaluate(heard) == ["Step 2 of 33, forward: w2*x2 is −1."]


@pytest.mark.parametrize(("mode", "width"), [("light", 1280), ("dark", NARROW)])
@pytest.mark.parametrize("query", [f"?backward.step={PRODUCT}", "?backward.expression=x%2B"])
def test_axe_finds_nothing_in_the_graph(page, play, mode, width, query):
    page.emulate_media(color_scheme=mode)
    page.set_viewport_size({"width": width, "height": 900})
    play("backward", query)
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
