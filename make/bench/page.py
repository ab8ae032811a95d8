"""What a browser gets from this site, beside a stock build of the same chapters."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import build
import lighthouse
from playwright.sync_api import Browser, sync_playwright
from serving import Site
from stock import NOT_COPIED, STOCK, html, stock_extensions

ROOT = Path(__file__).resolve().parents[2]
CHAPTER = "optimization/himmelblau"
ROUNDS = 3
GENERATED = (5, 10, 20)
# Executing as we do saves time and changes no page.
KEPT = ("execution", *STOCK)
# A list cannot be emptied on the command line; these files are in every stock page already.
EMPTY = {"html_css_files": "pygments.css", "html_js_files": "documentation_options.js"}
KINDS = {".js": "javascript", ".css": "css", ".woff2": "fonts", ".html": "html"}
BYTES, HEAVIEST, JAVASCRIPT, PAINT = 300_000, 450_000, 52_000, 2.5  # 12,000 for its explorer
RAW_TEX = r"""() => {
  const shown = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
  let count = 0;
  while (shown.nextNode()) {
    const inside = shown.currentNode.parentElement.closest("pre, code, annotation, script");
    if (!inside && /\\\(|\\\[|\$\$|\\begin\{/.test(shown.currentNode.data)) count += 1;
  }
  return count;
}"""
TO_THE_END = """async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += 400) {
    scrollTo(0, y);
    await new Promise(done => setTimeout(done, 20));
  }
}"""


def stock(folder: Path, cdn: str) -> Path:
    """Build the chapters with the same theme and without our work on the pages."""
    shutil.copytree(ROOT, folder, ignore=NOT_COPIED)
    shutil.copytree(ROOT / "_build" / "cache", folder / "_build" / "cache")
    settings = [f"-D{name}={file}" for name, file in EMPTY.items()]
    settings.append(stock_extensions(folder, KEPT))
    settings += [f"-Dmathjax_path={cdn}/mathjax@4/tex-mml-chtml.js"]
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-q", "-c", ".", *settings]
    run = subprocess.run(
        [*command, "docs", "_build/stock"], cwd=folder, capture_output=True, text=True
    )
    if run.returncode:
        sys.exit(f"bench: the stock build failed:\n{run.stderr[-3000:]}")
    return folder / "_build" / "stock"


def foreign(site: Site, url: str) -> set[str]:
    return set() if url.startswith((site.address, "data:")) else {url}


def load(browser: Browser, site: Site, name: str, cdn: Site) -> dict:
    """Load a page cold, to its end; return what came."""
    site.forget()
    cdn.forget()
    others: set[str] = set()
    context = browser.new_context()
    page = context.new_page()
    page.on("request", lambda request: others.update(foreign(site, request.url)))
    page.goto(f"{site.address}/{name}.html", wait_until="networkidle")
    page.evaluate(TO_THE_END)
    page.wait_for_load_state("networkidle")
    context.close()
    kinds: Counter[str] = Counter()
    for path, size in {**site.given, **cdn.given}.items():
        kinds[KINDS.get(Path(path).suffix, "figures")] += size
    return {"bytes": kinds.total(), **kinds, "to_other_hosts": len(others)}


def raw_tex(browser: Browser, site: Site, name: str) -> int:
    """Return how many texts of a page show TeX when other hosts cannot be reached."""
    context = browser.new_context()
    context.route(lambda url: not url.startswith(site.address), lambda route: route.abort())
    page = context.new_page()
    page.goto(f"{site.address}/{name}.html", wait_until="load")
    page.wait_for_timeout(500)
    count = page.evaluate(RAW_TEX)
    context.close()
    return count


def size(folder: Path) -> dict:
    """Return files and bytes of a site."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {"files": len(files), "bytes": sum(path.stat().st_size for path in files)}


def growth(work: Path) -> list[dict]:
    """Return files and bytes of books of generated chapters."""
    sizes = []
    for count in GENERATED:
        build.generated(work / f"{count}", count)
        sizes.append({"chapters": count} | size((work / f"{count}/_build/html").resolve()))
    return sizes


def run() -> dict:
    """Measure the site of `make html` and the stock one."""
    packages = lighthouse.install()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        work = Path(name)
        html(ROOT)
        ours = (ROOT / "_build" / "html").resolve()
        browser = playwright.chromium.launch(
            executable_path=lighthouse.browser("bench"), args=lighthouse.FLAGS.split()[1:]
        )
        with Site(packages, "localhost", instead_of_cdn=True) as cdn:
            sites = {"ours": ours, "stock": stock(work / "stock", cdn.address)}
            chapters = sorted(
                str(path.relative_to(ROOT / "docs").with_suffix(""))
                for path in (ROOT / "docs").glob("[a-z]*/*.md")
            )
            with Site(ours) as site:
                weights = {one: load(browser, site, one, cdn)["bytes"] for one in chapters}
            heaviest = max(weights, key=weights.__getitem__)
            result = {
                key: measure(browser, folder, dict.fromkeys((CHAPTER, heaviest)), cdn)
                for key, folder in sites.items()
            }
        browser.close()
        said = {"rounds": ROUNDS, "chapter": CHAPTER, "heaviest": heaviest}
        return {**said, **result, "growth": growth(work)}


def measure(browser: Browser, folder: Path, names: dict, cdn: Site) -> dict:
    """Return a site's size, and what some of its pages bring."""
    with Site(folder) as site:
        pages = {
            name: {
                **load(browser, site, name, cdn),
                "raw_tex": raw_tex(browser, site, name),
                **lighthouse.median(f"{site.address}/{name}.html", ROUNDS),
            }
            for name in names
        }
    return {**size(folder), "pages": pages}


ROWS = {
    "bytes": ("bytes, gzipped, cold", ",.0f"),
    "javascript": ("JavaScript", ",.0f"),
    "css": ("style sheets", ",.0f"),
    "fonts": ("fonts", ",.0f"),
    "figures": ("figures", ",.0f"),
    "to_other_hosts": ("requests to other hosts", "d"),
    "raw_tex": ("raw TeX without a network", "d"),
    "performance": ("Lighthouse: performance", ".0f"),
    "accessibility": ("accessibility", ".0f"),
    "best-practices": ("best practices", ".0f"),
    "seo": ("SEO", ".0f"),
    "largest_paint_seconds": ("largest paint, s", ".1f"),
    "layout_shift": ("layout shift", ".3f"),
}


def report(result: dict) -> str:
    """Return the result in Markdown."""
    columns = [
        (f"{name}, {key}", result[key]["pages"][name])
        for name in result["ours"]["pages"]
        for key in ("ours", "stock")
    ]
    lines = [f"| | {' | '.join(title for title, _ in columns)} |", "|:--" + "|--:" * len(columns)]
    for row, (title, form) in ROWS.items():
        cells = (format(page.get(row, 0), form) for _, page in columns)
        lines.append(f"| {title} | {' | '.join(cells)} |")
    for key in ("ours", "stock"):
        lines.append(f"\n{key}: {result[key]['files']:,} files, {result[key]['bytes']:,} bytes")
    for one in result["growth"]:
        lines.append(f"\n{one['chapters']} chapters: {one['files']} files, {one['bytes']:,} bytes")
    failed = {name: page["failed"] for name, page in result["ours"]["pages"].items()}
    return "\n".join([*lines, f"\nLighthouse's remarks: {failed}"])


def missed(result: dict) -> bool:
    """Tell whether a bar is missed."""
    pages = result["ours"]["pages"]
    good = (
        page["bytes"] <= (BYTES if name == CHAPTER else HEAVIEST)
        and page["javascript"] <= JAVASCRIPT
        and page["to_other_hosts"] == page["raw_tex"] == 0
        and page["performance"] >= 95
        and min(page["accessibility"], page["best-practices"], page["seo"]) == 100
        and page["largest_paint_seconds"] <= PAINT
        for name, page in pages.items()
    )
    return not all(good)
