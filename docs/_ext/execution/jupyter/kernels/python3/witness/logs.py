"""What is logged: a handler may send it anywhere."""

import logging

from .places import asked_by_cell


def watch(acts):
    original = logging.getLogRecordFactory()

    def noting(*arguments, **options):
        record = original(*arguments, **options)
        if record.levelno >= logging.WARNING and (line := asked_by_cell()):
            message = f"{record.levelname}: {record.getMessage()}"
            acts.append([line, f"expected nothing logged, got {message}"])
        return record

    logging.setLogRecordFactory(noting)
