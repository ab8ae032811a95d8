"""The keyboard stays where it was: what opens, closes or changes something keeps the focus."""

import pytest

from tests.turns import of_today

PRIMARY, SECONDARY = "button.primary-toggle", "button.secondary-toggle"
SIDEBAR, MODAL = "#pst-primary-sidebar", "#pst-primary-sidebar-modal"
WAYS = ["key", "mouse"]


def use(page, selector, way):
    """Use a button by its key or by the mouse."""
    button = page.locator(selector).filter(visible=True).first
    if way == "mouse":
        return button.click()
    button.focus()
    page.keyboard.press("Enter")


def keeps(page, selector):
    """Wait until an element has the focus, and see that it stays there."""
    page.wait_for_function(
        "(one) => document.activeElement.matches(one)", arg=selector, timeout=5000
    )
    page.wait_for_timeout(400)
    assert page.evaluate("(one) => document.activeElement.matches(one)", selector)


@pytest.fixture(params=of_today(["losses/softmax.html", "index.html"], 2))
def wide(page, request):
    page.goto(request.param)
    return page


@pytest.fixture
def narrow(page):
    page.set_viewport_size({"width": 375, "height": 812})
    page.goto("reference/build.html")  # short, and so it is soon there
    return page


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("mode", ["light", "dark", "auto"])
def test_choosing_a_mode_leaves_the_focus_on_its_menu(wide, way, mode):
    use(wide, ".theme-switch-button", way)
    wide.locator(".dropdown-menu.show").wait_for()
    use(wide, f".theme-change-button[data-mode={mode}]", way)
    keeps(wide, ".theme-switch-button")


@pytest.mark.parametrize("way", WAYS)
def test_the_sidebar_s_button_keeps_the_focus_and_says_its_state(wide, way):
    states = []
    for _ in range(2):
        states.append(wide.locator(PRIMARY).get_attribute("aria-expanded"))
        use(wide, PRIMARY, way)
        keeps(wide, PRIMARY)
    states.append(wide.locator(PRIMARY).get_attribute("aria-expanded"))
    assert states == ["true", "false", "true"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("button", [PRIMARY, SECONDARY])
@pytest.mark.parametrize("end", ["Escape", "outside"])
def test_a_closed_drawer_gives_the_focus_back_to_its_button(narrow, way, button, end):
    assert narrow.locator(button).get_attribute("aria-expanded") == "false"
    use(narrow, button, way)
    narrow.locator("dialog[open]").wait_for()
    assert narrow.locator(button).get_attribute("aria-expanded") == "true"
    assert narrow.evaluate("!!document.activeElement.closest('dialog[open]')")
    if end == "Escape":
        narrow.keyboard.press("Escape")
    else:
        side = narrow.locator("dialog[open]").bounding_box()
        narrow.mouse.click(370 if side["x"] < 10 else 5, 400)
    keeps(narrow, button)
    assert narrow.locator(button).get_attribute("aria-expanded") == "false"


@pytest.mark.parametrize("way", WAYS)
def test_closing_the_search_gives_the_focus_back(wide, way):
    use(wide, ".search-button__button", way)
    wide.locator("#book-search input").wait_for()
    wide.keyboard.press("Escape")
    keeps(wide, ".search-button__button")


def test_closing_the_search_that_a_key_opened_gives_the_focus_back(wide):
    wide.locator(PRIMARY).focus()
    wide.keyboard.press("Control+k")
    wide.locator("#book-search input").wait_for()
    wide.keyboard.press("Escape")
    keeps(wide, PRIMARY)


def test_the_menu_of_modes_says_which_one_is_chosen(wide):
    for mode in ("dark", "light", "auto"):
        use(wide, ".theme-switch-button", "key")
        use(wide, f".theme-change-button[data-mode={mode}]", "key")
        pressed = wide.locator(".theme-change-button").evaluate_all(
            "all => all.map((one) => [one.dataset.mode, one.ariaPressed])"
        )
        assert {name for name, state in pressed if state == "true"} == {mode}
        assert {state for _, state in pressed} == {"true", "false"}
