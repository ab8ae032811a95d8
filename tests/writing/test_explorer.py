"""Explorers in pages: their scripts, their words and the numbers that are compared."""

import json
import subprocess
from pathlib import Path

import pytest
from docutils import nodes
from docutils.utils import new_document
from sphinx.util.nodes import extract_messages
from stack import NODE
from writing import explorer, explorer_numbers, explorer_scripts, explorer_words

ROOT = Path(__file__).resolve().parents[2]
BASE = "export const two = 2;\nexport function twice(x) {\n  return two * x;\n}\n"
USE = 'import { twice as again, two } from "./base.mjs";\nimport * as base from "./base.mjs";\n'
USE += "export const compute = (x) => [again(x), base.twice(two)];\n"
SHOW = 'import { compute } from "./use_math.mjs";\nconsole.log(JSON.stringify(compute(21)));\n'


@pytest.fixture
def folder(tmp_path):
    """Return a folder of a project with three modules, of which each imports the one before."""
    place = tmp_path / "docs/_static/explorers"
    place.mkdir(parents=True)
    for name, text in {"base": BASE, "use_math": USE, "use": SHOW}.items():
        (place / f"{name}.mjs").write_text(text, "utf-8")
    return tmp_path


def test_a_script_does_what_its_modules_do(folder):
    script = explorer_scripts.bundle(folder, "use")
    done = subprocess.run([NODE, "-e", script], capture_output=True, encoding="utf-8")
    assert json.loads(done.stdout) == [42, 4], done.stderr


def test_a_script_holds_each_module_once(folder):
    script = explorer_scripts.bundle(folder, "use")
    assert script.count("return two * x") == 1
    assert "import" not in script and "export" not in script


def test_explorers_are_the_modules_with_mathematics(folder):
    assert explorer_scripts.names(folder) == ["use"]


def test_what_a_module_computes_is_asked_of_it(folder):
    assert explorer_numbers.computed(folder, "use", [21, 1.5]) == [[42, 4], [3, 4]]


def test_a_module_that_fails_says_why(folder):
    explorer_scripts.source(folder, "use_math").write_text("export const compute = nothing;")
    with pytest.raises(ValueError, match="nothing is not defined"):
        explorer_numbers.computed(folder, "use", [1])


@pytest.mark.parametrize(
    ("got", "expected", "differs"),
    [
        (1.0, 1.0 + 0.9e-9, False),
        (1.0, 1.0 + 1.2e-9, True),
        (1e6, 1e6 + 9e-4, False),
        (1e6, 1e6 + 1.2e-3, True),
        (0.0, 0.9e-9, False),
        (0.0, 1.2e-9, True),
        ("NaN", float("nan"), False),
        (1.0, float("nan"), True),
        ("NaN", 1.0, True),
        ("Infinity", float("inf"), False),
        ("-Infinity", float("inf"), True),
        (None, 1.0, True),
        (True, True, False),
        (1, True, True),
        ([1.0, 2.0], [1.0, 2.0], False),
        ([1.0, 2.0], [1.0], True),
        ([1.0], [[1.0]], True),
        ({"a": 1.0}, {"a": 1.0}, False),
        ({"a": 1.0}, {"b": 1.0}, True),
        ({"a": [1.0, 3.0]}, {"a": [1.0, 2.0]}, True),
    ],
)
def test_numbers_agree_to_1e_9(got, expected, differs):
    assert bool(list(explorer_numbers.differences(got, expected))) is differs


def test_a_difference_says_where_it_is():
    (fault,) = explorer_numbers.differences({"path": [1.0, 3.0]}, {"path": [1.0, 2.0]})
    assert fault == "expected 2.0 at [path][1], as torch says, got 3.0"


def test_every_explorer_has_words_and_names_its_picture():
    for name, words in explorer_words.words().items():
        assert words["picture"], name
    found = set(explorer_scripts.names(ROOT))
    assert found == set(explorer_words.words()), "docs/_ext/writing/explorer_words.py"
    sheet = (ROOT / "docs/_static/explorer.css").read_text("utf-8")
    # A page that loads does not jump.
    assert not [name for name in found if f'[data-explorer="{name}"]' not in sheet], "--handles"


def located(node):
    node.source, node.line = "page.md", 1
    return node


def placed(*captions, picture=None):
    """Return a figure with an explorer in it, on a page of its own."""
    page = new_document("page.md")
    figure = nodes.figure("", nodes.image(uri="a.svg"), classes=["cell-figure"])
    figure += located(nodes.caption("A *still*.", "", nodes.Text("A still.")))
    paragraphs = [located(nodes.paragraph(text, text)) for text in captions]
    page += [figure, explorer.explorer("", *paragraphs, name="descent", picture=picture or {})]
    explorer.place_all(None, page)
    return figure


def test_both_captions_are_translated():
    messages = [text for _node, text in extract_messages(placed("It moves.").document)]
    assert messages == ["A *still*.", "It moves."]


def test_two_captions_are_two_sentences():
    caption = next(placed("It moves.").findall(nodes.caption))
    assert caption.astext() == "A still. It moves."


@pytest.mark.parametrize("captions", [(), ("It moves.",)])
@pytest.mark.parametrize(("picture", "replaced"), [({}, True), ({"x": [0, 1]}, False)])
def test_an_explorer_replaces_a_picture_that_it_does_not_draw_on(captions, picture, replaced):
    assert placed(*captions, picture=picture)["replaced"] is replaced


def test_only_pages_with_an_explorer_load_its_script_and_its_styles(book):
    for name, page in book.pages.items():
        explorers = {box["data-explorer"] for box in page.select(".explorer")}
        sources = [script["src"] for script in page.select("script[src]")]
        scripts = {
            source.split("explorers/")[1].split(".js?v=")[0]
            for source in sources
            if "explorers/" in source
        }
        sheets = [link["href"] for link in page.select("link") if "explorer.css?v=" in link["href"]]
        assert (scripts, len(sheets)) == (explorers, bool(explorers)), name


def test_every_explorer_stands_below_the_picture_of_a_figure(book):
    found = [box for page in book.pages.values() for box in page.select(".explorer")]
    assert len(found) >= 2
    for box in found:
        assert "figure-modes" in box.find_previous_sibling()["class"]
        assert box.find_next_sibling("figcaption") and box.parent["id"]
        assert json.loads(box.select_one("script").string)["words"]["picture"]
