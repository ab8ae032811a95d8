"""How many processors a build may use, by affinity, by memory and by what a container grants."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from pathlib import Path

GROUPS = Path("/sys/fs/cgroup")
# Each line: a number, controllers, and the path of the group below the folder of its controller.
MINE = Path("/proc/self/cgroup")
# What one of the processes side by side takes at most: a kernel with PyTorch, or Sphinx.
BYTES = 500_000_000


def cores() -> int:
    """Return a number that is at least 1."""
    if hasattr(os, "sched_getaffinity"):
        allowed = len(os.sched_getaffinity(0))
    else:
        allowed = os.cpu_count() or 1
    shares: list[float] = [allowed]
    for group in groups():
        shares += share(group)
    return max(1, min(math.ceil(min(shares)), room()))


def chapters() -> int:
    """Return how many chapters run side by side: one waits at times, and another one works.

    Beside them, Sphinx has to have its memory.
    """
    return max(1, min(cores() + 1, room() - 1))


def room() -> int:
    """Return how many processes have enough memory."""
    memory = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    for group in groups():
        memory += limit(group)
    return min(memory) // BYTES


def groups() -> Iterator[Path]:
    """Yield the folder of each control group around this process, of both versions."""
    for line in words(MINE, "\n"):
        _, controllers, path = line.split(":", 2)
        place = GROUPS / controllers
        # A container may see its own group as the outermost one.
        for group in (place / path.lstrip("/"), *(place / path.lstrip("/")).parents):
            if group.is_relative_to(place):
                yield group


def share(group: Path) -> list[float]:
    """Return the share of processors that one group grants, if it grants less than all."""
    given = words(group / "cpu.max") or [
        *words(group / "cpu.cfs_quota_us"),
        *words(group / "cpu.cfs_period_us"),
    ]
    if len(given) == 2 and given[0].isdecimal():
        return [int(given[0]) / int(given[1])]
    return []


def limit(group: Path) -> list[int]:
    """Return the bytes that one group may take, if there is a limit."""
    given = words(group / "memory.max") or words(group / "memory.limit_in_bytes")
    return [int(word) for word in given if word.isdecimal()]


def words(file: Path, separator: str | None = None) -> list[str]:
    try:
        return file.read_text().strip().split(separator)
    except OSError:
        return []
