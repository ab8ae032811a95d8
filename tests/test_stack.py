"""Every private part of others that the book touches is still there, and does what we take it for.

After raising a version, these tests say what has changed before a build says it in other words.
"""

import ast
import asyncio
import gzip
import importlib.util
import inspect
import io
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import entry_points
from pathlib import Path
from types import SimpleNamespace

import pytest
import stack
from pages.lean import theme

ROOT = Path(__file__).resolve().parents[1]


def source(package):
    """Return the folder of a package's files."""
    return Path(importlib.util.find_spec(package).origin).parent


def text(package, pattern):
    return "".join(path.read_text("utf-8") for path in sorted(source(package).glob(pattern)))


# MyST-NB ---------------------------------------------------------------


def test_notebooks_are_executed_by_the_function_that_we_replace():
    from myst_nb.core.execute import direct

    start = direct.NotebookClientDirect.start_client
    assert "single_nb_execution" in start.__code__.co_names
    (call,) = (
        node
        for node in ast.walk(ast.parse(inspect.getsource(direct)))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "single_nb_execution"
    )
    assert len(call.args) == 1 and "cwd" in {keyword.arg for keyword in call.keywords}


def test_the_result_of_an_execution_has_the_fields_that_we_fill():
    from jupyter_cache.executors.utils import ExecutionResult

    result = ExecutionResult("notebook", None, 0)
    assert (result.nb, result.err, result.time) == ("notebook", None, 0)


def test_outputs_are_kept_where_we_read_them():
    from myst_nb import sphinx_ext

    app = SimpleNamespace(outdir="/work/html")
    assert stack.executed_notebook(app, "a/b.c") == Path("/work/jupyter_execute/a/b.c.ipynb")
    assert sphinx_ext.OUTPUT_FOLDER == "jupyter_execute"
    assert "Path(app.outdir).parent.joinpath(OUTPUT_FOLDER)" in inspect.getsource(sphinx_ext)


def test_a_cell_is_split_into_options_and_code():
    from myst_nb.core.read import MystMetadataParsingError, _read_fenced_cell

    token = SimpleNamespace(content=":tags: [a]\n\nb\n", map=[0, 4])
    assert _read_fenced_cell(token, 0, "Code") == ({"tags": ["a"]}, ["b"])
    with pytest.raises(MystMetadataParsingError):
        _read_fenced_cell(SimpleNamespace(content=":tags: [a\n\nb", map=[0, 3]), 0, "Code")


def test_a_chapter_is_read_from_path_settings_and_text(tmp_path):
    from myst_nb.core.config import NbParserConfig
    from myst_nb.core.read import create_nb_reader
    from myst_parser.config.main import MdParserConfig

    text = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n---\n\n```{code-cell}\n1\n```\n"
    reader = create_nb_reader(str(tmp_path / "a.md"), MdParserConfig(), NbParserConfig(), text)
    notebook = reader.read(text)
    assert [cell.source for cell in notebook.cells if cell.cell_type == "code"] == ["1"]
    assert isinstance(notebook.metadata["source_map"], list)


@pytest.mark.parametrize(
    "words",
    [
        *('nb_element="cell_code"', 'nb_element="cell_code_source"', 'nb_element="mime_bundle"'),
        *('nb_element="cell_code_output"', "mime_type=", 'f"tag_{', "def add_math_target"),
    ],
)
def test_what_a_page_shows_of_a_cell_has_the_names_that_we_look_for(words):
    found = text("myst_nb", "core/*.py") + text("myst_nb", "*.py") + text("myst_parser", "**/*.py")
    assert words in re.sub(r"\s*=\s*", "=", found) or words in found


def test_a_renderer_of_a_mime_type_is_asked_as_ours_answers():
    from myst_nb.core.render import MimeRenderPlugin

    assert hasattr(MimeRenderPlugin, "mime_priority_overrides")
    assert list(inspect.signature(MimeRenderPlugin.handle_mime).parameters) == [
        *("renderer", "data", "inline"),
    ]
    assert "myst_nb.mime_renderers" in text("myst_nb", "core/render.py")
    assert "value" in dir(next(iter(entry_points(group="myst_nb.mime_renderers"))))


