"""How Sphinx is started: a program for `python -c`, and the processes that it uses."""

from __future__ import annotations

from cores import cores

PR_SET_PDEATHSIG = 1
# How many pages a process takes at a time. Of a quarter of the book, as Sphinx has it, the last
# process would be alone for long, and the first one that writes would wait for all of them; and so
# it would be where the long chapters, which stand side by side, came to one process.
PAGES = 4

# Python would look for cycles to free so often that it takes a quarter of Sphinx's time. And the
# processes that Sphinx forks would outlive it, waiting for somebody to read their results; or it
# would wait for them at its end, where the merging of one result has failed. At its end, Python
# would free millions of objects one by one, for seconds; the system frees them at once.
SPHINX = f"""
import atexit, ctypes, gc, multiprocessing, os, signal, sys
gc.set_threshold(1_000_000)
if sys.platform == "linux":
    prctl, parent = ctypes.CDLL(None).prctl, [0]
    def end_with_parent():
        prctl({PR_SET_PDEATHSIG}, signal.SIGKILL)
        if os.getppid() != parent[0]:  # it has ended already
            os._exit(1)
    note = lambda: parent.__setitem__(0, os.getpid())
    os.register_at_fork(before=note, after_in_child=end_with_parent)
status = None
def end():
    if status is not None:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
atexit.register(end)  # first, and so called last
import sphinx.builders
def every_nth(names, processes):
    count = -(-len(names) // {PAGES})
    return [names[start::count] for start in range(count)]
sphinx.builders.make_chunks = every_nth
from sphinx.cmd.build import main
status = main(sys.argv[1:])
for process in multiprocessing.active_children():
    process.kill()
sys.exit(status)
"""


def processes() -> int:
    """Return how many processes a build takes: one of them writes no page."""
    return cores() + 1
