"""Factors side by side that a reader could take for something else than a product."""

from __future__ import annotations

from lark import Token, Tree

from gradbook.formula.errors import FormulaError
from gradbook.formula.meaning.context import Children, Context
from gradbook.formula.reading.names import Scripted, plain_name, scripted
from gradbook.formula.reading.trees import leaves, span

__all__ = ["check_behind_logarithm", "check_first", "check_product"]

ASIDE = {"LPAR", "RPAR", "LBRACKET", "RBRACKET", "SIGN", "OPERATOR"}


def check_first(found: Scripted) -> None:
    """Refuse a number behind letters, in braces as well; n 2^n is shown as it is read."""
    written = list(leaves(found.tree))
    bare = isinstance(found.base, Token) or found.base.data == "braces"
    if bare and len(written) == 1 and written[0].type == "NUMBER":
        text = "expected a number before the letters, or an operator"
        raise FormulaError(text, span(found.base))


def check_product(context: Context, found: Scripted, rest: Children) -> None:
    """Refuse f(2x), where f is computed from x and is no function, and f(0)."""
    group = scripted(rest[0]).base if rest and isinstance(rest[0], Tree) else None
    name, setting = plain_name(found.base), context.point.setting
    if not isinstance(group, Tree) or group.data != "group" or len(group.children) != 3:
        return
    if name not in context.bound or setting.live or len(found.tree.children) > 1:
        return
    within = [leaf for leaf in leaves(group) if leaf.type not in ASIDE and leaf.type != "NUMBER"]
    names = {plain_name(leaf) or str(leaf) for leaf in within}
    if not names or setting.leads(names, name):
        text = f"two ways to read this: {name} is no function; write \\cdot for a product"
        raise FormulaError(text, (found.span[0], span(rest[0])[1]))


def check_behind_logarithm(closed: str | None, operator: Token, before: Tree | Token) -> None:
    r"""Refuse \log a / b, which is the logarithm of a fraction to many readers."""
    number = all(leaf.type in {"NUMBER", "COMMAND"} for leaf in leaves(before))
    logarithm = closed in {f"what \\{name} is taken of" for name in ("log", "ln", "exp")}
    if logarithm and operator == "/" and not number:
        text = f"two ways to read this: expected brackets around {closed}"
        raise FormulaError(text, span(operator))
