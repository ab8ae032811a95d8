"""Changes of one token: another sign, name or number, or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from lark import Token

from gradbook.formula.reading.trees import span

__all__ = ["of_tokens"]

SWAPS = {
    **{"+": "-", "-": "+", "\\le": "\\ge", "\\ge": "\\le", "<": ">", ">": "<"},
    **{"\\leq": "\\geq", "\\geq": "\\leq", "\\ne": "=", "\\sum": "\\prod", "\\prod": "\\sum"},
    **{"\\sin": "\\cos", "\\cos": "\\sin", "\\max": "\\min", "\\min": "\\max"},
    **{"\\ln": "\\exp", "\\log": "\\exp", "\\exp": "\\ln", "\\tanh": "\\sin"},
    **{"\\odot": "", "/": "\\cdot", "\\cdot": "+"},
}


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


def is_script(tex: str, start: int) -> bool:
    return tex[:start].rstrip().endswith(("^", "_"))


def script(tex: str, start: int, value: float) -> str:
    """Return a number, in braces where it is a bare exponent or index."""
    text = f"{value:g}"
    return f"{{{text}}}" if is_script(tex, start) and len(text) > 1 else text


def spaced(text: str) -> str:
    return f" {text} " if text.startswith("\\") else text or " "
