"""What the cells of a page need: files of gradbook, and packages of the index.

A notebook that nobody can install gradbook for carries these files: those that its cells reach by
imports, with what lies beside them. A page whose cells import torch alone needs torch alone.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from reading import syntax

from gradbook.cells.formulas import LOAD

MODULE = "gradbook"
NAME = re.compile(r"[\w.-]+")


class Needs:
    """What sources need of the project in a folder.

    Attributes
    ----------
    files : dict of str
        The text of each file of gradbook, by its name.
    packages : list of str
        What pip is asked for besides gradbook, as ``torch>=2.6``.
    """

    def __init__(self, project: Path, sources: Iterable[str]) -> None:
        self.files: dict[str, str] = {}
        self.imported: set[str] = set()
        waiting = [name for source in sources for name in names_in_cell(source)]
        for name in waiting:  # which grows
            waiting += self.reach(project, name)
        self.packages = [
            line
            for line in requirements(project)
            if self.imported & modules_of(NAME.findall(line)[0])
        ]

    def reach(self, project: Path, name: str) -> Iterator[str]:
        """Take the file of a module; yield the names that it imports, and its packages."""
        first, _dot, rest = name.partition(".")
        if first != MODULE:
            self.imported.add(first)
            return
        path = project / name.replace(".", "/")
        path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        if not path.is_file() or str(path.relative_to(project)) in self.files:
            return  # a name in a module, or known
        if rest:
            yield name.rpartition(".")[0]
        beside = [p for p in path.parent.iterdir() if is_read(p)]
        for file in [path, *sorted(beside)]:
            self.files[str(file.relative_to(project))] = file.read_text(encoding="utf-8")
        yield from names_in_module(self.files[str(path.relative_to(project))])


def is_read(path: Path) -> bool:
    """Tell whether a file beside those of Python may be read by them."""
    return path.is_file() and path.suffix != ".py" and not path.name.startswith(".")


def names_in_cell(source: str) -> Iterator[str]:
    """Yield the dotted names that a cell imports or loads."""
    tree, _line = syntax.parse(source)
    if tree:
        yield from names(tree)
    if LOAD in source:
        yield LOAD.split()[1]


@cache  # many pages reach the same files
def names_in_module(source: str) -> tuple[str, ...]:
    """Return the dotted names that a module imports."""
    tree, _line = syntax.parse(source)
    # What is no Python is reported where the cells fail.
    return tuple(names(tree)) if tree else ()


def names(tree: ast.AST) -> Iterator[str]:
    """Yield what a program imports: modules, and names that may be modules."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=found):
                yield from (alias.name for alias in found)
            case ast.ImportFrom(module=str(module), names=found):
                yield from (module, *(f"{module}.{alias.name}" for alias in found))


def requirements(project: Path) -> list[str]:
    """Return what any cell of the book needs, as pip is told."""
    text = Path(project, "pyproject.toml").read_text(encoding="utf-8")
    settings = tomllib.loads(text)["project"]
    return [*settings["dependencies"], *settings["optional-dependencies"]["book"]]


@cache
def modules_of(package: str) -> frozenset[str]:
    """Return the names by which what a package brings is imported; of one that is absent, none."""
    try:
        found = distribution(package)
    except PackageNotFoundError:
        return frozenset()
    declared = (found.read_text("top_level.txt") or "").split()
    return frozenset(declared or (Path(file.parts[0]).stem for file in found.files or ()))
