"""The table of all faults that are planted to prove that they break the build.

```{fault-table} Execution
```

The rows are those that the tests read, so that the page cannot say more than they do.
"""

from pathlib import Path

import planted
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

HEADINGS = ("What is wrong", "What the build says")


class FaultTable(SphinxDirective):
    """One kind of faults, or with `harmless` what must not break the build."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self):
        for path in Path(planted.__file__).parent.glob("*.py"):
            self.env.note_dependency(str(path))
        kind = self.arguments[0]
        if kind == "harmless":
            return [bullets(planted.HARMLESS)]
        if kind not in planted.KINDS:
            raise self.error(f"fault-table: expected one of {planted.KINDS}, got {kind!r}")
        rows = [
            [text(fault.name), said(fault.message)]
            for fault in [*planted.FAULTS, *planted.CHANGES]
            if fault.kind == kind
        ]
        rows += [
            [text(row.name), text(f"Tried: {row.how}. Result: {row.result}.")]
            for row in planted.ELSEWHERE
            if row.kind == kind
        ]
        return [table(rows)]


def text(words):
    return nodes.paragraph("", words)


def said(message):
    return nodes.paragraph("", "", nodes.literal("", message.strip().rstrip(",:")))


def bullets(names):
    return nodes.bullet_list("", *[nodes.list_item("", text(name)) for name in names])


def table(rows):
    """Return a table with the headings of all tables of faults."""
    group = nodes.tgroup("", *[nodes.colspec(colwidth=width) for width in (40, 60)], cols=2)
    group += nodes.thead("", row([text(heading) for heading in HEADINGS]))
    group += nodes.tbody("", *map(row, rows))
    return nodes.table("", group, classes=["fault-table"])


def row(cells):
    return nodes.row("", *[nodes.entry("", cell) for cell in cells])


def setup(app):
    app.add_directive("fault-table", FaultTable)
