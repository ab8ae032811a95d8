"""The tables of all that is planted to prove what breaks the build, and what does not.

```{fault-table} Execution
```

The rows are those that the tests read, so that the pages cannot say more than they do.
"""

import re
from pathlib import Path
from typing import Any

import planted
from docutils import nodes
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective

LONGEST = 160
CELL = re.compile(
    r"```\{code-cell\}\n(?::[^\n]*\n)*\n?(.*?)\n```\n(\n```\{cell-figure\}.*)?", re.DOTALL
)
# What stands in a cell before and after the line that matters.
AROUND = ("import ", "from ", "plt.show()")


class FaultTable(SphinxDirective):
    """One kind of faults, or of honest edits."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        for path in Path(planted.__file__).parent.glob("*.py"):
            self.env.note_dependency(str(path))
        kind = self.arguments[0]
        if kind in planted.FREE:
            return [bullets([row for row in planted.HONEST if row.kind == kind])]
        if kind not in planted.KINDS:
            expected = (*planted.KINDS, *planted.FREE)
            raise self.error(f"fault-table: expected one of {expected}, got {kind!r}")
        rows = [
            [text(fault.name), said(fault)]
            for fault in [*planted.FAULTS, *planted.CHANGES]
            if fault.kind == kind
        ]
        tried = [
            [text(row.name), text(row.how), text(row.result)]
            for row in planted.ELSEWHERE
            if row.kind == kind
        ]
        tables = [table([_("What is wrong"), _("What the build says")], (40, 60), rows)]
        if tried:
            heads = [_("What may happen"), _("How it was tried"), _("What came of it")]
            tables.append(table(heads, (30, 35, 35), tried))
        return tables


def text(words: str) -> nodes.paragraph:
    return nodes.paragraph("", words)


def said(fault: planted.Fault | planted.Change) -> nodes.paragraph:
    """Return what the build says of a fault, with … where that is more than the row has."""
    start = "… " if fault.cut in ("before", "both") else ""
    end = " …" if fault.cut in ("after", "both") else ""
    return nodes.paragraph("", "", nodes.literal("", f"{start}{fault.message.strip()}{end}"))


def bullets(rows: list[planted.Honest]) -> nodes.bullet_list:
    """Return the names of honest edits, each with its text or code where that is one line."""
    items = []
    for row in rows:
        item = text(row.name)
        if line := example(row):
            item += [nodes.Text(": "), nodes.literal("", line)]
        items.append(nodes.list_item("", item))
    return nodes.bullet_list("", *items)


def example(row: planted.Honest) -> str:
    """Return the one line that a row plants, or the one that matters in its cell, or nothing."""
    if row.files:
        return ""
    lines = row.planted.splitlines()
    if found := CELL.fullmatch(row.planted):
        lines = [line for line in found[1].splitlines() if line and not line.startswith(AROUND)]
    elif row.kind == planted.NUMBERS and "" not in lines and "```" not in row.planted:
        lines = [" ".join(lines)]  # of a paragraph
    return lines[0] if len(lines) == 1 and len(lines[0]) <= LONGEST else ""


def table(
    heads: list[str], widths: tuple[int, ...], rows: list[list[nodes.paragraph]]
) -> nodes.table:
    """Return a table with its headings."""
    columns = [nodes.colspec(colwidth=width) for width in widths]
    group = nodes.tgroup("", *columns, cols=len(widths))
    group += nodes.thead("", row([text(head) for head in heads]))
    group += nodes.tbody("", *map(row, rows))
    return nodes.table("", group, classes=["fault-table"])


def row(cells: list[nodes.paragraph]) -> nodes.row:
    return nodes.row("", *[nodes.entry("", cell) for cell in cells])


def setup(app: Any) -> None:
    app.add_directive("fault-table", FaultTable)
