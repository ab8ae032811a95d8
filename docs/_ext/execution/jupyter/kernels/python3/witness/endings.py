"""What cells leave behind comes to its end before the kernel does; what fails in it is printed."""

from __future__ import annotations

import atexit
import concurrent.futures
import functools
import gc
import inspect
import sys
import threading
import time
import traceback
import types
import warnings
from collections.abc import Callable
from typing import Any

from .places import CELL, STARTED, asked_by_cell

SECONDS = 2

threads: list[threading.Thread] = []
futures: list[concurrent.futures.Future[Any]] = []
asked: set[int] = set()  # the ids of futures whose result somebody wanted
at_exit: list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]] = []
names: set[str] = set()
shells: list[Any] = []


def watch(shell: Any) -> None:
    shells.append(shell)
    original = atexit.register

    def register(function: Any, *arguments: Any, **options: Any) -> Any:
        if CELL.search(sys._getframe(1).f_code.co_filename):
            at_exit.append((function, arguments, options))
            return function
        return original(function, *arguments, **options)

    atexit.register = register  # type: ignore[assignment]
    note_threads()
    note_futures()


def note_threads() -> None:
    """Keep the threads that cells start; the kernel has some of its own."""
    original = threading.Thread.start

    def start(self: threading.Thread) -> None:
        if line := asked_by_cell():
            threads.append(self)
            setattr(self, STARTED, line)
        original(self)

    threading.Thread.start = start  # type: ignore[method-assign]


def note_futures() -> None:
    """Keep the futures of executors: what fails in one is silent until somebody asks."""
    future = concurrent.futures.Future
    original = future.__init__

    def begin(self: Any, *arguments: Any, **options: Any) -> None:
        original(self, *arguments, **options)
        if asked_by_cell():
            futures.append(self)

    future.__init__ = begin  # type: ignore[method-assign]
    for name in ("result", "exception"):
        setattr(future, name, asking(getattr(future, name)))


def asking(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def ask(self: Any, *arguments: Any, **options: Any) -> Any:
        asked.add(id(self))
        return original(self, *arguments, **options)

    return ask


def note_names() -> None:
    names.update(shells[0].user_ns)


def finish() -> None:
    join_threads()
    end_futures()
    end_coroutines()
    while at_exit:
        call(*at_exit.pop())
    forget()


def join_threads() -> None:
    """Wait for threads that would end with the kernel, their failures unseen."""
    deadline = time.monotonic() + SECONDS
    for thread in [each for each in threads if each.daemon]:
        thread.join(max(0, deadline - time.monotonic()))
        if thread.is_alive():
            print("a thread still runs:", thread.name, file=sys.stderr)


def end_futures() -> None:
    """Report what failed in futures that nobody asked."""
    running = [future for future in futures if id(future) not in asked]
    done, late = concurrent.futures.wait(running, SECONDS)
    for future in done:
        if not future.cancelled() and future.exception():
            traceback.print_exception(future.exception())
    for _ in late:
        print("a future still runs", file=sys.stderr)


def end_coroutines() -> None:
    """Report coroutines that were never awaited, even though a name holds them."""
    # Of a weak reference to what has gone, one may ask nothing but its type.
    for one in [each for each in gc.get_objects() if type(each) is types.CoroutineType]:
        code = one.cr_code
        if CELL.search(code.co_filename) and inspect.getcoroutinestate(one) == inspect.CORO_CREATED:
            place = f'File "{code.co_filename}", line {code.co_firstlineno}'
            print(f"{place}: {code.co_name} was never awaited", file=sys.stderr)
            one.close()


def call(function: Callable[..., Any], arguments: tuple[Any, ...], options: dict[str, Any]) -> None:
    try:
        function(*arguments, **options)
    except BaseException:
        traceback.print_exc()


def forget() -> None:
    """Drop what the cells named, so that destructors run while somebody listens."""
    shell = shells[0]
    for name in names - set(shell.user_ns_hidden):
        if not isinstance(shell.user_ns.get(name), types.ModuleType):
            shell.user_ns.pop(name, None)
    shell.displayhook.flush()
    sys.last_traceback = sys.last_value = sys.last_exc = None  # type: ignore[attr-defined]
    gc.collect()
    # What the kernel itself may still warn of is nobody's.
    warnings.simplefilter("ignore")
