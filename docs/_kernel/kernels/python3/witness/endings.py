"""What cells leave behind comes to its end before the kernel does; what fails in it is printed."""

import atexit
import gc
import inspect
import sys
import threading
import time
import traceback
import types

from .places import CELL, asked_by_cell

SECONDS = 2

threads = []
at_exit = []
names = set()
shells = []


def watch(shell):
    shells.append(shell)
    original = atexit.register

    def register(function, *arguments, **options):
        if CELL.search(sys._getframe(1).f_code.co_filename):
            at_exit.append((function, arguments, options))
            return function
        return original(function, *arguments, **options)

    atexit.register = register
    note_threads()


def note_threads():
    """Keep the threads that cells start; the kernel has some of its own."""
    original = threading.Thread.start

    def start(self):
        if asked_by_cell():
            threads.append(self)
        original(self)

    threading.Thread.start = start


def note_names():
    names.update(shells[0].user_ns)


def finish():
    join_threads()
    end_coroutines()
    while at_exit:
        call(*at_exit.pop())
    forget()


def join_threads():
    """Wait for threads that would end with the kernel, their failures unseen."""
    deadline = time.monotonic() + SECONDS
    for thread in [each for each in threads if each.daemon]:
        thread.join(max(0, deadline - time.monotonic()))
        if thread.is_alive():
            print("a thread still runs:", thread.name, file=sys.stderr)


def end_coroutines():
    """Report coroutines that were never awaited, even though a name holds them."""
    for one in [each for each in gc.get_objects() if isinstance(each, types.CoroutineType)]:
        code = one.cr_code
        if CELL.search(code.co_filename) and inspect.getcoroutinestate(one) == inspect.CORO_CREATED:
            place = f'File "{code.co_filename}", line {code.co_firstlineno}'
            print(f"{place}: {code.co_name} was never awaited", file=sys.stderr)
            one.close()


def call(function, arguments, options):
    try:
        function(*arguments, **options)
    except BaseException:
        traceback.print_exc()


def forget():
    """Drop what the cells named, so that destructors run while somebody listens."""
    shell = shells[0]
    for name in names - set(shell.user_ns_hidden):
        if not isinstance(shell.user_ns.get(name), types.ModuleType):
            shell.user_ns.pop(name, None)
    shell.displayhook.flush()
    sys.last_traceback = sys.last_value = sys.last_exc = None
    gc.collect()
