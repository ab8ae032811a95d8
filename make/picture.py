"""Make the picture of the README from the built book: three of its pages, as readers see them."""

from __future__ import annotations

import io
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "make"))

from binding.browser import browser  # noqa: E402
from binding.colors import ROLES  # noqa: E402

SITE = ROOT / "_build" / "html"
PICTURE = ROOT / "docs" / "_static" / "book.png"
WIDTH, HEIGHT = 1376, 808
COLORS = 128
# Page, what is to be seen at the top, mode; width and height of its window; left, top and width
# of its place in the picture.
SHOTS = (
    ("optimization/himmelblau", "figure", "light", (1250, 1030), (22, 24, 834)),
    ("losses/mse", "figure", "dark", (1250, 1030), (688, 48, 667)),
    ("activations/sigmoid", "figure", "light", (375, 795), (580, 312, 227)),
)
STYLE = (
    f"body{{margin:0;background:{ROLES['grid'][0]}}}"
    f"img{{position:absolute;border:1px solid {ROLES['muted'][1]}}}"
)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


def shoot(browser: Browser, address: str, shot: tuple, file: Path) -> str:
    """Take the picture of one page; return it as an element of the page that puts all together."""
    name, target, mode, (width, height), (left, top, shown) = shot
    page = browser.new_page(
        viewport={"width": width, "height": height}, device_scale_factor=2, color_scheme=mode
    )
    page.goto(f"{address}/{name}.html")
    page.evaluate(f"localStorage.setItem('mode', '{mode}')")
    page.reload(wait_until="networkidle")
    page.evaluate(f"document.querySelector('article {target}').scrollIntoView({{block: 'end'}})")
    # A title that the header would cut in two is there whole.
    page.evaluate("if (scrollY < 200) scrollTo(0, 0)")
    page.wait_for_timeout(1000)
    page.screenshot(path=file)
    page.close()
    return f'<img src="{file.name}" style="left:{left}px;top:{top}px;width:{shown}px">'


def draw(address: str, folder: Path) -> bytes:
    """Put the pages together, and return the picture as a PNG."""
    path = browser("picture")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        images = [
            shoot(chromium, address, shot, folder / f"{number}.png")
            for number, shot in enumerate(SHOTS)
        ]
        whole = folder / "whole.html"
        whole.write_text(f"<style>{STYLE}</style>{''.join(images)}", encoding="utf-8")
        page = chromium.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(whole.as_uri())
        picture = page.screenshot()
        chromium.close()
    return picture


def main() -> None:
    if not (SITE / "index.html").is_file():
        sys.exit("picture: there is no _build/html; first: make html")
    handler = partial(Quiet, directory=str(SITE))
    with (
        ThreadingHTTPServer(("127.0.0.1", 0), handler) as server,
        tempfile.TemporaryDirectory() as folder,
    ):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        png = draw(f"http://127.0.0.1:{server.server_port}", Path(folder))
        server.shutdown()
    image = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLORS)
    image.save(PICTURE, optimize=True)
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
