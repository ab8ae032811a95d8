"""What a reader copies is pasted at the prompt of a real Python, in a terminal.

A tenth of the codes has its turn each day. They share one Python, so that PyTorch is imported once:
that each of them runs alone is proven in tests/book/test_snippets.py.
"""

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import fresh
from tests.book.test_snippets import visible_cells
from tests.turns import of_today

ROOT = Path(__file__).resolve().parents[2]
# Seconds after which a code must have run, on a busy machine too.
PATIENCE = 300
# What Python says of what it cannot read or run.
REFUSALS = ("Traceback (most recent call last)", "SyntaxError", "IndentationError")


class Terminal:
    """An interactive Python, with a terminal as its standard streams."""

    def __init__(self, folder):
        self.screen, there = pty.openpty()
        surroundings = fresh.ENVIRONMENT | {"PYTHONPATH": str(ROOT), "TERM": "dumb"}
        self.python = subprocess.Popen(
            [sys.executable, "-q", "-i"],
            env=os.environ | surroundings | {"PYTHON_BASIC_REPL": "1"},
            cwd=folder,
            stdin=there,
            stdout=there,
            stderr=there,
            start_new_session=True,
        )
        os.close(there)

    def paste(self, code, mark):
        """Paste a code, and return what stands on the screen when it has run."""
        # On the screen this call has quotes, and only what it prints has none.
        typed = f"{code.rstrip()}\n\nprint('done', {mark})\n".encode()
        seen, end = "", time.monotonic() + PATIENCE
        while f"done {mark}\n" not in seen:
            assert time.monotonic() < end, f"nothing more came after:\n{seen[-2000:]}"
            can_read, can_write, _ = select.select(
                [self.screen], [self.screen] if typed else [], [], 1
            )
            if can_read:
                seen += os.read(self.screen, 65536).decode(errors="replace").replace("\r", "")
            elif can_write:
                typed = typed[os.write(self.screen, typed[:256]) :]
        return seen

    def close(self):
        self.python.kill()
        self.python.wait()
        os.close(self.screen)


@pytest.fixture(scope="module")
def terminal(tmp_path_factory):
    terminal = Terminal(tmp_path_factory.mktemp("terminal"))
    yield terminal
    terminal.close()


@pytest.fixture(scope="module")
def pasted(book, terminal):
    """Paste the codes of today; return each with what stands on the screen after it."""
    today = of_today(visible_cells(book), 10)
    return [(cell, terminal.paste(cell[2], mark)) for mark, cell in enumerate(today, 1)]


def test_a_real_prompt_reads_and_runs_what_is_copied(pasted):
    assert len(pasted) > 40
    refused = [
        f"{name}, cell {number}:\n{screen}"
        for (name, number, _, _, raises), screen in pasted
        if any(words in screen for words in REFUSALS) != bool(raises)
    ]
    assert not refused, "\n\n".join(refused)


def test_a_real_prompt_shows_what_the_page_shows(pasted):
    printed = [
        (f"{name}, cell {number}", line, screen)
        for (name, number, _, shown, _), screen in pasted
        if shown and not str(number).startswith("formula")
        for line in shown.splitlines()
    ]
    assert len(printed) > 20
    missing = [f"{place}: {line}" for place, line, screen in printed if line.rstrip() not in screen]
    assert not missing, "\n".join(missing)


def test_a_prompt_refuses_a_statement_right_after_a_loop(terminal):
    screen = terminal.paste("for i in range(2):\n    print(i)\nprint('after')", 0)
    assert any(words in screen for words in REFUSALS)
