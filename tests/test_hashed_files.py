"""Files of a cache: as they were written, or nothing."""

import hashed_files
import pytest


@pytest.fixture
def two(tmp_path):
    paths = tmp_path / "one.made", tmp_path / "two.made"
    for path in paths:
        hashed_files.write(path, [path.name, "<svg/>"])
    return paths


def test_what_was_written_is_read(two):
    assert [hashed_files.read(path)[0] for path in two] == ["one.made", "two.made"]


def test_a_file_under_the_name_of_another_one_is_nothing(two):
    one, other = two
    other.replace(one)
    assert hashed_files.read(one) is None


@pytest.mark.parametrize("damage", [lambda t: t[:-3], lambda t: t.replace("<svg/>", "<svg />")])
def test_a_damaged_file_is_nothing(two, damage):
    path = two[0]
    path.write_text(damage(path.read_text()))
    assert hashed_files.read(path) is None


def test_a_file_that_is_not_there_is_nothing(tmp_path):
    assert hashed_files.read(tmp_path / "none") is None
