"""Which name of Python a piece of TeX stands for."""

from __future__ import annotations

import keyword
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from lark import Token, Tree

from gradbook.formula.errors import FormulaError
from gradbook.formula.reading.trees import is_fraction, leaves, simple_factors, span

__all__ = [
    "EXTREMES",
    "Scripted",
    "is_layer",
    "plain_name",
    "scripted",
    "subscript_items",
    "subscript_letters",
    "with_primes",
    "with_subscript",
]


# What stands before a word that is written in a font.
FONT = re.compile(r"^\\\w+\*?(?=[{ \\])")
LETTERS = re.compile(r"[A-Za-z0-9]+(?=\}?$)")
ACCENTS = {"widehat": "hat", "widetilde": "tilde", "overline": "bar"}
EXTREMES = ("\\min", "\\max")


@dataclass
class Scripted:
    """A base of the formula with what is written around it, sorted."""

    tree: Tree
    base: Tree | Token
    layer: Tree | Token | None = None  # what stands in x^{(…)} or x^{[…]}
    bracket: str = ""  # which of the two
    subscripts: list[Tree | Token] = field(default_factory=list)
    primes: int = 0
    factorial: Token | None = None
    transposed: bool = False
    inverted: bool = False  # what stands in W^{-\\top} beside the transposition
    power: Tree | Token | None = None
    side: Token | None = None  # the sign of 0^+

    @property
    def span(self) -> tuple[int, int]:
        return span(self.tree)

    @property
    def is_big(self) -> bool:
        """Whether it takes the rest of its term: a sum, a limit, a maximum over an index."""
        big = isinstance(self.base, Token) and self.base.type == "BIG"
        return big or (self.base in EXTREMES and bool(self.subscripts))


def plain_name(base: Tree | Token) -> str | None:
    r"""Return the Python name of a base: `\hat y` is y_hat, `\lambda` is lambda_."""
    if isinstance(base, Tree):
        if base.data == "accent":
            accent = str(base.children[0])[1:]
            name = (plain_name(base.children[1]) or "").rstrip("_")  # \lambda is lambda_
            return f"{name}_{ACCENTS.get(accent, accent)}"
        return None
    if base.type == "NAME":
        name = base.lstrip("\\")
        return name + "_" if keyword.iskeyword(name) else name
    if base.type == "WORD":
        name = LETTERS.findall(base)[-1]
        return "ones" if name == "1" else name + "_" * keyword.iskeyword(name)
    return None


def scripted(tree: Tree) -> Scripted:
    """Sort what is written around a base, or raise if it is written twice."""
    base, *scripts = tree.children
    found = Scripted(tree, base)
    for script in scripts:
        if isinstance(script, Token) and script == "!":
            if found.factorial or found.power is not None or found.primes or found.transposed:
                raise FormulaError("expected brackets before !", span(script))
            found.factorial = script
        elif isinstance(script, Token):
            found.primes += len(script)
        elif script.data == "subscript":
            if found.subscripts:
                raise FormulaError("expected one subscript", span(script))
            found.subscripts = [c for c in script.children if getattr(c, "type", "") != "NEWLINE"]
        else:
            add_superscript(found, script)
    above = found.primes or found.transposed or found.power is not None
    if above and isinstance(base, Tree) and is_fraction(base):
        raise FormulaError("expected brackets around a fraction with a power", found.span)
    if found.primes and found.power is not None:
        raise FormulaError("expected brackets around what has a prime and a power", found.span)
    return found


def add_superscript(found: Scripted, script: Tree) -> None:
    """Sort x^2, x^\\top, x^{(2)}, x^{[2]}, x^{(2)\\top} and 0^+."""
    (content,) = script.children
    if found.layer or found.transposed or found.power is not None or found.side:
        raise FormulaError("expected one superscript", span(script))
    if isinstance(content, Token):
        found.transposed = content == "\\top"
        found.side = content if content.type == "SIGN" else None
        found.power = None if found.transposed or found.side else content
        return
    if [str(leaf) for leaf in leaves(content)] == ["-", "\\top"]:
        found.transposed = found.inverted = True
        return
    factors = [f for f in simple_factors(content)]
    named = plain_name(found.base) is not None and factors and is_group(factors[0])
    if named:
        group = factors.pop(0).children[0]
        found.layer, found.bracket = group.children[1], str(group.children[0])
        if not factors:
            return
    if len(factors) == 1 and factors[0].children == [Token("COMMAND", "\\top")]:
        found.transposed = True
    elif named:
        raise FormulaError("expected nothing after the bracket but \\top", span(script))
    elif getattr(found.base, "type", "") == "COMMAND" and factors and is_group(factors[0]):
        text = "two ways to read this: a power has no brackets, f'' is a derivative"
        raise FormulaError(text, span(script))
    else:
        found.power = content


def is_group(factor: Tree) -> bool:
    (base, *scripts) = factor.children
    if scripts or not isinstance(base, Tree) or base.data != "group":
        return False
    return len(base.children) == 3 and base.children[0] in {"(", "["}


def is_layer(value: object, found: Scripted) -> bool:
    """Tell whether a power counts what a list holds, as the l of W^l and of W^l_{ij}."""
    if found.layer is not None or found.power is None or not isinstance(value, (list, tuple)):
        return False
    items = subscript_items(found.subscripts) or []
    axes = getattr(value[0], "ndim", 0) if value else 0
    letters = any(leaf.type == "NAME" for leaf in leaves(found.power))
    # The square of x_i is x_i^2, where x is a list of numbers or of vectors.
    return not found.subscripts or (0 < len(items) <= axes and letters)


def subscript_items(subscripts: Sequence[Tree | Token]) -> list[Tree | Token] | None:
    """Return the indices of a subscript: two in x_{ij}, one in x_{i-1}; None for a condition."""
    items: list[Tree | Token] = []
    for part in subscripts:
        if isinstance(part, Token):
            items.append(part)
            continue
        if part.data != "chain" or len(part.children) != 1:
            return None
        (content,) = part.children
        factors = simple_factors(content)
        letters = all(
            len(f.children) == 1
            and isinstance(f.children[0], Token)
            and f.children[0].type == "NAME"
            for f in factors
        )
        items.extend(factors if factors and letters else [content])
    return items


def with_primes(name: str, primes: int) -> str:
    """Return the Python name of s', where s is no function: s_prime."""
    return f"{name.rstrip('_')}_{'prime' * primes}" if primes else name


def with_subscript(bound: Container[str], name: str, items: Sequence[Tree | Token]) -> str:
    r"""Return the Python name of x_1; of \lambda_1, lambda_1 or lambda__1."""
    letters = subscript_letters(items)
    whole = f"{name}_{letters}"
    return whole if whole in bound else f"{name.rstrip('_')}_{letters}"


def subscript_letters(items: Sequence[Tree | Token]) -> str:
    """Return a subscript as it stands in a Python name; signs and powers stand in none."""
    found = [leaf for item in items for leaf in leaves(item)]
    if not all(map(is_plain, items)):
        return f"{{{''.join(found)}}}"
    return re.sub(r"\W", "", "".join(FONT.sub("", leaf) for leaf in found))


def is_plain(item: Tree | Token) -> bool:
    """Tell whether a subscript is made of names and whole numbers alone."""
    if isinstance(item, Token):
        return item.isdigit() or item.type in {"NAME", "WORD"} or item in EXTREMES
    return item.data in {"chain", "sum", "term", "factor"} and all(map(is_plain, item.children))
