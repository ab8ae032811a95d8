"""The published book in Chromium, which Playwright drives; without a browser, say what did not run.

The browser is the one of the system: $CHROMIUM, or Debian's `chromium`.
"""

from __future__ import annotations

import os
import pickle
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.server import serving
from tests.browser.visits import ARGUMENTS, PATIENCE, Visit, visits

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "no browser"
HOW = """\
These tests drive the published book in a real browser, and none was found.
On Debian and Ubuntu:   apt-get install chromium fonts-noto-cjk
Elsewhere:              CHROMIUM=/path/to/chrome make test"""
# A window prepares what would drop down from its address, which takes longer than most pages; and
# beside each page a process waits for a next one, of another site, that nobody opens.
# Playwright switches features off as well, and of two such switches the last one alone counts.
NEEDLESS = (
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,SpareRendererForSitePerProcess"
)
OFF = "--disable-features="
STARTER = """#!/usr/bin/env bash
exec {path} "${{@/#{off}/{off}{needless},}}"
"""


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the path of what starts the browser, or skip the test."""
    named = os.environ.get("CHROMIUM")
    path = shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)
    if named and not path:
        pytest.fail(f"CHROMIUM: expected the path of a browser, got {named!r}")
    if not path:
        pytest.skip(MISSING)
    starter = tmp_path_factory.mktemp("browser") / "chromium"
    starter.write_text(STARTER.format(path=shlex.quote(path), off=OFF, needless=NEEDLESS), "utf-8")
    starter.chmod(0o755)
    return str(starter)


@pytest.fixture(scope="session")
def address(chromium, book) -> Iterator[str]:
    """Serve the published book on this machine."""
    with serving(book.site.resolve()) as address:
        yield address


@pytest.fixture(scope="session")
def to_visit(book) -> list[str]:
    """Return the pages that have their turns."""
    site = book.site.resolve()
    files = (str(path.relative_to(site)) for path in site.rglob("*.html"))
    return sorted(name for name in files if not name.startswith("_"))


@pytest.fixture(scope="session")
def visited(chromium, address, to_visit, states) -> list[Visit]:
    """Visit every page as it has its turn."""

    def make(folder: Path) -> None:
        (folder / "visits").write_bytes(pickle.dumps(visits(chromium, address, to_visit)))

    return pickle.loads((states.made("visits", make) / "visits").read_bytes())


@pytest.fixture(scope="session")
def browser(chromium) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser, address) -> Iterator[Page]:
    """Return a wide, light page in a profile of its own, which may use the clipboard."""
    context = browser.new_context(
        base_url=f"{address}/",
        viewport={"width": 1280, "height": 900},
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def pytest_terminal_summary(terminalreporter) -> None:
    """Say loudly what did not run for want of a browser, and how to get one."""
    skipped = terminalreporter.stats.get("skipped", [])
    names = [report.nodeid for report in skipped if MISSING in str(report.longrepr)]
    if names:
        terminalreporter.section(f"{len(names)} TESTS DID NOT RUN: NO BROWSER", "!", red=True)
        terminalreporter.write_line("\n".join(names))
        terminalreporter.write_line(f"\n{HOW}\n", bold=True)
