"""Create the environment of the book, or bring it up to requirements.txt.

Runs on the interpreter that the user has, so it imports the standard library alone and parses on
old versions of Python too.
"""

import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
REQUIREMENTS = os.path.join(ROOT, "requirements.txt")
OLDEST = (3, 11)
GIGABYTE = 10**9
# PyTorch's CPU build and the rest take 1.6 GB; the CUDA libraries of its plain wheel come on top.
NEEDED = 3 * GIGABYTE

CHECK = """
import sys
from importlib.metadata import PackageNotFoundError, version
from packaging.requirements import Requirement
for line in open(sys.argv[1], encoding="utf-8"):
    line = line.partition("#")[0].strip()
    if not line:
        continue
    pin = Requirement(line)
    if pin.marker and not pin.marker.evaluate():
        continue
    try:
        there = version(pin.name)
    except PackageNotFoundError:
        there = None
    if there is None or not pin.specifier.contains(there, prereleases=True):
        sys.exit(pin.name + ": " + str(there))
"""


def stop(message):
    sys.exit("install: " + message)


def interpreter(environment):
    """Return the environment's interpreter, or None if there is no environment."""
    for name in ("python", "python3"):
        path = os.path.join(environment, "bin", name)
        if os.path.exists(path):
            return path
    return None


def check_version(python):
    """Stop if an interpreter is too old."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    version = subprocess.check_output([python, "-c", code]).decode().strip()
    if tuple(int(part) for part in version.split(".")) < OLDEST:
        stop(
            "%s is Python %s; the book needs %d.%d or newer, as in make PYTHON=python3.12"
            % ((python, version) + OLDEST)
        )


def check_disk(directory):
    """Stop if the disk has no room for the packages."""
    free = shutil.disk_usage(directory).free
    if free < NEEDED:
        stop(
            "the disk of %s has %.1f GB free; the packages need %.0f GB"
            % (directory, free / float(GIGABYTE), NEEDED / float(GIGABYTE))
        )


def create(environment):
    """Create a virtual environment."""
    check_version(sys.executable)
    if os.path.exists(environment) and os.listdir(environment):
        stop(
            "%s is no Python environment (it has no bin/python); name another: VENV=" % environment
        )
    check_disk(os.path.dirname(os.path.abspath(environment)))
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        stop("this Python has no venv module; on Debian and Ubuntu: apt install python3-venv")
    print("creating " + environment, flush=True)
    if subprocess.call([sys.executable, "-m", "venv", environment]) != 0:
        shutil.rmtree(environment, ignore_errors=True)
        stop("the environment %s could not be created; the reason stands above" % environment)


def stamp(environment):
    return os.path.join(environment, ".gradbook-requirements")


def fingerprint():
    with open(REQUIREMENTS, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def is_current(environment):
    """Tell whether this very requirements.txt has been installed here."""
    try:
        with open(stamp(environment)) as file:
            return file.read() == fingerprint()
    except OSError:
        return False


def is_satisfied(python):
    """Tell whether an environment that others made already has every pinned package."""
    return subprocess.call([python, "-c", CHECK, REQUIREMENTS], stderr=subprocess.DEVNULL) == 0


def install(environment, python):
    """Install the pinned packages and remember which."""
    check_disk(environment)
    print("installing requirements.txt into %s (once; some minutes)" % environment, flush=True)
    command = [python, "-m", "pip", "install", "--quiet", "--requirement", REQUIREMENTS]
    if subprocess.call(command + ["--disable-pip-version-check"]) != 0:
        stop("pip could not install requirements.txt; the reason stands above")
    with open(stamp(environment), "w") as file:
        file.write(fingerprint())


def main(environment):
    python = interpreter(environment)
    made_here = python is None
    if made_here:
        create(environment)
        python = interpreter(environment)
    elif is_current(environment):
        return
    check_version(python)
    if made_here or not is_satisfied(python):
        install(environment, python)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        stop("interrupted; the next call goes on")
