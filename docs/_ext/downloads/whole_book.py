"""Links to the whole book in one file.

``{whole-book}`` stands for a list: the site as a zip, which every build of the book makes, and
the other editions that this build is going to make, as named in the setting.
"""

from __future__ import annotations

from book import EDITIONS
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective


class WholeBook(SphinxDirective):
    def run(self) -> list[nodes.Node]:
        links = nodes.bullet_list()
        for edition in ("zip", *filter(None, self.config.book_editions.split(","))):
            if edition not in EDITIONS:
                raise self.error(f"whole-book: expected one of {[*EDITIONS]}, got {edition!r}")
            file, words = EDITIONS[edition]
            up = "../" * self.env.docname.count("/")
            link = nodes.reference("", _(words), refuri=up + file)
            links += nodes.list_item("", nodes.paragraph("", "", link))
        return [nodes.container("", links, classes=["whole-book"])]


def setup(app: Sphinx) -> None:
    app.add_directive("whole-book", WholeBook)
    app.add_config_value("book_editions", "", "env", str)
