"""Install the newest versions of the book's packages into an environment of its own.

It stands in `_build/newest`; `make test VENV=_build/newest` then tests the book with them. The
list of what is newer than its pin is printed, and goes into the summary of a workflow.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.append(os.path.join(ROOT, "make"))

from environment import REQUIREMENTS, ask, interpreter  # noqa: E402
from install import update  # noqa: E402

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


def pins() -> tuple[dict[str, str], list[str]]:
    """Return the version of each pinned package, and the names of those that we ask for."""
    versions: dict[str, str] = {}
    asked: list[str] = []
    ours = True
    with open(REQUIREMENTS, encoding="utf-8") as file:
        for line in file:
            ours = ours and not line.startswith(BROUGHT)
            name, _, rest = line.partition("#")[0].partition("==")
            if rest:
                versions[name.strip()] = rest.partition(";")[0].strip()
                asked += [name.strip()] if ours else []
    return versions, asked


def installed(python: str, names: Iterable[str]) -> dict[str, str]:
    """Return the version of each package in an environment."""
    text = ask(python, "-c", VERSIONS, *names) or ""
    return dict(line.split(maxsplit=1) for line in text.splitlines())


def table(pinned: dict[str, str], found: dict[str, str]) -> str:
    """Return the packages that differ from their pins, as a table in Markdown."""
    rows = [
        f"| {name} | {version} | {found[name]} |"
        for name, version in sorted(pinned.items())
        if found[name] not in (version, "none")
    ]
    return "\n".join(["| package | pinned | newest |", "| --- | --- | --- |", *rows])


def main() -> None:
    pinned, asked = pins()
    # make then takes the environment as it is.
    update(ENVIRONMENT, "--upgrade", *asked, always=True)
    text = table(pinned, installed(interpreter(ENVIRONMENT), pinned))
    print(text)
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with open(summary, "a", encoding="utf-8") as file:
            file.write(text + "\n")


if __name__ == "__main__":
    main()
