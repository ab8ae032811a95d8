"""The site carries gradbook's wheel and says how to install it from there."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from book import module_version
from docutils import nodes
from docutils.parsers.rst import directives
from flit_core.wheel import make_wheel_in
from pages import below_title
from reading.cells import code_of
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective
from stack import highlighted

# The page's script puts the address in when the book has no fixed one.
ADDRESS = "https://ADDRESS-OF-THIS-BOOK/"

OFFER = """<details class="page-install" data-pagefind-ignore data-binding-ignore>
<summary>{words}</summary>
<div class="pip-line highlight-console notranslate">{block}</div>
</details>"""


def wheel_name(app: Sphinx) -> str:
    return f"gradbook-{module_version(app)}-py3-none-any.whl"


def pip_line(app: Sphinx, extra: str = "book") -> str:
    address = (app.config.html_baseurl or ADDRESS).rstrip("/")
    package = f"gradbook[{extra}]" if extra else "gradbook"
    return f'$ pip install "{package} @ {address}/{wheel_name(app)}"'


class PipLine(SphinxDirective):
    """The line that installs the module, with another extra than the book's or with none."""

    option_spec: ClassVar = {"extra": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        line = pip_line(self.env.app, self.options.get("extra", "book"))
        block = nodes.literal_block(line, line, language="console", classes=["pip-line"])
        self.set_source_info(block)
        return [block]


def offer(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Say below the title of a page with cells how to install what they need."""
    if doctree is None or pagename == app.config.root_doc:
        return
    if any(doctree.findall(is_line)) or code_of(doctree) is None:
        return
    block = highlighted(app, pip_line(app), "console")
    below_title.put(context, OFFER.format(words=_("Install what the cells need"), block=block))


def is_line(node: nodes.Node) -> bool:
    return isinstance(node, nodes.literal_block) and "pip-line" in node["classes"]


def build(app: Sphinx) -> None:
    if app.builder.format == "html":
        info = make_wheel_in(Path(app.confdir, "pyproject.toml"), Path(app.outdir))
        assert info.file.name == wheel_name(app), info.file.name


def setup(app: Sphinx) -> None:
    app.add_directive("pip-line", PipLine)
    app.connect("html-page-context", offer)
