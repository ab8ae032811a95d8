"""One process at a time: a lock on a file, which ends with the processes that hold it.

It parses on Python 3.6 too, as install.py does.
"""

import fcntl
import os
from contextlib import contextmanager
from typing import IO, Iterator, Union


@contextmanager
def alone(path: "Union[str, os.PathLike[str]]", busy: str) -> "Iterator[IO[str]]":
    """Yield the file once no other process holds it; `busy` says what the others do."""
    with open(path, "a+", encoding="utf-8") as file:
        try:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print(f"{busy}: waiting for its end", flush=True)
                fcntl.flock(file, fcntl.LOCK_EX)
        except OSError as error:
            # Some network file systems have no locks.
            reason = error.strerror or error
            print(f"{path} cannot be locked ({reason}): run one make at a time", flush=True)
        yield file
