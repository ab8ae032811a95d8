"""What an output must not be: endless, of one machine, or nothing that a page can show."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any

import stack
from reading import syntax

LARGEST_OUTPUT = 1_000_000
# In printed text, MyST-NB looks for carriage returns in a time that grows with a line's square.
LONGEST_TEXT = 100_000
SHOWS_INF = "shows-inf"
NOT_FINITE = re.compile(r"(?<![\w.])[-+]?(?:nan|inf|NaN|Infinity)\b")
# A cell asks for such a number where its code names one: math.inf, isnan, nan_to_num.
ASKED = re.compile(
    r"(?<![a-z])(?:is_?)?(?:nan|neg_?inf|pos_?inf|inf|infinity|finite)(?![a-z])", re.IGNORECASE
)
ACTIVE = re.compile(
    r"<(?:script|iframe|object|embed|form)\b|javascript:"
    r"|<[a-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*?\son\w+\s*=",
    re.IGNORECASE,
)
# A style of an output would change the whole page.
STYLE = re.compile(r"<(?:style|link|meta|base)\b", re.I)
REMOTE = re.compile(r"\s(?:src|poster|data)\s*=\s*[\"']?(?:https?:)?//[^\s\"'>]*", re.I)
COMMENT = re.compile(r"#.*")
TAG = re.compile(r"<[^>]*>")
RENDERED = {
    "application/javascript",
    "text/plain",
    "text/html",
    "text/latex",
    "text/markdown",
    "image/svg+xml",
}
GLUE = "application/papermill.record/"
SVG = "image/svg+xml"


def check_output(cell: Any, output: Any) -> Iterator[str]:
    """Yield what is wrong with one output of a cell."""
    data = {mime.removeprefix(GLUE): text for mime, text in output.get("data", {}).items()}
    drawn = " ".join(stack.DRAWN.findall(str(data.get(SVG, ""))))
    html = TAG.sub(" ", str(data.get("text/html", "")))
    text = "\n".join(filter(None, [output.get("text"), data.get("text/plain"), html, drawn]))
    strange = NOT_FINITE.search(text)
    asked = SHOWS_INF in cell.metadata.get("tags", []) or ASKED.search(COMMENT.sub("", cell.source))
    if strange and not asked:
        hint = f"(the tag {SHOWS_INF} asks for it)"
        yield f"expected finite numbers, got {strange[0]!r} unasked {hint}:\n{text}"
    if sys.prefix in text:  # the one place that does not move when a chapter runs elsewhere
        yield f"expected the same output in every build, got {sys.prefix!r}"
    if data and not RENDERED & data.keys() and not any(m.startswith("image/") for m in data):
        yield f"expected an output that a page can show, got {' and '.join(data)}"
    yield from check_markup(data)


def check_markup(data: dict[str, Any]) -> Iterator[str]:
    """Yield what an output must not bring into a page."""
    markup = "".join(str(data.get(mime, "")) for mime in ("text/html", SVG, "text/markdown"))
    if "application/javascript" in data or ACTIVE.search(markup):
        yield "expected an output without a script, got one with"
    if STYLE.search(str(data.get("text/html", ""))):
        yield "expected an output without a style of its own, got one with"
    remote = REMOTE.search(markup)
    if remote:
        yield f"expected an output that needs no network, got {remote[0].strip()!r}"


def line_of_output(cell: Any, output: Any) -> int:
    """Return the line of a cell that an output comes from, or 1 where it cannot be known."""
    if output.output_type == "execute_result":
        return syntax.last_line(cell.source)
    key = output.get("metadata", {}).get("scrapbook", {}).get("name")
    if key:
        return syntax.line_of_call(cell.source, "glue", key)
    if output.output_type == "stream":
        return syntax.line_of_call(cell.source, "print")
    return syntax.line_of_call(cell.source, "display")


def unusable(cell: Any) -> Iterator[tuple[int, str]]:
    """Yield what a page cannot take: too much, or pictures of another kind."""
    outputs = cell.get("outputs", [])
    printed = sum(len(output.get("text", "")) for output in outputs)
    if printed > LONGEST_TEXT:
        yield 1, f"expected at most {LONGEST_TEXT} printed characters, got {printed}"
    size = sum(len(str(output)) for output in outputs) - printed
    if size > LARGEST_OUTPUT:
        yield 1, f"expected at most {LARGEST_OUTPUT} characters of output, got {size}"
    for mimes in (output.get("data", {}).keys() for output in outputs):
        other = [mime for mime in mimes if mime.startswith("image/")]
        if other and SVG not in other:
            yield 1, f"expected a picture as {SVG}, got {other[0]}"
