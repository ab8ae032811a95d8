"""The code of the chapters and of the module: what Ruff says, and accidents that no linter knows.

Those are assertions that cannot fail, an answer that nobody takes, code behind a condition that is
never true, warnings or exceptions that are hidden by one call, libraries that are changed, and
formulas that are displayed and typed.
"""

import ast
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from reading import program, syntax
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from checks import alone, libraries
from checks.linter import Found, lint

logger = logging.getLogger(__name__)

# An assertion of one of these cannot fail, or only when it is empty.
ALWAYS_TRUE = (
    *(ast.List, ast.ListComp, ast.Set, ast.SetComp, ast.Dict, ast.DictComp),
    *(ast.GeneratorExp, ast.JoinedStr, ast.Lambda),
)
# Their value only counts when somebody takes it; of two that are the same, they say nothing.
ANSWERS = {"all", "any", "equal", "allclose", "isclose", "isfinite", "isnan"}
LAZY = {"map", "filter"}
ASSERTIONS = {"assert_close", "assert_allclose", "assert_equal", "assert_array_equal"}
FILTERS = {"simplefilter", "filterwarnings", "catch_warnings"}
EVERYTHING = {"Exception", "BaseException"}
DISPLAYED = {"Math", "Latex"}
CLOCK, NOW = "datetime64", {"'now'", "'today'"}  # NumPy asks one that nothing else can move
JUDGED = {*ANSWERS, *ASSERTIONS, *FILTERS, CLOCK, "suppress"}  # by what their arguments say


def check(tree: ast.Module, visible: bool = False) -> Iterator[tuple[int, str]]:
    """Yield line and message of what a program says and cannot mean."""
    nodes = list(ast.walk(tree))  # once: this is what takes long
    yield from libraries.patches(nodes)
    for node in nodes:
        match node:
            case ast.Assert(test=test) if always_true(test):
                got = ast.unparse(test)
                yield node.lineno, f"expected an assertion that can fail, got one of {got!r}"
            case ast.If(test=ast.Constant(value)) | ast.While(test=ast.Constant(value)):
                if not value:
                    message = "expected code that runs, got a condition that is always"
                    yield node.lineno, f"{message} {value!r}"
            case ast.Call():
                yield from ((node.lineno, message) for message in check_call(node, visible))
    # The last value of a cell is shown.
    for statement, _ in pairwise(tree.body):
        if isinstance(statement, ast.Expr) and is_idle(statement.value):
            got = ast.unparse(statement)
            yield statement.lineno, f"expected a use of this value, got {got!r} alone"


def check_call(call: ast.Call, visible: bool) -> Iterator[str]:
    """Yield what is wrong with a call: it compares a value with itself, or hides a failure."""
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    name = called(call)
    texts = list(map(ast.unparse, arguments)) if name in JUDGED else []
    if name in ANSWERS | ASSERTIONS and same(*call.args[:2]):
        yield f"expected a comparison that can fail, got one of {texts[0]} with itself"
    if name in FILTERS and "'ignore'" in texts and not (visible and names_warning(call)):
        hint = "(a cell that readers see may ignore one by its message)"
        yield f"expected warnings to be seen, got the filter 'ignore' of {name} {hint}"
    if any(k.arg in {"rtol", "rel_tol"} and is_vast(k.value) for k in call.keywords):
        yield f"expected a tolerance that can fail, got {ast.unparse(call)}"
    if name == CLOCK and NOW.intersection(texts):
        yield f"expected the same day in every build, got {ast.unparse(call)}"
    if name in DISPLAYED and not any(
        isinstance(n, ast.Name) for a in arguments for n in ast.walk(a)
    ):
        yield "expected a formula cell, got a displayed formula that nothing checks"
    if name == "suppress" and EVERYTHING & set(texts):
        yield f"expected an exception by its name, got {ast.unparse(call)}, which hides all of them"


