"""The checks of the pages that are read, by themselves: red with the fault, green without."""

from types import SimpleNamespace

import pytest
from checks import pages
from docutils import nodes
from PIL import Image
from sphinx import addnodes


@pytest.fixture
def warnings(monkeypatch):
    """Return the list of all warnings, as place and message."""
    given = []

    def warn(place, message, *args, subtype=None):
        given.append((place, message % args))

    monkeypatch.setattr(pages, "warn", warn)
    return given


@pytest.fixture
def app(tmp_path):
    docs = tmp_path / "docs"
    docs.mkdir()
    env = SimpleNamespace(doc2path=lambda name: docs / f"{name}.md", docname="one")
    return SimpleNamespace(srcdir=docs, confdir=tmp_path, env=env)


def document(*children):
    paragraph = nodes.paragraph("", "", *children)
    paragraph.line = 4
    return nodes.section("", paragraph)


@pytest.mark.parametrize(
    ("alt", "uri", "message"),
    [
        ("A line that rises", "a.png", None),
        ("", "a.png", "got ''"),
        ("a.png", "part/a.png", "got 'a.png'"),
        ("A damaged one", "bad.png", "got other bytes"),
        ("One that is cut off", "cut.png", "got other bytes"),
        ("Another kind", "a.jpeg", "got other bytes"),
        ("An active one", "active.svg", "got a script"),
        ("A page", "page.svg", "got the root <html>"),
        ("Far away", "https://example.org/a.png", "expected a picture beside the chapter"),
    ],
)
def test_a_picture_is_whole_and_has_a_text(app, warnings, alt, uri, message):
    Image.new("RGB", (2, 2)).save(app.srcdir / "a.png")
    (app.srcdir / "a.jpeg").write_bytes((app.srcdir / "a.png").read_bytes())
    (app.srcdir / "bad.png").write_bytes(b"x")
    (app.srcdir / "cut.png").write_bytes((app.srcdir / "a.png").read_bytes()[:-30])
    (app.srcdir / "active.svg").write_text("<svg><g><script/></g></svg>")
    (app.srcdir / "page.svg").write_text("<html/>")
    doctree = document(nodes.image(uri=uri, alt=alt))
    pages.check_pictures(app, doctree, "one")
    assert [message in given for _, given in warnings] == ([True] if message else [])
    assert not warnings or warnings[0][0].line == 4


def block(code="print(1)", language="python", **attributes):
    return nodes.literal_block(code, code, language=language, **attributes)


CODE = {
    "python": (nodes.section("", block()), True),
    "no language": (nodes.section("", block(language="default")), True),
    "a doctest": (nodes.section("", nodes.doctest_block(">>> 1", ">>> 1")), True),
    "in a docstring": (
        nodes.section("", addnodes.desc_content("", nodes.doctest_block(">>> 1", ">>> 1"))),
        True,
    ),
    "a formula in a docstring": (
        nodes.section("", addnodes.desc_content("", block("½ x²", "default"))),
        False,
    ),
    "console": (nodes.section("", block(language="console")), False),
    "of a cell": (nodes.section("", nodes.container("", block(), nb_element="cell_code")), False),
    "of a module": (nodes.section("", block(classes=["source-code"])), False),
}


@pytest.mark.parametrize("name", CODE)
def test_code_that_no_cell_holds_is_found(app, warnings, name):
    content, wrong = CODE[name]
    doctree = nodes.document(None, None)
    doctree += content
    pages.check_doctree(app, doctree)
    assert bool(warnings) == wrong


def test_a_source_that_no_page_cites_is_found(app, warnings):
    (app.confdir / "b.bib").write_text("@comment{x}\n@book{used,\n}\n@misc{unused,\n}\n")
    reference = SimpleNamespace(targets=[SimpleNamespace(key="used")])
    app.config = SimpleNamespace(bibtex_bibfiles=["b.bib"])
    app.env.get_domain = {"cite": SimpleNamespace(citation_refs=[reference])}.get
    pages.check_citations(app, app.env)
    assert warnings == [
        (f"{app.confdir / 'b.bib'}:4", "expected a source that a page cites, got 'unused'")
    ]


@pytest.mark.parametrize(("text", "line"), [("@book{one,\n  title = {One\n", 2), ("", None)])
def test_a_bibliography_that_cannot_be_read_is_named(app, warnings, text, line):
    (app.confdir / "b.bib").write_text(text)
    app.config = SimpleNamespace(bibtex_bibfiles=["b.bib"])
    pages.check_bibliography(app)
    assert [place for place, _ in warnings] == ([f"{app.confdir / 'b.bib'}:{line}"] if line else [])
