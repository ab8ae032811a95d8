"""Create the environment of the book, or bring it up to requirements.txt.

An environment with our stamp is ours: one that is not whole is made anew, and what it lacks is
installed. Any other is looked at and left as it is.
Runs on the interpreter that the user has, so it imports the standard library alone and parses on
Python 3.6 too.
"""

import ast
import os
import shlex
import shutil
import subprocess
import sys
from typing import IO, NoReturn

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.append(os.path.join(ROOT, "make"))

from alone import alone  # noqa: E402
from environment import (  # noqa: E402
    REQUIREMENTS,
    STAMP,
    ask,
    fingerprint,
    interpreter,
    is_current,
    is_whole,
    kind,
    lacking,
    stamp,
    write_stamp,
)

OLDEST = (3, 11)
GIGABYTE = 10**9
# PyTorch's CPU build and the rest take 1.6 GB; the CUDA libraries of its plain wheel come on top.
NEEDED = 3 * GIGABYTE
# Settings of pip by which packages would land elsewhere or nowhere.
ELSEWHERE = {"target", "prefix", "root", "user", "python", "dry-run"}


def stop(message: str) -> "NoReturn":
    sys.exit(f"install: {message}")


def check_version(version: str, python: str) -> None:
    """Stop if an interpreter is too old."""
    if tuple(int(part) for part in version.split(".")) < OLDEST:
        needed = "{}.{}".format(*OLDEST)
        stop(
            f"{python} is Python {version}; the book needs {needed} or newer, "
            "as in make PYTHON=python3.12"
        )


def check_machine(environment: str) -> None:
    """Stop if no environment can be created here."""
    check_version("%d.%d" % sys.version_info[:2], sys.executable)
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        stop("this Python has no venv module; on Debian and Ubuntu: apt install python3-venv")
    folder = os.path.abspath(environment)
    if os.pathsep in folder:
        stop(f"the path of an environment cannot have {os.pathsep!r} in it: {folder}")
    while not os.path.exists(folder):
        folder = os.path.dirname(folder)
    free = shutil.disk_usage(folder).free
    if free < NEEDED:
        stop(
            f"the disk of {folder} has {free / GIGABYTE:.1f} GB free; "
            f"the packages need {NEEDED / GIGABYTE:.0f} GB"
        )


def create(environment: str, lock: "IO[str]") -> None:
    """Create an environment of ours in the place of what there is of it."""
    # A copy of the book may lie inside its environment.
    keep = {os.path.realpath(ROOT), os.path.realpath(os.path.join(environment, STAMP))}
    entries = [(os.path.realpath(entry.path), entry) for entry in os.scandir(environment)]
    old = [
        e for path, e in entries if not any((k + os.sep).startswith(path + os.sep) for k in keep)
    ]
    why = " anew (it was not whole, or its Python has changed)" if old else ""
    print(f"creating {environment}{why}", flush=True)
    for entry in old:
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        else:
            os.remove(entry.path)
    # The Python that runs this may be the one of the environment.
    python = getattr(sys, "_base_executable", sys.executable)
    command = [python, "-I", "-m", "venv", environment]
    run = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, pass_fds=[lock.fileno()]
    )
    if run.returncode != 0:
        said = run.stdout.decode(errors="replace").strip()
        stop(f"the environment {environment} could not be created:\n{said}")


def settings(python: str) -> "dict[str, str]":
    """Return what pip shall know of the user's settings: all but where packages go."""
    known = {"global": {}, "install": {}, ":env:": {}}  # type: dict[str, dict[str, str]]
    for line in (ask(python, "-m", "pip", "config", "list") or "").splitlines():
        key, _, value = line.partition("=")
        section, _, name = key.partition(".")
        if section in known and name not in ELSEWHERE:
            known[section]["PIP_" + name.upper().replace("-", "_")] = str(ast.literal_eval(value))
    given = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "PYTHON"))}
    for section in known:
        given.update(known[section])
    given["PIP_CONFIG_FILE"] = os.devnull
    return given


def pip_install(environment: str, lock: "IO[str]", arguments: "tuple[str, ...]") -> None:
    """Let pip install into an environment."""
    print(f"installing packages into {environment} (once; some minutes)", flush=True)
    python = interpreter(environment)
    command = [python, "-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    # Where this process is killed, pip goes on for a while, and so does the lock.
    descriptors = [lock.fileno()]
    if subprocess.call(command + list(arguments), env=settings(python), pass_fds=descriptors) != 0:
        write_stamp(environment, "")
        stop("pip could not install the packages; the reason stands above")


def update(environment: str, *arguments: str, always: bool = False) -> None:
    """Install into an environment of ours, which may not be there yet."""
    if not is_whole(environment):
        check_machine(environment)
    os.makedirs(environment, exist_ok=True)
    busy = f"another make is installing into {environment}"
    with alone(os.path.join(environment, STAMP), busy) as lock:
        if not is_whole(environment):
            create(environment, lock)
        elif is_current(environment) and not always:
            return  # the other make did it
        lock.truncate(0)
        if always or lacking(environment):
            pip_install(environment, lock, arguments)
        rest = [] if always else lacking(environment)
        if rest:
            write_stamp(environment, "")
            stop(f"pip says that all is well, but {environment} lacks {listed(rest)}")
        write_stamp(environment, fingerprint())


def listed(words: "list[str]") -> str:
    more = len(words) - 5
    return ", ".join(words[:5]) + (f" and {more} more" if more > 0 else "")


def check_others(environment: str) -> None:
    """Stop if an environment that we did not make lacks something; change nothing in it."""
    python = interpreter(environment)
    if not os.path.lexists(python):
        stop(f"{environment} is no Python environment (it has no bin/python3); name another: VENV=")
    version = kind(environment)
    if version is None:
        stop(f"{python} does not run; remove its environment, or name another: VENV=")
    check_version(version.split()[0], python)
    rest = lacking(environment)
    if rest:
        command = f"{shlex.quote(python)} -m pip install -r requirements.txt"
        stop(
            f"{environment} lacks {listed(rest)}; make did not create it, so it changes nothing "
            f"there. Install what is missing ({command}), or let make create one: "
            "VENV= with a folder that is not there"
        )


def main(environment: str) -> None:
    is_ours = stamp(environment) is not None
    if not is_ours and os.path.lexists(environment) and os.listdir(environment):
        check_others(environment)
    elif not is_current(environment):
        update(environment, "--requirement", REQUIREMENTS)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        stop("interrupted; the next call starts anew")
    except OSError as error:
        stop(str(error))
