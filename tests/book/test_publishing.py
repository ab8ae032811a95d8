"""Builds that are killed, and two builds at once: nothing half-published, the next build right."""

from __future__ import annotations

import os
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.states import Book

WAITING = "another build of this book is running"
# Moments of a build: what there is in its folder by then.
MOMENTS = {
    "started": "",
    "in a folder of its own": "_build/.building-*",
    "reading": "_build/.building-*/doctrees",
    "writing": "_build/.building-*/html/part/*.html",
    "searching": "_build/.building-*/html/pagefind",
}
KILLS = dict(zip(MOMENTS, [signal.SIGKILL, signal.SIGTERM] * 2 + [signal.SIGINT], strict=False))


def start(book: Book, **options: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-I", "make/html.py"]
    return subprocess.Popen(command, cwd=book.folder, text=True, **options)


def reached(folder: Path, pattern: str) -> Callable[[], bool]:
    before = set(folder.glob(pattern)) if pattern else set()
    return lambda: not pattern or bool(set(folder.glob(pattern)) - before)


def kill(book: Book, number: int, pattern: str) -> int:
    """Start a build, end its first process at a moment, if it still runs, and return its status."""
    is_time = reached(book.folder, pattern)
    build = start(book, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not is_time() and build.poll() is None:
        time.sleep(0.001)
    assert not build.poll(), "the build failed by itself"
    build.send_signal(number)
    return build.wait()


def is_whole(book: Book) -> bool:
    return {"index.html", "part/one.html", "part/two.html", "pagefind/pagefind.js"} <= set(
        book.contents()
    )


def only_the_site_is_left(book: Book) -> bool:
    built = book.folder / "_build"
    return sorted(os.listdir(built)) == [".lock", "cache", "html", "sites"] and (
        len(os.listdir(built / "sites")) == 1
    )


def test_killed_builds_leave_the_site_and_the_next_build_is_right(small_book):
    site = small_book.contents()
    for moment, number in KILLS.items():
        status = kill(small_book, number, MOMENTS[moment])
        assert small_book.contents() == site or (status == 0 and is_whole(small_book)), moment
    small_book.replace("docs/part/one.md", "print(2 + 2)", "print(2 + 40)")
    run = small_book.make("html")
    assert run.returncode == 0, run.stderr
    assert is_whole(small_book) and only_the_site_is_left(small_book)
    assert "42" in (small_book.site / "part/one.html").read_text("utf-8")


def test_a_second_build_waits_for_the_first(small_book):
    html = runpy.run_path(str(small_book.folder / "make/html.py"))
    with html["alone"](html["BUILD"] / ".lock", WAITING):
        build = start(small_book, stdout=subprocess.PIPE)
        first = build.stdout.readline()
    said, _ = build.communicate()
    assert WAITING in first
    assert build.returncode == 0 and WAITING not in said
    assert is_whole(small_book) and only_the_site_is_left(small_book)
