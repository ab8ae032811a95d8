"""Where a cell still is when its time is nearly over: the build that ends it cannot know."""

from __future__ import annotations

import os
import sys
import threading
from typing import Any

from .places import CELL

MARGIN = 0.9

timers: list[threading.Timer] = []


def begin() -> None:
    seconds = MARGIN * float(os.environ.get("GRADBOOK_CELL_SECONDS", 0))
    if seconds > 0:
        timer = threading.Timer(seconds, say, [seconds])
        timer.daemon = True
        timer.start()
        timers.append(timer)


def end() -> None:
    while timers:
        timers.pop().cancel()


def say(seconds: float) -> None:
    frame: Any = sys._current_frames()[threading.main_thread().ident or 0]
    while frame is not None and not CELL.search(frame.f_code.co_filename):
        frame = frame.f_back
    if frame is not None:
        place = f'File "{frame.f_code.co_filename}", line {frame.f_lineno}'
        print(f"{place}: still running after {seconds:.0f} s", file=sys.stderr, flush=True)
