"""Our scripts are JavaScript, and our style sheets are CSS."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from reading import style_sheets
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from stack import NODE

logger = logging.getLogger(__name__)

MODULE = re.compile(r'^import .* from ".*";$|^export ', re.M)
PROGRAM = """
const { Script } = require("vm");
const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
const faults = texts.map((text) => {
  try {
    new Script(text, { filename: "script" });
    return null;
  } catch (error) {
    return [error.stack.split("\\n")[0], error.message];
  }
});
process.stdout.write(JSON.stringify(faults));
"""


def check(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    folder = Path(app.confdir, "docs/_static")
    scripts = sorted([*folder.glob("*.js"), *folder.rglob("*.mjs")])
    texts = [as_script(path.read_text(encoding="utf-8", errors="replace")) for path in scripts]
    for path, fault in zip(scripts, script_faults(texts), strict=True):
        if fault:
            place, message = fault
            line = place.rpartition(":")[2]
            warn(f"{path}:{line}", "expected JavaScript, got a %s", f"syntax error: {message}")
    for path in sorted(folder.glob("*.css")):
        for number, wrong in style_sheets.faults(
            path.read_text(encoding="utf-8", errors="replace")
        ):
            warn(f"{path}:{number}", "expected CSS, got %s", wrong)


def as_script(text: str) -> str:
    """Return a module as a script with the same lines: what it imports and exports is left out."""
    return MODULE.sub("", text)


def script_faults(texts: list[str]) -> list[tuple[str, str] | None]:
    """Return for each script the place and the message of its syntax error, or None."""
    answer = subprocess.run(
        [NODE, "-e", PROGRAM],
        input=json.dumps(texts),
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return json.loads(answer.stdout)


def warn(place: str, message: str, found: str) -> None:
    logger.warning(message, found, location=place, type="static")


def setup(app: Sphinx) -> None:
    app.connect("env-before-read-docs", check)
