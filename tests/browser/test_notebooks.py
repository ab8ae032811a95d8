"""What the magic displays, in a notebook of somebody else's: on white and on black paper."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from gradbook.formula import load_ipython_extension
from tests.browser.test_figures import contrast

CELLS = {
    "held": "x = draw()\ny = x**2\nf = x * y\n---\n\\frac{\\partial f}{\\partial x} = y",
    "unchecked": "f(x) = O(x)",
}
# Text and paper of JupyterLab, VS Code and Colab, in light and in dark.
HOSTS = [
    ("rgba(0, 0, 0, 0.87)", "#fff"),
    ("rgba(255, 255, 255, 0.87)", "#111"),
    ("#3b3b3b", "#fff"),
    ("#ccc", "#1f1f1f"),
    ("#1f1f1f", "#fff"),
    ("#e3e3e3", "#383838"),
]
LEAST = 4.5
# Each text that shows: its color, what it shows through, and the paper below it.
TEXTS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
    let opacity = 1, paper = "";
    for (let one = element; one; one = one.parentElement) {
      const style = getComputedStyle(one);
      opacity *= style.opacity;
      if (!paper && style.backgroundColor !== "rgba(0, 0, 0, 0)") paper = style.backgroundColor;
    }
    found.push([walker.currentNode.data.trim(), getComputedStyle(element).color, opacity, paper]);
  }
  return found;
}"""


class Shell:
    """What the magic asks of a notebook."""

    def __init__(self):
        self.user_ns = {}

    def register_magic_function(self, function, kind, name):
        self.magic = function

    def set_custom_exc(self, kinds, handler):
        """Errors come as they are."""


@pytest.fixture(scope="module")
def displayed():
    """Return the output of each cell as HTML, as notebooks make it of Markdown."""
    shell, shown = Shell(), []
    load_ipython_extension(shell)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gradbook.formula.magic.display", lambda data, raw: shown.append(data))
        shell.magic("eq-held", CELLS["held"])
        shell.magic("eq-order unchecked=order", CELLS["unchecked"])
    made = (MarkdownIt().render(data["text/markdown"]) for data in shown)
    return dict(zip(CELLS, made, strict=True))


@pytest.fixture(scope="module")
def host(browser):
    """Return a function that puts an output into the frame of a host, and gives the frame."""
    page = browser.new_page()

    def show(html, color, paper):
        style = f"<style>body {{ color: {color}; background: {paper} }}</style>"
        page.set_content("<iframe></iframe>")
        page.locator("iframe").evaluate("(frame, html) => { frame.srcdoc = html }", style + html)
        frame = page.frames[1]
        frame.wait_for_selector("body *")
        return frame

    yield show
    page.close()


def unreadable(frame):
    """Return the texts that one can hardly read."""
    return [text for text, *seen in frame.evaluate(TEXTS) if contrast(*seen) < LEAST]


@pytest.mark.parametrize(("color", "paper"), HOSTS)
@pytest.mark.parametrize("name", CELLS)
def test_the_mark_and_its_details_are_read_on_any_paper(displayed, host, name, color, paper):
    frame = host(displayed[name], color, paper)
    details = frame.locator("details > :not(summary)")
    assert details.count() and not details.first.is_visible()
    frame.locator("summary").click()
    assert details.first.is_visible() and details.first.inner_text().strip()
    assert unreadable(frame) == []


@pytest.mark.parametrize("fault", ["color: #888", "opacity: 0.4", "background: #777"])
def test_a_color_of_our_own_would_be_found(displayed, host, fault):
    html = displayed["held"].replace("<summary>", f'<summary style="{fault}">')
    papers = [unreadable(host(html, color, paper)) for color, paper in HOSTS]
    assert any(papers)
