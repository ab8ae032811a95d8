"""How a notebook and a script begin: what they need, and how it comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reading.cells import code_cell
from sphinx.application import Sphinx
from sphinx.locale import _

from downloads import carried
from downloads.install import CPU_LINE, cuda_words, pip_line
from downloads.needs import Needs

# A cell, as JSON has it.
Cell = dict[str, Any]


@dataclass(frozen=True)
class Head:
    """What a page's downloads begin with.

    Attributes
    ----------
    line : str
        The command that installs what the cells need.
    words : str
        What that is, in Markdown.
    module : dict or None
        The cell that brings gradbook, where pip does not.
    """

    line: str
    words: str
    module: Cell | None

    def cells(self) -> list[Cell]:
        """Return the first cells of the notebook."""
        cpu = f"{cuda_words()}\n\n```\n%{CPU_LINE}\n```"
        text = f"{self.words} {_('The next cell installs these packages.')}\n\n{cpu}"
        cells = [{"cell_type": "markdown", "metadata": {}, "source": text}]
        return [*cells, code_cell(f"%{self.line}"), *filter(None, [self.module])]

    def text(self) -> str:
        """Return the same for a script, which installs nothing by itself."""
        then = str(_("This line installs these packages:"))
        lines = [self.words, cuda_words(), CPU_LINE, then, self.line]
        return "\n\n".join(lines)


def head(app: Sphinx, sources: list[str]) -> Head:
    """Return the head for the cells of a page."""
    needs = Needs(app.confdir, sources)
    packages = ", ".join(f"`{package}`" for package in needs.packages)
    words = _("**What the cells need:** {packages}.")
    module = None
    if not needs.files or not app.config.html_baseurl:
        line = "pip install " + " ".join(f'"{package}"' for package in needs.packages)
    else:
        words = _("**What the cells need:** {packages}, and the module `gradbook` of this book.")
        line = pip_line(app)
    if needs.files and not app.config.html_baseurl:
        words = _(
            "**What the cells need:** {packages}, and the module `gradbook` of this book, "
            "which is in this file."
        )
        module = carried.cell(needs.files)
    return Head(line, words.format(packages=packages), module)
