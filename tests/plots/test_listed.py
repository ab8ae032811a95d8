"""The page of the API lists the figures of each module that draws some."""

import pkgutil
from importlib import import_module
from pathlib import Path

import pytest

from gradbook import plots

API = Path(__file__).resolve().parents[2] / "docs/reference/api.md"
# What figures are drawn with, and the cards, which are no figures.
OTHERS = {"axes", "palette", "cards"}
MODULES = sorted({module.name for module in pkgutil.iter_modules(plots.__path__)} - OTHERS)


@pytest.mark.parametrize("name", MODULES)
def test_a_module_of_figures_is_on_the_page_of_the_api(name):
    listed = API.read_text("utf-8").partition("\nparts = ")[2].partition("for part")[0]
    assert f'"{name}"' in listed, "the cell below “Figures” in docs/reference/api.md"
    module = import_module(f"gradbook.plots.{name}")
    for figure in module.__all__:
        assert getattr(module, figure).__doc__
