"""What tests look at is made once, whoever asks for it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.states import States


def test_a_state_is_made_once_for_all_who_ask(tmp_path):
    def make(folder):
        with (tmp_path / "made").open("a") as file:
            file.write("once\n")
        (folder / "file").touch()

    with ThreadPoolExecutor() as pool:
        # As processes do, each has an object of its own.
        folders = list(pool.map(lambda _: States(tmp_path).made("state", make), range(4)))
    assert len(set(folders)) == 1 and (folders[0] / "file").exists()
    assert (tmp_path / "made").read_text() == "once\n"


def test_a_state_that_could_not_be_made_fails_for_all_who_ask(tmp_path):
    def make(folder):
        raise ValueError("no disk")

    with pytest.raises(ValueError, match="no disk"):
        States(tmp_path).made("state", make)
    with pytest.raises(pytest.fail.Exception, match="state was not made: ValueError: no disk"):
        States(tmp_path).made("state", lambda folder: None)
