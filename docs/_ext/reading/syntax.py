"""The Python of a cell, as a tree, and where in it something stands.

A cell that begins with `%%formula` is a setting in Python, a line `---`, and TeX, or TeX alone;
only the setting is Python.
"""

import ast
import re
from functools import lru_cache

from gradbook.cells.formulas import LOAD, RULE, is_formula

LOADS = re.compile(rf"^{re.escape(LOAD)}[ \t]*$", re.MULTILINE)
COMPILE = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


def is_program(source: str) -> bool:
    """Tell whether a cell is Python and no formula."""
    return not is_formula(source) and parse(source)[0] is not None


def python_of(source: str) -> str:
    """Return the Python of a cell, on the lines on which it stands."""
    if not is_formula(source):
        return source
    setting, *tex = RULE.split(source.partition("\n")[2], maxsplit=1)
    return f"\n{setting}" if tex else ""


@lru_cache(maxsize=1024)  # several checks ask for the same cell, some after all others
def parse(source: str) -> tuple[ast.Module | None, int | None]:
    """Return the syntax tree of a cell, or None and the line that is no Python."""
    python = LOADS.sub("pass", python_of(source))
    try:
        return compile(python, "cell", "exec", COMPILE, dont_inherit=True), None
    except (SyntaxError, ValueError) as error:
        return None, getattr(error, "lineno", None) or 1


def has_sets(source: str) -> bool:
    """Tell whether sets are made in a cell, or more than asked for an element."""
    tree, _ = parse(source)
    nodes = list(ast.walk(tree)) if tree else []
    asked = [each for n in nodes if isinstance(n, ast.Compare) for each in n.comparators]
    sets = [n for n in nodes if isinstance(n, ast.Set | ast.SetComp) and n not in asked]
    named = {getattr(node, "id", "") for node in nodes}
    return bool(sets) or not named.isdisjoint({"set", "frozenset"}) or has_views(nodes)


def has_views(nodes: list[ast.AST]) -> bool:
    """Tell whether the keys of dictionaries are taken for sets."""
    operations = [node for node in nodes if isinstance(node, ast.BinOp)]
    sides = [ast.unparse(side) for node in operations for side in (node.left, node.right)]
    return any(side.endswith((".keys()", ".items()")) for side in sides)


def last_line(source: str) -> int:
    """Return the line on which a cell's last statement begins: its value is the cell's result."""
    tree, _ = parse(source)
    return tree.body[-1].lineno if tree and tree.body else 1


def line_of_call(source: str, name: str, first: object = None) -> int:
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


def code_after(source: str, line: int) -> int | None:
    """Return the line of the first statement after the one that failed, or None."""
    tree, _ = parse(source)
    later = [node.lineno for node in (tree.body if tree else ()) if node.lineno > line]
    return min(later, default=None)


def is_tried(source: str, line: int) -> bool:
    """Tell whether a line stands below `try`: it may be there for its exception."""
    tree, _ = parse(source)
    tried = [node for node in ast.walk(tree) if isinstance(node, ast.Try)] if tree else []
    return any(node.body[0].lineno <= line <= (node.body[-1].end_lineno or 0) for node in tried)


def is_shown(source: str, line: int) -> bool:
    """Tell whether a line belongs to a value or a call of its own: what it says is seen."""
    tree, _ = parse(source)
    shown = [node for node in ast.walk(tree) if isinstance(node, ast.Expr)] if tree else []
    return any(node.lineno <= line <= (node.end_lineno or 0) for node in shown)


def keeps_function(source: str, line: int) -> bool:
    """Tell whether a line belongs to a lambda that is kept: in a container or an attribute."""
    tree, _ = parse(source)
    return any(
        isinstance(part, ast.Lambda) and part.lineno <= line <= (part.end_lineno or 0)
        for node in (ast.walk(tree) if tree else ())
        for part in kept(node)
    )


def kept(node: ast.AST) -> list[ast.expr]:
    """Return the expressions whose values live on in what a node makes or changes."""
    match node:
        case ast.Call(func=ast.Attribute(attr="append" | "add" | "insert" | "setdefault")):
            return node.args
        case ast.List() | ast.Tuple() | ast.Set():
            return node.elts
        case ast.Dict():
            return node.values
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
            return [node.elt]
        case ast.DictComp():
            return [node.value]
        case ast.Assign(targets=[ast.Subscript() | ast.Attribute()]):
            return [node.value]
    return []