# Jupyter ---------------------------------------------------------------


def test_kernels_are_started_by_the_provisioner_that_we_replace():
    from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

    factory = KernelProvisionerFactory.instance()
    assert "local-provisioner" in factory.provisioners
    assert factory.default_provisioner_name == "local-provisioner"
    assert list(inspect.signature(LocalProvisioner.launch_kernel).parameters) == [
        *("self", "cmd", "kwargs"),
    ]
    assert {"process", "pid", "pgid", "connection_info"} <= set(dir(LocalProvisioner))


def test_a_cell_s_file_is_named_by_its_code():
    from ipykernel import compiler

    one, again, other = map(compiler.get_file_name, ("a", "a", "b"))
    assert one == again != other and re.search(r"ipykernel_\d+[/\\]\d+\.py$", one)


def test_a_client_tells_of_each_cell_and_of_the_beginning():
    from nbclient import NotebookClient

    assert {"on_cell_execute", "on_notebook_start", "allow_errors"} <= set(
        NotebookClient.class_trait_names()
    )


def test_a_task_knows_that_nobody_has_asked_for_its_exception():
    async def fail():
        raise ValueError

    async def run():
        task = asyncio.ensure_future(fail())
        await asyncio.wait([task])
        before = task._log_traceback
        task.exception()
        return before, task._log_traceback

    with ThreadPoolExecutor(1) as elsewhere:  # here, a browser's loop may run
        assert elsewhere.submit(asyncio.run, run()).result() == (True, False)


# Matplotlib ------------------------------------------------------------


def test_a_figure_that_a_window_manages_is_announced(monkeypatch):
    import matplotlib.pyplot as plt
    from matplotlib._pylab_helpers import Gcf

    told = []
    activate = Gcf._set_new_active_manager.__func__

    def activating(cls, manager):
        told.append(manager.canvas.figure)
        activate(cls, manager)

    monkeypatch.setattr(Gcf, "_set_new_active_manager", classmethod(activating))
    figure = plt.figure()
    plt.close(figure)
    assert told == [figure]


def test_an_svg_is_built_as_we_rewrite_it():
    from matplotlib.figure import Figure

    figure = Figure()
    axes = figure.subplots()
    axes.plot([1, 2], color="#123456")
    axes.pcolormesh([[1, 2], [3, 4]], rasterized=True)
    axes.set_title("two words")
    file = io.StringIO()
    figure.savefig(file, format="svg")
    svg = file.getvalue()
    assert re.search(r"<\?xml.*?\?>\s*<!DOCTYPE.*?>\s*<svg [^>]*>", svg, re.DOTALL)
    opening = re.search(r"<svg [^>]*>", svg)[0]
    assert re.search(r'\swidth="[\d.]+pt"', opening) and re.search(r'\sheight="[\d.]+pt"', opening)
    assert re.search(r'\sd="M [\d.]+ [\d.]+ \nL ', svg) and "<metadata>" in svg
    assert "two words" in stack.DRAWN.findall(svg)
    assert "#123456" in svg and re.search(r"data:image/png;base64,[^\"]+\"", svg)


def test_what_unfolds_code_has_the_name_that_we_leave_out():
    from myst_nb.sphinx_ import HideCodeCellNode

    assert stack.UNFOLDING in inspect.getsource(inspect.getmodule(HideCodeCellNode))


# Sphinx, docutils and their extensions ---------------------------------


def test_a_builder_without_search_writes_none():
    from sphinx.builders.html import StandaloneHTMLBuilder

    app = SimpleNamespace(builder=SimpleNamespace())
    stack.leave_out_search(app)
    assert app.builder.search is not StandaloneHTMLBuilder.search is True
    assert "if self.search" in inspect.getsource(StandaloneHTMLBuilder)


