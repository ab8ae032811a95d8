"""From TeX to a tree, by the grammar's file."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise

from lark import Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedToken

from gradbook.formula.errors import FormulaError
from gradbook.formula.reading.decorations import undecorated
from gradbook.formula.reading.grammar import grammar, lexer
from gradbook.formula.reading.lexer import tokens, unknown
from gradbook.formula.reading.placed import close_bars
from gradbook.formula.reading.spaces import check_spaces
from gradbook.formula.reading.stars import join_stars
from gradbook.formula.reading.trees import leaves, simple_factors, span

__all__ = ["parse", "prepare"]

CHARACTERS = 4000
PUNCTUATION = re.compile(r"[.,;](?=(?:\\[,;:! ]|\s)*(?:\\\\|\\end\{|\Z))")


def prepare() -> None:
    """Build the parser and its lexer, for all processes that are copied from this one."""
    grammar()
    lexer()


@lru_cache(maxsize=64)
def parse(tex: str, transposing: bool = False) -> Tree:
    """Return the tree of a formula, which nobody changes: it is read once for all its settings.

    Parameters
    ----------
    tex : str
        The TeX of a display formula, without its dollar signs: at most 4,000 ASCII characters,
        with brackets that are nested at most 40 deep.
    transposing : bool
        Whether x^T is the transpose of x, since T is no name of the setting.

    Raises
    ------
    FormulaError
        If any piece of it is not in the grammar; the error quotes that piece.
    """
    if len(tex) > CHARACTERS:
        raise FormulaError(f"expected at most {CHARACTERS} characters, got {len(tex)}")
    for position, character in enumerate(tex):
        if not (character.isascii() and (character.isprintable() or character in "\n\t ")):
            raise FormulaError(f"expected ASCII, got {character!r}", (position, position + 1))
    if not tex.strip():
        raise FormulaError("expected a formula, got nothing")
    read = unpunctuated(undecorated(tex))
    check_spaces(read)
    try:
        tree = grammar().parse(read)
    except UnexpectedCharacters as error:
        raise unknown(tex, error) from None
    except UnexpectedToken as error:
        token = error.token
        if token.type == "$END":
            raise FormulaError(
                "the formula ends too early", (len(tex.rstrip()) - 1, len(tex.rstrip()))
            ) from None
        raise FormulaError(f"not expected here: {token}", span(token)) from None
    except UnexpectedEOF:
        raise FormulaError("the formula ends too early") from None
    join_stars(tree)
    close_bars(tree)
    if transposing:
        transpose(tree)
    for part in tree.iter_subtrees():
        for check in CHECKS.get(str(part.data), ()):
            check(part, read)
    return tree


def transpose(tree: Tree) -> None:
    r"""Make \top of a T that is a superscript."""
    raised = list(tree.find_data("superscript"))
    within = {span(leaf) for part in raised for leaf in leaves(part)}
    if any(leaf == "T" and span(leaf) not in within for leaf in leaves(tree)):
        return  # it is an index
    for part in raised:
        found = list(leaves(part))
        if found[-1] == "T" and [str(leaf) for leaf in found[:-1]] in ([], ["-"]):
            top = Token.new_borrow_pos("COMMAND", "\\top", found[-1])
            part.children = [top] if not found[1:] else replaced(part, found[-1], top).children


def replaced(tree: Tree, old: Token, new: Token) -> Tree:
    children = (replaced(c, old, new) if isinstance(c, Tree) else c for c in tree.children)
    return Tree(tree.data, [new if child is old else child for child in children], tree.meta)


def unpunctuated(tex: str) -> str:
    """Return a formula without the full stop or the comma that ends a line of it."""
    return PUNCTUATION.sub(lambda match: " " * len(match[0]), tex)


def check_script(part: Tree, _: str) -> None:
    """Refuse what TeX and a reader take differently: x^12 is x^1 followed by 2 in TeX."""
    (script, *_rest) = part.children
    if isinstance(script, Token) and script.type == "NUMBER" and len(script) > 1:
        raise FormulaError(f"expected braces around {script}", span(script))


def check_arguments(part: Tree, tex: str) -> None:
    r"""Refuse \sqrt12 and \frac{1}23, of which TeX takes one digit alone."""
    for argument in (child for child in part.children if isinstance(child, Tree)):
        (first, *rest) = leaves(argument)
        long = not rest and first.type == "NUMBER" and len(first) > 1
        if long and not is_opened(tex[: span(first)[0]]):
            raise FormulaError(f"expected braces around {first}", span(first))


def is_opened(before: str) -> bool:
    """Tell whether the last token that is no space opens braces or brackets."""
    return [token for token in tokens(before) if token.type != "SPACE"][-1] in {"{", "["}


def check_braces(part: Tree, _: str) -> None:
    """Refuse braces that would have to be brackets: a page does not show them."""
    base, *scripts = part.children
    if not isinstance(base, Tree) or base.data != "braces":
        return
    factors = simple_factors(base.children[0])
    alone = len(factors) == 1 and not (scripts and len(factors[0].children) > 1)
    if not alone:
        raise FormulaError("braces are not displayed: expected brackets", span(base))


def check_numbers(part: Tree, _: str) -> None:
    """Refuse two numbers side by side that a space has parted: they read as one number."""
    for left, right in pairwise(part.children):
        a, b = bare_number(left), bare_number(right)
        if a and b:
            place = span(a)[0], span(b)[1]
            raise FormulaError(f"expected a sign between {a} and {b}", place)
        if a and is_numeric(right):
            text = "two ways to read this: expected an operator between the number and the fraction"
            raise FormulaError(text, (span(a)[0], span(right)[1]))


def is_numeric(factor: Tree | Token) -> bool:
    r"""Tell whether a factor is a fraction of two numbers: 2\frac12 is shown as a mixed number."""
    base = factor.children[0] if isinstance(factor, Tree) else factor
    if not isinstance(base, Tree) or base.data != "fraction":
        return False
    return [leaf.type for leaf in leaves(base)][1:] == ["NUMBER", "NUMBER"]


def bare_number(factor: Tree | Token) -> Token | None:
    """Return the number that a factor begins with, if nothing else is in it but scripts."""
    base = factor.children[0] if isinstance(factor, Tree) else factor
    if isinstance(base, Tree) and base.data == "braces":
        return bare_number(base.children[0].children[0].children[0])
    return base if isinstance(base, Token) and base.type == "NUMBER" else None


CHECKS: dict[str, Sequence[Callable[[Tree, str], None]]] = {
    **dict.fromkeys(("subscript", "superscript"), (check_script,)),
    **dict.fromkeys(("fraction", "root"), (check_arguments,)),
    "factor": (check_braces,),
    "term": (check_numbers,),
}
