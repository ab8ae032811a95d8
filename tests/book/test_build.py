"""`make html` on the real book, and on a small one."""

import os


def test_it_says_where_the_site_is(book):
    assert book.log.rstrip().endswith("The book is in _build/html/index.html")
    assert (book.site / "index.html").is_file()


def test_it_shows_each_chapter_while_it_is_executed(book):
    for name in book.names:
        if "code-cell" in (book.folder / f"docs/{name}.md").read_text("utf-8"):
            assert f"executing {name} " in book.log
            assert f"executed  {name} in " in book.log


def test_the_site_carries_the_wheel(book):
    assert len(list(book.site.glob("gradbook-*-py3-none-any.whl"))) == 1


def test_nothing_but_the_site_is_left(book):
    assert sorted(os.listdir(book.folder / "_build")) == [".lock", "cache", "html", "sites"]
    assert len(list((book.folder / "_build/sites").iterdir())) == 1


def test_sources_are_not_touched_by_a_build(book):
    assert not list((book.folder / "docs").rglob("*.ipynb"))
    assert not list(book.folder.glob("*.egg-info"))


def test_a_fault_stays_red_when_the_command_is_repeated(small_book):
    path = small_book.folder / "docs/part/two.md"
    path.write_text(path.read_text("utf-8").replace("`eq-one`", "`eq-none`"), "utf-8")
    assert small_book.make("html").returncode != 0
    assert small_book.make("html").returncode != 0


def test_a_changed_module_changes_what_is_published(small_book):
    path = small_book.folder / "gradbook/activations.py"
    path.write_text(
        path.read_text("utf-8") + "\n\ndef relu(z):\n    return z * 0 + 7.25\n", "utf-8"
    )
    assert "7.25" not in (small_book.site / "part/one.html").read_text("utf-8")
    run = small_book.make("html")
    assert run.returncode == 0, run.stderr
    assert "7.2500, 7.2500" in (small_book.site / "part/one.html").read_text("utf-8")


def test_a_build_replaces_the_whole_site(small_book):
    (small_book.site / "stale.html").touch()
    assert small_book.make("html").returncode == 0
    assert "stale.html" not in small_book.contents()


def test_a_folder_in_the_place_of_the_site_is_replaced(small_book):
    small_book.site.unlink()
    small_book.site.mkdir()
    (small_book.site / "stale.html").touch()
    run = small_book.make("html")
    assert run.returncode == 0, run.stderr
    assert small_book.site.is_symlink()
    assert "stale.html" not in small_book.contents()


def test_one_chapter_is_drafted_alone(small_book):
    site = small_book.contents()
    run = small_book.make("html", "CHAPTER=part/one")
    assert run.returncode == 0, run.stderr
    assert "part/one" in run.stdout and "part/two" not in run.stdout
    assert (small_book.folder / "_build/draft/part-one/html/part/one.html").is_file()
    assert small_book.contents() == site


def test_an_unknown_chapter_is_named(small_book):
    run = small_book.make("html", "CHAPTER=part/three")
    assert run.returncode != 0
    assert "'part/three'" in run.stderr and "part/one, part/two" in run.stderr
