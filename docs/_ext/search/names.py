"""Other words for what a place is about, by which it is found.

They are the entries that the place has in the general index, and the names that the glossary has
for a term which the place defines, the Chinese one among them.
"""

from __future__ import annotations

from collected import Collected
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

# By each name of a term, all of its names.
Thesaurus = dict[str, list[str]]


class Terms(Collected[list[list[str]]]):
    """The names of each term of a glossary."""

    def given(self, app: Sphinx, doctree: nodes.document) -> list[list[str]]:
        items = doctree.findall(nodes.definition_list_item)
        return [
            names_of_term(item)
            for item in items
            if isinstance(item.parent.parent, addnodes.glossary)
        ]


def names_of_term(item: nodes.Element) -> list[str]:
    """Return the names of a glossary's entry."""
    return [child.astext() for child in item if isinstance(child, nodes.term)]


def thesaurus(env: BuildEnvironment) -> Thesaurus:
    """Return all names of a term by each of its names, in small letters."""
    entries = [names for page in Terms.of(env).values() for names in page]
    return {name.casefold(): names for names in entries for name in names}


def names_of_place(
    node: nodes.Element, title: str, inner: list[nodes.Node], known: Thesaurus
) -> list[str]:
    """Return the names of a place that holds the nodes `inner`, but for its title."""
    if isinstance(node, nodes.definition_list_item):
        return names_of_term(node)[1:]
    indexes = (one for one in inner if isinstance(one, addnodes.index))
    found = [entry[1] for index in indexes for entry in index["entries"] if entry[0] == "single"]
    defined = (one.astext() for one in inner if isinstance(one, nodes.strong))
    for term in (title, *defined):
        found += of_term(term, known)
    return [name for name in dict.fromkeys(found) if name != title]


def of_term(term: str, known: Thesaurus) -> list[str]:
    """Return the names of a term, which may stand there in the plural."""
    name = term.casefold()
    return known.get(name) or known.get(name.removesuffix("s"), [])


def setup(app: Sphinx) -> None:
    app.add_env_collector(Terms)
