"""What a copy button puts on the clipboard is the code that the page shows, or does what it says.

That this code runs alone and prints what the page shows is proven in tests/book/test_snippets.py,
and that Python's prompt reads it in tests/reading/test_copied.py.
"""

import pytest

from tests.turns import of_today

# Codes, not outputs, are copied.
BUTTONS = "button.copybtn"
# Browsers that let no script reach the clipboard, in one way or in both.
NO_CLIPBOARD = "delete Navigator.prototype.clipboard;"
REFUSED = "navigator.clipboard.writeText = () => Promise.reject(new DOMException('no'));"
NO_COMMAND = "document.execCommand = () => false;"


def copied(page, button):
    """Press a copy button and return what is on the clipboard."""
    page.evaluate("navigator.clipboard.writeText('nothing was copied')")
    button.focus()
    page.keyboard.press("Enter")
    return clipboard(page)


def clipboard(page):
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


def said(page, words):
    page.get_by_role("status").filter(has_text=words).wait_for(state="attached")


def test_a_copied_cell_is_the_cell_that_the_page_shows(page, book):
    page.goto("gradient/derivative.html")
    cells = page.locator("div.cell:has(.cell_output .stream):not(details *)").all()
    codes = [copied(page, cell.locator(".cell_input").locator(BUTTONS)) for cell in cells]
    shown = [
        cell.select_one("div.cell_input pre").get_text()
        for cell in book.pages["gradient/derivative"].select("div.cell:has(.cell_output .stream)")
        if not cell.find_parent("details")
    ]
    assert codes and list(map(written, codes)) == list(map(written, shown))


def written(code):
    """Return the lines of a program that are not blank."""
    return [line for line in code.split("\n") if line]


def test_a_copied_formula_is_a_call_that_checks_what_its_mark_unfolds(page, book):
    page.goto("losses/softmax.html")
    mark = page.locator("details.formula-mark").first
    mark.locator("summary").click()
    code = copied(page, mark.locator(BUTTONS))
    shown = book.pages["losses/softmax"].select_one("details.formula-mark pre").get_text()
    assert code.startswith("from gradbook.formula import check\n")
    assert all(part.strip() in code for part in shown.partition("\n")[2].split("---\n"))


def test_every_page_s_buttons_copy_what_the_build_has_written(page, book):
    for name, one in of_today(book.pages.items(), 4):
        expected = [pre["data-copied"] for pre in one.select("pre[data-copied]")]
        if expected:
            page.goto(f"{name}.html")
            texts = page.evaluate(
                """() => {
                  const texts = [];
                  navigator.clipboard.writeText = async (text) => texts.push(text);
                  const buttons = document.querySelectorAll("[data-copied] + button");
                  buttons.forEach((button) => button.click());
                  return texts;
                }"""
            )
            assert texts == expected, name


def test_a_command_is_copied_without_its_prompt(page):
    page.goto("reference/installation.html")
    button = page.locator(".highlight-console").locator(BUTTONS).first
    assert copied(page, button).startswith("pip install")


def test_a_file_is_copied_whole(page, book):
    page.goto("descent/batch_size.html")
    code = copied(page, page.locator(".file").locator(BUTTONS).first)
    assert code == book.pages["descent/batch_size"].select_one(".file pre").get_text()
    assert code.startswith("import torch\n") and "if __name__" in code


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
    said(page, "Copied!")


@pytest.mark.parametrize("refused", [NO_CLIPBOARD, REFUSED])
def test_a_browser_without_the_newer_way_copies_in_the_older_one(page, refused):
    page.goto("losses/softmax.html")
    page.evaluate("navigator.clipboard.writeText('nothing was copied')")
    page.evaluate(f"() => {{ window.kept = navigator.clipboard; {refused} }}")
    page.locator(f".cell_input:visible {BUTTONS}").first.press("Enter")
    said(page, "Copied!")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: kept })")
    assert written(clipboard(page))[0].startswith("import torch")
    assert page.evaluate("getSelection().toString()") == ""


@pytest.mark.parametrize("refused", [NO_CLIPBOARD, REFUSED])
def test_a_button_that_failed_says_so_and_selects_the_code(page, refused):
    page.goto("losses/softmax.html")
    page.evaluate("navigator.clipboard.writeText('nothing was copied')")
    page.evaluate(f"() => {{ window.kept = navigator.clipboard; {refused} {NO_COMMAND} }}")
    button = page.locator(f".cell_input:visible {BUTTONS}").first
    button.press("Enter")
    said(page, "Failed to copy")
    assert page.evaluate("kept.readText()") == "nothing was copied"
    shown = button.locator("xpath=preceding-sibling::pre").inner_text()
    assert page.evaluate("getSelection().toString()").strip() == shown.strip()
