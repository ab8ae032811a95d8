"""What the notes had wrong: folded where its chapter says it, collected on one page.

```{erratum} A short title
:name: erratum-label
What the notes say, and what is right.
```

```{errata}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from book import reading_order
from collected import Collected, Gathering
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator


class erratum(nodes.Admonition, nodes.Element):
    """One correction."""


class errata(nodes.General, nodes.Element):
    """The list of all corrections."""


class ErratumDirective(SphinxDirective):
    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar = {"name": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        self.assert_has_content()
        if "name" not in self.options:
            raise self.error(
                "erratum: expected the option :name:, so that the page of errata can link here"
            )
        text, messages = self.parse_inline(self.arguments[0])
        title = nodes.title(self.arguments[0], "", *text)
        node = erratum("", title, *self.parse_content_to_nodes(), *messages)
        self.set_source_info(node)
        self.set_source_info(title)
        self.add_name(node)
        return [node]


class ErrataDirective(SphinxDirective):
    def run(self) -> list[nodes.Node]:
        return [errata()]


class Errata(Collected[list[erratum]]):
    """The corrections of all pages."""

    def given(self, app: Sphinx, doctree: nodes.document) -> list[erratum]:
        return [node.deepcopy() for node in doctree.findall(erratum)]


class Lists(Gathering):
    node = errata


def set_reference_texts(app: Sphinx, doctree: nodes.document) -> None:
    """Let `{ref}` show a correction's title."""
    labels = app.env.domains.standard_domain.labels
    for node in doctree.findall(erratum):
        for name in node["names"]:  # none where another one on the page has it
            labels[name] = app.env.docname, node["ids"][0], node[0].astext()


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Replace the list's place by all corrections, in the order of the book."""
    for place in list(doctree.findall(errata)):
        known = Errata.of(app.env)
        pages = [page for page in reading_order(app) if page in known]
        place.replace_self([e for page in pages for e in entries(app, known[page], page, docname)])


def entries(
    app: Sphinx, corrections: list[erratum], page: str, docname: str
) -> Iterator[nodes.Element]:
    """Yield the corrections of a page, as they stand on another one."""
    for original in corrections:
        node = original.deepcopy()
        node["collected"] = True
        target = app.builder.get_relative_uri(docname, page) + "#" + node["ids"][0]
        for element in node.findall(nodes.Element):
            element["ids"], element["names"] = [], []
            if "refdoc" in element:
                element["refdoc"] = docname  # links of MyST are relative to it
        app.env.resolve_references(node, docname, app.builder)
        chapter = app.env.titles[page].astext()
        link = nodes.reference("", "", nodes.inline("", chapter), internal=True, refuri=target)
        node += nodes.paragraph("", "→ ", link, classes=["erratum-place"])
        yield node


def visit_erratum(translator: HTML5Translator, node: erratum) -> None:
    if node.get("collected"):
        translator.body.append(translator.starttag(node, "div", CLASS="admonition erratum"))
        return
    kind = _("A correction to the notes that this book mirrors")
    translator.body.append(translator.starttag(node, "details", CLASS="erratum"))
    translator.body.append(f'<summary>{kind}: <span class="admonition-title">')
    for child in node[0].children:
        child.walkabout(translator)
    translator.body.append("</span></summary><div>\n")
    for child in node[1:]:
        child.walkabout(translator)
    translator.body.append("</div></details>\n")
    raise nodes.SkipNode


def depart_erratum(translator: HTML5Translator, node: erratum) -> None:
    translator.body.append("</div>\n")


def setup(app: Sphinx) -> None:
    app.add_node(erratum, html=(visit_erratum, depart_erratum))
    app.add_node(errata)
    app.add_directive("erratum", ErratumDirective)
    app.add_directive("errata", ErrataDirective)
    app.add_env_collector(Errata)
    app.add_env_collector(Lists)
    app.connect("doctree-read", set_reference_texts)
    app.connect("doctree-resolved", fill)
