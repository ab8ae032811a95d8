"""What a page says that a shell prints is what one prints, and no failure in it is hidden."""

from pathlib import Path
from tempfile import gettempdir

import pytest
from writing import session
from writing.shell import Ran, run

ROOT = Path(__file__).resolve().parents[2]


def test_commands_see_the_files_and_the_status_before_them():
    ran = run(ROOT, {"a/b.txt": "text\n"}, ["cat a/b.txt", "exit 3", "echo $?", "echo $?"])
    assert [one.printed for one in ran] == ["text", "", "3", "0"]
    assert [one.status for one in ran] == [0, 3, 0, 0]


def test_both_streams_come_in_their_order_and_places_without_the_folder():
    (one,) = run(ROOT, {}, ["echo one; echo two >&2; echo $PWD/x: in 2.93s"])
    assert one.printed == "one\ntwo\nx: in …s"


def test_the_programs_are_those_of_this_book():
    first, second = run(ROOT, {}, ["gradbook --version", "pytest --help | grep -o .-gradbook"])
    assert first.printed.startswith("gradbook ") and "--gradbook" in second.printed


@pytest.mark.parametrize(
    ("ran", "hidden"),
    [
        ([Ran("false", "", 1)], True),
        ([Ran("false", "", 1), Ran("ls", "", 0)], True),
        ([Ran("false", "", 1), Ran("echo $?", "1", 0)], False),
        ([Ran("true", "", 0), Ran("ls", "", 0)], False),
    ],
)
def test_a_failure_must_be_shown(ran, hidden):
    assert any("after a command that fails" in fault for fault in session.unseen(ran)) is hidden


def test_a_place_of_this_machine_is_refused():
    assert list(session.elsewhere([Ran("pwd", f"rootdir: {gettempdir()}/abc", 0)]))
    assert not list(session.elsewhere([Ran("pwd", "docs/notes.md:3: tmp", 0)]))
