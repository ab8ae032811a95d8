"""Each file of a room of the build that sets something up is called by its room."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

EXTENSIONS = Path(__file__).resolve().parents[1] / "docs/_ext"
ROOMS = ("checks", "execution", "writing", "pages", "downloads", "search")


def sets_up(path):
    """Tell whether a file has a function setup."""
    body = ast.parse(path.read_text("utf-8")).body
    return any(isinstance(node, ast.FunctionDef) and node.name == "setup" for node in body)


@pytest.mark.parametrize("room", ROOMS)
def test_what_sets_something_up_is_called_by_its_room(room):
    files = {
        f"{room}.{path.stem}" for path in EXTENSIONS.glob(f"{room}/[a-z]*.py") if sets_up(path)
    }
    files |= {f"{room}.{p.parent.name}" for p in EXTENSIONS.glob(f"{room}/*/__init__.py")}
    called = {part.__name__ for part in import_module(room).PARTS}
    assert files == called, f"PARTS of docs/_ext/{room}/__init__.py"
