"""The Python of a cell, as a tree, and where in it something stands.

A cell that begins with `%%formula` is a setting in Python, a line `---`, and TeX, or TeX alone;
only the setting is Python.
"""

import ast
import re
from functools import lru_cache

MAGIC = re.compile(r"^\s*(?:[\w, ]+=\s*)?(%%?\w+)(.*)", re.MULTILINE)
MAGICS = {"%load_ext": "gradbook.formula", "%formula": None}
FORMULA = "%%formula"
COMPILE = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


def python_of(source):
    """Return the Python of a cell, on the lines on which it stands."""
    first, _, rest = source.partition("\n")
    if not re.match(rf"{FORMULA}\b", first):
        return source
    setting, *tex = re.split(r"^---\s*$", rest, maxsplit=1, flags=re.MULTILINE)
    return f"\n{setting}" if tex else ""


@lru_cache(maxsize=8)  # several checks ask for the same cell
def parse(source):
    """Return the syntax tree of a cell, or None and the line that is no Python."""
    python = MAGIC.sub(lambda match: "pass" if is_known(match) else match[0], python_of(source))
    try:
        return compile(python, "cell", "exec", COMPILE, dont_inherit=True), None
    except (SyntaxError, ValueError) as error:
        return None, getattr(error, "lineno", None) or 1


def is_known(match):
    return match[1] in MAGICS and MAGICS[match[1]] in {None, match[2].strip()}


def last_line(source):
    """Return the line on which a cell's last statement begins: its value is the cell's result."""
    tree, _ = parse(source)
    return tree.body[-1].lineno if tree and tree.body else 1


def line_of_call(source, name, first=None):
    """Return the line of the only call of a function, with its first argument if one is given."""
    tree, _ = parse(source)
    calls = [
        node.lineno
        for node in (ast.walk(tree) if tree else ())
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).rpartition(".")[2] == name
        and (first is None or [getattr(a, "value", None) for a in node.args[:1]] == [first])
    ]
    return calls[0] if len(calls) == 1 else 1


def code_after(source, line):
    """Return the line of the first statement after the one that failed, or None."""
    tree, _ = parse(source)
    later = [node.lineno for node in (tree.body if tree else ()) if node.lineno > line]
    return min(later, default=None)
