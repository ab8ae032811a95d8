"""How large what a comparison expects is: what the witness weighs tolerances against."""

import importlib

import pytest
import torch

tolerances = importlib.import_module("execution.jupyter.kernels.python3.witness.tolerances")


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ([-3.0, 2.0], 3.0),
        (torch.tensor(-4), 4.0),
        (torch.tensor([]), 0.0),
        (torch.tensor([True, False]), 0.0),
        (torch.empty(2, device="meta"), 0.0),
        ("no number", 0.0),
    ],
)
def test_the_largest_size_is_0_where_there_is_none(value, size):
    assert tolerances.largest(value) == size
