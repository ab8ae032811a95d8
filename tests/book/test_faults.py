"""What breaks the build: every fault of the table, planted in a small book and built for real."""

from __future__ import annotations

import os
import py_compile
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import planted
import pytest
from bs4 import BeautifulSoup
from planted import rows

PLACE = re.compile(r"^(?=\S[^\n]*?(?::\d+)?: (?:WARNING|ERROR|CRITICAL): )", re.MULTILINE)
ROOT = Path(__file__).resolve().parents[2]
TIMEOUT = 12
SOURCE = "@misc{mnist,\n  author = {Y. LeCun},\n  title = {The digits},\n  year = {1998}\n}\n"
SETTINGS = f"\nnb_execution_timeout = {TIMEOUT}\nexecution_memory = 3\n"


def by_name(rows):
    return pytest.mark.parametrize("fault", rows, ids=lambda row: row.name)


@dataclass(frozen=True)
class Red:
    """A build with faults: what it printed, and what was published before and after."""

    folder: Path
    status: int
    log: str
    before: dict
    after: dict
    left: list

    @property
    def messages(self) -> list[str]:
        return PLACE.split(self.log)


def plant(folder: Path, fault: planted.Fault) -> None:
    page = folder / fault.path
    page.parent.mkdir(exist_ok=True)
    # Latin 1, so that a fault can be a file that is not UTF-8.
    page.write_bytes(fault.text.encode("latin-1" if "\xef" in fault.text else "utf-8"))
    for name, content in fault.files.items():
        write = content if isinstance(content, bytes) else content.encode()
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(write)
    for name, content in fault.appended.items():
        with open(folder / name, "a", encoding="utf-8") as file:
            file.write(content)
    if fault.in_toctree:
        add_to_toctree(folder, f"faults/{fault.stem}")


def add_to_toctree(folder: Path, name: str) -> None:
    index = folder / "docs/index.md"
    text = index.read_text("utf-8")
    index.write_text(text.replace("part/two\n", f"part/two\n{name}\n"), "utf-8")


def red(book) -> Red:
    before = book.contents()
    run = book.make("html")
    left = sorted(os.listdir(book.folder / "_build"))
    return Red(book.folder, run.returncode, run.stderr, before, book.contents(), left)


@pytest.fixture(scope="module")
def batch(small_site, tmp_path_factory) -> Red:
    """Build one small book with all faults at once."""
    folder = tmp_path_factory.mktemp("faults") / "book"
    shutil.copytree(small_site.folder, folder, symlinks=True)
    with open(folder / "conf.py", "a", encoding="utf-8") as file:
        file.write(SETTINGS)
    for fault in planted.FAULTS:
        plant(folder, fault)
    add_to_toctree(folder, "faults/removed")
    with pytest.MonkeyPatch.context() as patch:
        # Of every row: the variables of a shell that would switch checks off.
        patch.setenv("PYTHONOPTIMIZE", "1")
        patch.setenv("PYTHONWARNINGS", "ignore")
        patch.setenv("GRADBOOK_TWICE", "1")
        return red(type(small_site)(folder))


def line(text: str, at: str) -> int:
    start = text.index(at)
    return text.count("\n", 0, start + len(at) - len(at.lstrip("\n"))) + 1


@by_name(planted.FAULTS)
def test_a_fault_is_reported_with_its_file_and_line(batch, fault):
    path = batch.folder / (fault.where or fault.path)
    text = path.read_text("utf-8", errors="replace")
    place = f"{path}:{line(text, fault.at) + fault.below}: "
    if fault.message == "document isn't included in any toctree":
        place = f"{path}: "
    found = [message for message in batch.messages if message.startswith(str(path))]
    assert [m for m in found if m.startswith(place) and fault.message in m], found


def test_faults_make_the_build_fail_and_leave_the_site(batch):
    assert batch.status != 0
    assert "the site of the last good build is untouched" in batch.log
    assert batch.after == batch.before
    assert batch.left == [".lock", "cache", "html", "sites"]


def test_no_message_is_of_a_chapter_without_a_fault(batch):
    places = {str(batch.folder / fault.path) for fault in planted.FAULTS}
    places |= {str(batch.folder / fault.where) for fault in planted.FAULTS if fault.where}
    places |= {str(batch.folder / name) for fault in planted.FAULTS for name in fault.files}
    for message in batch.messages:
        place = re.match(r"(\S+?):", message)
        if place and place[1].startswith(str(batch.folder)):
            assert place[1] in places, message


@by_name(planted.CHANGES)
def test_a_fault_of_the_whole_book_is_red(small_book, fault):
    path = small_book.folder / fault.where
    text = path.read_text("utf-8")
    assert fault.before in text
    path.write_text(text.replace(fault.before, fault.after, 1), "utf-8")
    result = red(small_book)
    assert result.status != 0
    assert fault.message in result.log
    assert result.after == result.before


