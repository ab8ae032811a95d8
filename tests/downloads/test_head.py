"""What a notebook says that it needs is what it needs, with and without an address."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from downloads.head import head
from downloads.needs import Needs

from gradbook.cells.formulas import LOAD

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = "https://owner.github.io/gradbook/"
TORCH = "import torch\n\nprint(torch.ones(2))"
SOFTMAX = "from gradbook.losses import softmax"


def made(*sources, address=""):
    config = SimpleNamespace(html_baseurl=address)
    return head(SimpleNamespace(confdir=ROOT, config=config), [*sources])


def code(head):
    return [cell["source"] for cell in head.cells() if cell["cell_type"] == "code"]


def test_a_module_that_is_no_python_is_carried_as_it_is(tmp_path):
    (tmp_path / "gradbook").mkdir()
    (tmp_path / "gradbook/broken.py").write_text("x = (\n")
    (tmp_path / "gradbook/__init__.py").touch()
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8"))
    found = Needs(tmp_path, ["import gradbook.broken"])
    assert found.files["gradbook/broken.py"] == "x = (\n" and found.packages == []


@pytest.mark.parametrize("address", ["", ADDRESS])
def test_cells_that_import_torch_alone_need_torch_alone(address):
    (line,) = code(made(TORCH, address=address))
    assert line == '%pip install "torch>=2.6"'


def test_a_book_with_an_address_has_its_module_there():
    (line,) = code(made(SOFTMAX, address=ADDRESS))
    assert line.startswith(f'%pip install "gradbook[book] @ {ADDRESS}gradbook-')


def test_without_an_address_pip_is_asked_for_nothing_of_ours():
    line, _module = code(made(SOFTMAX))
    assert "gradbook" not in line


@pytest.mark.parametrize(
    ("source", "package"),
    [
        ("import matplotlib.pyplot as plt", "matplotlib>=3.9"),
        ("from gradbook import digits", "scikit-learn>=1.5"),
        (LOAD, "lark>=1.2"),
        ("%%formula eq-a\nfrom gradbook.mlp import loss\n---\nx = x", "torch>=2.6"),
        ("from gradbook.plots.gradient import gradient_field", "matplotlib>=3.9"),
    ],
)
def test_what_an_import_reaches_is_named(source, package):
    assert f'"{package}"' in made(source).line and f"`{package}`" in made(source).words


@pytest.mark.parametrize(
    ("source", "program"),
    [
        ("from gradbook import digits", "from gradbook import digits"),
        (SOFTMAX, "from gradbook.losses import softmax, softmax_jacobian"),
        (
            LOAD,
            "import gradbook.formula as f; f.check('2 x = x + x', 'x = draw()')",
        ),
        ("import gradbook.plots.cards", "import gradbook.plots.cards"),
    ],
)
def test_the_module_that_a_file_carries_works_alone(source, program, tmp_path):
    _line, module = code(made(source))
    program = f"{module}\n{program}\nimport gradbook; print(gradbook.__file__, folder.name)"
    run = subprocess.run(
        [sys.executable, "-I", "-c", program], cwd=tmp_path, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    file, folder = run.stdout.split()
    assert file.startswith(folder) and not Path(folder).exists()


def test_it_carries_no_more_than_what_is_reached():
    few, all_of_it = (len(code(made(s))[1]) for s in (SOFTMAX, LOAD))
    assert few < all_of_it / 2


def test_both_lines_for_torch_are_named():
    words = made(TORCH).text()
    assert "CUDA" in words and "--index-url https://download.pytorch.org/whl/cpu" in words
