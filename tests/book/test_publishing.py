"""Builds that are killed, and two builds at once: nothing half-published, the next build right."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

# Seconds after the start, spread over importing, executing, reading, writing and publishing.
KILLS = [
    (signal.SIGKILL, 0.3),
    (signal.SIGTERM, 1.5),
    (signal.SIGKILL, 2.5),
    (signal.SIGINT, 3.5),
    (signal.SIGKILL, 4.5),
]


def kill(book, number, seconds):
    """Start a build, and end its first process after some seconds, if it still runs."""
    build = subprocess.Popen(
        [sys.executable, "make/html.py"],
        cwd=book.folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(seconds)
    build.send_signal(number)
    return build.wait(60)


def is_whole(book):
    return {"index.html", "part/one.html", "part/two.html", "pagefind/pagefind.js"} <= set(
        book.contents()
    )


def test_killed_builds_leave_the_site_and_the_next_build_is_right(small_book):
    site = small_book.contents()
    for number, seconds in KILLS:
        status = kill(small_book, number, seconds)
        assert small_book.contents() == site or (status == 0 and is_whole(small_book)), seconds
    path = small_book.folder / "docs/part/one.md"
    path.write_text(path.read_text("utf-8").replace("print(2 + 2)", "print(2 + 40)"), "utf-8")
    run = small_book.make("html")
    assert run.returncode == 0, run.stderr
    assert is_whole(small_book)
    assert "42" in (small_book.site / "part/one.html").read_text("utf-8")
    assert sorted(os.listdir(small_book.folder / "_build")) == [".lock", "cache", "html", "sites"]
    assert len(os.listdir(small_book.folder / "_build/sites")) == 1


def test_two_builds_at_once_follow_each_other(small_book):
    with ThreadPoolExecutor() as pool:
        runs = list(pool.map(lambda _: small_book.make("html"), range(2)))
    assert [run.returncode for run in runs] == [0, 0], runs
    assert sum("another build of this book is running" in run.stdout for run in runs) == 1
    assert is_whole(small_book)
    assert sorted(os.listdir(small_book.folder / "_build")) == [".lock", "cache", "html", "sites"]
    assert len(os.listdir(small_book.folder / "_build/sites")) == 1


@pytest.mark.parametrize("left", [".building-1-x", "sites/unpublished"])
def test_what_a_killed_build_left_is_removed(small_book, left):
    (small_book.folder / "_build" / left / "part").mkdir(parents=True)
    assert small_book.make("html").returncode == 0
    assert not (small_book.folder / "_build" / left).exists()
    assert is_whole(small_book)


def test_a_cache_that_cannot_be_written_stops_nothing(small_book):
    """A file in the folder's place: for root, no folder is read-only."""
    for path in (small_book.folder / "_build/cache").iterdir():
        path.unlink()
    (small_book.folder / "_build/cache").rmdir()
    (small_book.folder / "_build/cache").touch()
    run = small_book.make("html")
    assert run.returncode == 0, run.stderr
    assert "the cache was not written" in run.stdout
    assert is_whole(small_book)
