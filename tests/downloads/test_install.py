"""The line on a page that installs the module is right where it is read."""

import re
import shlex
import subprocess
import sys

import pytest

from tests.conftest import ADDRESS


def line(page, kind="pip-line"):
    (block,) = page.select(f".{kind} pre")
    return block.get_text().strip().removeprefix("$ ")


def test_every_page_with_cells_says_how_to_install_what_they_need(book):
    for name, page in book.pages.items():
        if page.select("div.cell_input"):
            assert line(page), name
    assert len(book.pages["losses/softmax"].select("details.page-install .pip-line pre")) == 1


def test_without_an_address_a_page_links_the_wheel_and_the_line_takes_it_from_the_disk(book):
    page = book.pages["losses/softmax"]
    (link,) = page.select(".install a")
    wheel = (book.site / "losses" / link["href"]).resolve()
    assert wheel.is_file() and wheel.name in link.parent.get_text()
    command = [sys.executable, "-m", *shlex.split(line(page)), "--dry-run", "--no-index"]
    run = subprocess.run(command, cwd=wheel.parent, capture_output=True, text=True)
    assert "Would install gradbook-" in run.stdout, run.stderr


def test_with_an_address_one_line_takes_the_wheel_from_there(published):
    page = published.page("part/one")
    assert line(page).startswith(f'pip install "gradbook[book] @ {ADDRESS}gradbook-')
    assert not page.select(".install a")


@pytest.mark.parametrize(
    ("name", "more"), [("command_line", ""), ("pytest", ""), ("sphinx", "[sphinx]")]
)
def test_a_page_of_the_tool_installs_the_extra_that_it_needs(book, name, more):
    assert line(book.pages[f"reference/{name}"]).endswith(f'.whl{more}"')


def test_before_it_stands_the_line_for_the_cpu_alone(book):
    for name in ("index", "reference/installation", "losses/softmax"):
        (place,) = book.pages[name].select(".install")
        assert "several gigabytes" in place.get_text()
        first, _second = place.select("pre")
        command = line(place, "cpu-line")
        assert command in first.get_text()
        assert command == "pip install torch --index-url https://download.pytorch.org/whl/cpu"


def test_no_page_shows_an_address_that_stands_for_another(book, published):
    pages = [*book.site.rglob("*.html"), *published.site.rglob("*.html")]
    for path in pages:
        assert not re.search(r"ADDRESS-OF|&lt;address", path.read_text("utf-8")), path
