import shutil
import subprocess
from types import SimpleNamespace

from docutils import nodes
from reading import tex_words
from search import index, records


def section(name, *children):
    return nodes.section("", nodes.title(name, name), *children, ids=[name.lower()])


def paragraph(*children):
    return nodes.paragraph("", "", *children)


def indexed(*sections):
    return dict(records.records(nodes.Element("", *sections), "en", False, {}))


def test_a_formula_is_found_by_words():
    assert tex_words.words(r"\nabla f(x)") == "gradient f(x)"
    assert tex_words.words(r"\operatorname{softmax}(z)") == "softmax(z)"
    assert tex_words.words(r"\sigma'(z)") == "sigma'(z)"


def test_a_fraction_reads_in_a_line():
    assert tex_words.words(r"\frac{\partial L}{\partial w_1}") == "∂L/∂w_1"
    assert tex_words.words(r"\frac{1}{1 + e^{-z}}") == "1/(1 + e^-z)"


def test_environments_leave_no_words():
    tex = r"\begin{aligned} a &= b \\ &= \left( c \right) \end{aligned}"
    assert tex_words.words(tex) == "a = b; = (c)"


def test_a_page_that_opens_with_a_section_is_found_by_its_title():
    found = indexed(section("Tanh", section("Curve", paragraph(nodes.Text("Why?")))))
    assert list(found) == ["tanh", "curve"]
    assert ">Tanh<" in found["tanh"] and "Why?" not in found["tanh"]


def test_a_section_does_not_hold_those_below_it():
    below = section("Below", paragraph(nodes.Text("under")))
    found = indexed(section("Above", paragraph(nodes.Text("over")), below))
    assert "under" not in found["above"] and "over" not in found["below"]
    assert 'data-pagefind-meta="above">Above<' in found["below"]


def test_code_is_found_by_its_names_without_imports():
    code = "import torch\nw = f.zero_grad(x)  # clear\nfor name in w: pass"
    found = indexed(section("Code", nodes.literal_block(code, code)))["code"]
    assert ">f.zero_grad clear name<" in found


def test_of_what_cells_print_sentences_are_found():
    output = nodes.literal_block("", "0.25 0.5 tensor\nTrying to backward through it a second time")
    cell = nodes.container("", output, nb_element="cell_code_output")
    found = indexed(section("Code", cell))["code"]
    assert "second time" in found and "0.25" not in found


def test_signs_of_html_stay_text():
    found = indexed(section("Less", paragraph(nodes.Text("a < b & c"))))["less"]
    assert "a &lt; b &amp; c" in found


def test_the_site_has_an_index_and_nothing_of_sphinx_search(small_site):
    names = set(small_site.contents())
    assert {"pagefind/pagefind.js", "pagefind/wasm.en.pagefind"} <= names
    assert not {"searchindex.js", "search.html", "_static/searchtools.js"} & names
    assert b"searchtools" not in small_site.contents()["index.html"]


def test_an_indexer_that_fails_is_a_fault(tmp_path):
    run = subprocess.CompletedProcess([], 1, "", "unknown option\n")
    assert index.fault(run, tmp_path, tmp_path) == "Pagefind ended with 1: unknown option"


def test_a_fault_of_the_index_breaks_the_build(tmp_path, monkeypatch):
    """Each warning does: `make html` is strict."""
    given = []
    logger = SimpleNamespace(warning=lambda message, *words, type: given.append(message % words))
    monkeypatch.setattr(index, "logger", logger)
    monkeypatch.setattr(index, "get_executable", lambda: shutil.which("false"))
    app = SimpleNamespace(
        builder=SimpleNamespace(name="html"), doctreedir=tmp_path, outdir=tmp_path
    )
    index.begin_index(app)
    index.build_index(app)
    assert given == ["search: Pagefind ended with 1: "]
    assert not (tmp_path / "pagefind").exists()


def test_sections_that_the_index_lacks_are_a_fault(tmp_path):
    (tmp_path / "bundle").mkdir()
    entry = '{"languages": {"en": {"page_count": 1}}}'
    (tmp_path / "bundle/pagefind-entry.json").write_text(entry)
    for name in ("one.html", "two.html"):
        (tmp_path / name).touch()
    run = subprocess.CompletedProcess([], 0, "", "")
    problem = index.fault(run, tmp_path / "bundle", tmp_path)
    assert problem == "expected 2 sections in Pagefind's index, got 1"
