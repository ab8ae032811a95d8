import os
import platform
import shutil
import subprocess
from importlib.metadata import version

import pytest
from bs4 import BeautifulSoup
from pages import foot as page_foot


def foot(book, name):
    page = BeautifulSoup((book.site / f"{name}.html").read_text("utf-8"), "html.parser")
    (line,) = page.select("footer .built-with")
    return line


@pytest.fixture
def repository(tmp_path):
    """Return a folder with a commit of a known date, close to midnight."""
    git = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@localhost"]
    (tmp_path / "file").write_text("one")
    subprocess.run([*git, "init", "--quiet"], check=True)
    subprocess.run([*git, "add", "file"], check=True)
    date = os.environ | {"GIT_COMMITTER_DATE": "2026-01-02T23:30:00-0300"}
    subprocess.run([*git, "commit", "--quiet", "-m", "a"], env=date, check=True)
    return tmp_path


def test_every_page_says_with_what_it_was_built(small_site):
    expected = f"Built with torch {version('torch')}, Matplotlib {version('matplotlib')}, "
    expected += f"Python {platform.python_version()}, gradbook 0.1.0, without a repository."
    for name in ("index", "part/one", "genindex", "404"):
        assert foot(small_site, name).get_text() == expected


def test_a_commit_has_its_own_date_in_universal_time(repository):
    full, date, changed = page_foot.commit(repository)
    assert len(full) == 40 and date == "2026-01-03" and not changed


def test_changes_since_the_commit_are_told(repository):
    (repository / "file").write_text("two")
    assert page_foot.commit(repository)[2]


def test_a_repository_around_the_book_is_another_one(repository):
    (repository / "book").mkdir()
    assert page_foot.commit(repository / "book") is None


def test_without_git_there_is_no_commit(repository, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert page_foot.commit(repository) is None


def test_the_page_names_the_commit_and_links_it(published):
    full = page_foot.commit(published.folder)[0]
    line = foot(published, "part/one")
    assert line.get_text().endswith(f"from commit {full[:10]} of 2023-11-14.")
    assert line.a["href"] == f"https://github.com/owner/gradbook/commit/{full}"


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: shutil.rmtree(folder / ".git"),
        lambda folder: shutil.rmtree(folder / ".git/refs"),
        lambda folder: (folder / ".git/HEAD").write_text("nonsense"),
        lambda folder: (folder / ".git/HEAD").write_text("ref: refs/heads/no-commit-yet\n"),
    ],
)
def test_a_repository_that_git_cannot_read_is_none(repository, damage):
    damage(repository)
    assert page_foot.commit(repository) is None


def test_a_repository_of_somebody_whom_git_does_not_trust_is_none(repository, monkeypatch):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setattr(page_foot, "environment", lambda folder: os.environ | {"HOME": "/nowhere"})
    assert page_foot.commit(repository) is None


def test_what_a_hook_of_another_repository_sets_does_not_count(repository, monkeypatch, tmp_path):
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nothing"))
    assert page_foot.commit(repository)[1] == "2026-01-03"


def test_a_shallow_clone_has_its_last_commit(repository, tmp_path):
    clone = tmp_path / "clone"
    address = f"file://{repository}"
    subprocess.run(["git", "clone", "--quiet", "--depth=1", address, str(clone)], check=True)
    assert page_foot.commit(clone) == page_foot.commit(repository)
