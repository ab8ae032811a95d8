"""A book that is built, changed and built again: what runs again, and what stays red."""

import json
import os
import py_compile

import pytest
from planted import rows

from tests.states import Book, copy_of

USES = (
    "import json\n\nfrom gradbook.outer import value\n\n"
    "print(value, json.load(open('data.json'))['x'])"
)
RELU = "return torch.where(z <= 0, 0, z)"
CHAPTERS = ("part/one", "part/uses")


def put(book: Book, value: str, datum: int) -> None:
    """Write the inner module and the data of a chapter."""
    book.write("gradbook/inner.py", f"value = {value!r}\n")
    book.write("docs/part/data.json", f'{{"x": {datum}}}')
    inner = book.folder / "gradbook/inner.py"
    # A file that has just changed keeps a run from being stored.
    for path in (inner, book.folder / "docs/part/data.json"):
        os.utime(path, (10**9, 10**9))
    # Bytecode that has the time and the size of the next version, too.
    py_compile.compile(str(inner))


def build(book: Book) -> dict:
    """Build a book, and return what was said and what its chapters show."""
    run = book.make("html")
    pages = {name: book.site / f"{name}.html" for name in CHAPTERS}
    shown = {name: page.read_text("utf-8") for name, page in pages.items() if page.is_file()}
    return {"status": run.returncode, "out": run.stdout, "err": run.stderr, "shown": shown}


def build_four_times(book: Book) -> list[dict]:
    """Build with a fault, again, with another inner module, and with other data and module."""
    book.write("gradbook/outer.py", "from gradbook import inner\n\nvalue = inner.value\n")
    book.write("docs/part/uses.md", f"{rows.HEADER}# Uses\n\n{rows.cell(USES)}")
    book.add_to_toctree("part/uses")
    put(book, "one", 1)
    book.replace("docs/part/two.md", "`eq-one`", "`eq-none`")
    builds = [build(book), build(book)]
    book.replace("docs/part/two.md", "`eq-none`", "`eq-one`")
    put(book, "two", 1)
    builds.append(build(book))
    put(book, "two", 2)
    book.replace("gradbook/activations.py", RELU, "return z * 0 + 7.25")
    return [*builds, build(book)]


@pytest.fixture(scope="module")
def builds(states, small_site):
    def make(folder):
        book = copy_of(small_site, folder / "book")
        (folder / "builds.json").write_text(json.dumps(build_four_times(book)), "utf-8")

    return json.loads((states.made("changes", make) / "builds.json").read_text("utf-8"))


def executed(build: dict) -> set[str]:
    return {name for name in CHAPTERS if f"executed  {name} in" in build["out"]}


def reused(build: dict) -> set[str]:
    return {name for name in CHAPTERS if f"reused    {name} (" in build["out"]}


def test_a_fault_stays_red_when_the_command_is_repeated(builds):
    first, second, *_ = builds
    assert first["status"] != 0 and second["status"] != 0
    assert "eq-none" in first["err"] and first["err"] == second["err"]


def test_a_chapter_that_ran_in_a_red_build_is_not_run_again(builds):
    first, second, *_ = builds
    assert executed(first) == {"part/uses"}
    assert executed(second) == set() and reused(second) == set(CHAPTERS)


def test_a_chapter_runs_again_when_an_inner_module_changes_and_no_other_chapter_does(builds):
    build = builds[2]
    assert build["status"] == 0, build["err"]
    assert executed(build) == {"part/uses"} and reused(build) == {"part/one"}
    assert "two 1" in build["shown"]["part/uses"]


def test_a_chapter_runs_again_when_its_data_change(builds):
    build = builds[3]
    assert build["status"] == 0, build["err"]
    assert "part/uses" in executed(build)
    assert "two 2" in build["shown"]["part/uses"]


def test_a_changed_module_changes_what_is_published(builds):
    assert "part/one" in executed(builds[3])
    assert "7.25" not in builds[2]["shown"]["part/one"]
    assert "7.2500, 7.2500" in builds[3]["shown"]["part/one"]
