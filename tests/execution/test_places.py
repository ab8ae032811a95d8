"""What belongs to the project and what every machine has, wherever clone and environment lie."""

import importlib.util
import os
import sys
from pathlib import Path

import pytest

KERNEL = "docs/_ext/execution/jupyter/kernels/python3/witness"
WITNESS = Path(__file__).resolve().parents[2] / KERNEL


def load(monkeypatch, root, environment):
    """Return the witness's places and files, as they are with a clone and an environment."""
    monkeypatch.setattr(sys, "prefix", str(environment))
    monkeypatch.setattr(sys, "path", [str(root), str(Path(environment, "lib/site-packages"))])
    spec = importlib.util.spec_from_loader("witness", None, is_package=True)
    package = importlib.util.module_from_spec(spec)
    package.__path__ = [str(WITNESS)]
    for name in ("witness", "witness.places", "witness.everywhere", "witness.files"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "witness", package)
    places = importlib.import_module("witness.places")
    monkeypatch.setattr(places, "ROOT", str(root) + os.sep)
    return places, importlib.import_module("witness.files")


LAYOUTS = {
    "environment in the clone": ("/work/book", "/work/book/.venv"),
    "clone in its environment": ("/work/env/src/book", "/work/env"),
    "both below the temporary folder": ("/tmp/book", "/tmp/env"),
    "a clone below a system's prefix": ("/usr/src/book", "/usr"),
    "side by side": ("/home/me/book", "/opt/env"),
}


@pytest.fixture(params=LAYOUTS)
def layout(request, monkeypatch):
    root, environment = LAYOUTS[request.param]
    return root, environment, *load(monkeypatch, root, environment)


def test_a_file_of_the_project_is_ours(layout):
    root, _, places, _ = layout
    assert places.is_ours(f"{root}/gradbook/losses.py")


def test_a_file_of_the_environment_is_not_ours_and_never_foreign(layout):
    _, environment, places, files = layout
    path = f"{environment}/lib/site-packages/torch/__init__.py"
    assert not places.is_ours(path) and files.is_everywhere(path)


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("/proc/cpuinfo", True),
        ("/usr/share/zoneinfo/Europe/Berlin", True),
        ("/etc/ssl/certs/ca.pem", True),
        ("/usr/share/fonts/a.ttf", True),
        ("/etc/hostname", False),
        (str(Path(__file__)), False),
    ],
)
def test_files_are_judged_by_their_path(monkeypatch, path, known):
    _, files = load(monkeypatch, "/work/book", "/opt/env")
    assert files.is_everywhere(path) is known


def test_what_goes_with_the_kernel_is_its_own(monkeypatch, tmp_path):
    for name in ("own", "others"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a").touch()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "own"))
    _, files = load(monkeypatch, "/work/book", "/opt/env")
    assert files.is_everywhere(str(tmp_path / "own/a")) and files.is_own(str(tmp_path / "own/new"))
    assert not files.is_everywhere(str(tmp_path / "others/a"))
    assert not files.is_own(str(tmp_path / "others/new"))
