"""Runs the tests on each change of a module, each in a process of its own.

The tests are collected once. Where a change is to be tried, the process forks, and the child puts
the changed code into the functions that everybody has imported already.
"""

from __future__ import annotations

import importlib
import os
import resource
import select
import signal
import sys
import types
from collections.abc import Sequence
from typing import Any

import pytest
import torch
from changes import Change

# Seconds of processor time, whatever else the machine does: a loop that ends no more is seen, and
# what sleeps for ever after ten times as many of the clock.
LONGEST = 120


class Trying:
    """A plugin that runs the tests not once but on each change, each up to its first failure."""

    def __init__(self, module: str, families: Sequence[str], tried: Sequence[Change]) -> None:
        self.module = module
        self.families = families
        self.tried = tried
        self.survivors: list[Change] = []
        self.green = self.failed = False
        self.killers: dict[str, int] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        torch.set_num_threads(1)
        # Its own tests first; of the promises, those of its family.
        items = sorted(filter(self.concerns, session.items), key=lambda i: "promises" in i.nodeid)
        failed = self.run(items, None) if items else "no tests"
        self.green = failed is None
        if failed:
            print(f"{self.module}: without a change there fails {failed}", flush=True)
        for change in self.tried if self.green else ():
            # What has killed others comes first.
            items.sort(key=lambda item: -self.killers.get(item.nodeid, 0))
            killer = self.run(items, change)
            if killer is None:
                self.survivors.append(change)
                print(f"survives: {self.module}.{change}", flush=True)
            else:
                self.killers[killer] = self.killers.get(killer, 0) + 1
        return True

    def concerns(self, item: pytest.Item) -> bool:
        """Tell whether a test is of this family, as far as it says of which it is."""
        family = getattr(getattr(item, "callspec", None), "params", {}).get("family")
        return family is None or family in self.families

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed |= report.failed

    def run(self, items: list[pytest.Item], change: Change | None) -> str | None:
        """Return the first test that fails on a change, or None."""
        sys.stdout.flush()
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            if change:
                resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
            try:
                os.write(writing, self.first_failure(items, change).encode())
            finally:
                os._exit(0)
        os.close(writing)
        ready, _, _ = select.select([reading], [], [], 10 * LONGEST)
        said = os.read(reading, 2000).decode() if ready else "too long"
        os.close(reading)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        # A child that says nothing was ended by the change.
        return None if said == "none" else said or "ended"

    def first_failure(self, items: list[pytest.Item], change: Change | None) -> str:
        # What pytest prints of a failure is of no interest.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        if change:
            try:
                apply(change, importlib.import_module(f"gradbook.{self.module}"))
            except Exception:
                return "no module"
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.failed:
                return item.nodeid
        return "none"


def apply(change: Change, module: types.ModuleType) -> None:
    """Put the changed code of a function into the function itself."""
    names: dict[str, Any] = dict(vars(module))
    exec(compile(change.source, module.__file__ or "", "exec"), names)
    old, new = module.__dict__, names
    *owners, name = change.name.split(".")
    for owner in owners:
        old, new = vars(old[owner]), vars(new[owner])
    before, after = undecorated(old[name]), undecorated(new[name])
    before.__code__ = after.__code__
    before.__defaults__ = after.__defaults__


def undecorated(function: Any) -> types.FunctionType:
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    return function
