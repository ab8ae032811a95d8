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

    for module in (turns, visits):
        monkeypatch.setattr(module, "ALL", False)
    return come


def kinds(number):
    return {visit.kind() for visit in visits.turns(number, "a")}


@pytest.mark.parametrize("number", range(8))
def test_each_one_has_its_turn_once_in_so_many_days(days, number):
    assert [turns.has_turn(number, 8) for _ in days(8)].count(True) == 1


def test_of_many_some_have_their_turn_each_day(days):
    for _ in days(8):
        assert any(turns.has_turn(number, 8) for number in range(8))


def test_of_a_list_each_has_its_day(days):
    assert sorted(one for _ in days(3) for one in turns.of_today("abcdefg", 3)) == [*"abcdefg"]


@pytest.mark.parametrize("number", range(8))
def test_a_page_is_visited_in_each_kind_once_in_eight_days(days, number):
    found = [kind for _ in days(8) for kind in kinds(number) if kind[2]]
    assert sorted(found) == sorted((*kind, True) for kind in visits.DAYS)


@pytest.mark.parametrize("pages", [8, 45])
def test_each_kind_of_visit_is_made_each_day(days, pages):
    for _ in days(8):
        assert len(set.union(*map(kinds, range(pages)))) == 5


@pytest.mark.parametrize("number", range(16))
def test_axe_looks_at_a_page_in_each_mode_and_at_each_width_in_eight_days(days, number):
    found = [v for _ in days(8) for v in visits.turns(number, "a") if v.with_axe]
    assert sorted(visit.mode for visit in found) == sorted(visits.MODES)
    assert sorted(visit.width for visit in found) == [visits.NARROW, visits.WIDE]


def test_axe_looks_at_pages_of_each_kind_each_day(days):
    for _ in days(8):
        every = [visit for number in range(45) for visit in visits.turns(number, "a")]
        assert len({visit.kind() for visit in every if visit.with_axe}) == 4


@pytest.mark.parametrize("number", range(8))
def test_a_page_without_scripts_is_compared_with_the_same_page_with_them(days, number):
    without = [found for _ in days(8) if ("light", visits.WIDE, False) in (found := kinds(number))]
    assert len(without) == 1 and ("light", visits.WIDE, True) in without[0]


def test_all_is_done_at_once_in_full(monkeypatch):
    for module in (turns, visits):
        monkeypatch.setattr(module, "ALL", True)
    assert len(kinds(0)) == 5
    assert all(visit.with_axe == visit.scripts for visit in visits.turns(0, "a"))
