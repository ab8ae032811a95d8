"""What is logged: a handler may send it anywhere."""

from __future__ import annotations

import logging
from typing import Any

from .places import asked_by_cell


def watch(acts: list[list[Any]]) -> None:
    original = logging.getLogRecordFactory()

    def noting(*arguments: Any, **options: Any) -> logging.LogRecord:
        record = original(*arguments, **options)
        if record.levelno >= logging.WARNING and (line := asked_by_cell()):
            message = f"{record.levelname}: {record.getMessage()}"
            acts.append([line, f"expected nothing logged, got {message}"])
        return record

    logging.setLogRecordFactory(noting)
