"""What is there for who asks: a text that unfolds, and comments that authors alone read.

```{dropdown} A title
The text.
```
"""

from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective


class dropdown(nodes.Admonition, nodes.Element):
    """A text that unfolds below its title."""


class DropdownDirective(SphinxDirective):
    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        self.assert_has_content()
        text, messages = self.parse_inline(self.arguments[0])
        title = nodes.inline("", "", *text)
        node = dropdown("", title, *self.parse_content_to_nodes(), *messages)
        self.set_source_info(node)
        return [node]


def visit(translator: Any, node: dropdown) -> None:
    translator.body.append('<details class="solution folded"><summary>')
    node[0].walkabout(translator)
    translator.body.append("</summary><div>\n")
    for child in node[1:]:
        child.walkabout(translator)
    translator.body.append("</div></details>\n")
    raise nodes.SkipNode


def fold(app: Any, doctree: nodes.document) -> None:
    """Let admonitions of the class `dropdown` unfold, and leave comments in HTML out."""
    for node in list(doctree.findall(nodes.admonition)):
        if "dropdown" in node["classes"]:
            title = nodes.inline("", "", *node[0].children)
            node.replace_self(dropdown("", title, *node[1:]))
    for raw in list(doctree.findall(nodes.raw)):
        if raw.astext().strip().startswith("<!--"):
            raw.parent.remove(raw)


def setup(app: Any) -> None:
    app.add_node(dropdown, html=(visit, None))
    app.add_directive("dropdown", DropdownDirective)
    app.connect("doctree-read", fold)
