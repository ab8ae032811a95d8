"""Serve the book and rebuild what a change touches: chapters, figures, the module."""

import os
import sys
from pathlib import Path

from sphinx_autobuild.__main__ import main

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "make"))

from surroundings import surroundings  # noqa: E402

BUILD = ROOT / "_build" / "live"

environment = surroundings(ROOT)
os.environ.clear()
os.environ.update(environment)

# Not strict, and never published: a chapter runs again when it or a module that it imports changes.
sys.exit(
    main(
        [
            *("-j", environment["GRADBOOK_CORES"], "-c", str(ROOT), "-d", str(BUILD / "doctrees")),
            *("-D", "lean_pages=0"),
            *("--watch", str(ROOT / "gradbook"), "--watch", str(ROOT / "conf.py")),
            *("--ignore", "*/__pycache__/*", "--open-browser"),
            *(str(ROOT / "docs"), str(BUILD / "html")),
        ]
    )
)
