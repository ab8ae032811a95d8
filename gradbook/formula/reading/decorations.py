r"""What is displayed around a formula, as \underbrace, and older ways to write what is read."""

from __future__ import annotations

import re

from gradbook.formula.errors import FormulaError

__all__ = ["undecorated"]

# What is taken away, where it stands before something in braces or by itself.
AROUND = re.compile(r"\\(?:boxed|mathop|underbrace|overbrace)\s*(?=\{)")
ALONE = re.compile(r"\\middle(?![A-Za-z])|\\[bB]igg?[lr]?(?=\s*/)")
# What says in words what a brace is over; symbols and numbers there would be a claim.
WORDS = re.compile(r"\s*[_^]\s*\{\s*\\text\{[A-Za-z][A-Za-z ,.'()/-]*\}\s*\}")
# Where what is displayed with a frame is read as it is without: as a whole side, or an addend.
SPACES = r"(?:\s|&|\\[,;:! ]|\\q?quad(?![A-Za-z])|\\hspace\*?\{[^{}]*\})*"
BEFORE = re.compile(rf"(?:^|[=+<>,([{{]|\\(?:[lg]eq?|neq?|\\)){SPACES}$")
AFTER = re.compile(rf"{SPACES}(?:$|[=+<>,.;)\]}}-]|\\(?:[lg]eq?|neq?|\\|right|end)(?![A-Za-z]))")
# A condition in brackets at the end of a line: \quad (x > 0).
BEHIND = re.compile(
    r"(,?\s*)(\\q?quad\s*)\(([^()]*(?:[<>=]|\\(?:[lg]e|[lg]eq|neq?)(?![A-Za-z]))[^()]*)\)(?=\s*(?:\\\\|\\end|\Z))"
)
BRACE = re.compile(r"\\[{}]|[{}]")


# In older texts, arrays in brackets stand for what has environments of its own.
ARRAYS = {
    ("[", "]"): "bmatrix",
    ("(", ")"): "pmatrix",
    ("|", "|"): "vmatrix",
    ("\\{", "."): "cases",
}
ARRAY = re.compile(
    r"\\left\s*(\[|\(|\||\\\{)\s*\\begin\{array\}\s*\{[lcr ]*\}"
    r"((?:(?!\\begin\{array\}).)*?)\\end\{array\}\s*\\right\s*(\]|\)|\||\.)",
    re.DOTALL,
)


def rewritten(match: re.Match[str]) -> str:
    """Return an array as the environment of its brackets, as long as it was."""
    opening, inner, closing = match.groups()
    name = ARRAYS.get((opening, closing))
    if not name:
        return match[0]
    begin, end = f"\\begin{{{name}}}", f"\\end{{{name}}}"
    inside = match.start(2) - match.start()
    return begin.ljust(inside) + inner + end.rjust(len(match[0]) - inside - len(inner))


def comma_before(match: re.Match[str]) -> str:
    """Return a condition behind a comma instead of in brackets."""
    comma = "" if re.search(r",\s*$", match[1]) else ","
    return f"{match[1]}{match[2]}{comma or ' '}{match[3]} "


def undecorated(tex: str) -> str:
    """Return a formula with spaces for what decorates it, and all else where it was."""
    tex = ARRAY.sub(rewritten, tex)
    tex = BEHIND.sub(comma_before, tex)
    tex = ALONE.sub(lambda match: " " * len(match[0]), tex)
    tex = re.sub(r"\\mbox(?=\{)", r"\\text", tex)
    while found := AROUND.search(tex):
        opening = found.end()
        closing = partner(tex, opening)
        end = closing + 1
        if "brace" in found[0] and (words := WORDS.match(tex, end)):
            end = words.end()
        elif "brace" in found[0] and re.match(r"\s*[_^]", tex[end:]):
            text = "expected words beside the brace, as in _{\\text{mean}}"
            raise FormulaError(text, (found.start(), end))
        inside = tex[opening + 1 : closing]
        whole = "mathop" in found[0] or is_alone(tex[: found.start()], inside, tex[end:])
        left = ("" if whole else "{").rjust(opening + 1 - found.start())
        right = ("" if whole else "}").ljust(end - closing)
        tex = tex[: found.start()] + left + inside + right + tex[end:]
    return tex


def is_alone(before: str, inside: str, behind: str) -> bool:
    """Tell whether nothing beside a frame could be read into what is in it."""
    negative = re.search(rf"-{SPACES}$", before) and not re.search(r"[+=-]", inside)
    spaced = re.sub(r"\\[,;:! ]", "  ", before)  # its comma separates nothing
    return bool((negative or BEFORE.search(spaced)) and AFTER.match(behind))


def partner(tex: str, opening: int) -> int:
    """Return where a brace is closed."""
    depth = 0
    for brace in BRACE.finditer(tex, opening):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if not depth:
            return brace.start()
    raise FormulaError("expected the brace to be closed", (opening, opening + 1))
