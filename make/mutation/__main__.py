"""Change the module in every small way, and see its tests find the change.

    mutation activations           one family
    mutation losses/residuals …    some files
    mutation all                   all families that compute

What survives must be equivalent and stand, with its reason, in tests/equivalent_changes.txt.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from changes import Change, changes  # noqa: E402
from running import Trying  # noqa: E402

EQUIVALENT = ROOT / "tests" / "equivalent_changes.txt"
PACKAGE = ROOT / "gradbook"
CAUGHT = 0.99
# What computes; the tools around formulas have tests of another kind.
FAMILIES = [
    *("arguments", "precision", "activations", "losses", "perceptron", "mlp", "differences"),
    *("surfaces", "descent", "noise", "stochastic", "stacks", "autograd", "optimizers"),
]
# Compiling is dear, and what it runs is what runs without.
DEAR = "not compiles and not exported and not export"


def files(names: list[str]) -> list[Path]:
    """Return the files of some families, or of all."""
    found = []
    for name in FAMILIES if names == ["all"] else names:
        path = PACKAGE / name
        found += sorted(path.glob("*.py")) if path.is_dir() else [path.with_suffix(".py")]
    return [path for path in found if path.name != "__init__.py"]


def users(family: str) -> list[str]:
    """Return the families whose tests are run on each change of one: its own, and its users'."""
    others = [name for name in FAMILIES if name != family]
    used = f"from gradbook.{family}"
    return [family, *(n for n in others if any(used in f.read_text("utf-8") for f in files([n])))]


def tests_of(families: list[str]) -> list[str]:
    names = (*families, "promises", "peers", "raises")
    return [str(path) for name in names if (path := ROOT / f"tests/test_{name}.py").exists()]


def known() -> dict[str, str]:
    """Return the reason of each change that is known to be equivalent."""
    lines = EQUIVALENT.read_text("utf-8").splitlines() if EQUIVALENT.exists() else []
    pairs = (line.split(" ;; ") for line in lines if line and not line.startswith("#"))
    return {change: reason for change, reason in pairs}


def tried(path: Path) -> tuple[list[Change], Trying]:
    """Run the tests on each change of a file: its family's, those of users, and its own."""
    module = path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".")
    every = list(changes(path.read_text("utf-8")))
    families = users(module.partition(".")[0])
    plugin = Trying(module, families, every)
    # The child's progress is nobody's: it would be printed twice.
    quiet = ["-n0", "-p", "no:cacheprovider", "-p", "no:terminal", "-k", DEAR]
    pytest.main([*quiet, *tests_of([*families, path.stem])], plugins=[plugin])
    return every, plugin


def main(names: list[str]) -> int:
    """Try all changes, print what survives, and return the status."""
    every, alive, ready = set(), set(), True
    for path in files(names):
        found, plugin = tried(path)
        every |= {f"{plugin.module}.{change}" for change in found}
        alive |= {f"{plugin.module}.{change}" for change in plugin.survivors}
        ready &= plugin.green
        print(f"{plugin.module}: {len(found)} changes, {len(plugin.survivors)} survive", flush=True)
    listed = known().keys() & every
    unknown, stale = sorted(alive - listed), sorted(listed - alive)
    share = 1 - len(unknown) / max(len(every - listed), 1)
    print(*(f"survives: {one}" for one in unknown), sep="\n")
    print(*(f"does not survive any more: {one}" for one in stale), sep="\n")
    print(f"changes: {len(every)}, equivalent: {len(alive & listed)}, caught: {share:.2%}")
    return 0 if ready and share >= CAUGHT and not stale else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
