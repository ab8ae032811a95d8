"""The checks of the finished pages, by themselves: red with the fault, green without."""

from types import SimpleNamespace

import pytest
from checks import pages
from docutils import nodes
from PIL import Image
from sphinx import addnodes

HEAD = "<html><body>"
GOOD = HEAD + '<a id="here" href="two.html#there">x</a><img src="a.svg" alt="A">'
LINKS = {
    '<a href="three.html">': "'three.html'",
    '<a href="two.html#nowhere">': "'two.html#nowhere'",
    '<a href="#nowhere">': "'#nowhere'",
    '<img src="b.svg">': "'b.svg'",
    '<a href="part/">': "'part/'",
    '<i id="here">': "'here' twice",
}
HARMLESS = [
    '<a href="https://example.org/x#y">',
    '<a href="mailto:a@example.org">',
    '<a href="#here">',
    '<a href="">',
    '<a href="two.html?v=1#there">',
    '<a href="data:image/png;base64,x">',
    "<script>'<a href=\"three.html\">'</script>",
    '<!-- <a href="three.html"> -->',
    '<code>&lt;a href="three.html"&gt;</code>',
]


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
    site, docs = tmp_path / "html", tmp_path / "docs"
    for folder in (site, docs):
        folder.mkdir()
    for name in ("one", "two"):
        (docs / f"{name}.md").write_text("Text.\n\nSee three.html.\n")
    (site / "one.html").write_text(GOOD)
    (site / "two.html").write_text(HEAD + '<p id="there">')
    (site / "a.svg").touch()
    env = SimpleNamespace(
        found_docs={"one", "two"}, doc2path=lambda name: docs / f"{name}.md", docname="one"
    )
    builder = SimpleNamespace(format="html")
    return SimpleNamespace(
        **{"outdir": site, "srcdir": docs, "confdir": tmp_path, "builder": builder, "env": env},
        config=SimpleNamespace(book_editions=""),
    )


def test_a_whole_site_passes(app, warnings):
    pages.check_site(app, None)
    assert not warnings


@pytest.mark.parametrize("planted", LINKS)
def test_a_broken_link_or_a_second_id_is_found(app, warnings, planted):
    (app.outdir / "one.html").write_text(GOOD + planted)
    pages.check_site(app, None)
    (warning,) = warnings
    assert LINKS[planted] in warning[1] and warning[0][0] == "one"


def test_a_broken_link_has_the_line_where_the_chapter_names_it(app, warnings):
    (app.outdir / "one.html").write_text(GOOD + '<a href="three.html">')
    pages.check_site(app, None)
    assert warnings[0][0] == ("one", 3)


@pytest.mark.parametrize("planted", HARMLESS)
def test_a_link_that_leads_somewhere_passes(app, warnings, planted):
    (app.outdir / "one.html").write_text(GOOD + planted)
    pages.check_site(app, None)
    assert not warnings


def test_a_failed_build_is_not_checked(app, warnings):
    (app.outdir / "one.html").unlink()
    pages.check_site(app, RuntimeError())
    assert not warnings


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
    doctree.nametypes, doctree.nameids, doctree.ids = {}, {}, {}
    pages.check_doctree(app, doctree)
    assert bool(warnings) == wrong


def test_labels_of_two_pages_differ(app, warnings):
    pages.labels(app.env).update({"one": {"a": 3, "b": 4}, "two": {"b": 5}})
    pages.check_labels(app, app.env)
    assert warnings == [(("two", 5), "expected a label of its own, got 'b' as in one, line 4")]


def test_labels_of_workers_come_together(app):
    other = SimpleNamespace(gradbook_labels={"two": {"b": 5}, "three": {"c": 1}})
    pages.merge(app, app.env, ["two"], other)
    assert pages.labels(app.env) == {"two": {"b": 5}}
    pages.forget(app, app.env, "two")
    assert pages.labels(app.env) == {}


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


def test_the_citations_are_where_sphinxcontrib_bibtex_had_them():
    from sphinxcontrib.bibtex.citation_target import CitationTarget
    from sphinxcontrib.bibtex.domain import BibtexDomain
    from sphinxcontrib.bibtex.roles import CitationRef

    assert "targets" in CitationRef._fields and hasattr(BibtexDomain, "citation_refs")
    assert CitationTarget("key", "", "").key == "key"
