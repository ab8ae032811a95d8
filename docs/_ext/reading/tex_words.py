"""A formula as words: what it is searched by, and how it reads in a line of plain text."""

import re

# What is not spelled by its own name; an empty word only dresses what follows it.
NAMES = {
    "nabla": "gradient ",
    "partial": "∂",
    "cdot": "·",
    "times": "×",
    "infty": "∞",
    "sqrt": "√",
    "pm": "±",
    "to": "→",
    "mapsto": "↦",
    "in": "∈",
    "le": "≤",
    "leq": "≤",
    "ge": "≥",
    "geq": "≥",
    "ne": "≠",
    "neq": "≠",
    "approx": "≈",
    "ll": "≪",
    "gg": "≫",
    "prod": "product",
    "top": "T",
    "ldots": "…",
    "dots": "…",
    "cdots": "…",
    "lVert": "‖",
    "rVert": "‖",
    "lvert": "|",
    "rvert": "|",
    **dict.fromkeys(["text", "mathrm", "mathbf", "mathbb", "mathcal", "operatorname"], ""),
    **dict.fromkeys(["boldsymbol", "hat", "bar", "tilde", "vec", "overline", "underbrace"], ""),
    **dict.fromkeys(["left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr"], ""),
    **dict.fromkeys(["quad", "qquad", "limits", "displaystyle", "textstyle", "tag"], " "),
}
ENVIRONMENT = re.compile(r"\\(?:begin|end)\{\w+\*?\}(?:\{[lcr|]+\})?")
FRACTION = re.compile(r"\\[dt]?frac\s*(?:\{([^{}]*)\}|(\w))\s*(?:\{([^{}]*)\}|(\w))")
# A group after a sign or command that is no fraction.
GROUP = re.compile(r"([_^]|(?<!\\)(?:^|[^\w{}\\])|\\(?![dt]?frac\b)[A-Za-z]+\*?\s*)\{([^{}]*)\}")
COMMAND = re.compile(r"\\([A-Za-z]+)\*?\s*|\\(.)", re.DOTALL)
SPACED = re.compile(r"\s*([=<>≤≥≠≈→∈])\s*")


def words(tex: str) -> str:
    """Return the formula in words, letters and signs: a fraction as `a/b`, ∇ as `gradient`."""
    text = ENVIRONMENT.sub(" ", tex).replace(r"\\", "; ").replace("&", " ")
    before = None
    while text != before:
        before = text
        text = FRACTION.sub(fraction, GROUP.sub(r"\1 \2 ", text))
    text = COMMAND.sub(spelled, text).translate(str.maketrans("{}~", "   "))
    text = re.sub(r"\s*([_^])\s*|\s+(?=[)',;])|(?<=[(])\s+", r"\1", text)
    text = re.sub(r"(?<=[a-z]{3})\s+\(", "(", text)
    return " ".join(SPACED.sub(r" \1 ", text).split())


def fraction(match: re.Match[str]) -> str:
    over, under = (match[1] or match[2]).strip(), (match[3] or match[4]).strip()
    return f" {bracketed(over)}/{bracketed(under)} "


def bracketed(part: str) -> str:
    """Put a part of a fraction in brackets when it is a sum."""
    return f"({part})" if re.search(r"[^\^_(\s]\s*[+−-]", part) else part


def spelled(match: re.Match[str]) -> str:
    name, sign = match.groups()
    if name is None:
        return " " if sign in ",;:!> \n" else sign
    after = match.string[match.end() : match.end() + 1]
    return NAMES.get(name, f" {name} " if after.isalnum() or after == "\\" else f" {name}")