def test_a_builder_writes_a_part_of_a_page():
    from sphinx.builders.html import StandaloneHTMLBuilder

    assert '"fragment"' in inspect.getsource(StandaloneHTMLBuilder.render_partial).replace("'", '"')


def test_a_page_is_written_with_the_methods_that_we_call():
    from pydata_sphinx_theme.translator import BootstrapHTML5TranslatorMixin
    from sphinx.writers.html5 import HTML5Translator

    wanted = {"starttag", "attval", "encode", "add_permalink_ref", "visit_citation"}
    assert wanted <= set(dir(HTML5Translator))
    assert "self.body.append(" in inspect.getsource(HTML5Translator)
    assert BootstrapHTML5TranslatorMixin  # it is mixed into the translator of each page


def test_an_environment_holds_what_we_ask_it_for():
    from sphinx.domains.std import StandardDomain
    from sphinx.environment import BuildEnvironment
    from sphinx.util._files import FilenameUniqDict

    held = inspect.getsource(BuildEnvironment)
    for name in ("titles", "toctree_includes", "images", "found_docs"):
        assert f"self.{name}" in held or hasattr(BuildEnvironment, name), name
    assert hasattr(StandardDomain, "labels")
    images = FilenameUniqDict()
    images.add_file("page", "a.svg")
    assert "a.svg" in images and images.pop("a.svg")


def test_formulas_and_figures_are_counted_when_we_renumber_them():
    from sphinx.application import Sphinx
    from sphinx.domains.math import MathDomain
    from sphinx.domains.std import StandardDomain
    from sphinx.environment.collectors.toctree import TocTreeCollector
    from sphinx.util.math import get_node_equation_number
    from sphinx.writers.html5 import HTML5Translator

    assert "assign_figure_numbers" in inspect.getsource(TocTreeCollector.get_updated_docs)
    assert "env.toc_fignumbers" in inspect.getsource(TocTreeCollector.assign_figure_numbers)
    assert inspect.signature(Sphinx.connect).parameters["priority"].default == stack.COUNTING
    for shows in (
        *(MathDomain.resolve_xref, StandardDomain._resolve_numref_xref),
        *(get_node_equation_number, HTML5Translator.add_fignumber),
    ):
        # The parts of a number are words as well.
        assert re.search(r"'\.'\.join\(\s*map\(str, ", inspect.getsource(shows)), shows
    env = SimpleNamespace()
    stack.set_numbers(env, {"page": {"figure": {"a": ("A", "1")}}})
    assert stack.numbers(env) is env.toc_fignumbers


def test_a_document_knows_the_names_that_a_text_gives():
    from docutils.core import publish_doctree

    document = publish_doctree(".. _here:\n\nText.")
    assert document.nametypes == {"here": True}
    assert document.ids[document.nameids["here"]] is not None


def test_the_number_of_an_equation_and_the_names_of_boxes_are_to_be_had():
    from sphinx.locale import admonitionlabels
    from sphinx.util.math import get_node_equation_number

    assert str(admonitionlabels["note"]) == "Note"
    assert list(inspect.signature(get_node_equation_number).parameters) == ["writer", "node"]


def test_citations_are_where_we_count_them():
    from sphinxcontrib.bibtex.citation_target import CitationTarget
    from sphinxcontrib.bibtex.domain import BibtexDomain
    from sphinxcontrib.bibtex.roles import CitationRef

    assert "targets" in CitationRef._fields and hasattr(BibtexDomain, "citation_refs")
    assert CitationTarget("key", "", "").key == "key"


# The theme -------------------------------------------------------------

THEMES = "sphinx_book_theme", "pydata_sphinx_theme", "sphinx"
# What our pages rely on, and where it comes from.
TEMPLATES = {
    "{{ theme_extra_footer }}": "sphinx_book_theme",
    "{{- metatags }}": "sphinx",
    'href="{{ pageurl|e }}"': "sphinx",
    "for js in script_files": "sphinx",
    "{%- block extrahead %}": "sphinx",
    "if not theme_disable_search": "pydata_sphinx_theme",
    "_static/scripts/fontawesome.js": "pydata_sphinx_theme",
    "search-button__button": "pydata_sphinx_theme",
    'class="navbar-brand logo"': "pydata_sphinx_theme",
    'class="title logo__title"': "pydata_sphinx_theme",
}


