"""Inline mathematics states conditions, names and values; an identity stands on a line of its own.

A relation is an identity if two of its sides are compound, or if the first one is a derivative and
another one more than a number, or if it is arithmetic without a name. A side is simple if it is a
number, a name with its marks and indices, a function of names, such as `f(x, y)`, or a list of
these.
"""

import re
from collections.abc import Iterator
from typing import Any

from reading.pieces import Piece, checked_by

# Words between dollar signs are a price, or a function without its backslash.
NAMED = re.compile(r"\\(?:text\w*|operatorname\*?|math[a-z]+|begin|end)\s?\{[^{}]*\}|\\[A-Za-z]+")
WORDS = re.compile(r"[A-Za-z]{3,}(?=[ (])|(?<= )[A-Za-z]{3,}")
RELATION = re.compile(
    r"\\(?:neq?|leq?|geq?|leqslant|geqslant|approx|equiv|sim|ll|gg)(?![a-zA-Z])|[=<>≤≥≈≠]"
)
COMMAND = re.compile(r"\\(?:[a-zA-Z]+|.)")
SPACE = re.compile(r"\\[,;:! ]|\\q?quad|~|&|\s+|\\(?:left|right|[bB]igg?[lr]?)(?![a-zA-Z])")
ARITHMETIC = re.compile(
    r"(?:[^a-zA-Z\\]|\\(?:cdot|times|frac|sqrt|leq?|geq?|neq?|approx|[,;:! ]))+"
)
DERIVATIVE = re.compile(
    r"\\partial|\\nabla|\\frac\{?d|\bd[a-zA-Z](?:_\w)?/d|'|\\prime|\\dot(?![a-zA-Z])"
)
BRACES = re.compile(r"\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}")

GREEK = (
    r"\\(?:(?:var)?(?:alpha|beta|gamma|delta|epsilon|zeta|eta|theta|kappa|lambda|mu|nu|xi|pi|rho|sigma"
    r"|tau|phi|chi|psi|omega)|Gamma|Delta|Theta|Lambda|Sigma|Phi|Psi|Omega|ell|infty|[cld]?dots)"
)
ATOM = rf"(?:[a-zA-Z]|{GREEK}(?![a-zA-Z]))"
MARKED = rf"(?:\\(?:hat|bar|tilde|vec|mathbb|mathbf|mathrm|text) ?(?:{ATOM}|#)|{ATOM})"
NAME = rf"{MARKED}(?:_(?:#|\w|{GREEK})|\^(?:\*|\+|\\top|T)|'|\\top)*"
FRACTION = re.compile(r"\\[dt]?frac\{?(\d+)\}?\{?(\d+)\}?")
LAYER = re.compile(r"\^\{\(\w\)\}")  # as in W^{(l)}
DIGITS = re.compile(r"([/^])\{(-?\d+)\}")
NUMBER = r"[+-]?(?:\d[\d.]*|\\infty|e|\\pi|\\ldots)(?:[/^]-?\d+)?"
SIMPLE = re.compile(rf"(?:\\pm)?(?:{NUMBER}|[+-]?{NAME}|[+-]?\|{NAME}\||\\l?dots)")
FUNCTION = re.compile(r"(?:[a-zA-Z]|\\ell)(?:_\w)?\(([^()]*)\)")
LIST = re.compile(r"[(\[]([^()]*)[)\]]")


def split(tex: str, pattern: re.Pattern[str]) -> list[str]:
    """Return the parts of a formula between the matches that stand outside of all brackets."""
    parts, depth, start, at = [], 0, 0, 0
    while at < len(tex):
        match = pattern.match(tex, at)
        if match and not depth:
            parts.append(tex[start:at])
            start = at = match.end()
            continue
        command = COMMAND.match(tex, at)
        depth += 0 if command else (tex[at] in "{([") - (tex[at] in "})]")
        at = command.end() if command else at + 1
    return [*parts, tex[start:]]


def bare(side: str) -> str:
    """Return a side without its spaces, and with a mark for each group in braces."""
    side = DIGITS.sub(r"\1\2", FRACTION.sub(r"\1/\2", SPACE.sub("", LAYER.sub("", side))))
    return BRACES.sub("#", side)


def is_simple(side: str) -> bool:
    """Tell whether a side of a relation is a number, a name, or a list of these."""
    side = bare(side)
    inner = FUNCTION.fullmatch(side) or LIST.fullmatch(side)
    return all(SIMPLE.fullmatch(part) for part in (inner[1] if inner else side).split(","))


def is_number(side: str) -> bool:
    return re.fullmatch(NUMBER, bare(side)) is not None


def identities(tex: str) -> Iterator[str]:
    """Yield the relations of a formula that are more than a condition, a name or a value."""
    for statement in split(tex, re.compile(r",(?=\s|\\)|;|\\text\{")):
        sides = [side for side in split(statement, RELATION) if side.strip()]
        if len(sides) < 2:
            continue
        compound = [side for side in sides if not is_simple(side)]
        derived = DERIVATIVE.search(sides[0]) and not all(map(is_number, sides[1:]))
        arithmetic = compound and ARITHMETIC.fullmatch(statement)
        between = len(compound) == 2 and len(sides) == 3 and is_simple(sides[1])  # a < x < b
        if (len(compound) > 1 and not between) or derived or arithmetic:
            yield statement.strip()


def check(found: list[Piece]) -> Iterator[tuple[int, str]]:
    """Yield line and message of the formulas in sentences that should stand elsewhere."""
    for kind, tex, line in found:
        if kind != "math":
            continue
        if words := WORDS.search(NAMED.sub("", tex)):
            expected = r"a formula between dollar signs (\text{…} for words, \$ for money)"
            yield line, f"expected {expected}, got {words[0]!r} in {tex!r}"
        for identity in identities(tex):
            place = "between $$ on a line of its own"
            yield line, f"expected an identity {place}, got {identity!r} inline"


def setup(app: Any) -> None:
    app.connect("source-read", checked_by(check, "inline_math"))
