"""What the runs of a draw share: each is given what it would have drawn by itself."""

from __future__ import annotations

import pytest
import torch

from gradbook.formula.setting.drawing import Random
from gradbook.formula.setting.places import Between
from gradbook.formula.setting.roaming import ROAMING

DRAWS = [0, 3, -1, -6, ROAMING, ROAMING + 501, Between(0, 1, 0.3)]
CALLS = [(), (3,), (2, 2), "outcomes", (), (3,), (4,)]


def run(draw, calls, given, outcome=None):
    random = Random(7, draw, outcome, 0, False, given)
    asked = (random.outcomes(range(5)) if c == "outcomes" else random.draw(*c) for c in calls)
    return [torch.as_tensor(each).detach().clone() for each in asked]


@pytest.mark.parametrize("draw", DRAWS)
@pytest.mark.parametrize("place", range(len(CALLS)))
def test_a_run_that_goes_another_way_draws_what_it_would_alone(draw, place):
    given: dict = {}
    run(draw, CALLS, given)
    other = [*CALLS[:place], (5,), *CALLS[place:]]
    for calls in (other, CALLS, [*CALLS, (2,)], CALLS[:place]):
        alone, shared = run(draw, calls, {}), run(draw, calls, given)
        assert all(map(torch.equal, alone, shared))


def test_what_a_run_changes_in_place_is_its_own():
    given: dict = {}
    first, second = (Random(7, 0, None, 0, False, given).draw(3) for _ in range(2))
    with torch.no_grad():
        first += 1
    assert not torch.equal(first, second)
    assert torch.equal(second, Random(7, 0, None, 0, False, given).draw(3))
