"""The whole book in one file: the site as a zip, an e-book, a PDF.

With GRADBOOK_ALL=1 in the environment, the PDF is printed as well, half a minute of a browser;
what paper would hide or cut is asked of every page in tests/browser, in turn.
"""

import os
import runpy
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.turns import ALL, has_turn

ROOT = Path(__file__).resolve().parents[1]
BROWSERS = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
XHTML = "{http://www.w3.org/1999/xhtml}"
MATH = "{http://www.w3.org/1998/Math/MathML}math"
PACKAGE = "{http://www.idpf.org/2007/opf}"


def archive(book):
    return zipfile.ZipFile(book.site / "gradbook-site.zip")


def test_the_archive_holds_every_file_of_the_site_but_itself(book):
    names = {name.removeprefix("gradbook/") for name in archive(book).namelist()}
    assert names == set(book.contents()) - {"gradbook-site.zip"}


def test_the_archive_depends_on_nothing_but_the_site(book, tmp_path):
    again = shutil.copytree(book.site.resolve(), tmp_path / "site")
    program = "import sys; sys.path.append(sys.argv[1]); from pathlib import Path\n"
    program += "from binding import archive; archive.write(Path(sys.argv[2]))"
    arguments = [str(ROOT / "make"), str(again)]
    subprocess.run([sys.executable, "-P", "-c", program, *arguments], check=True)
    assert (again / "gradbook-site.zip").read_bytes() == book.contents()["gradbook-site.zip"]


def test_no_page_of_the_archive_leads_to_what_it_does_not_hold(book):
    for name in archive(book).namelist():
        if name.endswith(".html"):
            assert b"gradbook-site.zip" not in archive(book).read(name), name


@pytest.fixture
def binding(monkeypatch):
    """Return the modules that bind the book."""
    monkeypatch.syspath_prepend(str(ROOT / "make"))
    from binding import archive, edition, pages

    return SimpleNamespace(archive=archive, edition=edition, pages=pages)


def test_the_links_to_the_whole_book_go_with_all_that_is_in_them(binding):
    links = '<div class="whole-book docutils"><div><p>a</p></div></div>'
    text = f'<p>whole-book</p>{links}<div class="b">c</div>'
    assert binding.archive.without_links(text) == '<p>whole-book</p><div class="b">c</div>'


def test_pages_that_would_be_one_file_of_the_e_book_are_both_named(binding, monkeypatch, tmp_path):
    names = [("", "a/b-c"), ("", "A-b/c")]
    monkeypatch.setattr(binding.pages, "in_order", lambda: names)
    with pytest.raises(SystemExit, match="got a/b-c and A-b/c"):
        binding.pages.pages(tmp_path)


@pytest.mark.parametrize("given", ["", "1700000000"])
def test_the_date_of_an_edition_may_be_given(binding, monkeypatch, given):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    assert binding.edition.moment().tm_year >= 2023


def test_a_date_that_is_none_is_named(binding, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(SystemExit, match=r"expected seconds, .*, got 'yesterday'"):
        binding.edition.moment()


def bound(book, name):
    """Return what makes a folder with the site of the book, and runs a command of make on it."""

    def make(folder):
        shutil.copytree(ROOT / "make", folder / "make")
        for part in ("conf.py", "docs", "gradbook"):
            (folder / part).symlink_to(book.folder / part)
        (folder / "_build").mkdir()
        (folder / "_build/html").symlink_to(book.site.resolve())
        command = [sys.executable, "-P", folder / "make" / f"{name}.py"]
        date = os.environ | {"SOURCE_DATE_EPOCH": "1700000000"}
        run = subprocess.run(command, env=date, capture_output=True, text=True)
        assert run.returncode == 0, run.stderr

    return make


@pytest.fixture(scope="module")
def epub(book, states):
    if not has_turn(0, 4):
        pytest.skip("bound once in four days, by make site and by make test-all")
    return zipfile.ZipFile(states.made("epub", bound(book, "epub")) / "_build/gradbook.epub")


def test_the_e_book_begins_with_its_kind(epub):
    first = epub.infolist()[0]
    assert first.filename == "mimetype" and first.compress_type == zipfile.ZIP_STORED
    assert epub.read(first) == b"application/epub+zip"


def test_the_e_book_lists_all_that_it_holds(epub):
    package = ElementTree.fromstring(epub.read("book/package.opf"))
    listed = {item.get("href") for item in package.iter(f"{PACKAGE}item")}
    held = {n.removeprefix("book/") for n in epub.namelist() if n.startswith("book/")}
    assert listed == held - {"package.opf"}
    ids = [item.get("id") for item in package.iter(f"{PACKAGE}item")]
    assert len(ids) == len(set(ids))
    assert {i.get("idref") for i in package.iter(f"{PACKAGE}itemref")} <= set(ids)


def test_every_file_of_the_e_book_is_xml_and_every_link_in_it_leads_somewhere(epub):
    pages = {
        name: ElementTree.fromstring(epub.read(name))
        for name in epub.namelist()
        if name.endswith((".xhtml", ".svg"))
    }
    ids = {name: {e.get("id") for e in page.iter()} for name, page in pages.items()}
    for name, page in pages.items():
        for link in page.iter(f"{XHTML}a"):
            target, _, anchor = link.get("href").partition("#")
            if "://" not in target:
                target = f"book/{target}" if target else name
                assert target in pages, f"{name}: {link.get('href')}"
                assert not anchor or anchor in ids[target], f"{name}: {link.get('href')}"
        for image in page.iter(f"{XHTML}img"):
            assert f"book/{image.get('src')}" in epub.namelist(), f"{name}: {image.get('src')}"
            assert image.get("alt"), name


def test_the_e_book_has_every_page_with_its_formulas_and_its_solutions(book, epub):
    text = b""
    for name, page in book.pages.items():
        if name == "index":
            continue
        written = epub.read(f"book/{name.replace('/', '-')}.xhtml")
        formulas = len(list(ElementTree.fromstring(written).iter(MATH)))
        # A caption of what only plays is no part of the e-book.
        shown = page.select("article .katex:not(.explorer-caption *)")
        assert formulas == len(shown), name
        text += written
    assert b"<details" not in text and b"katex" not in text
    solutions = sum(
        len(page.select("details.solution:not(.folded)")) for page in book.pages.values()
    )
    assert text.count(b'class="solution"') == solutions > 50


@pytest.mark.skipif(not ALL, reason="printed by make test-all")
@pytest.mark.skipif(not CHROMIUM, reason="no browser")
def test_the_pdf_has_pages_bookmarks_and_the_date_of_its_site(book, states):
    data = (states.made("pdf", bound(book, "pdf")) / "_build/gradbook.pdf").read_bytes()
    assert data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF")
    assert data.count(b"/Type /Page\n") > 200
    assert b"/Outlines" in data and b"D:20231114221320" in data
    assert b"+GradbookSans" in data


def test_without_a_browser_make_pdf_says_how_to_get_one(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CHROMIUM", raising=False)
    with pytest.raises(SystemExit, match="expected Chromium or Chrome, found none; install it"):
        runpy.run_path(str(ROOT / "make/pdf.py"))["browser"]("pdf")


def test_what_only_a_browser_needs_is_not_bound(book, epub):
    for name in epub.namelist():
        if name.endswith(".xhtml"):
            page = list(ElementTree.fromstring(epub.read(name)).iter())
            assert not {f"{XHTML}script", f"{XHTML}button"} & {one.tag for one in page}, name
            classes = {word for one in page for word in one.get("class", "").split()}
            assert not {"headerlink", "page-downloads", "only-dark"} & classes, name
