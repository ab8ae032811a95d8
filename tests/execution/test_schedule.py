"""What the execution is told, and what it says."""

from types import SimpleNamespace

import pytest
from execution import client, report, settings
from execution.notebook import Run
from execution.schedule import Executor
from nbformat import from_dict


@pytest.fixture
def app(tmp_path):
    """Return an application whose settings are as they must be."""
    (tmp_path / "conf.py").write_text('project = "book"\nnb_output_stderr = "remove"\n')
    config = SimpleNamespace(**settings.STRICT, nb_execution_timeout=120, overrides={})
    return SimpleNamespace(confdir=tmp_path, config=config)


@pytest.fixture
def warnings(monkeypatch):
    found = []

    def warning(message, *arguments, location, **kwargs):
        found.append((str(location).rpartition("/")[2], message % arguments))

    logger = SimpleNamespace(warning=warning)
    monkeypatch.setattr(settings, "logger", logger)
    monkeypatch.setattr(report, "logger", logger)
    return found


def test_the_settings_of_the_book_pass(app, warnings):
    settings.check(app)
    assert warnings == []


def test_a_laxer_setting_is_found_at_its_line(app, warnings):
    app.config.nb_output_stderr = "remove"
    settings.check(app)
    assert warnings == [("conf.py:2", "expected nb_output_stderr = 'show', got 'remove'")]


@pytest.mark.parametrize("seconds", [None, 0, -1])
def test_a_cell_may_not_run_forever(app, warnings, seconds):
    (app.confdir / "conf.py").write_text("\nnb_execution_timeout = x\n")
    app.config.nb_execution_timeout = seconds
    settings.check(app)
    message = f"expected nb_execution_timeout = a number of seconds, got {seconds}"
    assert warnings == [("conf.py:2", message)]


def test_the_command_line_may_have_its_reasons(app, warnings):
    app.config.nb_execution_mode = "off"
    app.config.overrides["nb_execution_mode"] = "off"
    settings.check(app)
    assert warnings == []


def test_a_failure_has_the_line_of_the_file(tmp_path, warnings):
    page = tmp_path / "page.md"
    page.write_text("# Page\n\n```{code-cell}\n:tags: [hide-input]\n\nx = 1\ny = 2\n```\n")
    cells = [
        SimpleNamespace(cell_type="markdown", source="# Page"),
        SimpleNamespace(cell_type="code", source="x = 1\ny = 2"),
    ]
    notebook = SimpleNamespace(cells=cells, metadata={"source_map": [0, 3]})
    report.report(page, notebook, [(1, 2, "expected 3")])
    assert warnings == [("page.md:7", "cell 1: expected 3")]


def test_the_summary_counts_what_ran_and_names_the_slowest(capsys):
    runs = {number: Run(f"page{number}", [], {}, float(number)) for number in range(5)}
    runs[0].reused = True
    app = SimpleNamespace(executor=SimpleNamespace(runs=runs))
    report.summarize(app, None)
    assert capsys.readouterr().out == (
        "chapters: 4 executed in 10.0 s, 1 reused\n"
        "slowest:  page4 4.0 s, page3 3.0 s, page2 2.0 s\n"
    )


@pytest.mark.parametrize("unknown", [set(), {"two", "three"}])
def test_only_chapters_that_are_not_known_run(unknown, capsys):
    executor = object.__new__(Executor)
    executor.runs = {"one": Run("one", [], {}, 1.0)}
    executor.read = lambda name: (name, None if name == "one" else {"cells": []})
    begun = []
    executor.runner = SimpleNamespace(begin=lambda: begun.append(True))
    executor.look(["one", *sorted(unknown)])
    assert set(executor.waiting) == unknown and any(begun) == bool(unknown)
    assert capsys.readouterr().out == "reused    one (1.0 s saved)\n"


def test_a_stream_that_came_in_pieces_is_one_output():
    def stream(name, text):
        return from_dict({"output_type": "stream", "name": name, "text": text})

    drawn = from_dict({"output_type": "display_data", "data": {}, "metadata": {}})
    outputs = [stream("stdout", "1"), stream("stdout", "\n"), stream("stdout", "\n"), drawn]
    outputs += [stream("stdout", "2"), stream("stderr", "3"), stream("stderr", "4\n")]
    client.join_streams(outputs)
    texts = [(output.get("name"), output.get("text")) for output in outputs]
    assert texts == [("stdout", "1\n\n"), (None, None), ("stdout", "2"), ("stderr", "34\n")]
