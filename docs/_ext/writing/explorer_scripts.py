"""The script of each explorer: its modules in one file, which browsers run from a folder too.

A module of `docs/_static/explorers` imports others as `import { a, b } from "./other.mjs";` or
`import * as other from "./other.mjs";`, and exports functions, classes and constants where they are
declared. Modules as such are refused by browsers where a page is read without a server.
"""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders import Builder

FOLDER = "explorers"
IMPORT = re.compile(
    r'^import (?:\{(?P<names>[^}]*)\}|\* as (?P<whole>\w+)) from "\./(?P<module>\w+)\.mjs";\n', re.M
)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const) (\w+))", re.M)
# So begins the name of a module in its script, which no module uses for something else.
MODULE = "module_"
COMMENT = re.compile(r"^[ ]*//.*\n", re.M)
INDENT = re.compile(r"^\s+", re.M)


def source(root: Path, name: str) -> Path:
    """Return the file of a module of the explorers."""
    return root / "docs/_static" / FOLDER / f"{name}.mjs"


def file(name: str) -> str:
    """Return the script of an explorer, as pages ask for it."""
    return f"{FOLDER}/{name}.js"


def modules(root: Path, name: str) -> dict[str, str]:
    """Return a module's text and those that it imports, what is imported before what imports."""
    text = source(root, name).read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for match in IMPORT.finditer(text):
        found |= modules(root, match["module"])
    return found | {name: text}


def bundle(root: Path, name: str) -> str:
    """Return one script for a module and all that it imports."""
    parts = [wrapped(module, text) for module, text in modules(root, name).items()]
    return "(() => {\n" + "".join(parts) + "})();\n"


def wrapped(name: str, text: str) -> str:
    """Return a module as a constant that has what it exports."""
    exported = EXPORT.findall(text)
    body = EXPORT.sub("", IMPORT.sub(taken, INDENT.sub("", COMMENT.sub("", text))))
    return f"const {MODULE}{name} = (() => {{\n{body}return {{ {', '.join(exported)} }};\n}})();\n"


def taken(match: re.Match[str]) -> str:
    """Return what an import says as a constant."""
    names = f"{{{match['names']}}}" if match["whole"] is None else match["whole"]
    names = re.sub(r"\b(\w+) as (\w+)", r"\1: \2", names)
    return f"const {names} = {MODULE}{match['module']};\n"


def names(root: Path) -> list[str]:
    """Return the explorers that there are: modules with a name that another one has with _math."""
    folder = source(root, "").parent
    return sorted(path.stem.removesuffix("_math") for path in folder.glob("*_math.mjs"))


def write(app: Sphinx, builder: Builder) -> None:
    """Write the scripts; Sphinx asks for their hashes while it writes the pages."""
    if builder.format == "html":
        root = Path(app.confdir)
        folder = Path(app.outdir, "_static", FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        for name in names(root):
            Path(app.outdir, "_static", file(name)).write_text(bundle(root, name), "utf-8")


def setup(app: Sphinx) -> None:
    app.connect("write-started", write)
