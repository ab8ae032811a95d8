"""Libraries are as their readers have them: no function, class or constant of one is replaced."""

import ast
import sys
from collections.abc import Iterator, Sequence


def patches(nodes: Sequence[ast.AST]) -> Iterator[tuple[int, str]]:
    """Yield the parts of libraries that a program replaces; it may choose a library's settings."""
    modules: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                first = (getattr(node, "module", None) or alias.name).partition(".")[0]
                modules[alias.asname or alias.name.partition(".")[0]] = first
    for node in nodes:
        match node:
            case ast.Assign(targets=targets, value=value):
                replaced = [each for each in targets if isinstance(each, ast.Attribute)]
            case ast.Call(func=ast.Name(id="setattr"), args=[first, *_, value]):
                replaced = [ast.Attribute(first, "…")]
            case _:
                continue
        for each in replaced:
            module = modules.get(root(each))
            chosen = isinstance(value, ast.Constant) and module not in sys.stdlib_module_names
            if module and not chosen:
                yield node.lineno, f"expected a library as it is, got another {ast.unparse(each)}"


def root(node: ast.expr) -> str:
    """Return the name with which a chain of attributes begins, or ''."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return getattr(node, "id", "")
