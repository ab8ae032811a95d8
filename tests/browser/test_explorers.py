"""Explorers under the reader's hand: mouse, finger, keyboard, address; and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.visits import AXE, RUN_AXE

# Where each explorer is: what is said of all explorers is tried on these pages.
PLACES = {
    "descent": "optimization/himmelblau.html",
    "backward": "chain_rule/backpropagation.html",
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


def said(figure):
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
    expect(said(figure)).to_have_text("Step 4 of 33, forward: h is 0.5.")
    assert figure.locator(".backward-value").count() == 8 + 4
    press(figure, "Back")
    expect(said(figure)).to_have_text("Step 3 of 33, forward: w1*x1 + w2*x2 is 0.")
    press(figure, "Reset")
    expect(said(figure)).to_contain_text("There are 33 steps")


def test_a_step_back_tells_what_it_multiplies_and_where_it_goes(play):
    figure = play("backward", f"?backward.step={PRODUCT}")
    told = "Step 26 of 33, back from v2*h: its gradient 0.0625 times 0.5 is 0.03125, for v2, and "
    expect(said(figure)).to_have_text(f"{told}times 2 it is 0.125, for h.")
    slopes = figure.locator(".backward-slope.active").all_text_contents()
    assert sorted(slopes) == ["×0.5", "×2"]
    assert figure.locator("mark").text_content() == "v2*h"


def test_at_a_shared_node_the_parts_add_up(play):
    figure = play("backward", f"?backward.step={JOINED}")
    assert "0.125 − 0.5" in gradients(figure) and "= −0.375" in gradients(figure)
    expect(said(figure)).to_contain_text("What has reached h adds up to −0.375.")


def test_at_the_end_each_variable_has_the_gradient_of_the_chapter(play):
    figure = play("backward", f"?backward.step={STEPS}")
    told = "w1 −0.1875; x1 −0.04688; w2 0.375; x2 −0.02344; v1 −0.0625; b1 −0.125; v2 0.03125; b2 "
    expect(said(figure)).to_contain_text(f"All gradients are there: {told}0.0625.")
    assert figure.locator(".backward-node.back").count() == 8 + FORWARD


def test_arrow_keys_go_through_the_graph(play):
    figure = play("backward", EXAMPLE)
    figure.locator(".explorer-stage").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        figure.page.keyboard.press(key)
        figure.page.evaluate("() => new Promise(requestAnimationFrame)")
    expect(said(figure)).to_have_text("Step 1 of 5, forward: sin(x) is 0.9093.")
    figure.page.keyboard.press("End")
    expect(said(figure)).to_contain_text("All gradients are there: x 0.077.")


def test_the_keyboard_alone_steps_and_types(play):
    figure = play("backward")
    button(figure, "Step").focus()
    figure.page.keyboard.press("Enter")
    expect(said(figure)).to_have_text("Step 1 of 33, forward: w1*x1 is 1.")
    textbox(figure).focus()
    figure.page.keyboard.press("ControlOrMeta+a")
    figure.page.keyboard.type("a*b + a")
    expect(said(figure)).to_contain_text("There are 5 steps")
    has_expression = "location.search.includes('backward.expression=a*b+%2B+a')"
    figure.page.wait_for_function(has_expression)


def test_a_tap_steps(browser, address):
    context = browser.new_context(
        base_url=f"{address}/", viewport={"width": 375, "height": 800}, has_touch=True
    )
    page = context.new_page()
    page.goto(PLACES["backward"])
    figure = page.locator("figure:has([data-explorer=backward])")
    figure.scroll_into_view_if_needed()
    page.locator("figure.explored:has([data-explorer=backward])").wait_for()
    button(figure, "Step").tap()
    expect(said(figure)).to_have_text("Step 1 of 33, forward: w1*x1 is 1.")
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    # The graph is wider than the phone, and follows what moves.
    page.goto(f"{PLACES['backward']}?backward.step={FORWARD}")
    figure.scroll_into_view_if_needed()
    page.locator("figure.explored:has([data-explorer=backward])").wait_for()
    seen = figure.locator(".backward-node.active").bounding_box()
    assert seen["x"] >= 0 and seen["x"] + seen["width"] <= 375
    context.close()


def test_play_goes_on_alone_and_stops(play):
    figure = play("backward")
    press(figure, "Play")
    expect(said(figure)).to_contain_text("Step 2 of 33")
    press(figure, "Pause")
    assert button(figure, "Play").is_visible()
    shown = said(figure).text_content()
    figure.page.wait_for_timeout(1500)
    assert said(figure).text_content() == shown


def test_play_ends_at_the_last_step(play):
    figure = play("backward", f"{EXAMPLE}&backward.step=3")
    press(figure, "Play")
    expect(said(figure)).to_contain_text("Step 5 of 5")
    button(figure, "Play").wait_for()


def test_who_wants_less_motion_goes_to_the_end_at_once(page, play):
    page.emulate_media(reduced_motion="reduce")
    figure = play("backward")
    press(figure, "To the end")
    expect(said(figure)).to_contain_text("Step 33 of 33")
    assert not figure.locator(".backward-flow").count()
    assert page.evaluate("!document.getAnimations().some((one) => one.playState == 'running')")


def test_a_value_that_is_typed_changes_all_numbers_of_the_step(play):
    figure = play("backward", f"{EXAMPLE}&backward.step=5")
    figure.get_by_role("spinbutton", name="x", exact=True).fill("0")
    expect(said(figure)).to_contain_text("All gradients are there: x 0.")
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
    expect(said(figure)).to_contain_text("There are 9 steps")
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
    expect(said(figure)).to_contain_text(message)
    assert figure.locator(".backward-wrong").text_content() == part
    assert textbox(figure).get_attribute("aria-invalid") == "true"
    # No button goes anywhere.
    press(figure, "Play")
    press(figure, "Step")
    expect(said(figure)).to_contain_text(message)
    textbox(figure).fill("x*y")
    expect(said(figure)).to_contain_text("There are 3 steps")


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
    expect(said(figure)).to_have_text("Step 4 of 33, forward: h is 0.5.")


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


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("query", [f"?backward.step={PRODUCT}", "?backward.expression=x%2B"])
def test_axe_finds_nothing_in_the_graph(page, play, mode, width, query):
    page.emulate_media(color_scheme=mode)
    page.set_viewport_size({"width": width, "height": 900})
    play("backward", query)
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_type_is_large_enough_and_handles_are_reached_by_a_finger(page, play, mode):
    page.set_viewport_size({"width": 375, "height": 900})
    figure = play("backward", f"?backward.step={STEPS}")
    sizes = "all => all.map((one) => parseFloat(getComputedStyle(one).fontSize))"
    assert min(figure.locator(".explorer-stage text").evaluate_all(sizes)) >= 11
    for handle in figure.locator("button, input, select").all():
        box = handle.bounding_box()
        assert box["width"] >= 24 and box["height"] >= 24


def test_on_paper_the_picture_is_there_and_no_handle(page, play):
    figure = play("backward", f"?backward.step={PRODUCT}")
    page.emulate_media(media="print")
    assert figure.locator("img.only-light").is_visible()
    assert not figure.locator(".explorer, .explorer-stage").filter(visible=True).count()


def test_without_scripts_the_picture_is_there_and_no_handle(browser, address):
    context = browser.new_context(base_url=f"{address}/", java_script_enabled=False)
    page = context.new_page()
    page.goto(PLACES["backward"])
    figure = page.locator("figure:has([data-explorer=backward])")
    assert figure.locator("img").filter(visible=True).count() == 1
    assert not figure.locator("button, input, select").count()
    context.close()
