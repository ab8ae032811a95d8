"""What the explorer of walks computes, on Node.js, against torch.optim in float64."""

from functools import partial
from pathlib import Path

import pytest
import torch
from writing.explorer_numbers import computed, differences

from gradbook.surfaces import surface

ROOT = Path(__file__).resolve().parents[2]
SGD, ADAM = torch.optim.SGD, torch.optim.Adam
WAYS = {
    "descent": lambda rate, beta: partial(SGD, lr=rate),
    "momentum": lambda rate, beta: partial(SGD, lr=rate, momentum=beta),
    "nesterov": lambda rate, beta: partial(SGD, lr=rate, momentum=beta, nesterov=True),
    "adam": lambda rate, beta: partial(ADAM, lr=rate, betas=(beta, 0.999)),
}
# Rates at which no walk is chaotic, and starts other than the usual ones.
RATES = {"himmelblau": 0.003, "bowl": 0.08, "rosenbrock": 0.0002}
STARTS = {"himmelblau": (-1.7, 3.4), "bowl": (2.1, -2.6), "rosenbrock": (0.4, 2.3)}


def by_torch(given):
    """Return path and values of a plain loop of PyTorch, whose gradients are autograd's."""
    function = surface(given["surface"]).function
    point = torch.tensor(given["start"], dtype=torch.float64, requires_grad=True)
    optimizer = WAYS[given["optimizer"]](given["rate"], given["beta"])([point])
    path, values = [], []
    for _step in range(given["steps"] + 1):
        value = function(point)
        path.append(point.tolist())
        values.append(value.item())
        if not torch.isfinite(point).all():
            break
        optimizer.zero_grad()
        value.backward()
        optimizer.step()
    return {"path": path, "values": values}


def case(name, optimizer, **changes):
    usual = {"rate": RATES[name], "beta": 0.9, "steps": 200, "start": STARTS[name]}
    return {"surface": name, "optimizer": optimizer, **usual, **changes}


@pytest.mark.parametrize("beta", [0.5, 0.9])
@pytest.mark.parametrize("optimizer", WAYS)
@pytest.mark.parametrize("name", RATES)
def test_a_walk_is_that_of_torch(name, optimizer, beta):
    given = case(name, optimizer, beta=beta)
    (got,) = computed(ROOT, "descent", [given])
    assert len(got["path"]) == 201
    assert list(differences(got, by_torch(given))) == []


@pytest.mark.parametrize("name", RATES)
def test_adam_with_a_large_rate_is_that_of_torch(name):
    given = case(name, "adam", rate=0.3, steps=200)
    assert list(differences(*computed(ROOT, "descent", [given]), by_torch(given))) == []


@pytest.mark.parametrize("optimizer", ["descent", "momentum", "nesterov"])
def test_a_walk_that_diverges_does_so_in_the_step_in_which_torch_does(optimizer):
    given = case("himmelblau", optimizer, rate=0.05, start=(5.0, 5.0))
    (got,) = computed(ROOT, "descent", [given])
    expected = by_torch(given)
    assert len(got["path"]) == len(expected["path"]) < 30
    finite = slice(0, -3)  # where 1e-9 of a value is no number of float64 any more
    assert list(differences(got["path"][finite], expected["path"][finite])) == []
    assert not all(isinstance(number, float | int) for number in got["path"][-1])


def test_what_it_knows_of_the_landscapes_is_what_the_module_knows(run_module):
    known = run_module("descent_math", "(math) => math.surfaces")
    for name, facts in known.items():
        ours = surface(name)
        assert [facts["x"], facts["y"]] == [list(side) for side in ours.domain]
        assert facts["minima"] == [list(point) for point in ours.minima]
        assert (facts["start"]["x"], facts["start"]["y"]) == ours.start
    assert set(known) == set(RATES)


@pytest.mark.parametrize("optimizer", WAYS)
def test_the_basins_are_those_of_the_walks(run_module, optimizer):
    """Each start of a coarse grid ends where its own walk ends."""
    program = """({ basins, reached, walk }) => {
      const setting = { surface: "himmelblau", optimizer: "WAY", rate: 0.01, beta: 0.5, steps: 80 };
      const rows = [...basins(setting, 12)];
      const at = (n) => -5.5 + n;
      const ends = rows.map((row, down) => row.map((_, across) =>
        reached("himmelblau", walk(setting, [at(across), at(11 - down)]).at(-1))));
      return [rows, ends];
    }"""
    rows, ends = run_module("descent_math", program.replace("WAY", optimizer))
    assert rows == ends
    assert {index for row in rows for index in row} >= {0, 1, 2, 3}
