"""From TeX to a tree: the grammar's file, and what a grammar cannot say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedToken

from gradbook.formula.errors import FormulaError

__all__ = ["leaves", "parse", "shape", "span", "tokens"]

CHARACTERS = 4000
DEPTH = 40

OPENING = {"LPAR", "LBRACKET", "LBRACE", "LNORM", "LBAR", "CASES", "MATRIX", "ALIGNED"}
CLOSING = {"RPAR", "RBRACKET", "RBRACE", "RNORM", "RBAR", "END_CASES", "END_MATRIX", "END_ALIGNED"}
ENDS_OPERAND = {"NUMBER", "NAME", "WORD", "PRIMES", "RPAR", "RBRACKET", "RNORM", "RBAR", "RBRACE"}
BARS = {"BAR": "BAR", "LVERT": "BAR", "RVERT": "BAR"} | dict.fromkeys(
    ["NORM", "LNORM", "RNORM"], "NORM"
)
PARTNERS = {"\\lvert": "\\rvert", "\\lVert": "\\rVert"}


def span(node: Tree | Token) -> tuple[int, int]:
    """Return where a piece of the tree begins and ends in the TeX."""
    place = node.meta if isinstance(node, Tree) else node
    return getattr(place, "start_pos", 0) or 0, getattr(place, "end_pos", 0) or 0


def leaves(tree: Tree | Token) -> Iterator[Token]:
    """Yield the tokens of a tree that mean something by themselves, from left to right."""
    if isinstance(tree, Token):
        yield tree
    else:
        for child in tree.children:
            yield from leaves(child)


class Brackets:
    """Tells bars apart, pairs `\\left` with `\\right`, and drops what only aligns."""

    always_accept = ("BAR", "NORM", "LVERT", "RVERT", "SIZE", "ALIGNED", "END_ALIGNED")

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        """Yield the tokens that the grammar expects."""
        opened: list[Token] = []  # the brackets that are open, outermost first
        pairs: list[int] = []  # how many were open, at each \\left that is not closed
        before: Token | None = None
        size: Token | None = None
        for token in stream:
            if token.type == "SIZE":
                if size:
                    raise FormulaError(f"expected a bracket after {size}", span(token))
                size = token
                continue
            if token.type in BARS:
                token = bar(token, before, opened, pairs, size)
            self.pair(token, opened, pairs, size)
            size = None
            check_aligned(token, before)
            before = token
            aligned = len(opened) == 1 and opened[0].type == "ALIGNED"
            if token.type in {"ALIGNED", "END_ALIGNED"} or (token.type == "AMPERSAND" and aligned):
                continue
            yield token
        if pairs or size:
            raise FormulaError("expected \\right after \\left")
        if opened and opened[0].type == "ALIGNED":
            raise FormulaError("expected \\end{aligned}", span(opened[0]))

    def pair(self, token: Token, opened: list[Token], pairs: list[int], size: Token | None) -> None:
        """Keep which brackets are open, and which of them a `\\left` stands before."""
        if size and token.type not in OPENING | CLOSING:
            raise FormulaError(f"expected a bracket after {size}, got {token}", span(token))
        if token.type in OPENING:
            opened.append(token)
            if len(opened) > DEPTH:
                raise FormulaError(f"expected at most {DEPTH} nested brackets", span(token))
            if size == "\\left":
                pairs.append(len(opened))
            elif size == "\\right":
                raise FormulaError("expected a closing bracket after \\right", span(token))
        elif token.type in CLOSING:
            sized = bool(pairs) and pairs[-1] == len(opened)
            if sized is not (size == "\\right") or size == "\\left":
                expected = "\\right before" if sized else "\\left before the bracket closed by"
                raise FormulaError(f"expected {expected} {token}", span(token))
            if sized:
                pairs.pop()
            last = opened.pop() if opened else None
            if token.type == "END_MATRIX" and last and last[7:] != token[5:]:
                raise FormulaError(f"expected the end of {last}, got {token}", span(token))


def check_aligned(token: Token, before: Token | None) -> None:
    """Refuse lines that are aligned beside other things."""
    if token.type == "ALIGNED" and before is not None:
        raise FormulaError("expected aligned to hold the whole formula", span(token))
    if before is not None and before.type == "END_ALIGNED":
        raise FormulaError("expected nothing after the aligned lines", span(token))


def bar(
    token: Token, before: Token | None, opened: list[Token], pairs: list[int], size: Token | None
) -> Token:
    """Return a bar as one that opens or closes: after an operand, it closes its like."""
    kind = BARS[token.type]
    operand = before is not None and (before.type in ENDS_OPERAND or before == "\\top")
    alike = bool(opened) and str(opened[-1]) == str(token) and pairs[-1:] != [len(opened)]
    closes = operand and alike
    if size in {"\\left", "\\right"}:
        closes = size == "\\right"
    elif str(token) in {*PARTNERS, *PARTNERS.values()}:
        closes = str(token) in PARTNERS.values()
    if closes and opened and PARTNERS.get(str(opened[-1]), str(opened[-1])) != str(token):
        raise FormulaError(f"expected the end of {opened[-1]}, got {token}", span(token))
    return Token.new_borrow_pos(("R" if closes else "L") + kind, str(token), token)


@cache
def grammar() -> Lark:
    """Return the parser, built once."""
    text = (files("gradbook.formula") / "grammar.lark").read_text("utf-8")
    return Lark(text, parser="lalr", lexer="basic", postlex=Brackets(), propagate_positions=True)


@cache
def lexer() -> Lark:
    """Return the parser's lexer alone, spaces kept."""
    text = (files("gradbook.formula") / "grammar.lark").read_text("utf-8")
    return Lark(text.replace("%ignore SPACE", ""), parser=None, lexer="basic")


