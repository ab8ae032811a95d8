"""Explorers under the reader's hand: mouse, finger, keyboard, address; and without scripts."""

import math
import re

import pytest
import torch

from gradbook.differences import central_difference, forward_difference

# Where each explorer is: what is said of all explorers is tried on these pages.
PLACES = {
    "descent": "optimization/himmelblau.html",
    "step": "gradient/derivative.html",
    "plane": "descent/momentum.html",
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


# The step of a difference.

ONE = torch.tensor(1.0, dtype=torch.float64)


def asked(page, key):
    """Return what the address says of a key, once it says it."""
    page.wait_for_function("key => new URLSearchParams(location.search).has(key)", arg=key)
    return page.evaluate("key => new URLSearchParams(location.search).get(key)", key)


def said(figure):
    return figure.locator(".explorer-said").inner_text()


def numbers(text):
    """Return the numbers of a sentence that the stage has written."""
    raised = dict(zip("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789", strict=True))
    plain = re.sub("·10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda m: "e" + "".join(map(raised.get, m[1])), text)
    found = re.findall(r"-?[0-9][0-9,]*(?:\.[0-9]+)?(?:e-?[0-9]+)?", plain.replace("−", "-"))
    return [float(number.replace(",", "")) for number in found]


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page, locator, right, down):
    x, y = middle(locator)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right, y + down, steps=5)
    page.mouse.up()


def swipe(page, locator, right, down):
    """Move a finger from the middle of an element."""
    session = page.context.new_cdp_session(page)
    x, y = middle(locator)
    places = [(x + share * right / 5, y + share * down / 5) for share in range(6)]
    for name, place in [("touchStart", places[0]), *(("touchMove", one) for one in places[1:])]:
        points = [{"x": place[0], "y": place[1]}]
        session.send("Input.dispatchTouchEvent", {"type": name, "touchPoints": points})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


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
    drag(figure.page, figure.get_by_role("slider", name="Step h").first, -2000, -20)
    assert asked(figure.page, "step.h") == "1e-16"
    assert secant.count() == 0
    assert "no step is left" in said(figure)


def test_a_finger_moves_the_dot_of_h_and_not_the_page(browser, address):
    context = browser.new_context(
        base_url=f"{address}/", viewport={"width": 375, "height": 800}, has_touch=True
    )
    page = context.new_page()
    page.goto(PLACES["step"])
    figure = page.locator("figure:has([data-explorer=step])")
    figure.scroll_into_view_if_needed()
    page.locator("figure.explored").wait_for()
    dot = figure.get_by_role("slider", name="Step h").first
    dot.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    swipe(page, dot, -140, -60)
    page.wait_for_function("Number(new URLSearchParams(location.search).get('step.h')) < 1e-7")
    assert float(asked(page, "step.h")) > 1e-10
    assert page.evaluate("scrollY") == before
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    context.close()


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
    context = browser.new_context(
        base_url=f"{address}/", viewport={"width": 375, "height": 800}, has_touch=True
    )
    page = context.new_page()
    page.goto(PLACES["plane"])
    figure = page.locator("figure:has([data-explorer=plane])")
    figure.locator("[data-explorer]").scroll_into_view_if_needed()
    page.locator("figure.explored").wait_for()
    point = figure.get_by_role("slider", name="Learning rate and momentum")
    point.evaluate("one => one.scrollIntoView({ block: 'center' })")
    before = page.evaluate("scrollY")
    swipe(page, point, 60, 90)
    page.wait_for_function("Number(new URLSearchParams(location.search).get('plane.beta')) < 0.7")
    assert 1.5 < float(asked(page, "plane.eta")) < 2.5
    assert page.evaluate("scrollY") == before
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    context.close()


def test_the_walk_begins_where_it_is_dragged(play):
    figure = play("plane")
    walk = figure.locator(".plane-valley path[stroke-width='1.3']")
    before = walk.get_attribute("d")
    drag(figure.page, figure.get_by_role("slider", name="Start of the walk"), 60, 40)
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
