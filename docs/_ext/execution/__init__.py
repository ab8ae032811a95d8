"""Executes the chapters: a kernel for each, a cache of what is known, a judge of what came."""

from __future__ import annotations

from typing import Any

from execution import schedule, settings

# Both listen for the builder: settings that let failures pass are said before anything runs.
PARTS = (settings, schedule)


def setup(app: Any) -> dict[str, bool]:
    for part in PARTS:
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
