"""The formulas of the module's docstrings, which are plain text, as TeX."""

from __future__ import annotations

import ast
import re
from pathlib import Path

MODULE = Path(__file__).parents[3] / "gradbook"
# Their docstrings say what they draw, or what formulas are made of.
NO_MATHEMATICS = {"plots", "formula"}
INLINE = re.compile(r"``([^`]+)``")
BLOCK = re.compile(r"::\n\n((?: {4}.*(?:\n|$))+)")
SPAN = re.compile(f"{INLINE.pattern}|{BLOCK.pattern}")
# What makes a span a formula, and what keeps it from being one: a call with settings, a shape.
MATHEMATICAL = re.compile(r"[²ᵀΣσδ∂′½·−ᵢ‖]| = | / |^\(\w \w, |^\(\d\w+ ")
CODE = re.compile(r"\w=\w|//|\.\.\.")

SIGNS = {
    **{"−": "-", "·": r"\cdot ", "′": "'", "²": "^{2}", "½": r"\frac{1}{2}", "ᵀ": r"^{\top}"},
    **{
        "β": r"\beta ",
        "σ": r"\sigma ",
        "δ": r"\delta ",
        "η": r"\eta ",
        "Σ": r"\sum ",
        "≥": r"\ge ",
    },
    **{"ε": r"\epsilon ", "λ": r"\lambda ", "≈": r"\approx ", "±": r"\pm "},
}
LOW = str.maketrans("ᵢⱼₖₛ₊₋₁", "ijks+-1")
HIGH = str.maketrans("ᶻ⁻", "z-")
PATTERNS = [
    (r"∂(\S+)/∂(\S+)", r"\\frac{\\partial \1}{\\partial \2}"),
    (r"‖(.+?)‖", r"\\lVert \1 \\rVert"),
    (r"\^\((.+?)\)", r"^{\1}"),
    # Of what stands in parentheses, which may hold others; of a number, or of a name and its index.
    (r"√\(((?:[^()]|\([^()]*\))+)\)", r"\\sqrt{\1}"),
    (r"√([0-9A-Za-zα-ω]+(?:_(?:[0-9a-z]+|\{[^}]*\}))?)", r"\\sqrt{\1}"),
    (r"\b(exp|log|max|min|tanh)(?![a-z])", r"\\\1 "),
    (
        r"\b(relu|step|eps|root|softmax|logits|direction|prediction|target)(?![a-z])",
        r"\\operatorname{\1}",
    ),
    (r"_(\w\w?)(?![\w{])", r"_{\1}"),
    (
        r"= (\d) if (.+?) else (\d)$",
        r"= \\begin{cases} \1 & \2 \\\\ \3 & \\text{else} \\end{cases}",
    ),
    (r"^\((.+), (.+)\)$", r"\\begin{pmatrix} \1 \\\\ \2 \\end{pmatrix}"),
]


def formulas() -> list[tuple[str, int, str]]:
    """Return each formula of a docstring: the function, its place among them, and the text."""
    files = sorted(MODULE.rglob("*.py"))
    return [
        (node.name, place, text)
        for path in files
        if not NO_MATHEMATICS & set(path.relative_to(MODULE).parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        for place, text in enumerate(in_docstring(ast.get_docstring(node) or ""))
    ]


def in_docstring(text: str) -> list[str]:
    """Return the formulas of a docstring; a line of a block may begin with words and a colon."""
    lines = [line for match in SPAN.finditer(text) for line in (match[1] or match[2]).splitlines()]
    found = [line.rpartition(": ")[2].strip() for line in lines if line.strip()]
    blocks = {
        line.strip() for match in SPAN.finditer(text) for line in (match[2] or "").split(": ")
    }
    return [
        line for line in found if (line in blocks and not CODE.search(line)) or is_formula(line)
    ]


def is_formula(text: str) -> bool:
    """Tell whether what stands between double backticks is mathematics."""
    return bool(MATHEMATICAL.search(text)) and not CODE.search(text)


def tex(text: str) -> str:
    """Return a formula in TeX, as it is to be checked: what stands before ≈ is for readers."""
    return typeset(re.sub(r"^.* ≈ ", "", text))


def typeset(text: str) -> str:
    """Return a formula in TeX, as it is to be read."""
    text = re.sub("[ᵢⱼₖₛ₊₋₁]+", lambda low: f"_{{{low[0].translate(LOW)}}}", text)
    text = re.sub("[⁻ᶻ]+", lambda high: f"^{{{high[0].translate(HIGH)}}}", text)
    for pattern, replacement in PATTERNS:
        text = re.sub(pattern, replacement, text)
    return "".join(SIGNS.get(sign, sign) for sign in text)