@pytest.mark.parametrize("words", TEMPLATES)
def test_templates_have_the_places_that_we_fill(words):
    assert words in text(TEMPLATES[words], "**/*.html")


@pytest.mark.parametrize("name", ["navbar-logo.html", "search-button-field.html", "layout.html"])
def test_each_of_our_templates_takes_the_place_of_the_theme_s(name):
    ours = ROOT / "docs/_ext/pages/templates" / name
    assert ours.is_file() and list(source("pydata_sphinx_theme").rglob(name))


@pytest.mark.parametrize(
    "name", ["searchtools.js", "language_data.js", "sphinx_highlight.js", "doctools.js"]
)
def test_the_scripts_that_we_leave_out_are_sphinx_s(name):
    assert list(source("sphinx").rglob(f"{name}*"))


@pytest.mark.parametrize("name", ["pst-scrollable-table-container", "bd-sidenav", "skip-link"])
def test_our_scripts_find_what_the_theme_makes(name):
    assert any(name in text(theme, "**/*.html") + text(theme, "**/*.py") for theme in THEMES)


def test_the_theme_s_script_asks_every_block_of_code_whether_it_scrolls_in_one_place(tmp_path):
    (script,) = source("pydata_sphinx_theme").glob(f"theme/*/static/{theme.THEME}")
    (tmp_path / "scripts").mkdir()
    copy = tmp_path / theme.THEME
    copy.write_bytes(script.read_bytes())
    theme.mend(tmp_path)
    (call,) = theme.STOPS.finditer(script.read_text("utf-8"))
    assert copy.read_text("utf-8") == theme.STOPS.sub("0", script.read_text("utf-8"))
    body = script.read_text("utf-8").partition(f"function {call[1]}(){{")[2]
    assert body.index("scrollWidth") < body.index("function")


# What is run beside Python ---------------------------------------------


def test_the_node_of_the_package_runs():
    run = subprocess.run([stack.NODE, "-e", "console.log(1)"], capture_output=True, check=True)
    assert run.stdout == b"1\n"


def test_pagefind_writes_the_files_that_we_ship(tmp_path):
    from pagefind_bin import get_executable
    from search.index import SHIPPED, fault, ship

    texts, bundle = tmp_path / "texts", tmp_path / "bundle"
    (texts / "one").mkdir(parents=True)
    (texts / "one/index.html").write_text('<html lang="en"><body>Word</body></html>')
    command = [get_executable(), "--site", texts, "--output-path", bundle, "--keep-index-url"]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert fault(run, bundle, texts) is None
    ship(bundle, tmp_path / "site")
    assert all(list((tmp_path / "site").glob(pattern)) for pattern in SHIPPED)
    (fragment,) = (tmp_path / "site/fragment").iterdir()
    assert b'"url":"/one/index.html"' in gzip.decompress(fragment.read_bytes())


def test_the_wheel_tells_its_file(tmp_path):
    from flit_core.wheel import make_wheel_in

    made = make_wheel_in(ROOT / "pyproject.toml", tmp_path).file
    assert made.parent == tmp_path and made.suffix == ".whl" and made.is_file()


def test_an_address_in_a_style_sheet_is_written_as_one():
    from tinycss2.ast import URLToken
    from tinycss2.serializer import serialize_url

    token = URLToken(1, 1, "a b", f"url({serialize_url('a b')})")
    assert token.serialize() == r"url(a\ b)"


# codespell --------------------------------------------------------------


def test_codespell_has_its_words_where_they_were():
    paths = (stack.MISSPELLINGS, stack.BRITISH)
    lines = [line for path in paths for line in path.read_text("utf-8").splitlines()]
    assert "teh->the" in lines and "colour->color" in lines
    assert all("->" in line for line in lines)
