"""Labels are known with their lines, and differ from page to page."""

from types import SimpleNamespace

import pytest
from checks import labels
from docutils import nodes
from docutils.core import publish_doctree


@pytest.fixture
def warnings(monkeypatch):
    given = []

    def warning(message, *arguments, location, type):
        given.append((location, message % arguments))

    monkeypatch.setattr(labels.logger, "warning", warning)
    return given


def test_labels_of_two_pages_differ(warnings):
    env = SimpleNamespace()
    labels.Labels.of(env).update({"one": {"a": 3, "b": 4}, "two": {"b": 5}})
    labels.check_labels(None, env)
    assert warnings == [(("two", 5), "expected a label of its own, got 'b' as in one, line 4")]


def test_labels_of_one_page_are_its_own(warnings):
    env = SimpleNamespace()
    labels.Labels.of(env).update({"one": {"a": 3, "b": 4}, "two": {"c": 3}})
    labels.check_labels(None, env)
    assert not warnings


def test_what_a_text_names_and_what_an_equation_is_called_are_labels():
    doctree = publish_doctree("Title\n=====\n\n.. _here:\n\nText.")
    doctree += nodes.math_block("x", "x", label="eq-x")
    assert set(dict(labels.own_labels(doctree))) == {"here", "eq-x"}
