"""A page says how to install PyTorch without CUDA, and then gradbook from this site.

A book with an address has one line for pip, which takes the wheel from there. Without an address
no line is right everywhere: the page links the wheel, and the line takes it from the reader's disk.
"""

from __future__ import annotations

from typing import Any, ClassVar

from book import wheel_name
from docutils import nodes
from docutils.parsers.rst import directives
from pages import below_title
from reading.cells import code_of
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective
from stack import fragment

# Of the notebooks and scripts too.
CPU_LINE = "pip install torch --index-url https://download.pytorch.org/whl/cpu"
OFFER = """<details class="page-install" data-pagefind-ignore data-binding-ignore>
<summary>{words}</summary>
{ways}</details>"""


def cuda_words() -> str:
    """Return what stands before the line that brings PyTorch for the CPU alone."""
    words = _(
        "On Linux, pip brings PyTorch with CUDA, several gigabytes. "
        "If you need no graphics card, run this line first:"
    )
    return str(words)


def pip_line(app: Sphinx, extra: str = "book") -> str:
    more = f"[{extra}]" if extra else ""
    if address := app.config.html_baseurl.rstrip("/"):
        return f'pip install "gradbook{more} @ {address}/{wheel_name(app)}"'
    return f'pip install "./{wheel_name(app)}{more}"'


def ways(app: Sphinx, docname: str, extra: str = "book") -> nodes.container:
    """Return the words and lines that install gradbook, as they stand on a page."""
    found = nodes.container("", classes=["install"])
    words = cuda_words()
    found += nodes.paragraph(words, words)
    found += console(CPU_LINE, "cpu-line")
    found += module(app, docname)
    found += console(pip_line(app, extra), "pip-line")
    return found


def module(app: Sphinx, docname: str) -> nodes.paragraph:
    """Return what the line does, or where the wheel lies and where the line is to be run."""
    if app.config.html_baseurl:
        words = _("This line installs the module, from the site of this book:")
        return nodes.paragraph(words, words)
    name = wheel_name(app)
    start, end = str(_("The site of this book has the module in one file, {file}.")).split("{file}")
    then = str(_("Save it, and run this line in the folder where it lies:"))
    link = nodes.reference("", name, refuri="../" * docname.count("/") + name)
    return nodes.paragraph("", "", nodes.Text(start), link, nodes.Text(f"{end} {then}"))


def console(line: str, name: str) -> nodes.literal_block:
    text = f"$ {line}"
    return nodes.literal_block(text, text, language="console", classes=[name])


class PipLine(SphinxDirective):
    """The lines that install the module, with another extra than the book's or with none."""

    option_spec: ClassVar = {"extra": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        found = ways(self.env.app, self.env.docname, self.options.get("extra", "book"))
        self.set_source_info(found)
        for node in found.findall(nodes.Element):
            node.source, node.line = found.source, found.line
        return [found]


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
    body = fragment(app, ways(app, pagename))
    below_title.put(context, OFFER.format(words=_("Install what the cells need"), ways=body))


def is_line(node: nodes.Node) -> bool:
    return isinstance(node, nodes.literal_block) and "pip-line" in node["classes"]


def setup(app: Sphinx) -> None:
    app.add_directive("pip-line", PipLine)
    app.connect("html-page-context", offer)
