"""What an environment is: whether we made it, for which Python, and which pins it lacks.

It parses on Python 3.6 too, as install.py does.
"""

import hashlib
import os
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
REQUIREMENTS = os.path.join(ROOT, "requirements.txt")
# Its lines: the hash of what has been installed here, and for which Python. It is empty while the
# environment is being made or changed, so that one whose making was cut short is known.
STAMP = ".gradbook-environment"

# What decides whether installed packages fit a Python.
KIND = """
import sys
from importlib.machinery import EXTENSION_SUFFIXES
print("%d.%d" % sys.version_info[:2], EXTENSION_SUFFIXES[0])
"""
LACKING = """
import sys
from importlib.metadata import PackageNotFoundError, version
for line in open(sys.argv[1], encoding="utf-8"):
    pin, _, marker = line.partition("#")[0].partition(";")
    name, _, wanted = pin.strip().partition("==")
    if not name or marker and not eval(marker.strip(), {"sys_platform": sys.platform}):
        continue
    try:
        there = str(version(name))
    except PackageNotFoundError:
        there = "none"
    if there.partition("+")[0] != wanted:
        print("%s %s (there: %s)" % (name, wanted, there))
"""


def interpreter(environment: str) -> str:
    return os.path.join(environment, "bin", "python3")


def ask(python: str, *arguments: str) -> "str | None":
    """Return what an interpreter prints, isolated from the user's settings; None if it fails."""
    try:
        return subprocess.check_output(
            [python, "-I", *arguments], stderr=subprocess.DEVNULL, encoding="utf-8"
        ).strip()
    except (OSError, subprocess.CalledProcessError):
        return None


def kind(environment: str) -> "str | None":
    """Return version and binary interface of the Python; None if it does not run."""
    return ask(interpreter(environment), "-S", "-c", KIND)


def lacking(environment: str) -> "list[str]":
    """Return the pins that are not met, as words."""
    text = ask(interpreter(environment), "-c", LACKING, REQUIREMENTS)
    return ["Python's own library"] if text is None else text.splitlines()


def fingerprint() -> str:
    with open(REQUIREMENTS, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def stamp(environment: str) -> "list[str] | None":
    """Return the lines of our stamp; None where we made no environment."""
    try:
        with open(os.path.join(environment, STAMP), encoding="utf-8") as file:
            return file.read().splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return None


def write_stamp(environment: str, done: str) -> None:
    with open(os.path.join(environment, STAMP), "w", encoding="utf-8") as file:
        file.write(f"{done}\n{kind(environment)}\n")


def is_whole(environment: str) -> bool:
    """Tell whether an environment of ours was made to its end, for the Python that it has."""
    known = stamp(environment)
    return known is not None and len(known) == 2 and known[1] == kind(environment)


def is_current(environment: str) -> bool:
    """Tell whether this very requirements.txt has been installed, for the Python that is there."""
    known = stamp(environment)
    return known == [fingerprint(), kind(environment)]
