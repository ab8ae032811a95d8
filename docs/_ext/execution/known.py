"""What other checkouts have too: the files that git knows, and the packages that the pins name."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cached_property
from importlib.metadata import packages_distributions
from pathlib import Path

from nbformat import NotebookNode
from reading import syntax

from execution.client import indices
from execution.judge import Failure

PIN = re.compile(r"^([\w.-]+)==", re.MULTILINE)
OURS = {"gradbook"}


class Project:
    """A checkout of the book."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def files(self) -> set[str] | None:
        """Return the names of the files that git knows, or None where there is no git."""
        # A repository around a copy of the book says nothing about it.
        environment = os.environ | {"GIT_CEILING_DIRECTORIES": str(self.root.parent)}
        command = ["git", "-C", str(self.root), "ls-files", "-z"]
        try:
            done = subprocess.run(command, env=environment, capture_output=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            return None
        return set(os.fsdecode(done.stdout).split("\0"))

    def unknown(self, names: list[str]) -> list[str]:
        """Return which files git does not know; what is not there is no file."""
        there = [name for name in names if (self.root / name).is_file()]
        return [] if self.files is None else [name for name in there if name not in self.files]

    @cached_property
    def pins(self) -> set[str]:
        """Return the names of the packages that every environment of the book has."""
        try:
            text = (self.root / "requirements.txt").read_text(encoding="utf-8")
        except OSError:
            return set()
        return set(map(normal, PIN.findall(text)))

    @cached_property
    def installed(self) -> dict[str, list[str]]:
        """Return the packages that bring each module."""
        return {name: list(map(normal, found)) for name, found in packages_distributions().items()}

    def unpinned(self, notebook: NotebookNode) -> Iterator[Failure]:
        """Yield the imports of packages that only this environment has."""
        for index in indices(notebook):
            tree, _ = syntax.parse(notebook.cells[index].source)
            for line, name in imports(tree) if tree and self.pins else ():
                if not self.is_pinned(name):
                    message = f"expected a package of requirements.txt, got {name}"
                    yield Failure(index, line, message)

    def is_pinned(self, name: str) -> bool:
        """Tell whether every environment has a module; what is not there fails by itself."""
        if name in sys.stdlib_module_names | OURS or normal(name) in self.pins:
            return True
        return name not in self.installed or bool(self.pins.intersection(self.installed[name]))


def normal(name: str) -> str:
    """Return the name of a package as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the line and the first word of each import."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name.partition(".")[0]) for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield node.lineno, module.partition(".")[0]
