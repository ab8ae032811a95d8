"""No number is typed: what a page states comes from a cell, through glue.

In prose, headings, captions, alternative texts and tables, these are typed:

- a digit, unless it belongs to a name that begins with a letter (`float32`, `x₁`), or to `2-D`;
- a word from thirteen on, and "percent";
- in inline mathematics, a decimal, a power of ten and a whole number above twelve.

Small whole numbers are words, or values of the mathematics between dollar signs. Code, references,
citations and addresses are not read. A glued value must be computed: it is no literal.
"""

import ast
import builtins
import re
import unicodedata

from reading import syntax
from reading.pieces import checked_by

NAME = re.compile(r"[^\W\d_]+\d\w*(?:-\d\w*)*|[^\W\d_²³¹⁰-₎]+[₀-₉]+|(?<!\w)\d-?D(?![A-Za-z\d])")
TYPED = re.compile(
    r"[^\s,]*[²³¹⁰-⁹₀-₉¼-¾⅐-↋①-⒛]+|[+−-]?[^\W_]*\d[\w.,]*(?:(?<=e)[+-]\d+)?(?<![.,])\s?%?"
)
TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
WORD = re.compile(
    rf"\b(?:thir|four|fif|six|seven|eigh|nine)teen(?:th)?\b|\b(?:{TENS})(?:-\w+)?\b|\btwentieth\b"
    r"|\b(?:hundred|thousand|million|billion|dozen)\b|\bper ?cent\b",
    re.IGNORECASE,
)
IN_MATH = re.compile(r"\d[\d,{}]*\.\d+|\.\d+|\b10\^(?:\{[^}]*\}|\S)|\d+(?:\{?,\}?\d{3})+|\d+")
LARGEST = 12
SPEAKERS = {"print", "Markdown", "HTML", "Latex", "title", "set_title", "suptitle", "text"}
OPTIONS = re.compile(r"(?::.*\n|[ \t]*\n)*")


def typed_in_text(text):
    """Yield the numbers that stand in a text."""
    text = NAME.sub(lambda match: "_" * len(match[0]), text)
    if any(unicodedata.category(letter) in {"Nd", "No", "Nl"} for letter in text):
        yield from (match[0].strip() for match in TYPED.finditer(text))
    yield from (match[0] for match in WORD.finditer(text))


def typed_in_math(tex):
    """Yield the numbers of a formula that the mathematics does not fix."""
    for match in IN_MATH.finditer(tex):
        if not match[0].isdigit() or int(match[0]) > LARGEST:
            yield match[0]


def literal_glue(codes):
    """Yield place, line and source of the values in calls of `glue` that nothing has computed.

    A name that some cell sets to a literal counts only if a cell uses it elsewhere.

    Parameters
    ----------
    codes : list of str
        The cells of a chapter, in their order.
    """
    trees = [parsed(code) for code in codes]
    nodes = [node for tree, _ in trees for node in ast.walk(tree)]
    glued = {id(n) for call in nodes if is_glue(call) for n in ast.walk(call)}
    used = {n.id for n in nodes if is_read(n) and id(n) not in glued}
    assigned = [
        (target.id, any(map(is_read, ast.walk(node.value))))
        for node in nodes
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    typed = {name for name, computed in assigned if not computed}
    typed -= {name for name, computed in assigned if computed} | used
    for place, (tree, options) in enumerate(trees):
        for call in filter(is_glue, ast.walk(tree)):
            for line, value in literals(call, typed):
                yield place, line + options, value


def parsed(code):
    """Return the syntax tree of a cell, and the lines of options above it.

    The tree is empty for what is no Python: the kernel reports that.
    """
    options = OPTIONS.match(code)[0]
    tree, _ = syntax.parse(code.removeprefix(options))
    return tree or ast.Module([], []), options.count("\n")


def typed_in_cell(code):
    """Yield line and text of what a cell prints, shows or writes in a figure, with a decimal."""
    tree, options = parsed(code)
    for call in [node for node in ast.walk(tree) if isinstance(node, ast.Call)]:
        if getattr(call.func, "attr", getattr(call.func, "id", "")) in SPEAKERS:
            for each in call.args:
                text = getattr(each, "value", None)
                if isinstance(text, str) and re.search(r"\d\.\d", text):
                    yield each.lineno + options, text


def literals(call, typed):
    """Yield line and source of the value of a call, if it is a literal or only names one."""
    for value in [*call.args[1:2], *(k.value for k in call.keywords if k.arg == "variable")]:
        if not {n.id for n in ast.walk(value) if is_read(n)} - typed:
            yield value.lineno, ast.unparse(value)


def is_glue(node):
    called = getattr(node, "func", None) if isinstance(node, ast.Call) else None
    return getattr(called, "id", getattr(called, "attr", "")) == "glue"


def is_read(node):
    """Tell whether a part of the code reads a name that is not Python's own."""
    named = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    return named and not hasattr(builtins, node.id)


def check(pieces):
    """Yield line and message of all numbers of a chapter that are typed."""
    pieces = list(pieces)
    glue = "expected a value of a cell, as in {glue:text}`key:.2f`"
    for kind, piece, line in pieces:
        if kind == "text":
            small = f"or a whole number up to {LARGEST} as a word or between dollar signs"
            for number in typed_in_text(piece):
                yield line, f"{glue}, {small}, got the typed number {number!r}"
        elif kind == "math":
            for number in typed_in_math(piece):
                yield line, f"{glue}, got the typed number {number!r} in the formula {piece!r}"
    for kind, piece, line in pieces:
        for at, text in typed_in_cell(piece) if kind == "cell" else ():
            message = "expected a number that is computed, got a text with it typed"
            yield line + at - 1, f"{message}: {text!r}"
    cells = [(piece, line) for kind, piece, line in pieces if kind == "cell"]
    for place, at, value in literal_glue([piece for piece, _ in cells]):
        line = cells[place][1] + at - 1
        yield line, f"expected a glued value that is computed, got {value}"


def setup(app):
    app.connect("source-read", checked_by(check, "number"))
