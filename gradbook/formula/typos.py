"""Every way in which a typo would change a formula: what `make mutate` and a hint try."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lark import Token, Tree

from gradbook.formula.errors import FormulaError
from gradbook.formula.names import plain_name
from gradbook.formula.parser import leaves, parse, shape, span, tokens

__all__ = ["Typo", "typos"]

SWAPS = {
    **{"+": "-", "-": "+", "\\le": "\\ge", "\\ge": "\\le", "<": ">", ">": "<"},
    **{"\\leq": "\\geq", "\\geq": "\\leq", "\\ne": "=", "\\sum": "\\prod", "\\prod": "\\sum"},
    **{"\\sin": "\\cos", "\\cos": "\\sin", "\\max": "\\min", "\\min": "\\max"},
    **{"\\ln": "\\exp", "\\log": "\\exp", "\\exp": "\\ln", "\\tanh": "\\sin"},
    **{"\\odot": "", "/": "\\cdot", "\\cdot": "+"},
}
SIZED = re.compile(r"\\(?:left|[bB]igg?[lr]?)\s*\Z")


@dataclass(frozen=True)
class Typo:
    """One change of a formula.

    Attributes
    ----------
    kind : str
        What was changed: ``delete``, ``substitute`` or ``insert``, and of what.
    start, end : int
        Which characters were replaced.
    text : str
        By what.
    tex : str
        The whole formula with the change.
    """

    kind: str
    start: int
    end: int
    text: str
    tex: str


def typos(tex: str) -> Iterator[Typo]:
    """Yield each formula that differs from a given one by a typo and not only in its brackets."""
    original = parse(tex)
    seen = {shape(original)}
    for kind, start, end, text in changes(tex, original):
        sized = SIZED.search(tex, 0, start)
        if sized:  # a bracket goes with the command before it
            start, end = sized.start(), (sized.start() if start == end else end)
        changed = tex[:start] + text + tex[end:]
        try:
            form = shape(parse(changed))
        except FormulaError:
            form = changed
        if form not in seen:
            seen.add(form)
            yield Typo(kind, start, end, text, changed)


def changes(tex: str, tree: Tree) -> Iterator[tuple[str, int, int, str]]:
    """Yield kind, start, end and replacement of each change."""
    found = [token for token in tokens(tex) if token.type not in {"SPACE", "SIZE"}]
    yield from of_tokens(found, tex)
    yield from of_trees(tree, tex)


def of_tokens(found: Sequence[Token], tex: str) -> Iterator[tuple[str, int, int, str]]:
    names = sorted({str(t) for t in found if t.type == "NAME"})
    letters = index_letters(found)
    for token in found:
        start, end = span(token)
        if token in SWAPS:
            yield "substitute sign", start, end, spaced(SWAPS[token])
        # Without \cdot, numbers are multiplied all the same.
        if token.type in {"SIGN", "PRIMES", "NUMBER", "NAME", "OPERATOR"} and token != "\\cdot":
            yield (
                f"delete {token.type.lower()}",
                start,
                end - (len(token) - 1) * (token.type == "PRIMES"),
                " ",
            )
        if token.type == "PRIMES":
            yield "insert prime", end, end, "'"
        if token.type == "NUMBER":
            yield "substitute number", start, end, script(tex, start, float(token) + 1)
            if float(token) >= 1:
                yield "substitute number", start, end, script(tex, start, float(token) - 1)
            if float(token) and is_script(tex, start):
                yield "insert sign", start, end, script(tex, start, -float(token))
        if token.type == "NAME":
            others = letters if token in letters else [n for n in names if n not in letters]
            for other in others:
                if other != token:
                    yield "substitute name", start, end, spaced(other)


def of_trees(tree: Tree, tex: str) -> Iterator[tuple[str, int, int, str]]:
    # Between bars, and in front of 0, a sign changes nothing.
    barred = {span(bars.children[1]) for bars in tree.find_pred(is_barred)}
    for part in tree.iter_subtrees_topdown():
        start, end = span(part)
        if part.data in {"subscript", "superscript"}:
            yield f"delete {part.data}", start, end, " "
        elif part.data == "accent":
            yield "delete accent", start, end, tex[slice(*span(part.children[1]))]
        # Around a single symbol, brackets change nothing, or belong to a function.
        elif part.data == "group" and len(part.children) == 3 and len(list(leaves(part))) > 3:
            yield "delete brackets", start, end, tex[slice(*span(part.children[1]))]
        elif part.data == "fraction":
            _, above, below = part.children
            top, bottom = (tex[slice(*span(p))] for p in (above, below))
            yield "substitute fraction", start, end, f"\\frac{{{bottom}}}{{{top}}}"
            yield "delete denominator", start, end, f"({top})"
        elif part.data == "term":
            before = tex[:start].rstrip()
            signed = span(part) not in barred and not before.endswith(("+", "-"))
            yield from of_term(part, tex, signed)
        elif part.data == "sum" and len(part.children) > 1:
            yield from of_sum(part)
        elif part.data == "factor":
            yield from of_factor(part, tex)


def of_term(part: Tree, tex: str, signed: bool) -> Iterator[tuple[str, int, int, str]]:
    start, end = span(part)
    if tex[start:end].strip() != "0":
        times = "2 \\cdot " if tex[start].isdigit() else "2 "
        yield "insert factor", start, start, times
        if signed:
            yield "insert sign", start, start, "- "
    for factor in part.children:
        if isinstance(factor, Tree) and len(part.children) > 1:
            yield "delete factor", *span(factor), " "


def of_sum(part: Tree) -> Iterator[tuple[str, int, int, str]]:
    """Yield the sum without each of its terms, which take their signs with them."""
    children = part.children
    for place, child in enumerate(children):
        if isinstance(child, Token):
            continue
        start, end = span(child)
        if place:
            start = span(children[place - 1])[0]
        if not place or (place == 1 and len(children) > 2):
            follower = children[place + 1]
            end = span(follower)[1] if follower == "+" else end
        yield "delete term", start, end, " "


def of_factor(part: Tree, tex: str) -> Iterator[tuple[str, int, int, str]]:
    base = part.children[0]
    _, end = span(part)
    scripts = [s.data for s in part.children[1:] if isinstance(s, Tree)]
    if plain_name(base) is None or "superscript" in scripts:
        return
    yield "insert exponent", end, end, "^2"
    yield "insert prime", end, end, "'"
    yield "insert transpose", end, end, "^\\top"
    if "subscript" in scripts:
        (below,) = (s for s in part.children[1:] if isinstance(s, Tree) and s.data == "subscript")
        place = span(below)
        inside = tex[slice(*place)].removeprefix("_").strip()
        inside = inside[1:-1] if inside.startswith("{") else inside
        if re.fullmatch(r"[a-z]", inside):
            yield "insert shift", *place, f"_{{{inside}-1}}"


def index_letters(found: Sequence[Token]) -> list[str]:
    """Return the names that stand in subscripts."""
    letters, depth, inside = set(), 0, False
    for before, token in pairwise(found):
        if before == "_":
            inside, depth = token == "{", 0
            if token.type == "NAME":
                letters.add(str(token))
        if inside:
            depth += {"{": 1, "}": -1}.get(str(token), 0)
            if token.type == "NAME":
                letters.add(str(token))
            inside = depth > 0
    return sorted(letters)


def is_barred(tree: Tree) -> bool:
    return tree.data in {"norm", "absolute"} and len(tree.children[1].children) == 1


def is_script(tex: str, start: int) -> bool:
    return tex[:start].rstrip().endswith(("^", "_"))


def script(tex: str, start: int, value: float) -> str:
    """Return a number, in braces where it is a bare exponent or index."""
    text = f"{value:g}"
    return f"{{{text}}}" if is_script(tex, start) and len(text) > 1 else text


def spaced(text: str) -> str:
    return f" {text} " if text.startswith("\\") else text or " "
