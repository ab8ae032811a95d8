"""The cache by itself: an entry is taken exactly when nothing that it depends on has changed."""

import json
import os
import re
import sys
import time
from types import SimpleNamespace

import pytest
from execution import cache as execution_cache
from execution.cache import DAY, KEPT_DAYS, Cache
from execution.circumstances import KEPT
from execution.notebook import Run, fill
from execution.runner import Runner
from execution.schedule import Executor
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

FILES = ["gradbook/losses.py", "gradbook/activations.py", "docs/data.json"]


@pytest.fixture(autouse=True)
def few_packages(monkeypatch):
    """Let the environment have one package: to list them all takes time."""
    package = SimpleNamespace(name="torch", version="1.0")
    monkeypatch.setattr(execution_cache, "distributions", lambda: [package])


def notebook(*sources, output="4\n"):
    cells = [new_code_cell(source) for source in sources]
    for cell in cells:
        cell.outputs = [new_output("stream", name="stdout", text=output)]
    return new_notebook(cells=cells)


@pytest.fixture
def root(tmp_path):
    """Return a project with two modules, of which one imports the other, and a data file."""
    (tmp_path / "gradbook").mkdir()
    (tmp_path / "docs").mkdir()
    for name in FILES:
        (tmp_path / name).write_text("one")
        os.utime(tmp_path / name, (0, 0))
    return tmp_path


@pytest.fixture
def stored(root):
    """Return a cache with one entry, and its key."""
    cache = Cache(root, "cache")
    key = cache.key(notebook("print(4)"), root / "docs")
    cache.store(key, "part/one", notebook("print(4)"), 1.0, FILES)
    return cache, key


def entry(cache):
    (path,) = cache.folder.glob("*.json")
    return path


def test_what_was_stored_is_found(stored):
    cache, key = stored
    run = cache.load(key)
    assert run["outputs"][0][0]["text"] == "4\n"
    assert run["files"] == sorted(FILES)


@pytest.mark.parametrize("name", FILES)
def test_a_changed_module_or_data_file_makes_an_entry_useless(root, stored, name):
    cache, key = stored
    (root / name).write_text("two")
    assert cache.load(key) is None
    (root / name).write_text("one")
    assert cache.load(key)


def test_a_removed_data_file_makes_an_entry_useless(root, stored):
    cache, key = stored
    (root / "docs/data.json").unlink()
    assert cache.load(key) is None


def test_a_module_that_changes_while_a_chapter_runs_is_not_stored(root):
    cache = Cache(root, "cache")
    (root / FILES[0]).write_text("two")
    cache.store("key", "part/one", notebook("print(4)"), 60.0, FILES)
    assert not cache.folder.exists()


def test_a_changed_package_or_python_is_another_key(root, monkeypatch):
    def key():
        return Cache(root, "cache").key(notebook("print(4)"), root / "docs")

    before = key()
    assert key() == before
    packages = list(execution_cache.distributions())
    package = SimpleNamespace(name="torch", version="0.0.1")
    with monkeypatch.context() as patch:
        patch.setattr(execution_cache, "distributions", lambda: [*packages, package])
        assert key() != before
    with monkeypatch.context() as patch:
        patch.setattr(sys, "version", "3.99")
        assert key() != before


def test_changed_machinery_is_another_key(root):
    before = Cache(root, "cache").base
    (root / "docs/_ext/execution").mkdir(parents=True)
    (root / "docs/_ext/execution/config.py").write_text("x = 1")
    assert Cache(root, "cache").base != before


def test_outputs_stay_with_their_cells_when_texts_come_and_go():
    """What is kept has no place among the texts."""
    one = notebook("print(4)", "print(5)")
    run = Run("one", [], {}, 0.0, failures=[])
    run.outputs = [
        [dict(cell.outputs[0], text=text)] for cell, text in zip(one.cells, "45", strict=True)
    ]
    for texts in ([], ["a text"], ["a text", "another"]):
        filled = notebook("print(4)", "print(5)")
        filled.cells[1:1] = map(new_markdown_cell, texts)
        fill(filled, run)
        code = [cell for cell in filled.cells if cell.cell_type == "code"]
        assert [cell.outputs[0].text for cell in code] == ["4", "5"]


def test_other_cells_tags_and_folders_are_other_keys(root):
    cache = Cache(root, "cache")
    tagged = notebook("print(4)")
    tagged.cells[0].metadata["tags"] = ["raises-ValueError"]
    keys = [
        cache.key(notebook("print(4)"), root / "docs/one"),
        cache.key(notebook("print(4)"), root / "docs/two"),
        cache.key(notebook("print(5)"), root / "docs/one"),
        cache.key(notebook("print", "(4)"), root / "docs/one"),
        cache.key(tagged, root / "docs/one"),
    ]
    assert len(set(keys)) == len(keys)


