"""What was checked in this build: a line for each chapter, and tables of the whole book.

``{checked}`` is replaced by the tables; each chapter ends with its own line.
"""

from __future__ import annotations

import platform
from collections.abc import Sequence
from importlib.metadata import version

from book import reading_order
from collected import Gathering
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective

from gradbook.sphinx.mark_words import bound
from writing.counts import Count, Counts

PACKAGES = ("torch", "matplotlib", "numpy", "scikit-learn", "sphinx", "myst-nb", "ipykernel")
# The page of the tables.
EXPLAINED = "reference/checked"


class checked(nodes.General, nodes.Element):
    """Where the tables of the book are to stand."""


class Checked(SphinxDirective):
    def run(self) -> list[nodes.Node]:
        return [checked()]


class Tables(Gathering):
    node = checked


def end_chapter(app: Sphinx, doctree: nodes.document) -> None:
    """End a chapter with the line of all that was checked in it."""
    count = Counts.of(app.env).get(app.env.docname, Count())
    if count.formulas:
        line = nodes.paragraph(classes=["checked"])
        line += nodes.Text(sentence(count))
        if EXPLAINED in app.env.found_docs:
            line += [nodes.Text(" "), explained()]
        doctree[0] += line


def explained() -> addnodes.pending_xref:
    """Return the link to what the words of the line mean."""
    words = _("How this is counted")
    target = {"refdomain": "std", "reftype": "doc", "reftarget": f"/{EXPLAINED}"}
    return addnodes.pending_xref("", nodes.inline(words, words), refexplicit=True, **target)


def sentence(count: Count) -> str:
    """Return a chapter's own line."""
    return _(
        "Checked in this build: formulas, each computed on both sides: {formulas}; steps in them: "
        "{steps}; random points at which they hold: {points}; largest error there: {error}. "
        "Cells executed: {cells}; assertions in them: {assertions}; numbers that they paste into "
        "the text: {numbers}; figures that they draw: {figures}."
    ).format(**{name: written(value) for name, value in vars(count).items()})


def written(value: float) -> str:
    if isinstance(value, float):
        return bound(value)
    return f"{value:,}"


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Replace the directive by the tables."""
    for node in list(doctree.findall(checked)):
        known = Counts.of(app.env)
        chapters = {
            name: known[name] for name in reading_order(app) if known.get(name, Count()).cells
        }
        node.replace_self([chapter_table(app, docname, chapters), version_table()])


def chapter_table(app: Sphinx, docname: str, chapters: dict[str, Count]) -> nodes.table:
    heads = [_("Chapter"), *(_(name) for name in vars(Count()))]
    rows = [[link(app, docname, name), *cells(count)] for name, count in chapters.items()]
    rows.append([_("The book"), *cells(sum(chapters.values(), Count()))])
    found = table(heads, rows)
    found[-1][-1][-1]["classes"].append("total")
    return found


def cells(count: Count) -> list[str]:
    """Return the numbers of a row; where no formula is, none has an error."""
    values = {name: written(value) for name, value in vars(count).items()}
    return list((values if count.formulas else values | {"error": "–"}).values())


def link(app: Sphinx, docname: str, target: str) -> nodes.reference:
    title = app.env.titles[target].astext()
    uri = app.builder.get_relative_uri(docname, target)
    return nodes.reference("", title, internal=True, refuri=uri)


def version_table() -> nodes.table:
    rows = [["Python", platform.python_version()], *([name, version(name)] for name in PACKAGES)]
    return table([_("Package"), _("Version")], rows)


def table(heads: list[str], rows: list[list[str | nodes.Node]]) -> nodes.table:
    """Return a table whose first column holds names and whose others hold numbers."""
    node = nodes.table(classes=["checked"])
    group = nodes.tgroup(cols=len(heads))
    node += group
    group += [nodes.colspec(colwidth=1) for _head in heads]
    group += nodes.thead("", table_row(heads))
    group += nodes.tbody("", *map(table_row, rows))
    return node


def table_row(values: Sequence[str | nodes.Node]) -> nodes.row:
    row = nodes.row()
    for value in values:
        text = nodes.Text(value) if isinstance(value, str) else value
        row += nodes.entry("", nodes.paragraph("", "", text))
    return row


def setup(app: Sphinx) -> None:
    app.add_node(checked)
    app.add_directive("checked", Checked)
    app.add_env_collector(Tables)
    app.connect("doctree-read", end_chapter)
    app.connect("doctree-resolved", fill)
