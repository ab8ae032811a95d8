"""A page's text as Markdown that every notebook understands, piece by piece between its cells.

What is MyST's or the book's own is said in plain Markdown: a reference by its text, a figure by
its caption and its alternative text, an exercise by a bold line.
"""

from __future__ import annotations

from collections.abc import Callable

from docutils import nodes
from pages.accessible import figure_words
from sphinx.locale import admonitionlabels
from sphinx.util import logging
from stack import Number

from downloads.plain_words import NOTHING, Words, escaped, fenced

logger = logging.getLogger(__name__)

TRANSPARENT = (
    *(nodes.document, nodes.section, nodes.compound, nodes.inline, nodes.container),
    *(nodes.definition_list, nodes.definition_list_item, nodes.legend, nodes.abbreviation),
)
# What only the site says: how to install from it, and what was checked with the hidden cells.
OF_THE_PAGE = {"install", "checked"}
LABELS = {"exercise": "", "solution": "Solution", "erratum": "Erratum"}


def indented(text: str, first: str, other: str) -> str:
    return "\n".join(
        (other if number else first) + line if line else ""
        for number, line in enumerate(text.split("\n"))
    )


class Writer(Words):
    """Writes nodes as Markdown.

    `cell` is called for each cell with what came before it, and `picture` with the alternative
    text of the picture that the last cell shows.
    """

    def __init__(
        self,
        numbers: dict[str, dict[str, Number]],
        address: Callable[[nodes.Element], str],
        cell: Callable[[nodes.Element], None],
        picture: Callable[[str], None],
    ) -> None:
        super().__init__(address)
        self.numbers = numbers
        self.cell = cell
        self.picture = picture
        self.level = 0
        self.blocks: list[str] = []

    def take(self) -> str:
        """Return what was written since the last cell."""
        text = "\n\n".join(block for block in self.blocks if block)
        self.blocks = []
        return text

    def block(self, node: nodes.Element) -> None:
        """Write a block and what is in it."""
        name = type(node).__name__
        if node.get("nb_element") == "cell_code" or name == "formula":
            if number := self.equation_number(node):
                self.blocks.append(f"*Equation ({number})*")
            self.cell(node)
        elif name in LABELS:
            self.labeled(node, LABELS[name])
        elif isinstance(node, nodes.Admonition):
            self.blocks.append(self.quoted(node, name))
        elif handler := getattr(self, name, None):
            self.blocks.append(handler(node))
        elif isinstance(node, TRANSPARENT):
            self.level += isinstance(node, nodes.section)
            self.children(node)
            self.level -= isinstance(node, nodes.section)
        elif not isinstance(node, NOTHING):
            message = "the notebook for download has no words for <%s>"
            logger.warning(message, name, location=node, type="downloads")

    def children(self, node: nodes.Element, but: nodes.Node | None = None) -> None:
        """Write what is in a node, `but` one of its children."""
        for child in node.children:
            if child is but:
                continue
            if "module-source" in child.get("classes", ()):
                self.blocks.append(module_source(child))
            elif OF_THE_PAGE.isdisjoint(child.get("classes", ())):
                self.block(child)

    def number(self, kind: str, node: nodes.Element) -> str:
        """Return the number of a figure or an equation, or ''."""
        known = self.numbers.get(kind, {})
        return ".".join(map(str, known.get((node.get("ids") or [""])[0], ())))

    def equation_number(self, node: nodes.Element) -> str:
        """Return the number of the formula that a cell shows, if it has one."""
        block = next(iter(node.findall(nodes.math_block)), nodes.math_block())
        return self.number("displaymath", block)

    def inside(self, node: nodes.Element, but: nodes.Node | None = None) -> str:
        """Return the blocks in a node as one text; no cell may stand there."""
        outer, self.blocks = self.blocks, []
        self.children(node, but)
        text = self.take()
        self.blocks = outer
        return text

    def labeled(self, node: nodes.Element, label: str) -> None:
        title = node[0] if node.children and isinstance(node[0], nodes.title) else None
        words = [label, self.words(title) if title else ""]
        self.blocks.append(f"**{': '.join(filter(None, words))}**")
        self.children(node, title)

    def title(self, node: nodes.Element) -> str:
        return f"{'#' * max(self.level, 1)} {self.words(node)}"

    def paragraph(self, node: nodes.Element) -> str:
        return self.words(node)

    def rubric(self, node: nodes.Element) -> str:
        return f"**{self.words(node)}**"

    def term(self, node: nodes.Element) -> str:
        return f"**{self.words(node)}**"

    def definition(self, node: nodes.Element) -> str:
        return indented(self.inside(node), "- ", "  ")

    def quoted(self, node: nodes.Element, name: str) -> str:
        """Return a note, a tip and the like as a quotation under its name, or its own title."""
        # The title of what unfolds is an inline element.
        title = node[0] if isinstance(node[0], nodes.title | nodes.inline) else None
        head = self.words(title) if title else admonitionlabels.get(name, name.capitalize())
        return indented(f"**{head}**\n\n{self.inside(node, title)}", "> ", "> ")

    def transition(self, node: nodes.Element) -> str:
        return "---"

    def footnote(self, node: nodes.Element) -> str:
        label = node[0]
        return f"\\[{label.astext()}\\] {self.inside(node, label)}"

    def block_quote(self, node: nodes.Element) -> str:
        return indented(self.inside(node), "> ", "> ")

    def literal_block(self, node: nodes.Element) -> str:
        return fenced(node.astext(), node.get("language", "").replace("ipython3", "python"))

    def math_block(self, node: nodes.Element) -> str:
        return f"$$\n{node.astext().strip()}\n$$"

    def bullet_list(self, node: nodes.Element) -> str:
        return "\n".join(indented(self.inside(item), "- ", "  ") for item in node.children)

    def enumerated_list(self, node: nodes.Element) -> str:
        items = enumerate(node.children, node.get("start", 1))
        return "\n".join(indented(self.inside(item), f"{n}. ", "   ") for n, item in items)

    def table(self, node: nodes.Element) -> str:
        rows = [
            [self.inside(entry).replace("\n", " ") for entry in row.children]
            for row in node.findall(nodes.row)
        ]
        rows.insert(1, ["---"] * len(rows[0]))
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)

    def gallery(self, node: nodes.Element) -> str:
        """Say what each drawing shows, with the title of its page where that is known."""
        entries = ((entry.get("title", entry["page"]), entry["alt"]) for entry in node.children)
        return "\n".join(f"- **{escaped(title)}** {escaped(alt)}" for title, alt in entries)

    def figure(self, node: nodes.Element) -> str:
        caption = next(iter(node.findall(nodes.caption)), None)
        image = next(iter(node.findall(nodes.image)), nodes.image())
        text = self.words(caption) if caption else ""
        long = next(iter(node.findall(figure_words)), None)
        alternative, plain = escaped(image.get("alt", "")), image.get("alt", "")
        if long:  # of which the image has the first sentences
            alternative = " ".join(map(self.words, long.children))
            plain = " ".join(paragraph.astext() for paragraph in long.children)
        self.picture(" ".join(plain.split()))
        said = [
            f"**Figure {self.number('figure', node)}.** {text}",
            alternative and f"*In words:* {alternative}",
        ]
        return "\n\n".join(filter(None, said))


def module_source(node: nodes.Element) -> str:
    """Return the functions that are shown from their files, after the line that imports them."""
    line, code = (block.astext() for block in node.findall(nodes.literal_block))
    return f"`{line}` takes these from the module:\n\n{fenced(code, 'python')}"
