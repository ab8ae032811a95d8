"""Other circumstances, in which no result may change: a run here is compared with the first one.

What the environment's variables cannot set is set here. It knows torch: its own generator begins
in every process with the same seed, so that nobody sees that a cell set none.
"""

from __future__ import annotations

import datetime
import os
import platform
import random
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

from . import alone

# Another year, month, day of the week, hour and minute.
LATER = datetime.timedelta(days=398, hours=7, minutes=13)
NAME = "another-machine"
# Small arrays get memory that NumPy keeps: as much of each size as it does.
KEPT_BLOCKS, LARGEST_BLOCK = 8, 1024


def move() -> None:
    """Change the circumstances of this process, if it is one of those that have others.

    Folders are listed in one order here and in the other one elsewhere: that of a disk is chance.
    """
    elsewhere = "GRADBOOK_ELSEWHERE" in os.environ
    os.listdir = ordered(os.listdir, elsewhere)
    os.scandir = scan(os.scandir, elsewhere)
    if os.environ.pop("GRADBOOK_ELSEWHERE", None):
        move_clock()
        change_machine()
        change_generators()
        poison_small_arrays()
        alone.parts()  # as they are before the first cell


def move_clock() -> None:
    import time_machine

    time_machine.travel(time.time() + LATER.total_seconds(), tick=True).start()


def change_machine() -> None:
    """Give the machine another name and other cores."""
    own = os.uname()
    other = os.uname_result((own.sysname, NAME, "9.9.9", "#9", own.machine))  # type: ignore[attr-defined]
    os.uname = lambda: other
    platform._uname_cache = None  # type: ignore[attr-defined]
    socket.gethostname = lambda: NAME
    cores = (os.cpu_count() or 1) + 1
    os.cpu_count = lambda: cores
    os.sched_getaffinity = lambda _: set(range(cores))  # type: ignore[attr-defined]


def ordered(original: Callable[..., list[Any]], reverse: bool) -> Callable[..., list[Any]]:
    def listdir(*arguments: Any) -> list[Any]:
        return sorted(original(*arguments), reverse=reverse)

    return listdir


def scan(original: Callable[..., Any], reverse: bool) -> Callable[..., Any]:
    class Scan:
        """What `os.scandir` returns, in an order."""

        def __init__(self, *arguments: Any) -> None:
            with original(*arguments) as entries:
                self.entries = sorted(entries, key=lambda entry: entry.name, reverse=reverse)
            self.iterator = iter(self.entries)

        def __iter__(self) -> Iterator[Any]:
            return self

        def __next__(self) -> Any:
            return next(self.iterator)

        def __enter__(self) -> Scan:
            return self

        def __exit__(self, *_: object) -> None:
            self.close()

        def close(self) -> None:
            self.iterator = iter(())

    return Scan


def change_generators() -> None:
    import numpy
    import torch

    # A kernel that is forked has the numbers of its server's, and of all that it forks.
    random.seed()
    numpy.random.seed()
    torch.seed()


def poison_small_arrays() -> None:
    import numpy

    blocks = [
        numpy.full(size, 0xA5, numpy.uint8)
        for size in range(1, LARGEST_BLOCK)
        for _ in range(KEPT_BLOCKS)
    ]
    del blocks
