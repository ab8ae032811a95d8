"""The project's modules: compiled by the server of kernels, or by a kernel where a text is new."""

import importlib.util
import sys
import warnings
from pathlib import Path

import pytest
from execution import fork_server

KERNEL = "docs/_ext/execution/jupyter/kernels/python3/witness"
WITNESS = Path(__file__).resolve().parents[2] / KERNEL


@pytest.fixture
def module(tmp_path):
    """Return the file of a module."""
    (tmp_path / "gradbook").mkdir()
    path = tmp_path / "gradbook" / "sides.py"
    path.write_text("SIDES = 3\n")
    return path


@pytest.fixture
def compiled(module, monkeypatch):
    """Return what a server has compiled of a project."""

    def compile_all():
        monkeypatch.setitem(sys.modules, fork_server.COMPILED, None)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # as a shell may ask for
            fork_server.compile_modules(str(module.parents[1]))
        return sys.modules[fork_server.COMPILED].known

    return compile_all


def code_in_kernel(module, monkeypatch):
    """Return the code that a kernel takes, which finds what its server has compiled."""
    spec = importlib.util.spec_from_loader("witness", None, is_package=True)
    package = importlib.util.module_from_spec(spec)
    package.__path__ = [str(WITNESS)]
    for name in ("witness.places", "witness.modules"):
        monkeypatch.setitem(sys.modules, name, None)  # to be restored, though it is not there
        del sys.modules[name]
    monkeypatch.setitem(sys.modules, "witness", package)
    modules = importlib.import_module("witness.modules")
    return modules.FromSource("gradbook.sides", str(module)).get_code("gradbook.sides")


def test_a_kernel_takes_what_was_compiled_of_the_same_text(module, compiled, monkeypatch):
    (code,) = compiled().values()
    assert code_in_kernel(module, monkeypatch) is code


def test_a_text_that_has_changed_since_is_compiled_anew(module, compiled, monkeypatch):
    compiled()
    module.write_text("SIDES = 4\n")  # as long as before
    assert 4 in code_in_kernel(module, monkeypatch).co_consts


@pytest.mark.parametrize("text", ["SIDES = (\n", "SIDES = 3 is 3\n", "\0"])
def test_what_there_is_to_say_of_a_text_a_kernel_says(text, module, compiled):
    module.write_text(text)
    assert compiled() == {}
