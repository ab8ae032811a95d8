"""Links from a page into the repository: open in Colab or Binder, edit, report a problem.

They are left out as long as `conf.py` names no repository; what {repository}`these words` say is no
link then. Colab and Binder take a chapter's notebook from the branch `notebooks`, to which the
workflow pushes what each published build made: Colab reads notebooks from a repository alone, and
both need its outputs and its first cell, which installs gradbook.
"""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import stack
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.docutils import SphinxRole

from pages import below_title
from pages.address import address

BRANCH = "main"
NOTEBOOKS = "notebooks"


def open_in(repository: str, pagename: str) -> dict[str, str]:
    """Return the services that open a page's notebook, with their addresses."""
    owner_and_name = repository.removeprefix("https://github.com/")
    file = quote(f"{pagename}.ipynb")
    return {
        "Colab": "https://colab.research.google.com/github/"
        f"{owner_and_name}/blob/{NOTEBOOKS}/{file}",
        "Binder": f"https://mybinder.org/v2/gh/{owner_and_name}/{NOTEBOOKS}"
        f"?urlpath={quote(f'lab/tree/{pagename}.ipynb', safe='')}",
    }


def source_links(app: Sphinx, repository: str, pagename: str) -> dict[str, str]:
    """Return what a reader can do about a page's text, with the addresses."""
    source = app.env.doc2path(pagename, base=False)
    folder = Path(app.srcdir).relative_to(app.confdir).as_posix()
    page = address(app, pagename) or pagename
    report = urlencode({"title": f"{pagename}: ", "body": f"{_('Page')}: {page}\n\n"})
    return {
        _("Edit this page"): f"{repository}/edit/{BRANCH}/{quote(f'{folder}/{source}')}",
        _("Report a problem"): f"{repository}/issues/new?{report}",
        _("Repository"): repository,
    }


def joined(links: dict[str, str]) -> str:
    """Return links as HTML on one line."""
    return " · ".join(
        f'<a href="{html.escape(url)}">{html.escape(name)}</a>' for name, url in links.items()
    )


def add(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Add the links: to a notebook below the title, to the source in the foot."""
    repository = app.config.book_repository
    if not repository or doctree is None or app.builder.name != "html":
        return
    if Path(app.outdir, f"{pagename}.ipynb").is_file():
        links = joined(open_in(repository, pagename))
        line = f'<p class="page-downloads open-in" data-pagefind-ignore>{_("Open in")}: {links}</p>'
        below_title.put(context, line)
    line = f'<p class="source-links">{joined(source_links(app, repository, pagename))}</p>'
    context[stack.FOOT] = line + context.get(stack.FOOT, "")


class Repository(SphinxRole):
    """Words that lead to the repository."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        if address := self.config.book_repository:
            return [nodes.reference("", self.text, refuri=address)], []
        return [nodes.Text(self.text)], []


def setup(app: Sphinx) -> None:
    app.add_role("repository", Repository())
    app.connect("html-page-context", add)
