"""What was checked in this build: counted for each chapter, and gathered on one page.

``{checked}`` is replaced by the tables of the whole book; each chapter ends with its own line.
"""

import ast
import re
from dataclasses import dataclass
from importlib.metadata import version

from book import reading_order
from docutils import nodes
from reading.blocks import blocks_of
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective

from writing.formula import formula, scientific

PACKAGES = ("torch", "matplotlib", "numpy", "scikit-learn", "sphinx", "myst-nb", "ipykernel")
# The lines of a cell's own settings.
OPTIONS = re.compile(r"\A(?::.*\n)+")
THIN_SPACE = "\u202f"


@dataclass
class Count:
    """What was checked in a chapter, or in the book."""

    formulas: int = 0
    steps: int = 0
    points: int = 0
    error: float = 0.0
    unchecked: int = 0
    cells: int = 0
    assertions: int = 0
    numbers: int = 0
    figures: int = 0

    def __add__(self, other):
        total = {name: getattr(self, name) + getattr(other, name) for name in vars(self)}
        return Count(**total | {"error": max(self.error, other.error)})


class checked(nodes.General, nodes.Element):
    """Where the tables of the book are to stand."""


class Checked(SphinxDirective):
    def run(self):
        return [checked()]


def count_source(app, docname, source):
    """Count what a chapter's text holds before it is read."""
    if not str(app.env.doc2path(docname)).endswith(".md"):
        return
    found = blocks_of(app, source[0])
    directives = [(block.directive[0], block.token.content) for block in found if block.directive]
    code = [content for name, content in directives if name == "code-cell"]
    inline = [child for block in found for child in block.token.children or []]
    roles = [child.meta["name"] for child in inline if child.type == "myst_role"]
    counts(app)[docname] = Count(
        cells=len(code),
        assertions=sum(map(assertions, code)),
        numbers=roles.count("glue:text"),
        figures=[name for name, _content in directives].count("cell-figure"),
    )


def assertions(code):
    """Return how many statements of a cell assert something."""
    code = OPTIONS.sub("", code)
    if code.startswith("%"):
        return 0
    try:
        tree = ast.parse(code)
    except SyntaxError:  # a cell that shows one
        return 0
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Assert) or is_close(node))
    return sum(1 for _node in found)


def is_close(node):
    if not isinstance(node, ast.Call):
        return False
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    return name.startswith("assert_")


def count_formulas(app, doctree):
    """Count a chapter's formulas, and end it with the line of all that was checked in it."""
    docname = app.env.docname
    count = counts(app).setdefault(docname, Count())
    for node in doctree.findall(formula):
        data = node["data"]
        if "unchecked" in data:
            count.unchecked += 1
            continue
        count.formulas += 1
        count.steps += data["steps"]
        count.points += data["points"]
        count.error = max(count.error, data["error"])
    if count.formulas:
        line = nodes.paragraph(classes=["checked"])
        line += nodes.Text(sentence(count))
        doctree[0] += line


def sentence(count):
    """Return a chapter's own line."""
    return _(
        "Checked in this build: formulas {formulas}, their steps {steps}, points {points}, largest "
        "error {error}; cells {cells}, assertions {assertions}, numbers {numbers}, "
        "figures {figures}."
    ).format(**{name: written(value) for name, value in vars(count).items()})


def written(value):
    if isinstance(value, float):
        return scientific(value)
    return f"{value:,}".replace(",", THIN_SPACE)


def counts(app):
    if not hasattr(app.env, "checked_counts"):
        app.env.checked_counts = {}
    return app.env.checked_counts


def fill(app, doctree, docname):
    """Replace the directive by the tables."""
    for node in list(doctree.findall(checked)):
        chapters = {
            name: counts(app)[name]
            for name in reading_order(app)
            if counts(app).get(name, Count()).formulas
        }
        node.replace_self([chapter_table(app, docname, chapters), version_table()])


def chapter_table(app, docname, chapters):
    columns = [*vars(Count()), ""][:-1]
    heads = [_("Chapter"), *(_(name) for name in columns)]
    rows = [
        [link(app, docname, name), *(written(getattr(count, c)) for c in columns)]
        for name, count in chapters.items()
    ]
    total = sum(chapters.values(), Count())
    rows.append([_("The book"), *(written(getattr(total, c)) for c in columns)])
    return table(heads, rows)


def link(app, docname, target):
    title = app.env.titles[target].astext()
    uri = app.builder.get_relative_uri(docname, target)
    return nodes.reference("", title, internal=True, refuri=uri)


def version_table():
    rows = [["Python", _python()], *([name, version(name)] for name in PACKAGES)]
    return table([_("Package"), _("Version")], rows)


def _python():
    import platform

    return platform.python_version()


def table(heads, rows):
    """Return a table whose first column holds names and whose others hold numbers."""
    node = nodes.table(classes=["checked"])
    group = nodes.tgroup(cols=len(heads))
    node += group
    group += [nodes.colspec(colwidth=1) for _head in heads]
    group += nodes.thead("", table_row(heads))
    group += nodes.tbody("", *map(table_row, rows))
    return node


def table_row(values):
    row = nodes.row()
    for value in values:
        text = nodes.Text(value) if isinstance(value, str) else value
        row += nodes.entry("", nodes.paragraph("", "", text))
    return row


def purge(app, env, docname):
    counts(app).pop(docname, None)


def merge(app, env, docnames, other):
    for name in docnames:
        if name in other.checked_counts:
            counts(app)[name] = other.checked_counts[name]


def rewritten(app, env):
    """Return the pages that show the counts of all others."""
    return [name for name in env.found_docs if name.endswith("reference/checked")]


def setup(app):
    app.add_node(checked)
    app.add_directive("checked", Checked)
    app.connect("source-read", count_source, priority=900)
    app.connect("doctree-read", count_formulas)
    app.connect("doctree-resolved", fill)
    app.connect("env-purge-doc", purge)
    app.connect("env-merge-info", merge)
    app.connect("env-updated", rewritten)
