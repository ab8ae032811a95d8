"""Imports point one way, and importing gradbook computes nothing."""

import ast
import graphlib
import subprocess
import sys
from functools import cache
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "gradbook"
MODULES = sorted(str(p.relative_to(PACKAGE).with_suffix("")) for p in PACKAGE.rglob("*.py"))

# What of gradbook each family may import, besides itself.
ARROWS = {
    "arguments": set(),
    "precision": set(),
    "activations": {"arguments"},
    "autograd": {"arguments", "precision"},
    "differences": {"arguments"},
    "surfaces": {"arguments"},
    "descent": {"arguments", "precision"},
    "digits": {"arguments"},
    "optimizers": {"arguments", "precision", "descent"},
    "losses": {"arguments", "precision", "activations"},
    "perceptron": {"arguments", "precision", "activations", "losses"},
    "mlp": {"arguments", "precision", "activations", "losses"},
    "stochastic": {"arguments", "activations", "losses", "mlp"},
    "noise": {"arguments", "precision", "activations", "losses", "mlp", "stochastic"},
    "stacks": {"arguments", "precision", "activations", "losses", "mlp", "stochastic"},
    "parallel": {"arguments"},
    "plots": {"arguments", "surfaces"},
    "cells": set(),
    "formula": {"arguments", "cells"},
    "sphinx": {"cells"},
    "tool": {"cells", "formula"},
    "__main__": {"tool"},
}
# And the rooms of formula, from the ground up; the rest of it, without a name here, is its doors.
FORMULA = {
    "errors": set(),
    "reading": {"errors"},
    "setting": {"errors"},
    "values": {"errors", "setting"},
    "typos": {"errors", "reading"},
    "meaning": {"errors", "reading", "values"},
    "verdict": {"errors", "reading", "setting", "values", "typos", "meaning"},
}
DOORS = {"__init__": {"errors", "verdict", "magic"}, "magic": {"errors", "verdict"}}
LIBRARIES = {"torch"}
MORE_LIBRARIES = {
    "plots": {"torch", "numpy", "matplotlib", "mpl_toolkits"},
    "digits": {"torch", "sklearn"},
    "formula": {"torch", "lark"},
    "tool/plugin": {"pytest"},
    "sphinx": {"sphinx", "docutils", "myst_nb"},
    "formula/magic": {"IPython"},
}


@cache
def imports(path: Path) -> frozenset[str]:
    """Return the dotted names that a file imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(names)


def graph() -> dict[str, set[str]]:
    """Return for each file of gradbook the files that it imports, wherever in it."""
    found = {}
    for module in MODULES:
        names = {name.replace(".", "/") for name in imports(PACKAGE / f"{module}.py")}
        files = {m for m in MODULES if f"gradbook/{m.removesuffix('/__init__')}" in names}
        found[module] = files - {module}
    return found


@pytest.mark.parametrize("module", [m for m in MODULES if m != "__init__"])
def test_imports_follow_the_arrows(module):
    family = module.split("/")[0]
    names = imports(PACKAGE / f"{module}.py")
    ours = {name.split(".")[1] for name in names if name.startswith("gradbook.")}
    assert ours - {"__version__"} <= ARROWS[family] | {family}


@pytest.mark.parametrize("module", MODULES)
def test_only_the_known_libraries_are_imported(module):
    family = module.split("/")[0]
    roots = {name.split(".")[0] for name in imports(PACKAGE / f"{module}.py")}
    known = set(sys.stdlib_module_names) | {"gradbook"} | LIBRARIES
    assert roots <= known | MORE_LIBRARIES.get(family, set()) | MORE_LIBRARIES.get(module, set())


@pytest.mark.parametrize("module", [m for m in MODULES if m.startswith("formula/")])
def test_imports_follow_the_arrows_between_the_rooms_of_formula(module):
    room = module.split("/")[1]
    names = imports(PACKAGE / f"{module}.py")
    rooms = {n.split(".")[2] for n in names if n.startswith("gradbook.formula.")}
    assert rooms <= (FORMULA | DOORS)[room] | {room}


def test_every_room_of_formula_has_an_arrow():
    found = {m.split("/")[1] for m in MODULES if m.startswith("formula/")}
    assert found == set(FORMULA | DOORS)


@pytest.mark.parametrize("arrows", [ARROWS, FORMULA | DOORS], ids=["families", "rooms"])
def test_arrows_point_one_way(arrows):
    graphlib.TopologicalSorter(arrows).prepare()


def test_no_files_import_each_other_in_a_circle():
    graphlib.TopologicalSorter(graph()).prepare()


def test_every_family_has_an_arrow():
    assert {m.split("/")[0] for m in MODULES} - {"__init__"} == set(ARROWS)


def test_importing_gradbook_runs_no_torch_operation():
    names = [
        f"gradbook.{m.replace('/', '.').removesuffix('.__init__')}"
        for m in MODULES
        if m != "__init__"
    ]
    program = f"""
