"""Each chapter's notebook and script run from top to bottom and give what its page shows.

A chapter in ten is run as a notebook, in a kernel of its own, and another one as a script, others
each day; with GRADBOOK_ALL=1 in the environment, each one is run as both.
"""

import base64
import re

import nbformat
import pytest
from bs4 import BeautifulSoup

from gradbook.cells.formulas import magnitude
from tests import fresh
from tests.turns import of_today

FORMULA = "application/vnd.gradbook.formula+json"
PIP = {
    # The line that installs is tried, but installs nothing here and asks no index.
    "PIP_DRY_RUN": "1",
    "PIP_NO_INDEX": "1",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
}


@pytest.fixture(scope="module")
def notebooks(book):
    """Return the notebooks of the site by page."""
    paths = sorted(book.site.resolve().rglob("*.ipynb"))
    return {
        str(path.relative_to(book.site.resolve()).with_suffix("")): nbformat.read(path, 4)
        for path in paths
    }


def run(program, book, given, *options, **more):
    """Run a program where gradbook is not to be had."""
    return fresh.run(program, book, given, *options, **PIP, PYTHONPATH="", **more)


def said(cell):
    """Return what a cell printed, raised, checked and drew."""
    outputs = cell.get("outputs", [])
    return {
        "printed": "".join(o.text for o in outputs if o.get("name") == "stdout"),
        "raised": [(o.ename, o.evalue) for o in outputs if o.output_type == "error"],
        "checked": [o.data[FORMULA] for o in outputs if FORMULA in o.get("data", {})],
        "drawn": sum(any("image" in mime for mime in o.get("data", {})) for o in outputs),
    }


def without_errors(cell):
    """Return what a cell gave, without the errors of its formulas."""
    found = said(cell)
    return found | {"checked": [data | {"error": None} for data in found["checked"]]}


def held(data):
    """Return what `check` prints of a formula."""
    points = f"{data['points']} point{'s' * (data['points'] != 1)}"
    fixed = [
        f"∂ of {f} by {x}: " + (f"{y} held fixed" if is_fixed else f"{x} moves {y} as well")
        for f, x, y, is_fixed in data["fixed"]
    ]
    silent = [
        f"{piece} ({place} of {places}) changes nothing" if place else f"{piece} changes nothing"
        for piece, place, places in data["silent"]
    ]
    out = data["excluded"]
    excluded = [f"{out} point{'s' * (out != 1)} excluded"] if out else []
    held = f"held at {points}, error < 1e{magnitude(data['error'])}"
    return "; ".join([held, *excluded, *fixed, *silent])


def printed(cell):
    """Return what a cell's part of the script prints."""
    found = said(cell)
    formulas = [f"{held(data)}\n" for data in found["checked"] if "unchecked" not in data]
    return found["printed"] + "".join(formulas) + "".join(f"{m}\n" for _, m in found["raised"])


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_every_chapter_has_a_notebook_and_a_script_that_its_page_names(book, notebooks):
    assert len(notebooks) > 15
    for name in notebooks:
        links = book.pages[name].select("p.page-downloads a[download]")
        stem = name.rpartition("/")[2]
        assert [link["href"] for link in links] == [f"{stem}.ipynb", f"{stem}.py"]
        assert (book.site / f"{name}.py").is_file()
    with_cells = {n for n, page in book.pages.items() if page.select("div.cell_input")}
    assert with_cells - {"index"} - set(notebooks) == set()


def test_every_notebook_is_valid_and_says_all_in_plain_markdown(notebooks):
    for name, notebook in notebooks.items():
        nbformat.validate(notebook)
        text = "".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
        # Four signs and more fence files that a page shows.
        text = re.sub(r"^(`{4,}).*?^\1$", "", text, flags=re.MULTILINE | re.DOTALL)
        for own in ("```{", "{glue", "{eq}", "{ref}", "{term}", "{numref}", ":::"):
            assert own not in text, f"{name}: {own}"
        assert notebook.cells[0].source.startswith("**What the cells need:**"), name
        assert notebook.cells[1].source.startswith("%pip install"), name
        assert not any("myst_nb" in cell.source for cell in code(notebook)), name


def test_every_figure_of_a_notebook_has_its_caption_and_description(book, notebooks):
    for name, notebook in notebooks.items():
        text = "".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
        figures = book.pages[name].select("figure.cell-figure")
        drawn = sum(said(cell)["drawn"] for cell in code(notebook))
        assert text.count("**Figure ") == text.count("*In words:*") == len(figures) == drawn, name


def test_every_picture_of_a_notebook_has_an_alternative_text_where_converters_look(book, notebooks):
    for name, notebook in notebooks.items():
        outputs = [o for cell in code(notebook) for o in cell.outputs if "data" in o]
        shown = [o.data for o in outputs if any("image" in mime for mime in o.data)]
        figures = book.pages[name].select("figure.cell-figure")
        for data, figure in zip(shown, figures, strict=True):
            image = BeautifulSoup(data["text/html"], "html.parser").img
            opening = figure.select_one("img[alt]")["alt"]
            assert len(opening) > 30 and image["alt"].startswith(opening[:30]), name
            picture = base64.b64decode(image["src"].partition(",")[2]).decode()
            assert picture == data["image/svg+xml"]


def test_notebooks_run_in_a_fresh_kernel_and_give_what_they_show(book, notebooks):
    names = of_today(sorted(notebooks), 10)
    paths = [str(book.site.resolve() / f"{name}.ipynb") for name in names]
    inline = "module://matplotlib_inline.backend_inline"
    results = run("run_notebooks.py", book, paths, MPLBACKEND=inline)
    for name, result in zip(names, results, strict=True):
        assert not isinstance(result, str), result
        pairs = list(zip(code(nbformat.from_dict(result)), code(notebooks[name]), strict=True))
        assert "already satisfied" in said(pairs[0][0])["printed"], pairs[0][0].outputs
        for again, stored in pairs[1:]:
            assert without_errors(again) == without_errors(stored), f"{name}: {stored.source}"


def test_scripts_run_in_a_fresh_python_and_print_what_their_pages_show(book, notebooks):
    names = of_today(sorted(notebooks, reverse=True), 10)
    scripts = [(book.site / f"{name}.py").read_text("utf-8") for name in names]
    results = run("run_snippets.py", book, scripts, "--without-module")
    for name, (status, output) in zip(names, results, strict=True):
        assert status == 0, f"{name}: {output}"
        expected = "".join(map(printed, code(notebooks[name])))
        assert output == expected, name


def test_scripts_are_plain_python(book, notebooks):
    for name in notebooks:
        text = (book.site / f"{name}.py").read_text("utf-8")
        compile(text, name, "exec")
        assert "%%formula" not in "".join(
            line for line in text.splitlines() if not line.startswith("#")
        )
        assert "get_ipython" not in text and text.count("\n# %%") > 5, name
