"""Exercises, each with a folded solution whose cells are executed.

A cell inside a directive does not run, so a solution is opened and closed::

    ```{exercise} exercise-label
    The question.
    ```

    ```{solution-start} exercise-label
    ```
    Text and cells.
    ```{solution-end}
    ```
"""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)


class exercise(nodes.Admonition, nodes.Element):
    """An exercise, numbered within its page."""


class solution(nodes.General, nodes.Element):
    """A folded solution."""


class solution_start(nodes.General, nodes.Element):
    """Where a solution begins."""


class solution_end(nodes.General, nodes.Element):
    """Where it ends."""


class ExerciseDirective(SphinxDirective):
    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        self.assert_has_content()
        label = self.arguments[0]
        node = exercise("", *self.parse_content_to_nodes(), label=label)
        self.set_source_info(node)
        self.options["name"] = label
        self.add_name(node)
        return [node]


class Marker(SphinxDirective):
    optional_arguments = 1
    node_class: ClassVar[type[nodes.Element]] = solution_end

    def run(self) -> list[nodes.Node]:
        node = self.node_class(label=self.arguments[0] if self.arguments else None)
        self.set_source_info(node)
        return [node]


class StartMarker(Marker):
    required_arguments = 1
    node_class = solution_start


class FoldSolutions(SphinxTransform):
    """Gather what stands between the two markers into one solution."""

    default_priority = 400

    def apply(self, **kwargs: Any) -> None:
        exercises = list(self.document.findall(exercise))
        for number, node in enumerate(exercises, 1):
            node["number"] = number
            title = _("Exercise") + f" {number}"
            node.insert(0, nodes.title(title, title))
        starts = list(self.document.findall(solution_start))
        solved: dict[str | None, nodes.Element] = {}
        for start in starts:
            label = fold(start)
            if label in solved and label is not None:
                warn(start, f"solution-start: expected one solution of {label!r}, got another one")
            solved.setdefault(label, start)
        for end in list(self.document.findall(solution_end)):
            warn(end, "solution-end: no solution-start stands before it in its section")
            end.parent.remove(end)
        for node in exercises:
            if node["label"] not in solved:
                warn(node, f"exercise {node['label']!r}: expected a solution with a cell, got none")
        for label in set(solved) - {node["label"] for node in exercises} - {None}:
            warn(solved[label], f"solution-start: no exercise {label!r} on this page")


def fold(start: solution_start) -> str | None:
    """Replace a start marker, what follows and the end marker by a solution; return its label."""
    siblings = start.parent.children
    here = siblings.index(start)
    there = next(
        (i for i, n in enumerate(siblings) if i > here and isinstance(n, solution_end)), None
    )
    if there is None:
        warn(start, f"solution-start: no solution-end follows for {start['label']!r}")
        start.parent.remove(start)
        return None
    body = siblings[here + 1 : there]
    parent = start.parent
    parent.children[here : there + 1] = []
    node = solution("", *body)
    node.source, node.line = start.source, start.line
    parent.insert(here, node)
    if not any(child.get("nb_element") == "cell_code" for child in node.findall(nodes.container)):
        warn(node, f"solution {start['label']!r}: expected a cell that runs, got none")
    label: str | None = start["label"]
    return label


def warn(node: nodes.Element, message: str) -> None:
    logger.warning(message, location=node, type="exercise")


def visit_exercise(translator: HTML5Translator, node: exercise) -> None:
    translator.body.append(translator.starttag(node, "div", CLASS="admonition exercise"))


def depart_exercise(translator: HTML5Translator, node: exercise) -> None:
    translator.body.append("</div>\n")


def visit_solution(translator: HTML5Translator, node: solution) -> None:
    summary = _("Solution")
    translator.body.append(f'<details class="solution"><summary>{summary}</summary><div>\n')


def depart_solution(translator: HTML5Translator, node: solution) -> None:
    translator.body.append("</div></details>\n")


def set_reference_texts(app: Sphinx, doctree: nodes.document) -> None:
    """Let `{ref}` show an exercise's number."""
    labels = app.env.domains.standard_domain.labels
    for node in doctree.findall(exercise):
        title = _("Exercise") + f" {node['number']}"
        for name in node["names"]:  # none where another one on the page has it
            labels[name] = app.env.docname, node["ids"][0], title


def setup(app: Sphinx) -> None:
    app.add_node(exercise, html=(visit_exercise, depart_exercise))
    app.add_node(solution, html=(visit_solution, depart_solution))
    app.add_directive("exercise", ExerciseDirective)
    app.add_directive("solution-start", StartMarker)
    app.add_directive("solution-end", Marker)
    app.add_transform(FoldSolutions)
    app.connect("doctree-read", set_reference_texts)
