"""Install the lowest packages that pyproject.toml allows into an environment of its own.

It stands in `_build/lowest`, and has what any cell of the book needs.
"""

from __future__ import annotations

import os
import sys
import tomllib

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.append(os.path.join(ROOT, "make"))

from install import update  # noqa: E402

ENVIRONMENT = os.path.join(ROOT, "_build", "lowest")


def lowest() -> list[str]:
    """Return the packages of a reader, each at its lowest release, with what was mended in it."""
    with open(os.path.join(ROOT, "pyproject.toml"), "rb") as file:
        project = tomllib.load(file)["project"]
    allowed = [*project["dependencies"], *project["optional-dependencies"]["book"]]
    return [package.replace(">=", "==") + ".*" for package in allowed]


def main() -> None:
    update(ENVIRONMENT, *lowest(), always=True)


if __name__ == "__main__":
    main()
