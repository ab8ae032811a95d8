"""The sources of the chapters keep one shape."""

import ast
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
PARTS = ("gradient", "activations", "losses", "chain_rule", "optimization", "autograd")
CHAPTERS = sorted(path for part in PARTS for path in (DOCS / part).glob("*.md"))
PAGES = sorted(path for path in DOCS.rglob("[a-z]*.md") if "_" not in path.parent.name[:1])

HEADER = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n---\n"
# Headings that say nothing of what stands below them.
EMPTY = {"Question", "Formula", "Code", "Figure"}
NEXT = "What comes next"
MOST_WORDS = 90
FENCE = re.compile(r"^(`{3,}|:{3,})(\S*)(.*?)\n(.*?)^\1[ ]*$", re.MULTILINE | re.DOTALL)
DIRECTIVES = {
    *("code-cell", "cell-figure", "module-source", "exercise", "solution-start", "solution-end"),
    *("erratum", "errata", "note", "list-table", "glossary", "toctree", "bibliography"),
    *("eval-rst", "pip-line", "fault-table", "checked", "gallery", "whole-book", "index"),
    *("file", "session", "dropdown", "explorer"),
}


def own_text(path):
    """Return the text of a page without the files that it shows, which are none of its cells."""
    shown = re.compile(r"^(`{3,})\{file\}.*?^\1$", re.MULTILINE | re.DOTALL)
    return shown.sub("", path.read_text("utf-8"))


def name(path):
    return str(path.relative_to(DOCS).with_suffix(""))


def fences(path):
    """Return (kind, argument, body) of each fenced block."""
    return [m.groups()[1:] for m in FENCE.finditer(path.read_text("utf-8"))]


def cells(path):
    """Return (tags, code) of each code cell."""
    for kind, _, body in fences(path):
        if kind == "{code-cell}":
            options = re.match(r"(?::[^\n]*\n)*", body)[0]
            tags = re.search(r":tags: \[(.*?)\]", options)
            yield (tags[1].split(", ") if tags else []), body[len(options) :].strip()


def prose(path):
    """Return the text of a chapter without its header and what is no prose."""
    return prose_of(path.read_text("utf-8").removeprefix(HEADER))


def prose_of(text):
    """Return a text without fenced blocks and formulas."""
    return re.sub(r"\$\$.*?\$\$[^\n]*", "", FENCE.sub("", text), flags=re.DOTALL)


def by_name(paths):
    return pytest.mark.parametrize("path", paths, ids=name)


def test_there_are_the_chapters_of_the_parts():
    assert len(CHAPTERS) >= 17


@by_name(CHAPTERS)
def test_a_chapter_has_the_common_header(path):
    assert path.read_text("utf-8").startswith(HEADER)


def headings(path):
    """Return the titles of a chapter's sections."""
    return re.findall(r"^## (.+)$", prose(path), re.MULTILINE)


@by_name(CHAPTERS)
def test_a_chapter_has_one_title(path):
    found = re.findall(r"^(#+) ", prose(path), re.MULTILINE)
    assert found[0] == "#" and found.count("#") == 1


@by_name(CHAPTERS)
def test_a_chapter_opens_with_its_question_and_its_picture(path):
    """A figure answers the question, before any formula and any code that is not folded."""
    text = path.read_text("utf-8").removeprefix(HEADER)
    before, figure, _ = text.partition("```{cell-figure}")
    words = prose_of(before).partition("\n")[2]
    assert figure and "\n## " not in before and "$$" not in before
    assert "?" in words and len(words.split()) <= MOST_WORDS
    assert before.count("```{code-cell}") == 1 and ":tags: [hide-input]" in before


@by_name(CHAPTERS)
def test_the_sections_of_a_chapter_tell_what_they_hold(path):
    found = headings(path)
    assert not EMPTY & set(found)
    assert [title for title in found if title.startswith("Check")]
    assert found[-2:] == ["Exercises", NEXT]


@by_name(CHAPTERS)
def test_a_chapter_says_its_goals_after_its_example(path):
    goals = prose(path).split("\n## ")[1].partition("At the end of this chapter you can")[2]
    assert 2 <= len(re.findall(r"^- ", goals, re.MULTILINE)) <= 5


