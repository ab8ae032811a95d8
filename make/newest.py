"""Install the newest versions of the book's packages into an environment of its own.

It stands in `_build/newest`; `make test VENV=_build/newest` then tests the book with them. The
list of what is newer than its pin is printed, and goes into the summary of a workflow.
"""

import os
import subprocess
import sys

from install import REQUIREMENTS, ROOT, check_version, create, fingerprint, interpreter, stamp

ENVIRONMENT = os.path.join(ROOT, "_build", "newest")
# Below this line of requirements.txt stands what pip adds by itself.
BROUGHT = "# What they bring along"
VERSIONS = """
import sys
from importlib.metadata import PackageNotFoundError, version
for name in sys.argv[1:]:
    try:
        print(name, version(name))
    except PackageNotFoundError:
        print(name, "none")
"""


def pins():
    """Return the version of each pinned package, and the names of those that we ask for."""
    versions, asked, ours = {}, [], True
    with open(REQUIREMENTS, encoding="utf-8") as file:
        for line in file:
            ours = ours and not line.startswith(BROUGHT)
            name, _, rest = line.partition("#")[0].partition("==")
            if rest:
                versions[name.strip()] = rest.partition(";")[0].strip()
                asked += [name.strip()] if ours else []
    return versions, asked


def installed(python, names):
    """Return the version of each package in an environment."""
    text = subprocess.check_output([python, "-c", VERSIONS, *names], encoding="utf-8")
    return dict(line.split() for line in text.splitlines())


def table(pinned, found):
    """Return the packages that differ from their pins, as a table in Markdown."""
    rows = [
        f"| {name} | {version} | {found[name]} |"
        for name, version in sorted(pinned.items())
        if found[name] not in (version, "none")
    ]
    return "\n".join(["| package | pinned | newest |", "| --- | --- | --- |", *rows])


def main():
    python = interpreter(ENVIRONMENT)
    if python is None:
        os.makedirs(os.path.dirname(ENVIRONMENT), exist_ok=True)
        create(ENVIRONMENT)
        python = interpreter(ENVIRONMENT)
    check_version(python)
    pinned, asked = pins()
    command = [python, "-m", "pip", "install", "--quiet", "--upgrade", *asked]
    if subprocess.call([*command, "--disable-pip-version-check"]) != 0:
        sys.exit("newest: pip found no versions that go together; the reason stands above")
    # make takes the environment as it is.
    with open(stamp(ENVIRONMENT), "w") as file:
        file.write(fingerprint())
    text = table(pinned, installed(python, pinned))
    print(text)
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with open(summary, "a", encoding="utf-8") as file:
            file.write(text + "\n")


if __name__ == "__main__":
    main()
