"""What breaks the build: the faults of the table, planted in a small book and built for real.

A page with cells needs a kernel, or three: in ten days it has its turn once, be it a fault or an
honest edit, and always with GRADBOOK_ALL=1; of the cells that never end, each has its turn once in
three days. All other rows are tried after every change.
"""

from __future__ import annotations

import itertools
import re
import shutil

import planted
import pytest
from planted import rows

from tests.states import ROOT, Book, Built, copy_of
from tests.turns import has_turn, of_today

PLACE = re.compile(r"^(?=\S[^\n]*?(?::\d+)?: (?:WARNING|ERROR|CRITICAL): )", re.MULTILINE)
SETTINGS = "\nexecution_memory = 3\n"
# Only what never ends is given little time: on a slow machine, all else takes as long as it takes.
TIMEOUT = "\nnb_execution_timeout = 12\n"
ENDLESS = [fault for fault in planted.FAULTS if "still run" in fault.message]
# The variables of a shell that would switch checks off.
SHELL = {"PYTHONOPTIMIZE": "1", "PYTHONWARNINGS": "ignore"}
# Chapters run here and elsewhere, as they do before a site is published.
AS_A_SITE = {"GRADBOOK_TWICE": "1"}


def with_turn(pages: list[planted.Fault]) -> list[planted.Fault]:
    """Return the pages without cells, and those with cells that have their turn."""
    places = itertools.count()
    return [p for p in pages if "{code-cell}" not in p.planted or has_turn(next(places), 10)]


FAULTS = with_turn([fault for fault in planted.FAULTS if fault not in ENDLESS])
PAGES_OF_TODAY = with_turn([row.page for row in planted.HONEST])
HONEST = [row for row in planted.HONEST if row.page in PAGES_OF_TODAY]


def by_name(rows):
    return pytest.mark.parametrize("fault", rows, ids=lambda row: row.name)


def plant(book: Book, fault: planted.Fault) -> None:
    page = book.folder / fault.path
    page.parent.mkdir(exist_ok=True)
    # Latin 1, so that a fault can be a file that is not UTF-8.
    page.write_bytes(fault.text.encode("latin-1" if "\xef" in fault.text else "utf-8"))
    for name, content in fault.files.items():
        write = content if isinstance(content, bytes) else content.encode()
        (book.folder / name).parent.mkdir(exist_ok=True)
        (book.folder / name).write_bytes(write)
    for name, content in fault.appended.items():
        append(book, name, content)
    if fault.in_toctree:
        book.add_to_toctree(f"faults/{fault.stem}")


def append(book: Book, name: str, content: str) -> None:
    with open(book.folder / name, "a", encoding="utf-8") as file:
        file.write(content)


def messages(book: Built) -> list[str]:
    return PLACE.split(book.err)


@pytest.fixture(scope="module")
def batch(states, small_site) -> Built:
    """Build one small book with all faults at once."""

    def prepare(book: Book) -> None:
        copy_of(small_site, book.folder)
        append(book, "conf.py", SETTINGS)
        for fault in FAULTS:
            plant(book, fault)
        book.add_to_toctree("faults/removed")

    return states.built("faults", prepare, **SHELL, **AS_A_SITE)


@pytest.fixture(scope="module")
def endless(states, small_site) -> Built:
    """Build one small book with the cells of today that never end."""

    def prepare(book: Book) -> None:
        copy_of(small_site, book.folder)
        append(book, "conf.py", TIMEOUT)
        for fault in of_today(ENDLESS, 3):
            plant(book, fault)

    return states.built("endless", prepare, **SHELL)


def line(text: str, at: str) -> int:
    start = text.index(at)
    return text.count("\n", 0, start + len(at) - len(at.lstrip("\n"))) + 1


def assert_reported(book: Built, fault: planted.Fault) -> None:
    path = book.folder / (fault.where or fault.path)
    text = path.read_text("utf-8", errors="replace")
    place = f"{path}:{line(text, fault.at) + fault.below}: "
    if fault.message == "document isn't included in any toctree":
        place = f"{path}: "
    found = [message for message in messages(book) if message.startswith(str(path))]
    assert [m for m in found if m.startswith(place) and fault.message in m], found


@by_name(FAULTS)
def test_a_fault_is_reported_with_its_file_and_line(batch, fault):
    assert_reported(batch, fault)


@by_name(of_today(ENDLESS, 3))
def test_what_never_ends_is_reported_with_its_file_and_line(endless, fault):
    assert_reported(endless, fault)


def test_faults_make_the_build_fail_and_leave_the_site(batch):
    assert batch.status != 0
    assert "the site of the last good build is untouched" in batch.log
    assert batch.kept
    assert batch.left == [".lock", "cache", "html", "sites"]


def test_no_message_is_of_a_chapter_without_a_fault(batch):
    places = {str(batch.folder / fault.path) for fault in FAULTS}
    places |= {str(batch.folder / fault.where) for fault in FAULTS if fault.where}
    places |= {str(batch.folder / name) for fault in FAULTS for name in fault.files}
    for message in messages(batch):
        place = re.match(r"(\S+?):", message)
        if place and place[1].startswith(str(batch.folder)):
            assert place[1] in places, message


