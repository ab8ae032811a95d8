"""The extension of Sphinx: ``extensions = ["myst_nb", "gradbook.sphinx"]``.

A cell with ``%%formula`` becomes a numbered equation, which its label refers to, with a mark that
unfolds to the cell. A formula that does not hold is a warning at its line. Nothing else of the
module imports this room, and it imports neither torch nor the checker: the cells do, when they run.
"""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from gradbook import __version__
from gradbook.sphinx import equations

__all__ = ["setup"]

STYLE = "gradbook-formula.css"


def add_style(app: Sphinx) -> None:
    """Let pages have the style of a mark, unless the book has its own."""
    if app.config.gradbook_style:
        app.config.html_static_path.append(str(Path(__file__).with_name("static")))
        app.add_css_file(STYLE)


def setup(app: Sphinx) -> dict[str, str | bool]:
    app.setup_extension("myst_nb")
    app.add_config_value("gradbook_style", True, "html", types=[bool])
    app.add_config_value("gradbook_warnings", True, "env", types=[bool])
    app.connect("builder-inited", add_style)
    equations.setup(app)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
