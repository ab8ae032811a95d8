"""What each page gives to the whole book: kept by page, forgotten with it, gathered from workers.

A subclass says what a page gives, in `given`; it is in the environment that it is kept::

    class Labels(Collected[dict[str, int]]):
        def given(self, app, doctree):
            return dict(own_labels(doctree))

    app.add_env_collector(Labels)
    Labels.of(app.env)  # what the pages gave, by their names
"""

from __future__ import annotations

from collections.abc import Set
from typing import ClassVar, Generic, TypeVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector

Gift = TypeVar("Gift")


class Collected(EnvironmentCollector, Generic[Gift]):
    """One kind of what pages give."""

    def given(self, app: Sphinx, doctree: nodes.document) -> Gift | None:
        """Return what a page gives, or nothing."""
        raise NotImplementedError

    @classmethod
    def of(cls, env: BuildEnvironment) -> dict[str, Gift]:
        """Return what the pages gave, by their names."""
        # The environment is pickled with all that it holds.
        name = f"collected_{cls.__module__}.{cls.__name__}"
        kept: dict[str, Gift] = vars(env).setdefault(name, {})
        return kept

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        if found := self.given(app, doctree):
            self.of(app.env)[app.env.docname] = found

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        self.of(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment
    ) -> None:
        found = self.of(other)
        self.of(env).update({name: found[name] for name in docnames if name in found})


class Gathering(Collected[bool]):
    """Pages with a node that shows what all pages gave: written again when one of them was read."""

    node: ClassVar[type[nodes.Element]]
    read = False

    def given(self, app: Sphinx, doctree: nodes.document) -> bool:
        return any(True for _node in doctree.findall(self.node))

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        # It is called before each page is read, in the one process that forks the others.
        self.read = True
        super().clear_doc(app, env, docname)

    def get_updated_docs(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        return sorted(self.of(env)) if self.read else []
