"""Visits to pages: what a page shows and does is noted for the tests.

In eight days a page is visited in light and in dark, on a wide screen and on a narrow one, each on
a day of its own, and once without scripts. In two of these four visits axe looks at it: once in
light and once in dark, once on a wide screen and once on a narrow one.
With GRADBOOK_ALL=1, all is done at once, and axe looks at all.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.states import cores
from tests.turns import ALL, has_turn

HERE = Path(__file__).parent
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
MODES = ("light", "dark")
WIDE, NARROW = 1280, 375
# Where else a light page is looked at for what is cut; enlarged to 200 % and 400 %, a wide one has
# 640 and 320 pixels, or 305 beside a bar to scroll with.
OTHERS = {WIDE: (768, 1920), NARROW: (305, 320, 640)}
# On which of eight days a page is visited so.
DAYS = {("light", WIDE): 0, ("light", NARROW): 5, ("dark", NARROW): 2, ("dark", WIDE): 7}
# With axe: the one half of the pages so, and the other half so.
WITH_AXE = (
    {("light", WIDE), ("dark", NARROW)},
    {("light", NARROW), ("dark", WIDE)},
)
# What a new width has set in motion is in its place.
MOVED = """async () => {
  await new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)));
  await Promise.allSettled(document.getAnimations().map((one) => one.finished));
}"""
# Milliseconds after which something has gone wrong, on a busy machine too.
PATIENCE = 600_000
# The width of A4 between the margins.
PAPER = 673
AXE = (HERE / "vendor/axe.min.js").read_text(encoding="utf-8")
# How far what stands on the screen moves while the page loads.
NOTE_SHIFTS = """window.shift = 0;
new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (shift += value)))
  .observe({ type: "layout-shift", buffered: true });"""
# The letters are there, and what follows the size of its box has been told. (Without scripts,
# nothing does, and no frame is told of.)
SETTLE = """async () => {
  await document.fonts.ready;
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
}"""
# What KaTeX hides from screen readers takes its colors from the text around it.
RUN_AXE = """async () => (await axe.run(
  { exclude: [[".katex-html"]] }, { resultTypes: ["violations"] }
)).violations.flatMap(({ id, impact, nodes }) =>
  nodes.map(({ target, html }) => `${id} (${impact}): ${target.join(" ")} ${html.slice(0, 120)}`)
)"""


def script(name: str) -> str:
    """Return the function that a file holds, below its first comment."""
    return (HERE / f"{name}.js").read_text(encoding="utf-8").partition("\n")[2]


@dataclass
class Visit:
    """What a page showed and did."""

    name: str
    mode: str
    width: int
    scripts: bool
    with_axe: bool = False
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    page: dict[str, Any] = field(default_factory=dict)
    figures: list[dict[str, Any]] = field(default_factory=list)
    cuts: dict[str, list[str]] = field(default_factory=dict)
    axe: list[str] | None = None
    controls: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    shift: float = 0

    def kind(self) -> tuple[str, int, bool]:
        return self.mode, self.width, self.scripts

    def __str__(self) -> str:
        return f"{self.name}, {self.mode}, {self.width} px" + (
            "" if self.scripts else ", no script"
        )


def visits(chromium: str, address: str, pages: list[str]) -> list[Visit]:
    """Visit each page as it has its turn today."""
    found = itertools.chain.from_iterable(map(turns, itertools.count(), pages))
    wanted = sorted(found, key=Visit.kind)
    # Each thread has a browser; the pages take turns, so that both get long ones.
    number = max(2, cores())
    with ThreadPoolExecutor(number) as pool:
        shares = [wanted[i::number] for i in range(number)]
        for future in [pool.submit(visit_share, chromium, address, share) for share in shares]:
            future.result()
    return wanted


def turns(number: int, name: str) -> Iterator[Visit]:
    """Yield the visits to a page that are made today, or all of them."""
    for kind, day in DAYS.items():
        if has_turn(number - day, 8):
            # The pages of one day are eight apart: of each kind, every other one.
            with_axe = ALL or kind in WITH_AXE[number // 8 % 2]
            yield Visit(name, *kind, scripts=True, with_axe=with_axe)
    if has_turn(number - DAYS["light", WIDE], 8):
        yield Visit(name, "light", WIDE, scripts=False)


def visit_share(chromium: str, address: str, share: list[Visit]) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for _, alike in itertools.groupby(share, Visit.kind):
            same = list(alike)
            context = new_context(browser, same[0])
            for visit in same:
                observe(context, address, visit)
            context.close()
        browser.close()


def new_context(browser: Browser, visit: Visit) -> BrowserContext:
    context = browser.new_context(
        color_scheme=visit.mode,
        viewport={"width": visit.width, "height": 900},
        java_script_enabled=visit.scripts,
    )
    context.set_default_timeout(PATIENCE)
    return context


def observe(context: BrowserContext, address: str, visit: Visit) -> None:
    """Load a page and note what it shows and does."""
    page = context.new_page()
    page.on("console", lambda message: note_error(visit, message))
    page.on("pageerror", lambda error: visit.errors.append(str(error)))
    page.on("requestfailed", lambda request: visit.errors.append(f"failed: {request.url}"))
    # What is asked of this site begins with "/".
    page.on("request", lambda r: visit.requests.append(r.url.removeprefix(address)))
    page.add_init_script(NOTE_SHIFTS)
    page.goto(f"{address}/{visit.name}")
    page.evaluate(SETTLE if visit.scripts else "document.fonts.ready")
    visit.page = page.evaluate(script("page"))
    visit.figures = page.evaluate(script("figures"))
    if visit.scripts:
        visit.shift = page.evaluate("shift")
    if visit.with_axe:
        page.evaluate(AXE)
        visit.axe = page.evaluate(RUN_AXE)
    if visit.scripts and visit.mode == "light":
        note_cuts(page, visit)
    if visit.scripts and visit.mode == "light" and visit.width == WIDE:
        visit.controls = page.evaluate(script("controls"))
        page.emulate_media(media="print")
        page.set_viewport_size({"width": PAPER, "height": 900})
        visit.lost = page.evaluate(script("paper"))
    page.close()


def note_cuts(page: Page, visit: Visit) -> None:
    """Note what is cut in a light page: here, at other widths, and in the colors of a system."""
    visit.cuts[f"{visit.width} px"] = page.evaluate(script("cuts"))
    if visit.width == NARROW:
        page.emulate_media(forced_colors="active")
        visit.cuts["forced colors"] = page.evaluate(script("cuts"))
        page.emulate_media(forced_colors="none")
    for width in OTHERS[visit.width]:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(MOVED)
        visit.cuts[f"{width} px"] = page.evaluate(script("cuts"))
    page.set_viewport_size({"width": visit.width, "height": 900})


def note_error(visit: Visit, message: Any) -> None:
    if message.type in ("error", "warning"):
        visit.errors.append(f"{message.text} {message.location.get('url', '')}")
