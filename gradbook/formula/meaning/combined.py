r"""Functions that are made of functions: (f g)'(x) and (f \circ g)(x)."""

from __future__ import annotations

from lark import Token, Tree

from gradbook.formula.errors import FormulaError
from gradbook.formula.meaning.context import Children, Context, Reading
from gradbook.formula.reading.names import Scripted, plain_name, scripted
from gradbook.formula.reading.trees import leaves, placed, span
from gradbook.formula.values.derivatives import ORDER, Primed
from gradbook.formula.values.functions import Apply, Expression

__all__ = ["combined"]

LETTER = "_argument"  # no name in TeX
# Letters that are no variables of a function, where nothing says what these are.
CONSTANTS = {*"abck", "alpha", "beta", "gamma", "lambda_", "mu", "e", "pi"}


def is_combined(context: Context, found: Scripted, rest: Children) -> bool:
    """Tell whether a group in brackets is a function that is applied to what follows."""
    group = found.base
    if not isinstance(group, Tree) or group.data != "group" or len(group.children) != 3:
        return False
    before = bool(rest) and argument_of(rest[0]) is not None
    composed = any(leaf == "\\circ" for leaf in leaves(group))
    return before and (bool(found.primes) or composed) and has_function(context, group)


def argument_of(part: Tree | Token) -> Tree | None:
    """Return what stands alone in the brackets of a factor, or None."""
    base = part.children[0] if isinstance(part, Tree) else None
    alone = isinstance(base, Tree) and base.data == "group" and len(base.children) == 3
    return base.children[1] if alone and isinstance(base, Tree) else None


def is_function(context: Context, part: Tree | Token) -> bool:
    """Tell whether a factor is the name of a function of the setting."""
    name = plain_name(part.children[0]) if isinstance(part, Tree) else None
    return callable(context.bound.get(name or ""))


def has_function(context: Context, group: Tree) -> bool:
    return any(
        is_function(context, part) and not followed(term.children, place)
        for term in group.find_data("term")
        for place, part in enumerate(term.children)
    )


def followed(parts: Children, place: int) -> bool:
    """Tell whether brackets stand behind a factor."""
    return any(argument_of(part) is not None for part in parts[place + 1 : place + 2])


def combined(context: Context, found: Scripted, rest: Children) -> Reading | None:
    """Return a function that is made of others, or a derivative of it, at its argument."""
    if not is_combined(context, found, rest):
        return None
    assert isinstance(found.base, Tree)
    if found.primes > ORDER:
        raise FormulaError(f"expected at most {ORDER} primes, got {found.primes}", found.span)
    check_factors(context, found.base, rest[0])
    context.use(*(part for part in found.tree.children[1:] if isinstance(part, Token)))
    with context.binding([LETTER]):
        body = context.sum(applied(context, found.base.children[1]))
    name = "".join(map(str, leaves(found.base)))
    whole = Expression(found.span, name, LETTER, body)
    function = Primed(found.span, whole, found.primes) if found.primes else whole
    argument = argument_of(rest[0])
    assert argument is not None
    inner = scripted(rest[0])  # type: ignore[arg-type]
    node = Apply((found.span[0], inner.span[1]), function, [context.sum(argument)])
    return context.scripts(inner, node), 2, None


def check_factors(context: Context, group: Tree, argument: Tree | Token) -> None:
    """Refuse (x f)'(a), where x may be what f is a function of, and f^{-1}, its inverse."""
    given = {plain_name(leaf) for leaf in leaves(argument)}
    for term in group.find_data("term"):
        if any(followed(term.children, place) for place in range(len(term.children))):
            raise FormulaError("expected functions without their arguments", span(group))
    for factor in group.find_data("factor"):
        name = plain_name(factor.children[0])
        inverted = [str(leaf) for leaf in leaves(factor)][1:] == ["-", "1"]
        function = is_function(context, factor)
        constant = name in CONSTANTS and name not in given
        if (function and inverted) or (name and not function and not constant):
            text = "two ways to read this: write what is differentiated with its argument"
            raise FormulaError(text, span(factor))


def applied(context: Context, tree: Tree) -> Tree:
    """Return an expression in which each function is applied: f g is f(x) g(x)."""
    children: list[Tree | Token] = []
    for part in tree.children:
        children.append(applied(context, part) if isinstance(part, Tree) else part)
    if tree.data == "term":
        children = with_arguments(context, children)
    return Tree(tree.data, children, tree.meta)


def with_arguments(context: Context, parts: list[Tree | Token]) -> list[Tree | Token]:
    """Return the factors of a term, with an argument behind each function; none has its own."""
    if "\\circ" in parts:
        return composed(context, parts)
    return [
        of(part, [factor_of(Token("NAME", LETTER), part)])
        if isinstance(part, Tree) and is_function(context, part)
        else part
        for part in parts
    ]


def composed(context: Context, parts: list[Tree | Token]) -> list[Tree | Token]:
    r"""Return f(g(x)) for f \circ g, where nothing else is a factor."""
    functions, signs = parts[::2], parts[1::2]
    bare = [one for one in functions if isinstance(one, Tree) and is_function(context, one)]
    if any(sign != "\\circ" for sign in signs) or len(bare) < len(functions):
        text = "two ways to read this: expected functions alone around \\circ, or brackets"
        raise FormulaError(text, (span(parts[0])[0], span(parts[-1])[1]))
    context.use(*signs)
    inside: Tree = factor_of(Token("NAME", LETTER), bare[-1])
    for function in reversed(bare):
        inside = of(function, [inside])
    return [inside]


def of(function: Tree, inside: list[Tree | Token]) -> Tree:
    """Return a function of something, in brackets, with the power that it has."""
    powers = [one for one in function.children[1:] if getattr(one, "data", "") == "superscript"]
    kept = [one for one in function.children if one not in powers]
    bare = Tree("factor", kept, function.meta)
    whole = brackets([bare, brackets(inside, function)], function)
    return Tree("factor", [*whole.children, *powers], function.meta)


def factor_of(token: Token, near: Tree | Token) -> Tree:
    token.start_pos, token.end_pos = span(near)
    return Tree("factor", [token], placed(near))


def brackets(inside: list[Tree | Token], near: Tree | Token) -> Tree:
    """Return a factor of brackets around some factors."""
    opening, closing = (Token(kind, sign) for kind, sign in (("LPAR", "("), ("RPAR", ")")))
    for token in (opening, closing):
        token.start_pos, token.end_pos = span(near)
    whole = Tree("sum", [Tree("term", inside, placed(near))], placed(near))
    return Tree("factor", [Tree("group", [opening, whole, closing], placed(near))], placed(near))
