"""Mathematics typeset while the book is built, by KaTeX on Node.js.

All formulas of a build go through one Node.js process; what only comes up while
pages are written is typeset on its own. A formula that KaTeX does not
understand is a warning at its place.
"""

from __future__ import annotations

import json
import subprocess

from book import VENDOR
from collected import Collected
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator
from stack import NODE

from writing.formula_lines import apart, unbroken

logger = logging.getLogger(__name__)

# The TeX of a formula, and whether it is displayed; its HTML, and an error or None.
Formula = tuple[str, bool]
Typeset = tuple[str, str | None]

KATEX = VENDOR / "katex.min.js"
PUNCTUATION = ".,:;!?)’"
# Longer formulas may have to break themselves, on a phone.
SHORT = 32
PROGRAM = r"""
const katex = require(process.argv[1]);
const formulas = JSON.parse(require("fs").readFileSync(0, "utf8"));
const results = formulas.map(([tex, displayMode]) => {
  try {
    // KaTeX gives a name such as max two elements, where an index takes one.
    const html = katex.renderToString(tex, {displayMode, strict: "error"})
      .replace(/<mi>[^<]*<\/mi><mo>\u2061<\/mo>/g, "<mrow>$&</mrow>");
    // What it does not trust, such as a link, is drawn as its name, in the color of errors.
    const refused = /mathcolor="#cc0000"><mtext>([^<]*)/.exec(html);
    return refused ? ["", `not supported: ${refused[1]}`] : [html, null];
  } catch (error) {
    return ["", error.message];
  }
});
process.stdout.write(JSON.stringify(results));
"""


def typeset(formulas: list[Formula]) -> dict[Formula, Typeset]:
    """Return for each (TeX, display) its HTML and the error or None."""
    answer = subprocess.run(
        [str(NODE), "-e", PROGRAM, str(KATEX)],
        input=json.dumps(formulas),
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return dict(zip(formulas, map(tuple, json.loads(answer.stdout)), strict=True))


def formula(node: nodes.Element) -> Formula:
    display = isinstance(node, nodes.math_block)
    tex = node.astext()
    # Without an environment of its own, a formula of several lines gets one, as in LaTeX.
    if display and not node.get("nowrap") and r"\\" in tex and r"\begin{" not in tex:
        tex = rf"\begin{{aligned}}{tex}\end{{aligned}}"
    return apart(tex), display


def is_formula(node: nodes.Node) -> bool:
    return isinstance(node, nodes.math | nodes.math_block)


class Formulas(Collected[set[Formula]]):
    """The formulas of all pages, to be typeset at once."""

    def given(self, app: Sphinx, doctree: nodes.document) -> set[Formula]:
        return {formula(node) for node in doctree.findall(is_formula)}


def typeset_all(app: Sphinx, builder: Builder) -> None:
    if builder.format == "html":
        found = set[Formula]().union(*Formulas.of(app.env).values())
        app.katex = typeset(sorted(found)) if found else {}  # type: ignore[attr-defined]


def html(translator: HTML5Translator, node: nodes.Element) -> str:
    known = translator.builder.app.katex  # type: ignore[attr-defined]
    key = formula(node)
    if key not in known:
        known |= typeset([key])
    result, error = known[key]
    if error:
        logger.warning("KaTeX cannot typeset %r: %s", key[0], error, location=node, type="katex")
    return str(result)


def visit_math(translator: HTML5Translator, node: nodes.math) -> None:
    formula = unbroken(html(translator, node))
    translator.body.append(
        translator.starttag(node, "span", "", CLASS="math") + formula + "</span>"
    )
    raise nodes.SkipNode


def keep_together(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Let no line break between a short formula, which is a box, and the full stop after it."""
    for node in list(doctree.findall(nodes.math)):
        mark = following(node)[:1]
        if mark and mark in PUNCTUATION and len(node.astext()) <= SHORT:
            siblings = node.parent.children
            place = siblings.index(node)
            text = siblings[place + 1].astext()
            pair = nodes.inline("", "", node.deepcopy(), nodes.Text(mark), classes=["together"])
            node.parent[place : place + 2] = [pair, nodes.Text(text[1:])]


def following(node: nodes.Node) -> str:
    """Return the text right after a node."""
    siblings = node.parent.children
    after = siblings[siblings.index(node) + 1 :]
    return after[0].astext() if after and isinstance(after[0], nodes.Text) else ""


def visit_math_block(translator: HTML5Translator, node: nodes.math_block) -> None:
    translator.body.append(translator.starttag(node, "div", CLASS="math"))
    if node["number"]:
        number = get_node_equation_number(translator, node)
        translator.body.append(f'<span class="eqno">({number})')
        translator.add_permalink_ref(node, _("Link to this equation"))
        translator.body.append("</span>")
    translator.body.append(html(translator, node) + "</div>")
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    app.add_html_math_renderer("katex", (visit_math, None), (visit_math_block, None))
    app.add_env_collector(Formulas)
    app.connect("doctree-resolved", keep_together)
    app.connect("write-started", typeset_all)
