"""What an explorer computes is compared with PyTorch in each build.

A cell of the page glues what torch says, as JSON: a list of cases, each with what the explorer's
`compute` is given and the numbers that are expected::

    glue("explorer-descent", json.dumps([{"given": {...}, "expected": [...]}]))

Node.js runs `compute` of `descent_math.mjs`; each number must agree with the expected one, to
1e-9 of it or of 1.
"""

from __future__ import annotations

import ast
import json
import math
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import stack
from collected import Collected
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from writing import explorer_scripts
from writing.explorer import explorer

logger = logging.getLogger(__name__)

CLOSE = 1e-9
# As JavaScript writes them.
ENDLESS = {"NaN", "Infinity", "-Infinity"}
PROGRAM = """
const [file, cases] = JSON.parse(require("fs").readFileSync(0, "utf8"));
const finite = (_key, value) =>
  typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
import(file).then(({ compute }) => {
  process.stdout.write(JSON.stringify(cases.map((one) => compute(one)), finite));
});
"""


class Compared(Collected[tuple[list[str], list[str]]]):
    """The explorers of each page, and those whose numbers it has compared."""

    def given(self, app: Sphinx, doctree: nodes.document) -> tuple[list[str], list[str]]:
        shown = {node["name"] for node in doctree.findall(explorer)}
        compared = {node["name"] for node in doctree.findall(explorer) if node.get("compared")}
        return sorted(shown), sorted(compared)


def computed(root: Path, name: str, cases: list[Any]) -> list[Any]:
    """Return what `compute` of an explorer's mathematics says to each case."""
    path = explorer_scripts.source(root, f"{name}_math")
    run = subprocess.run(
        [stack.NODE, "-e", PROGRAM],
        input=json.dumps([path.as_uri(), cases]),
        capture_output=True,
        encoding="utf-8",
    )
    if run.returncode:
        raise ValueError(run.stderr.strip())
    return json.loads(run.stdout)


def differences(got: Any, expected: Any, place: str = "") -> Iterator[str]:
    """Yield where two structures of numbers differ."""
    if isinstance(expected, dict | list) and type(got) is type(expected):
        one, two = (dict(enumerate(e)) if isinstance(e, list) else e for e in (got, expected))
        if one.keys() != two.keys():
            yield f"expected {list(two)} at {place or 'the top'}, got {list(one)}"
        for key in filter(one.__contains__, two):
            yield from differences(one[key], two[key], f"{place}[{key}]")
    elif not is_close(got, expected):
        yield f"expected {expected!r} at {place or 'the top'}, as torch says, got {got!r}"


def is_close(got: Any, expected: Any) -> bool:
    one, two = number(got), number(expected)
    if one is None or two is None:
        return type(got) is type(expected) and bool(got == expected)
    if math.isfinite(one) and math.isfinite(two):
        return abs(one - two) <= CLOSE * max(1.0, abs(two))
    return repr(one) == repr(two)


def number(value: Any) -> float | None:
    """Return a number, also one that JSON has no sign for, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    return None if isinstance(value, str) and value not in ENDLESS else float(value)


def glued(app: Sphinx, key: str) -> list[Any] | None:
    """Return what a cell of the page that is read has glued, or None."""
    path = stack.executed_notebook(app, app.env.docname)
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"] if path.exists() else []
    for cell in cells:
        for output in cell.get("outputs", []):
            if output.get("metadata", {}).get("scrapbook", {}).get("name") == key:
                text = "".join(output["data"]["text/plain"])
                return json.loads(ast.literal_eval(text))
    return None


def compare(app: Sphinx, doctree: nodes.document) -> None:
    """Compare the numbers of the page's explorers with what its cells have glued."""
    root = Path(app.confdir)
    for node in doctree.findall(explorer):
        name = node["name"]
        app.env.note_dependency(str(explorer_scripts.source(root, f"{name}_math")))
        node["picture"] = glued(app, f"explorer-{name}-picture") or {}
        cases = glued(app, f"explorer-{name}")
        if cases is None:
            continue
        node["compared"] = True
        try:
            got = computed(root, name, [case["given"] for case in cases])
        except ValueError as error:
            warn(node, f"{name}_math.mjs: {error}")
            continue
        for number, (one, case) in enumerate(zip(got, cases, strict=True)):
            if fault := next(differences(one, case["expected"]), None):
                warn(node, f"{name}_math.mjs, case {number}: {fault}")


def find_unproved(app: Sphinx, env: BuildEnvironment) -> None:
    """Complain of an explorer whose numbers no page has compared."""
    pages = Compared.of(env)
    proved = {name for _shown, compared in pages.values() for name in compared}
    for page, (shown, _compared) in pages.items():
        # The draft of one page has not read the others.
        for name in set(shown) - proved if app.config.root_doc == "index" else ():
            message = f"expected a cell that glues 'explorer-{name}', what torch computes, got none"
            logger.warning("explorer: %s", message, location=page, type="explorer")


def warn(node: nodes.Element, message: str) -> None:
    logger.warning("explorer: %s", message, location=node, type="explorer")


def setup(app: Sphinx) -> None:
    app.add_env_collector(Compared)
    # Before explorers move into their figures.
    app.connect("doctree-read", compare, priority=450)
    app.connect("env-check-consistency", find_unproved)