@by_name(planted.CHANGES)
def test_a_fault_of_the_whole_book_is_red(small_book, fault):
    before = small_book.contents()
    small_book.replace(fault.where, fault.before, fault.after)
    run = small_book.make("html")
    assert run.returncode != 0
    assert fault.message in run.stderr
    assert small_book.contents() == before


SOURCE = "@misc{mnist,\n  author = {Y. LeCun},\n  title = {The digits},\n  year = {1998}\n}\n"
PAGES = {
    "values": "# Values\n\nIt is {glue:text}`../part/one.md::one-value:.2f`.\n",
    "sources": "# Sources\n\n```{bibliography}\n```\n",
    "table": "# Table\n\nText.\n\n| | |\n| --- | --- |\n| a | b |\n",
}


@pytest.fixture(scope="module")
def harmless(states, small_site):
    """Build one small book with all that must not stop it, without a cache."""

    def prepare(book: Book) -> None:
        copy_of(small_site, book.folder)
        for row in HONEST:
            plant(book, row.page)
        (book.folder / "docs/faults/good.gif").write_bytes(rows.GIF)
        book.write("docs/part/numbers.json", "[1, 2]")
        book.write("docs/reference/bibliography.bib", SOURCE)
        for name, text in PAGES.items():
            book.write(f"docs/reference/{name}.md", text)
        for name in ("faults", "freely"):
            shutil.copy(ROOT / f"docs/reference/{name}.md", book.folder / "docs/reference")
        for name in (*PAGES, "faults", "freely"):
            book.add_to_toctree(f"reference/{name}")
        book.write("matplotlibrc", "lines.linewidth: 9\n")
        book.write("startup.py", "1 / 0\n")
        shutil.rmtree(book.folder / "_build/cache")

    folder = states.folder / "harmless/book"
    user = {"MATPLOTLIBRC": f"{folder}/matplotlibrc", "PYTHONSTARTUP": f"{folder}/startup.py"}
    return states.built("harmless", prepare, **user, **AS_A_SITE)


def test_a_book_with_all_that_is_harmless_is_green(harmless):
    assert harmless.status == 0, harmless.err


def test_settings_of_a_user_change_no_figure(harmless, small_site):
    now, before = harmless.contents(), small_site.contents()
    pictures = {name for name in before if name.startswith("_images/")}
    assert pictures and all(now.get(name) == before[name] for name in pictures)


@by_name(HONEST)
def test_an_honest_edit_is_published(harmless, fault):
    assert f"faults/{fault.page.stem}.md" not in harmless.err
    if harmless.status == 0:
        text = harmless.page(f"faults/{fault.page.stem}").select_one("article").get_text()
        assert fault.shows in " ".join(text.split())


def test_a_comment_for_authors_is_not_published(harmless):
    pages = [path.read_text("utf-8") for path in harmless.site.glob("faults/a_comment_*.html")]
    assert len(pages) == 2
    assert not [page for page in pages if "better example" in page or "really" in page]


@pytest.mark.parametrize("name", ["a_text_that_unfolds", "an_admonition_that_unfolds"])
def test_a_dropdown_unfolds(harmless, name):
    summary = harmless.page(f"faults/{name}").select_one("article details.folded > summary")
    assert summary.get_text().startswith("A proof")
    assert summary.parent.find("p").get_text().startswith("It is")


def test_a_fact_leads_to_its_source(harmless):
    links = harmless.page("faults/a_fact_with_its_source").select(".bibtex-citation a")
    assert [link["href"].partition("#")[0] for link in links] == ["../reference/sources.html"] * 2


def test_the_reference_part_may_show_a_value_of_a_chapter(harmless):
    assert "2.50" in (harmless.site / "reference/values.html").read_text("utf-8")


def test_a_head_of_a_table_without_words_is_dropped(harmless):
    table = harmless.page("reference/table").select_one("table")
    assert not table.select("th") and [cell.get_text() for cell in table.select("td")] == ["a", "b"]


def straight(text: str) -> str:
    """Return a text with the apostrophe of a typewriter."""
    return text.replace("’", "'")


def test_the_page_of_the_faults_has_a_row_for_each(harmless):
    page = harmless.page("reference/faults")
    found = [row.td.get_text(strip=True) for row in page.select("table.fault-table tbody tr")]
    expected = [*planted.FAULTS, *planted.CHANGES, *planted.ELSEWHERE]
    assert sorted(map(straight, found)) == sorted(row.name for row in expected)


def test_the_page_of_honest_edits_names_each(harmless):
    items = harmless.page("reference/freely").select("article li")
    found = [item.get_text().partition(":")[0].strip() for item in items]
    assert len(found) >= 60
    assert {row.name for row in planted.HONEST} <= set(map(straight, found))