@by_name(CHAPTERS)
def test_a_chapter_ends_with_the_one_that_follows(path):
    order = re.findall(r"^([a-z_]+/[a-z_]+)$", (DOCS / "index.md").read_text("utf-8"), re.MULTILINE)
    following = order[order.index(name(path)) + 1]
    ending = prose(path).partition(f"\n## {NEXT}\n")[2]
    links = re.findall(r"\]\(([^)#]+\.md)", ending)
    assert DOCS / f"{following}.md" in {(path.parent / link).resolve() for link in links}


@by_name(CHAPTERS)
def test_a_chapter_checks_itself(path):
    check = path.read_text("utf-8").partition("\n## Check")[2].partition("\n## ")[0]
    assert "assert_close" in check


@by_name(CHAPTERS)
def test_a_chapter_shows_a_figure_and_its_source(path):
    kinds = [kind for kind, *_ in fences(path)]
    assert "{cell-figure}" in kinds


@by_name(CHAPTERS)
def test_a_figure_is_one_call_that_shows_it(path):
    blocks = fences(path)
    drawing = [code for _, code in cells(path) if "plt.show()" in code]
    assert len(drawing) == [kind for kind, *_ in blocks].count("{cell-figure}")
    for code in drawing:
        assert code.count("plt.show()") == 1 and code.endswith("plt.show()"), code
        assert "plt.figure" not in code and "savefig" not in code, code


@by_name(PAGES)
def test_a_visible_cell_is_short(path):
    for tags, code in cells(path):
        if "remove-cell" in tags or "remove-input" in tags:
            continue
        code = re.split(r"^---$", code, flags=re.MULTILINE)[0]  # of a formula, the setting
        if "unchecked=" in code:
            continue
        tree = ast.parse(re.sub(r"^%.*$", "", code, flags=re.MULTILINE))
        imports = [n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom)]
        lines = {i for i, line in enumerate(code.splitlines(), 1) if line.strip()}
        for node in imports:
            lines -= set(range(node.lineno, node.end_lineno + 1))
        assert len(lines) <= 14, code


@by_name(PAGES)
def test_only_cells_and_console_blocks_hold_code(path):
    for kind, argument, _ in fences(path):
        known = (
            kind.strip("{}") in DIRECTIVES if kind.startswith("{") else kind in {"console", "text"}
        )
        assert known, f"{kind}{argument}"


@by_name(PAGES)
def test_no_line_switches_execution_off(path):
    text = own_text(path)
    for word in ("raises-exception", "skip-execution", "execution_mode", "nb_execution"):
        assert word not in text
    for tags, _ in cells(path):
        known = {"remove-cell", "remove-input", "hide-input", "show-cell", "shows-inf"}
        assert all(tag in known or tag.startswith(("note-", "raises-")) for tag in tags)


@by_name(PAGES)
def test_there_is_no_raw_html(path):
    # Angle brackets around an address or a place holder in a console block are no tags.
    assert not re.search(r"</?[a-z]+[^>]*>", re.sub(r"`[^`]*`|<https?://[^>]*>", "", prose(path)))


@by_name(PAGES)
def test_a_line_holds_one_sentence(path):
    for line in re.sub(r"`[^`\n]*`|\$[^$\n]*\$", "x", prose(path)).splitlines():
        assert not re.search(r"[a-z)x*]{2}[.?!] [A-Z]", line) or line.startswith("|"), line


def test_labels_are_unique():
    labels = []
    for path in PAGES:
        labels += re.findall(r"^%%formula ([\w-]+)", own_text(path), re.MULTILINE)
        labels += [a.strip() for k, a, _ in fences(path) if k in ("{cell-figure}", "{exercise}")]
        labels += re.findall(r"^:name: (\S+)$", path.read_text("utf-8"), re.MULTILINE)
    assert sorted(labels) == sorted(set(labels))


def test_order_lives_in_the_toctree_alone():
    assert not [path for path in PAGES if re.match(r"\d", path.name)]
    index = (DOCS / "index.md").read_text("utf-8")
    for path in PAGES:
        if path.name != "index.md":
            assert f"\n{name(path)}\n" in index
