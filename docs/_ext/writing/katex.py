"""Mathematics typeset while the book is built, by KaTeX on Node.js.

All formulas of a build go through one Node.js process; what only comes up while
pages are written is typeset on its own. A formula that KaTeX does not
understand is a warning at its place.
"""

import json
import subprocess

from book import VENDOR
from docutils import nodes
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from stack import NODE

logger = logging.getLogger(__name__)

KATEX = VENDOR / "katex.min.js"
PUNCTUATION = ".,:;!?)’"
# Longer formulas may have to break themselves, on a phone.
SHORT = 32
PROGRAM = """
const katex = require(process.argv[1]);
const formulas = JSON.parse(require("fs").readFileSync(0, "utf8"));
const results = formulas.map(([tex, displayMode]) => {
  try {
    const html = katex.renderToString(tex, {displayMode, strict: "error"});
    // What it does not trust, such as a link, is drawn as its name, in the color of errors.
    const refused = /mathcolor="#cc0000"><mtext>([^<]*)/.exec(html);
    return refused ? ["", `not supported: ${refused[1]}`] : [html, null];
  } catch (error) {
    return ["", error.message];
  }
});
process.stdout.write(JSON.stringify(results));
"""


def typeset(formulas):
    """Return for each (TeX, display) its HTML and the error or None."""
    answer = subprocess.run(
        [NODE, "-e", PROGRAM, KATEX],
        input=json.dumps(formulas),
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return dict(zip(formulas, map(tuple, json.loads(answer.stdout)), strict=True))


def formula(node):
    display = isinstance(node, nodes.math_block)
    tex = node.astext()
    # Without an environment of its own, a formula of several lines gets one, as in LaTeX.
    if display and not node.get("nowrap") and r"\\" in tex and r"\begin{" not in tex:
        tex = rf"\begin{{aligned}}{tex}\end{{aligned}}"
    return tex, display


def is_formula(node):
    return isinstance(node, nodes.math | nodes.math_block)


def formulas(env):
    """Return the formulas by page."""
    if not hasattr(env, "gradbook_formulas"):
        env.gradbook_formulas = {}
    return env.gradbook_formulas


def collect(app, doctree):
    formulas(app.env)[app.env.docname] = {formula(node) for node in doctree.findall(is_formula)}


def forget(app, env, docname):
    formulas(env).pop(docname, None)


def merge(app, env, docnames, other):
    formulas(env).update({name: formulas(other)[name] for name in docnames})


def typeset_all(app, builder):
    if builder.format == "html":
        found = set().union(*formulas(app.env).values())
        app.katex = typeset(sorted(found)) if found else {}


def html(translator, node):
    app = translator.builder.app
    key = formula(node)
    if key not in app.katex:
        app.katex |= typeset([key])
    result, error = app.katex[key]
    if error:
        logger.warning("KaTeX cannot typeset %r: %s", key[0], error, location=node, type="katex")
    return result


def visit_math(translator, node):
    translator.body.append(
        translator.starttag(node, "span", "", CLASS="math") + html(translator, node) + "</span>"
    )
    raise nodes.SkipNode


def keep_together(app, doctree, docname):
    """Let no line break between a short formula, which is a box, and the full stop after it."""
    for node in list(doctree.findall(nodes.math)):
        mark = following(node)[:1]
        if mark and mark in PUNCTUATION and len(node.astext()) <= SHORT:
            siblings = node.parent.children
            place = siblings.index(node)
            text = siblings[place + 1].astext()
            pair = nodes.inline("", "", node.deepcopy(), nodes.Text(mark), classes=["together"])
            node.parent[place : place + 2] = [pair, nodes.Text(text[1:])]


def following(node):
    """Return the text right after a node."""
    siblings = node.parent.children
    after = siblings[siblings.index(node) + 1 :]
    return after[0].astext() if after and isinstance(after[0], nodes.Text) else ""


def visit_math_block(translator, node):
    translator.body.append(translator.starttag(node, "div", CLASS="math"))
    if node["number"]:
        number = get_node_equation_number(translator, node)
        translator.body.append(f'<span class="eqno">({number})')
        translator.add_permalink_ref(node, _("Link to this equation"))
        translator.body.append("</span>")
    translator.body.append(html(translator, node) + "</div>")
    raise nodes.SkipNode


def setup(app):
    app.add_html_math_renderer("katex", (visit_math, None), (visit_math_block, None))
    # After the extensions that put formulas in their places.
    app.connect("doctree-read", collect, priority=900)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("doctree-resolved", keep_together)
    app.connect("write-started", typeset_all)
