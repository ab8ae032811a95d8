"""One process at a time: a lock on a file, which ends with the processes that hold it."""

import fcntl
from contextlib import contextmanager


@contextmanager
def alone(path, busy):
    """Yield the file once no other process holds it; `busy` says what the others do."""
    with open(path, "a+", encoding="utf-8") as file:
        try:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print(busy + ": waiting for its end", flush=True)
                fcntl.flock(file, fcntl.LOCK_EX)
        except OSError as error:
            # Some network file systems have no locks.
            reason = error.strerror or error
            print("%s cannot be locked (%s): run one make at a time" % (path, reason), flush=True)
        yield file