def is_vast(value: ast.expr) -> bool:
    """Tell whether a relative tolerance allows any number in the place of another."""
    return (
        isinstance(value, ast.Constant)
        and isinstance(value.value, int | float)
        and value.value >= 1
    )


def names_warning(call: ast.Call) -> bool:
    """Tell whether a filter of warnings says which one it is for."""
    named = [*call.args[1:2], *(k.value for k in call.keywords if k.arg == "message")]
    return called(call) == "filterwarnings" and any(getattr(each, "value", "") for each in named)


def is_idle(value: ast.expr) -> bool:
    """Tell whether an expression does nothing but to have a value; Ruff knows the others."""
    return isinstance(value, ast.BinOp | ast.Subscript) or called(value) in ANSWERS | LAZY


def called(node: ast.expr) -> str:
    """Return the name of a function or method that is called, or ''."""
    function = node.func if isinstance(node, ast.Call) else None
    return getattr(function, "attr", getattr(function, "id", ""))


def always_true(test: ast.expr) -> bool:
    """Tell whether an assertion cannot fail: by what it is made of, or since its sides agree."""
    match test:
        case ast.Compare(left=left, ops=[ast.GtE()], comparators=[ast.Constant(value=0)]):
            return called(left) in {"len", "abs"}
        case ast.Constant(value=value):
            return bool(value) and not isinstance(value, str)  # of texts, Ruff says it
        case ast.Attribute(attr=name):  # a method that was not called
            return name in ANSWERS
        case ast.Compare(left=left, ops=[ast.Eq() | ast.LtE() | ast.GtE()], comparators=[right]):
            return not isinstance(left, ast.Name) and same(left, right)  # of names, Ruff says it
    return isinstance(test, ALWAYS_TRUE)


def same(*values: ast.expr) -> bool:
    """Tell whether two expressions are the same; what is called may answer otherwise."""
    calls = any(isinstance(node, ast.Call) for value in values for node in ast.walk(value))
    return len(values) == 2 and not calls and len(set(map(ast.unparse, values))) == 1


def faults(
    chapters: dict[Path, list[program.Cell]], modules: list[Path]
) -> list[tuple[Path, Found]]:
    """Return what is wrong with the cells of chapters and of modules, in their order."""
    found = list(lint(chapters, modules))
    undefined = {(path, line) for path, (line, _, text) in found if text.startswith(alone.NAME)}
    found += [each for each in alone.lean(chapters) if (each[0], each[1][0]) not in undefined]
    for path, cells in chapters.items():
        found += [(path, each) for each in check_cells(cells)]
    for path in modules:
        found += [(path, each) for each in check_module(path)]
    return sorted(found, key=lambda each: (each[0], each[1][0]))


def report(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Report what is wrong with the cells of the chapters that are read, and with the module."""
    paths = [Path(env.doc2path(docname)) for docname in docnames]
    chapters = {
        path: program.cells(path.read_text(encoding="utf-8"))
        for path in paths
        if path.suffix == ".md"
    }
    modules = list(Path(app.confdir, "gradbook").rglob("*.py"))
    for path, (line, number, message) in faults(chapters, modules):
        cell = f"cell {number}: " if number else ""
        logger.warning("%s%s", cell, message, location=f"{path}:{line}", type="code")


def check_cells(cells: list[program.Cell]) -> Iterator[Found]:
    """Yield line, number of the cell and message of what no linter finds in a chapter."""
    for number, cell in enumerate(cells, 1):
        tree, _ = syntax.parse(cell.source)
        for line, message in check(tree, program.is_visible(cell)) if tree else ():
            yield cell.line + line - 1, number, message


def check_module(path: Path) -> Iterator[Found]:
    """Yield line and message of what no linter finds in a file of the module."""
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError):  # Ruff says so
        return
    yield from ((line, None, message) for line, message in check(tree))


def setup(app: Sphinx) -> None:
    app.connect("env-before-read-docs", report)