import importlib
import torch
from torch.utils._python_dispatch import TorchDispatchMode

class Refuse(TorchDispatchMode):
    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        raise AssertionError(function)

with Refuse():
    for name in {names!r}:
        importlib.import_module(name)
"""
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


def test_importing_the_activations_brings_torch_and_the_arguments_alone():
    program = """
import sys
import torch
before = set(sys.modules)
import gradbook.activations
print(*sorted(set(sys.modules) - before))
"""
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    # What these import beside torch, Python and torch have imported already.
    assert run.stdout.split() == ["gradbook", "gradbook.activations", "gradbook.arguments"]


def test_the_settings_are_settings():
    text = (ROOT / "conf.py").read_text("utf-8")
    assert len(text.splitlines()) < 70
    assert not [
        n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.ClassDef)
    ]


# What each room of the build may import, besides itself and what all may ask: facts of the book,
# private parts of others, files with a hash.
ROOMS = {
    "reading": set(),
    "planted": set(),
    "checks": {"reading"},
    "execution": {"reading"},
    "writing": {"reading", "planted"},
    "pages": {"reading"},
    "downloads": {"reading", "writing", "pages"},
    "search": {"reading"},
    "finishing": {"checks", "execution", "pages", "downloads", "search"},
}
SHARED = {"book", "stack", "hashed_files", "collected"}
EXTENSIONS = ROOT / "docs/_ext"
# What runs in the kernels is no part of the build that imports it.
OF_ROOMS = sorted(
    path.relative_to(EXTENSIONS)
    for path in EXTENSIONS.rglob("*.py")
    if "jupyter" not in path.parts and path.name != "fork_server.py"
)


@pytest.mark.parametrize("path", OF_ROOMS, ids=str)
def test_rooms_import_along_the_arrows(path):
    room = path.parts[0].removesuffix(".py")
    names = imports(EXTENSIONS / path)
    ours = {name.split(".")[0] for name in names} & (ROOMS.keys() | SHARED)
    assert ours <= ROOMS.get(room, set()) | SHARED | {room}


def test_every_room_has_an_arrow():
    found = {path.parts[0].removesuffix(".py") for path in OF_ROOMS}
    assert found == ROOMS.keys() | SHARED


def test_arrows_between_rooms_make_no_circle():
    graphlib.TopologicalSorter(ROOMS).prepare()


# What makes the site and its editions; other commands are for who works on the book.
MADE_WITH = [
    *(EXTENSIONS / path for path in OF_ROOMS),
    *(ROOT / "make/binding").glob("*.py"),
    *(ROOT / f"make/{name}.py" for name in ("html", "site", "pdf", "epub", "live", "notebooks")),
]


def brought(groups: set[str]) -> set[str]:
    """Return the packages of some groups of the requirements, and what these need."""
    text = (ROOT / "requirements.txt").read_text("utf-8")
    blocks = [block.splitlines() for block in text.split("\n\n")]
    lines = [line for head, *lines in blocks if head.removeprefix("# ") in groups for line in lines]
    found, waiting = set(), [Requirement(line) for line in lines]
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        if name not in found and (not one.marker or one.marker.evaluate({"extra": ""})):
            found.add(name)
            waiting += map(Requirement, requires(name) or [])
    return found


def test_the_site_is_made_with_what_the_site_needs():
    packages = packages_distributions()
    given = brought({"The site", "The cells"})
    for path in MADE_WITH:
        for root in {name.split(".")[0] for name in imports(path)} & packages.keys():
            owners = set(map(canonicalize_name, packages[root]))
            assert owners & given, f"{path.name} imports {root}"


# What of gradbook the rooms may import.
TORCHLESS = {"gradbook.cells", "gradbook.sphinx"}


@pytest.mark.parametrize("path", OF_ROOMS, ids=str)
def test_rooms_know_nothing_of_torch(path):
    names = imports(EXTENSIONS / path)
    assert not {name.split(".")[0] for name in names} & {"torch", "matplotlib"}
    ours = {".".join(name.split(".")[:2]) for name in names if name.split(".")[0] == "gradbook"}
    assert ours <= TORCHLESS


@pytest.mark.parametrize("package", sorted(TORCHLESS))
def test_what_rooms_know_of_the_module_needs_no_torch(package):
    files = list((PACKAGE / package.removeprefix("gradbook.")).rglob("*.py"))
    assert files and not [p for p in files if {"torch", "gradbook.formula"} & imports(p)]
