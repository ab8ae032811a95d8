"""Programs of sessions that need not import torch: forked from a process that has.

On Linux; elsewhere, and where a shell has more to do than to start one of them, they begin anew,
and print the same.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Timer
from typing import Self

__all__ = ["Server", "words_of"]

PROGRAM = Path(__file__).with_name("torch_server.py")
# What a shell takes as it stands, but for quotes and spaces.
PLAIN = re.compile(r"""[\w ./,:=+%@"'-]+""", re.ASCII)

# What tells that a program runs one level deeper here than by itself.
DEEPER = re.compile(rf"{PROGRAM.name}|recursion", re.IGNORECASE)


def words_of(command: str, folder: Path, importing: Mapping[str, str]) -> list[str]:
    """Return the arguments of Python if a command does nothing but run what imports torch."""
    try:
        name, *arguments = shlex.split(command) if PLAIN.fullmatch(command) else [""]
    except ValueError:  # a quote that is not closed
        return []
    if name == "python":
        script = folder / arguments[0] if arguments else folder
        return arguments if script.is_file() and begins_with_torch(script) else []
    return [*importing[name].split(), *arguments] if name in importing else []


def begins_with_torch(script: Path) -> bool:
    """Tell whether a program imports torch before all else, but what it says of itself."""
    try:
        body = ast.parse(script.read_bytes()).body
    except (SyntaxError, ValueError):
        return False
    told = bool(body) and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    first = body[told : told + 1]
    return [ast.unparse(one) for one in first] == ["import torch"]


class Server:
    """A process with torch, for programs one after the other; none may be running at its end."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.channel, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, PROGRAM, str(theirs.fileno())],
                env=environment,
                # Streams of the kind that a program has.
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                # A signal that the build hears is nothing to it.
                start_new_session=True,
                pass_fds=(theirs.fileno(),),
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.channel.close()
        self.process.kill()  # it may still be importing
        self.process.communicate()

    def run(
        self, words: list[str], folder: Path, environment: Mapping[str, str], seconds: float
    ) -> tuple[str, int]:
        """Return what a program printed, and its status. Nothing that it starts outlives it.

        Raises
        ------
        RuntimeError
            If that may not be what it prints when it begins anew.
        subprocess.TimeoutExpired
            If it took too long.
        """
        request = {"words": words, "folder": str(folder), "environment": dict(environment)}
        said, output = os.pipe()
        held, watched = socket.socketpair()
        with held, open(said, encoding="utf-8") as stream:
            with watched, open(output, "wb"):
                files = [output, watched.fileno()]
                socket.send_fds(self.channel, [json.dumps(request).encode()], files)
            timer = Timer(seconds, held.close)
            timer.start()
            printed, status = stream.read(), self.channel.recv(16)
            timer.cancel()
            if held.fileno() < 0:
                raise subprocess.TimeoutExpired(words, seconds)
        if DEEPER.search(printed):
            raise RuntimeError(f"{words} tells how deep it runs: {printed}")
        if int(status) < 0:
            raise RuntimeError(f"{words} has ended the process that keeps it")
        return printed, int(status)
