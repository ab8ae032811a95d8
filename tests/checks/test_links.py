"""The checks of the finished site, by themselves: red with the fault, green without."""

from types import SimpleNamespace

import pytest
from checks import links

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

    def warn(place, message, *args):
        given.append((place, message % args))

    monkeypatch.setattr(links, "warn", warn)
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
    (tmp_path / "gradbook").mkdir()
    (tmp_path / "gradbook/__init__.py").write_text('__version__ = "0.1"')
    env = SimpleNamespace(
        found_docs={"one", "two"}, doc2path=lambda name: docs / f"{name}.md", docname="one"
    )
    builder = SimpleNamespace(format="html")
    return SimpleNamespace(
        **{"outdir": site, "srcdir": docs, "confdir": tmp_path, "builder": builder, "env": env},
        config=SimpleNamespace(book_editions="", execution_cache="cache"),
        parallel=1,
    )


def test_a_whole_site_passes(app, warnings):
    links.check_site(app)
    assert not warnings


@pytest.mark.parametrize("planted", LINKS)
def test_a_broken_link_or_a_second_id_is_found(app, warnings, planted):
    (app.outdir / "one.html").write_text(GOOD + planted)
    links.check_site(app)
    (warning,) = warnings
    assert LINKS[planted] in warning[1] and warning[0][0] == "one"


def test_several_processes_find_what_one_finds(app, warnings):
    (app.outdir / "one.html").write_text(GOOD + '<a href="three.html">')
    said = []
    for app.parallel in (1, 2, 5):
        warnings.clear()
        links.check_site(app)
        said.append(list(warnings))
    assert said[0] and said[0] == said[1] == said[2]


def test_a_broken_link_has_the_line_where_the_chapter_names_it(app, warnings):
    (app.outdir / "one.html").write_text(GOOD + '<a href="three.html">')
    links.check_site(app)
    assert warnings[0][0] == ("one", 3)


def test_a_broken_link_of_the_general_index_is_found(app, warnings):
    link = '<a href="one.html#here"></a><a href="two.html#nowhere">'
    (app.outdir / "genindex.html").write_text(HEAD + link)
    links.check_site(app)
    (warning,) = warnings
    assert "genindex.html" in warning[1] and "'two.html#nowhere'" in warning[1]


@pytest.mark.parametrize("planted", HARMLESS)
def test_a_link_that_leads_somewhere_passes(app, warnings, planted):
    (app.outdir / "one.html").write_text(GOOD + planted)
    links.check_site(app)
    assert not warnings


@pytest.mark.parametrize("names", [["a.svg", "A.svg"], ["é.svg", "e\u0301.svg"], ["ß", "SS"]])
def test_names_that_some_disks_take_for_one_are_named_both(app, warnings, names):
    for name in names:
        (app.outdir / name).touch()
    links.check_names(app)
    (warning,) = warnings
    assert "differ in more than case" in warning[1] and all(repr(n) in warning[1] for n in names)


def test_a_chapter_whose_page_differs_in_case_alone_is_named(app, warnings):
    app.env.found_docs.add("Two")
    (app.outdir / "Two.html").touch()
    links.check_names(app)
    assert warnings[0][0] == ("two", 1) and "'Two.html' and 'two.html'" in warnings[0][1]


def test_names_that_differ_pass(app, warnings):
    for name in ("a.b.svg", "a-b.svg", "a"):
        (app.outdir / name).touch()
    links.check_names(app)
    assert not warnings


def test_a_chapter_must_not_have_the_name_of_a_list(app, warnings):
    links.check_generated(app, "one", "page.html", {}, None)
    links.check_generated(app, "one", "page.html", {}, object())
    links.check_generated(app, "genindex", "genindex.html", {}, None)
    assert [place for place, _ in warnings] == [("one", 1)]
