"""What a copy button puts on the clipboard runs alone and prints what the page shows."""

import pytest

from tests import fresh

# Codes, not outputs, are copied.
BUTTONS = "button.copybtn"


def run(book, codes):
    """Return (status, output) of each code in a fresh interpreter."""
    return fresh.run("run_snippets.py", book, codes)


def copied(page, button):
    """Press a copy button and return what is on the clipboard."""
    page.evaluate("navigator.clipboard.writeText('nothing was copied')")
    button.focus()
    page.keyboard.press("Enter")
    return page.evaluate(
        """async () => {
          for (let tries = 0; tries < 250; tries++) {
            const text = await navigator.clipboard.readText();
            if (text !== "nothing was copied") return text;
            await new Promise((go) => setTimeout(go, 20));
          }
          throw new Error("nothing was copied");
        }"""
    )


def test_a_copied_cell_prints_what_the_page_shows(page, book):
    page.goto("gradient/derivative.html")
    cells = page.locator("div.cell:has(.cell_output .stream):not(details *)").all()
    codes = [copied(page, cell.locator(".cell_input").locator(BUTTONS)) for cell in cells]
    shown = [cell.locator(".cell_output .stream pre").inner_text() for cell in cells]
    assert codes
    for (status, output), expected in zip(run(book, codes), shown, strict=True):
        assert status == 0, output
        assert output.strip() == expected.strip()


def test_a_copied_formula_holds_in_a_notebook(page, book):
    page.goto("losses/softmax.html")
    mark = page.locator("details.formula-mark").first
    mark.locator("summary").click()
    code = copied(page, mark.locator(BUTTONS))
    assert code.startswith("%%formula")
    ((status, output),) = run(book, [code])
    assert status == 0 and "points" in output, output


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
    copied(page, page.locator(".cell_input").locator(BUTTONS).first)
    page.get_by_role("status").filter(has_text="Copied!").wait_for(state="attached")
