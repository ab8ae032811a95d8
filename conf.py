import sys
from pathlib import Path

ROOT = Path(__file__).parent
sys.path[:0] = [str(ROOT / "docs/_ext"), str(ROOT)]

# Project ---------------------------------------------------------------
project = "gradbook"
author = "the gradbook authors"
copyright = f"{author}. Text and figures: CC BY 4.0. Code: MIT"
language = "en"

# Content ---------------------------------------------------------------
extensions = [
    # Others': cells, docstrings, sources.
    *("myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinxcontrib.bibtex"),
    # Ours: what makes the content true,
    "execution",
    "checks",
    # what shows it,
    "gradbook.sphinx",
    "writing",
    "pages",
    # and what readers take along and look for.
    "downloads",
    "search",
    "finishing",
]
# Of the machinery, and what editors and systems leave beside a chapter.
exclude_patterns = ["_ext", "_static", ".*", "**/.*", "~$*", "**/~$*"]
nitpicky = True
# The types in docstrings are words, such as "tensor of shape (..., n)".
nitpick_ignore_regex = [("py:(class|obj)", ".*")]
numfig = True
numfig_secnum_depth = 0
myst_enable_extensions = ["amsmath", "attrs_block", "colon_fence", "dollarmath"]
bibtex_bibfiles = ["docs/reference/bibliography.bib"]
autodoc_member_order = "bysource"
autodoc_mock_imports = ["torch", "matplotlib", "numpy"]
autodoc_typehints = "none"
autodoc_preserve_defaults = True
add_module_names = False

# Execution -------------------------------------------------------------
nb_execution_mode = "force"
nb_execution_timeout = 120
nb_execution_raise_on_error = False
nb_execution_show_tb = True
nb_merge_streams = True
nb_render_markdown_format = "myst"

# HTML ------------------------------------------------------------------
html_theme = "sphinx_book_theme"
html_title, html_copy_source, gradbook_warnings = "gradbook", False, False
html_baseurl = book_repository = ""
html_static_path = ["docs/_static"]
html_css_files = ["katex/katex.min.css", "book.css", "code.css", "boxes.css", "edges.css"]
html_css_files += ["print.css"]
html_js_files = [("modes.js", {"defer": "defer"})]
html_theme_options = {
    **dict.fromkeys(("show_navbar_depth", "show_toc_level"), 2),
    "home_page_in_toc": False,
    **dict.fromkeys(("use_download_button", "use_fullscreen_button"), False),
}
html_context = {"default_mode": "auto"}
