"""A chapter depends on the modules of gradbook that its cells import, at any remove."""

import ast
import re
from pathlib import Path

CELL = re.compile(r"^(`{3,})\{code-cell\}.*?\n(.*?)^\1", re.MULTILINE | re.DOTALL)
OPTIONS = re.compile(r"\A(?::[^\n]*\n|---\n.*?^---\n)*", re.MULTILINE | re.DOTALL)


def imported(code):
    """Return the dotted names that a piece of Python imports."""
    try:
        tree = ast.parse(code)
    except SyntaxError:  # the cell will say so itself
        return set()
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def files(root, names):
    """Return the files of gradbook that these names lead to, through their own imports too."""
    found, waiting = set(), set(names)
    while waiting:
        name = waiting.pop()
        parts = name.split(".")
        if parts[0] != "gradbook":
            continue
        bases = [Path(root, *parts[:end]) for end in range(1, len(parts) + 1)]
        for path in [f for base in bases for f in (base.with_suffix(".py"), base / "__init__.py")]:
            if path.is_file() and path not in found:
                found.add(path)
                waiting |= imported(path.read_text(encoding="utf-8"))
    return found


def note(app, docname, source):
    cells = [OPTIONS.sub("", code) for _, code in CELL.findall(source[0])]
    names = set().union(*map(imported, cells))
    for path in files(app.confdir, names):
        app.env.note_dependency(str(path), docname=docname)


def setup(app):
    app.connect("source-read", note)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