def tokens(tex: str) -> list[Token]:
    """Return the tokens of a formula, spaces included, without asking whether it is one."""
    try:
        return list(lexer().lex(tex))
    except UnexpectedCharacters as error:
        raise unknown(tex, error) from None


def unknown(tex: str, error: UnexpectedCharacters) -> FormulaError:
    """Return the error that quotes what no token begins with."""
    start = error.pos_in_stream or 0
    end = start + 1
    if tex[start] == "\\":
        while end < len(tex) and tex[end].isalpha():
            end += 1
    return FormulaError(f"not supported: {tex[start:end]}", (start, end))


def parse(tex: str) -> Tree:
    """Return the tree of a formula.

    Parameters
    ----------
    tex : str
        The TeX of a display formula, without its dollar signs: at most 4,000 ASCII characters,
        with brackets that are nested at most 40 deep.

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
    try:
        tree = grammar().parse(tex)
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
    check_scripts(tree)
    check_numbers(tree)
    return tree


def check_scripts(tree: Tree) -> None:
    """Refuse what TeX and a reader take differently: x^12 is x^1 followed by 2 in TeX."""
    for part in tree.iter_subtrees():
        if part.data in {"subscript", "superscript"}:
            (script, *_) = part.children
            if isinstance(script, Token) and script.type == "NUMBER" and len(script) > 1:
                raise FormulaError(f"expected braces around {script}", span(script))


def check_numbers(tree: Tree) -> None:
    """Refuse two numbers side by side that a space has parted: they read as one number."""
    for part in tree.find_data("term"):
        for left, right in pairwise(part.children):
            a, b = bare_number(left), bare_number(right)
            if a and b:
                place = span(a)[0], span(b)[1]
                raise FormulaError(f"expected a sign between {a} and {b}", place)


def bare_number(factor: Tree | Token) -> Token | None:
    """Return the number that a factor begins with, if nothing else is in it but scripts."""
    base = factor.children[0] if isinstance(factor, Tree) else factor
    return base if isinstance(base, Token) and base.type == "NUMBER" else None


def shape(node: Tree | Token) -> str:
    """Return the structure of a formula, without the brackets and fonts that change nothing."""
    if isinstance(node, Token):
        return re.sub(r"^\\(?:mathrm|mathbf|operatorname)\{([A-Za-z])\}$", r"\1", node)
    inner = sole(node)
    if inner is not None:
        return shape(inner)
    return f"{node.data}({','.join(map(shape, node.children))})"


def sole(node: Tree) -> Tree | None:
    """Return the one factor that a factor holds in brackets, or None."""
    content = node.children[0] if node.data == "factor" and len(node.children) == 1 else None
    if not isinstance(content, Tree) or content.data not in {"group", "braces"}:
        return None
    for data in ("sum", "term", "factor"):
        trees = [child for child in content.children if isinstance(child, Tree)]
        bare = content.data in {"group", "braces"} or len(content.children) == 1
        if len(trees) != 1 or not bare or trees[0].data != data:
            return None
        content = trees[0]
    return content
