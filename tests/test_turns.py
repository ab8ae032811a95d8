"""What is tried in parts is tried whole within days, and at once in `make test-all`."""

import pytest

from tests import turns
from tests.browser import visits


@pytest.fixture(params=[20261126, 20270101])
def days(request, monkeypatch):
    """Let some days come, one after the other."""

    def come(count):
        for day in range(request.param, request.param + count):
            monkeypatch.setattr(turns, "DAY", day)
            yield day

    monkeypatch.setattr(turns, "ALL", False)
    return come


def kinds(number):
    return {visit.kind() for visit in visits.turns(number, "a")}


def looked_at(number):
    return [visit.kind() for visit in visits.turns(number, "a") if visit.looked_at]


@pytest.mark.parametrize("number", range(8))
def test_each_one_has_its_turn_once_in_so_many_days(days, number):
    assert [turns.has_turn(number, 8) for _ in days(8)].count(True) == 1


def test_of_many_some_have_their_turn_each_day(days):
    for _ in days(8):
        assert any(turns.has_turn(number, 8) for number in range(8))


@pytest.mark.parametrize("number", range(8))
def test_a_page_is_visited_each_day_and_in_all_kinds_in_four(days, number):
    found = [{kind for kind in kinds(number) if kind[2]} for _ in days(4)]
    assert all(found) and set.union(*found) == {(*kind, True) for kind in visits.DAYS}


@pytest.mark.parametrize("number", range(8))
def test_axe_sees_all_kinds_of_visits_in_eight_days(days, number):
    found = [kind for _ in days(8) for kind in looked_at(number)]
    assert len(found) == len(set(found)) == 4


@pytest.mark.parametrize("number", range(8))
def test_a_page_without_scripts_is_compared_with_the_same_page_with_them(days, number):
    without = [found for _ in days(8) if ("light", visits.WIDE, False) in (found := kinds(number))]
    assert len(without) == 1 and ("light", visits.WIDE, True) in without[0]


def test_all_is_done_at_once_in_full(monkeypatch):
    monkeypatch.setattr(turns, "ALL", True)
    assert len(kinds(0)) == 5 and len(looked_at(0)) == 4
