"""Figures do not depend on the default device, and name what does not fit."""

import ast
from pathlib import Path

import matplotlib.pyplot as plt
import pytest
import torch

from gradbook import plots
from gradbook.plots.gradient import gradient_field
from gradbook.plots.optimization import contours, paths, surface_3d, values_along
from gradbook.surfaces import BOWL

WALKS = torch.tensor([[[1.0, 2.0], [-1.0, 1.0]], [[0.5, 0.5], [0.0, 0.2]]])
FIGURES = {
    "paths": lambda: paths(BOWL, WALKS, ["a", "b"]),
    "values_along": lambda: values_along(BOWL, WALKS, ["a", "b"]),
    "gradient_field": lambda: gradient_field(BOWL, at=(1.0, 0.5)),
    "contours": lambda: contours(BOWL),
    "surface_3d": lambda: surface_3d(BOWL),
}
MAKERS = {"arange", "empty", "eye", "full", "linspace", "logspace", "ones", "tensor", "zeros"}


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


@pytest.mark.parametrize("figure", FIGURES.values(), ids=list(FIGURES))
def test_a_figure_is_drawn_whatever_the_default_device(figure):
    before = [len(figure().lines), len(figure().collections)]
    with torch.device("meta"):
        ax = figure()
    assert [len(ax.lines), len(ax.collections)] == before and sum(before) > 0


FILES = sorted(Path(plots.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_tensor_of_a_figure_is_made_on_a_device_of_its_own(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {f"torch.{m}" for m in MAKERS}:
            assert "device" in {key.arg for key in node.keywords}, f"{path}:{node.lineno}"


@pytest.mark.parametrize("figure", [paths, values_along])
@pytest.mark.parametrize("labels", [["one"], ["one", "two", "three"]])
def test_labels_that_are_not_one_for_each_path_are_refused(figure, labels):
    count = len(labels)
    with pytest.raises(ValueError, match=f"labels: expected 2, one for each path, got {count}"):
        figure(BOWL, WALKS, labels)


@pytest.mark.parametrize("figure", [paths, values_along])
def test_walks_that_are_none_are_named(figure):
    with pytest.raises(TypeError, match="walks: expected a floating-point tensor, got list"):
        figure(BOWL, WALKS.tolist())
    with pytest.raises(ValueError, match="walks: expected one entry or more"):
        figure(BOWL, torch.empty(0, 2))
