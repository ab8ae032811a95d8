"""What a copy button puts on the clipboard is the code that the page shows.

That this code runs alone and prints what the page shows is proven in tests/book/test_snippets.py.
"""

import pytest

# Codes, not outputs, are copied.
BUTTONS = "button.copybtn"


def copied(page, button):
    """Press a copy button and return what is on the clipboard."""
    page.evaluate("navigator.clipboard.writeText('nothing was copied')")
    button.focus()
    page.keyboard.press("Enter")
    return page.evaluate(
        """async () => {
          for (let left = 1000; left; left--) {
            const text = await navigator.clipboard.readText();
            if (text !== "nothing was copied") return text;
            await new Promise((go) => setTimeout(go, 20));
          }
          throw new Error("the button has copied nothing");
        }"""
    )


def test_a_copied_cell_is_the_cell_that_the_page_shows(page, book):
    page.goto("gradient/derivative.html")
    cells = page.locator("div.cell:has(.cell_output .stream):not(details *)").all()
    codes = [copied(page, cell.locator(".cell_input").locator(BUTTONS)) for cell in cells]
    shown = [
        cell.select_one("div.cell_input pre").get_text()
        for cell in book.pages["gradient/derivative"].select("div.cell:has(.cell_output .stream)")
        if not cell.find_parent("details")
    ]
    assert codes and [code.strip() for code in codes] == [code.strip() for code in shown]


def test_a_copied_formula_is_the_cell_that_its_mark_unfolds(page, book):
    page.goto("losses/softmax.html")
    mark = page.locator("details.formula-mark").first
    mark.locator("summary").click()
    code = copied(page, mark.locator(BUTTONS))
    shown = book.pages["losses/softmax"].select_one("details.formula-mark pre").get_text()
    assert code.startswith("%%formula") and code.strip() == shown.strip()


def test_a_command_is_copied_without_its_prompt(page):
    page.goto("reference/installation.html")
    button = page.locator(".highlight-console").locator(BUTTONS).first
    assert copied(page, button).startswith("pip install")


def test_shown_source_is_copied_as_its_import(page):
    page.goto("activations/sigmoid.html")
    source = page.locator("div.module-source").first
    assert source.locator(BUTTONS).count() == 1
    assert copied(page, source.locator(BUTTONS)).startswith("from gradbook.")


@pytest.mark.parametrize("name", ["gradient/derivative.html", "losses/softmax.html"])
def test_only_code_has_a_copy_button(page, name):
    page.goto(name)
    assert page.locator(f".cell_input:visible {BUTTONS}").count()
    assert page.locator(f".cell_output {BUTTONS}").count() == 0


def test_a_touch_screen_shows_the_buttons(browser, address):
    context = browser.new_context(
        viewport={"width": 375, "height": 812}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(f"{address}/gradient/derivative.html")
    button = page.locator(f".cell_input {BUTTONS}").first
    assert button.evaluate("(one) => Number(getComputedStyle(one).opacity)") >= 0.7
    context.close()


def test_each_button_says_what_it_copies_and_what_came_of_it(page):
    page.goto("losses/softmax.html")
    names = page.locator(BUTTONS).evaluate_all("all => all.map((one) => one.ariaLabel)")
    assert all(name.startswith("Copy: ") for name in names)
    assert len(set(names)) > 0.9 * len(names)
    copied(page, page.locator(f".cell_input:visible {BUTTONS}").first)
    page.get_by_role("status").filter(has_text="Copied!").wait_for(state="attached")
