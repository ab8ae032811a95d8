"""Our scripts are JavaScript, and our style sheets have all their braces."""

import json
import subprocess
from pathlib import Path

from pages.lean.rules import TOKEN
from sphinx.util import logging
from stack import NODE

logger = logging.getLogger(__name__)

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


def check(app, env, docnames):
    folder = Path(app.confdir, "docs/_static")
    scripts = sorted(folder.glob("*.js"))
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in scripts]
    for path, fault in zip(scripts, script_faults(texts), strict=True):
        if fault:
            place, message = fault
            line = place.rpartition(":")[2]
            warn(f"{path}:{line}", "expected JavaScript, got a %s", f"syntax error: {message}")
    for path in sorted(folder.glob("*.css")):
        line = lonely_brace(path.read_text(encoding="utf-8", errors="replace"))
        if line:
            warn(f"{path}:{line}", "expected braces in pairs, got %s", "one that stands alone")


def script_faults(texts):
    """Return for each script the place and the message of its syntax error, or None."""
    answer = subprocess.run(
        [NODE, "-e", PROGRAM],
        input=json.dumps(texts),
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return json.loads(answer.stdout)


def lonely_brace(css):
    """Return the line of a brace of a style sheet without its partner, or None."""
    opened = []
    for token in TOKEN.finditer(css):
        line = css.count("\n", 0, token.start()) + 1
        if token[0] == "{":
            opened.append(line)
        elif token[0] == "}" and not opened:
            return line
        elif token[0] == "}":
            opened.pop()
    return opened[-1] if opened else None


def warn(place, message, found):
    logger.warning(message, found, location=place, type="static")


def setup(app):
    app.connect("env-before-read-docs", check)