def test_prose_is_no_part_of_the_key(root):
    cache = Cache(root, "cache")
    with_prose = notebook("print(4)")
    with_prose.cells.insert(0, SimpleNamespace(cell_type="markdown", source="Text."))
    assert cache.key(with_prose, root) == cache.key(notebook("print(4)"), root)


DAMAGES = {
    "truncated": lambda text: text[: len(text) // 2],
    "empty": lambda text: "",
    "tampered": lambda text: text.replace("4", "5"),
    "of another form": lambda text: "[1, 2]",
    "without its digest": lambda text: json.dumps({"body": json.loads(text)["body"]}),
    "not UTF-8": lambda text: text[:-1] + "\udcff",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_entry_is_none_and_is_written_anew(root, stored, damage):
    cache, key = stored
    path = entry(cache)
    damaged = DAMAGES[damage](path.read_text("utf-8"))
    path.write_bytes(damaged.encode("utf-8", errors="surrogateescape"))
    assert cache.load(key) is None
    cache.durations()
    cache.store(key, "part/one", notebook("print(4)"), 1.0, FILES)
    assert cache.load(key)


def test_a_folder_in_the_place_of_an_entry_is_no_entry(stored):
    cache, key = stored
    path = entry(cache)
    path.unlink()
    path.mkdir()
    assert cache.load(key) is None


def test_a_cache_that_cannot_be_written_is_said_and_nothing_stops(root, capsys):
    (root / "cache").touch()
    cache = Cache(root, "cache")
    cache.store("key", "part/one", notebook("print(4)"), 1.0, FILES)
    assert "the cache was not written" in capsys.readouterr().out
    assert cache.load("key") is None
    cache.clean()


def test_an_interrupted_write_leaves_nothing(stored, monkeypatch):
    cache, key = stored
    entry(cache).unlink()

    def interrupted(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        cache.store(key, "part/one", notebook("print(4)"), 1.0, FILES)
    assert not list(cache.folder.iterdir())


def test_versions_of_a_module_have_entries_of_their_own(root, stored):
    cache, key = stored
    (root / FILES[0]).write_text("two")
    os.utime(root / FILES[0], (0, 0))
    cache.store(key, "part/one", notebook("print(4)", output="5\n"), 1.0, FILES)
    assert cache.load(key)["outputs"][0][0]["text"] == "5\n"
    (root / FILES[0]).write_text("one")
    assert cache.load(key)["outputs"][0][0]["text"] == "4\n"


def test_old_entries_are_cleaned_up_unless_they_were_used(root, stored):
    cache, key = stored
    old = time.time() - (KEPT_DAYS + 1) * DAY
    os.utime(entry(cache), (old, old))
    used = Cache(root, "cache")
    assert used.load(key)
    used.clean()
    assert entry(cache).stat().st_mtime > old
    os.utime(entry(cache), (old, old))
    Cache(root, "cache").clean()
    assert not list(cache.folder.iterdir())


def test_outputs_from_the_cache_are_judged_again(root):
    """The checks may have been laxer when the entry was written."""
    executor = object.__new__(Executor)
    executor.cache, executor.runs = Cache(root, "cache"), {}
    for output, failures in {"4\n": 0, "nan\n": 1}.items():
        cells = notebook(f"print({len(output)})", output=output)
        key = executor.cache.key(cells, root)
        executor.cache.store(key, "part/one", cells, 1.0, FILES)
        run = executor.known(key)
        assert run.reused and len(fill(cells, run)) == failures


def test_the_key_of_a_text_is_noted_until_the_text_or_the_surroundings_change(root, monkeypatch):
    cache, page = Cache(root, "cache"), root / "docs/one.md"
    assert cache.noted_key(page, "text") is None
    cache.note_key(page, "text", "key")
    cache.note_key(page, "prose", "")
    assert Cache(root, "cache").noted_key(page, "text") == "key"
    assert cache.noted_key(page, "prose") == ""
    assert cache.noted_key(page, "other text") is None
    assert cache.noted_key(root / "docs/two.md", "text") is None
    monkeypatch.setattr(sys, "version", "3.99")
    assert Cache(root, "cache").noted_key(page, "text") is None


def test_a_damaged_note_is_none(root):
    cache, page = Cache(root, "cache"), root / "docs/one.md"
    cache.note_key(page, "text", "key")
    (path,) = cache.folder.iterdir()
    path.write_text(path.read_text().replace("key", "kez"))
    assert cache.noted_key(page, "text") is None


def executor_app(page, root):
    """Return what an executor asks of Sphinx."""
    env = SimpleNamespace(doc2path=lambda docname: str(page), note_dependency=lambda *a, **k: None)
    settings = {"execution_twice": False, "execution_cache": "cache", "nb_execution_timeout": 1}
    return SimpleNamespace(env=env, confdir=root, config=SimpleNamespace(**settings))


def test_a_wrong_note_gives_no_page_the_outputs_of_other_cells(root):
    """The key of what MyST-NB reads decides, not the note."""
    page = root / "docs/one.md"
    page.write_text("text")
    executor = object.__new__(Executor)
    executor.cache, executor.runs = Cache(root, "cache"), {}
    executor.runner = Runner(executor_app(page, root), executor.cache)
    executor.app = executor.runner.app
    key = executor.cache.key(notebook("print(4)"), root / "docs")
    executor.cache.store(key, "one", notebook("print(4)"), 1.0, FILES)
    executor.cache.note_key(page, "text", key)
    assert executor.read("one") == (key, None)
    executor.execute = lambda docname, cells, key: Run(docname, [[]], {}, 0.0, failures=[])
    cells = notebook("print(5)")
    executor.result(cells, "one")
    assert cells.cells[0].outputs == []


def test_an_entry_under_the_name_of_another_is_none(root, stored):
    cache, key = stored
    other = cache.key(notebook("print(5)"), root / "docs")
    entry(cache).rename(cache.folder / entry(cache).name.replace(key, other))
    assert cache.load(other) is None


def test_a_file_that_was_looked_for_in_vain_counts_too(root):
    cache = Cache(root, "cache")
    cache.store("key", "part/one", notebook("print(4)"), 1.0, ["docs/absent.json"])
    assert cache.load("key")
    (root / "docs/absent.json").write_text("here")
    assert cache.load("key") is None


def test_the_list_of_a_folder_counts_and_what_editors_leave_does_not(root):
    cache = Cache(root, "cache")
    cache.store("key", "part/one", notebook("print(4)"), 0.0, ["docs/"])
    (root / "docs/.one.md.swp").touch()
    assert cache.load("key")
    (root / "docs/more.json").touch()
    assert cache.load("key") is None


def test_an_entry_says_whether_it_was_reproduced(root, stored):
    cache, key = stored
    assert cache.load(key)["reproduced"] is False
    cache.note_reproduced(key, FILES)
    assert cache.load(key)["reproduced"] is True
    assert cache.load(key)["outputs"][0][0]["text"] == "4\n"


def test_a_run_of_files_that_have_changed_since_is_not_noted_as_reproduced(root, stored):
    cache, key = stored
    (root / FILES[0]).write_text("two")
    cache.note_reproduced(key, FILES)
    (root / FILES[0]).write_text("one")
    assert cache.load(key)["reproduced"] is False


# They say where programs are: to look elsewhere for them changes no digit.
OF_PROGRAMS = {"PATH", "SYSTEMROOT"}


@pytest.mark.parametrize("name", sorted({*KEPT} - OF_PROGRAMS))
def test_a_variable_of_the_shell_that_a_kernel_keeps_is_in_the_key(root, monkeypatch, name):
    before = Cache(root, "cache").base
    monkeypatch.setenv(name, "/opt/libraries")
    assert Cache(root, "cache").base != before, f"expected {name} in IN_KEY of circumstances.py"


def test_another_processor_is_another_key(root, monkeypatch):
    before = Cache(root, "cache").base
    monkeypatch.setattr(execution_cache, "processor", lambda: "flags: avx512f")
    assert Cache(root, "cache").base != before


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks Linux")
def test_a_processor_is_named_by_what_it_can():
    assert {"flags", "Features"} & set(re.findall(r"^\w+", execution_cache.processor(), re.M))


@pytest.mark.parametrize(("twice", "runs"), [(False, 0), (True, 1)])
def test_what_was_not_reproduced_runs_again_only_where_it_must(root, twice, runs):
    page = root / "docs/one.md"
    app = executor_app(page, root)
    app.config.execution_twice = twice
    executor = object.__new__(Executor)
    executor.app, executor.runs = app, {}
    executor.cache = Cache(root, "cache")
    executor.runner = Runner(app, executor.cache)
    cells = notebook("print(4)")
    key = executor.key("one", cells)
    executor.cache.store(key, "one", cells, 1.0, FILES)
    ran = []

    def reproduce(docname, notebook, again, run):
        ran.append(notebook.cells[0].outputs)
        run.reproduced = True

    executor.runner.reproduce = reproduce
    for _ in range(2):
        executor.runs.clear()
        executor.result(notebook("print(4)"), "one")
    assert len(ran) == runs
    assert executor.cache.load(key)["reproduced"] is twice
    assert executor.runs[key].outputs[0][0]["text"] == "4\n"