@pytest.fixture(scope="module")
def harmless(small_site, tmp_path_factory):
    """Build one small book with all that must not stop it."""
    folder = tmp_path_factory.mktemp("harmless") / "book"
    shutil.copytree(small_site.folder, folder, symlinks=True)
    for row in planted.HONEST:
        plant(folder, row.page)
    (folder / "docs/faults/good.gif").write_bytes(rows.GIF)
    (folder / "docs/part/numbers.json").write_text("[1, 2]", "utf-8")
    (folder / "docs/reference/bibliography.bib").write_text(SOURCE, "utf-8")
    (folder / "docs/reference/sources.md").write_text(
        "# Sources\n\n```{bibliography}\n```\n", "utf-8"
    )
    (folder / "docs/reference/values.md").write_text(
        "# Values\n\nIt is {glue:text}`../part/one.md::one-value:.2f`.\n", "utf-8"
    )
    for name in ("faults", "freely"):
        shutil.copy(ROOT / f"docs/reference/{name}.md", folder / "docs/reference")
    for name in ("values", "sources", "faults", "freely"):
        add_to_toctree(folder, f"reference/{name}")
    (folder / "matplotlibrc").write_text("lines.linewidth: 9\n", "utf-8")
    (folder / "startup.py").write_text("1 / 0\n", "utf-8")
    shutil.rmtree(folder / "_build/cache")
    book = type(small_site)(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MATPLOTLIBRC", str(folder / "matplotlibrc"))
        patch.setenv("PYTHONSTARTUP", str(folder / "startup.py"))
        patch.setenv("GRADBOOK_TWICE", "1")
        run = book.make("html")
    return book, run


def test_settings_of_a_user_change_no_figure(harmless, small_site):
    book, run = harmless
    assert run.returncode == 0, run.stderr
    now, before = book.contents(), small_site.contents()
    pictures = {name for name in before if name.startswith("_images/")}
    assert pictures and all(now.get(name) == before[name] for name in pictures)


@by_name(planted.HONEST)
def test_an_honest_edit_is_published(harmless, fault):
    book, run = harmless
    assert f"faults/{fault.page.stem}.md" not in run.stderr
    assert run.returncode == 0, run.stderr
    page = (book.site / f"faults/{fault.page.stem}.html").read_text("utf-8")
    article = BeautifulSoup(page, "html.parser").select_one("article")
    assert fault.shows in " ".join(article.get_text().split())


def test_a_comment_for_authors_is_not_published(harmless):
    book, run = harmless
    assert run.returncode == 0, run.stderr
    pages = [path.read_text("utf-8") for path in (book.site / "faults").glob("a_comment_*.html")]
    assert len(pages) == 2
    assert not [page for page in pages if "better example" in page or "really" in page]


@pytest.mark.parametrize("name", ["a_text_that_unfolds", "an_admonition_that_unfolds"])
def test_a_dropdown_unfolds(harmless, name):
    book, run = harmless
    assert run.returncode == 0, run.stderr
    page = BeautifulSoup((book.site / f"faults/{name}.html").read_text("utf-8"), "html.parser")
    summary = page.select_one("article details.folded > summary")
    assert summary.get_text().startswith("A proof")
    assert summary.parent.find("p").get_text().startswith("It is")


def test_a_fact_leads_to_its_source(harmless):
    book, run = harmless
    assert run.returncode == 0, run.stderr
    page = (book.site / "faults/a_fact_with_its_source.html").read_text("utf-8")
    links = BeautifulSoup(page, "html.parser").select(".bibtex-citation a")
    assert [link["href"].partition("#")[0] for link in links] == ["../reference/sources.html"] * 2


def test_the_reference_part_may_show_a_value_of_a_chapter(harmless):
    book, run = harmless
    assert run.returncode == 0, run.stderr
    assert "2.50" in (book.site / "reference/values.html").read_text("utf-8")


def test_the_page_of_the_faults_has_a_row_for_each(harmless):
    book, run = harmless
    assert run.returncode == 0, run.stderr
    page = BeautifulSoup((book.site / "reference/faults.html").read_text("utf-8"), "html.parser")
    rows = page.select("table.fault-table tbody tr")
    found = [row.td.get_text(strip=True).replace("’", "'") for row in rows]
    expected = [*planted.FAULTS, *planted.CHANGES, *planted.ELSEWHERE]
    assert sorted(found) == sorted(row.name for row in expected)


def test_the_page_of_honest_edits_names_each(harmless):
    book, run = harmless
    assert run.returncode == 0, run.stderr
    page = BeautifulSoup((book.site / "reference/freely.html").read_text("utf-8"), "html.parser")
    texts = [item.get_text().replace("’", "'") for item in page.select("article li")]
    found = [text.partition(":")[0].strip() for text in texts]
    assert len(found) >= 60
    assert {row.name for row in planted.HONEST} <= set(found)


USES = (
    "import json\n\nfrom gradbook.outer import value\n\n"
    "print(value, json.load(open('data.json'))['x'])"
)


def test_a_chapter_runs_again_when_an_inner_module_or_its_data_changes(small_book):
    """And only that chapter: the other one does not use them."""
    (small_book.folder / "gradbook/outer.py").write_text("from gradbook.inner import value\n")
    (small_book.folder / "docs/part/uses.md").write_text(
        f"{rows.HEADER}# Uses\n\n{rows.cell(USES)}", "utf-8"
    )
    add_to_toctree(small_book.folder, "part/uses")
    for value, datum in [("one", 1), ("two", 1), ("two", 2)]:
        inner = small_book.folder / "gradbook/inner.py"
        inner.write_text(f"value = {value!r}\n")
        data = small_book.folder / "docs/part/data.json"
        data.write_text(f'{{"x": {datum}}}')
        for path in (inner, data):  # a file that has just changed keeps a run from being stored
            os.utime(path, (10**9, 10**9))
        # Bytecode that has the time and the size of the next version, too.
        py_compile.compile(str(inner))
        run = small_book.make("html")
        assert run.returncode == 0, run.stderr
        assert "executed  part/uses" in run.stdout and "reused    part/one" in run.stdout
        assert f"{value} {datum}" in (small_book.site / "part/uses.html").read_text("utf-8")
