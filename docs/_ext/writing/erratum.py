"""What the notes had wrong: said in its chapter, collected on one page.

```{erratum} A short title
:name: erratum-label
What the notes say, and what is right.
```

```{errata}
```
"""

from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective


class erratum(nodes.Admonition, nodes.Element):
    """One correction."""


class errata(nodes.General, nodes.Element):
    """The list of all corrections."""


class ErratumDirective(SphinxDirective):
    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar = {"name": directives.unchanged_required}

    def run(self):
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
    def run(self):
        return [errata()]


def known(env):
    """Return the corrections by page."""
    if not hasattr(env, "gradbook_errata"):
        env.gradbook_errata = {}
    return env.gradbook_errata


def collect(app, doctree):
    found = list(doctree.findall(erratum))
    if found:
        known(app.env)[app.env.docname] = [node.deepcopy() for node in found]
    labels = app.env.domains.standard_domain.labels
    for node in found:
        for name in node["names"]:  # none where another one on the page has it
            labels[name] = app.env.docname, node["ids"][0], node[0].astext()


def forget(app, env, docname):
    known(env).pop(docname, None)


def merge(app, env, docnames, other):
    known(env).update({name: known(other)[name] for name in docnames if name in known(other)})


def fill(app, doctree, docname):
    """Replace the list's place by all corrections, in the order of the book."""
    for place in list(doctree.findall(errata)):
        pages = sorted(known(app.env), key=list(reading_order(app.env)).index)
        place.replace_self([item for page in pages for item in entries(app, page, docname)])


def reading_order(env, docname="index"):
    yield docname
    for child in env.toctree_includes.get(docname, ()):
        yield from reading_order(env, child)


def entries(app, page, docname):
    for original in known(app.env)[page]:
        node = original.deepcopy()
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


def visit_erratum(translator, node):
    translator.body.append(translator.starttag(node, "div", CLASS="admonition erratum"))


def depart_erratum(translator, node):
    translator.body.append("</div>\n")


def setup(app):
    app.add_node(erratum, html=(visit_erratum, depart_erratum))
    app.add_node(errata)
    app.add_directive("erratum", ErratumDirective)
    app.add_directive("errata", ErrataDirective)
    app.connect("doctree-read", collect)
    app.connect("doctree-resolved", fill)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
