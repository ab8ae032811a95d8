"""What takes the rest of its term: sums, products, limits; and expectations."""

from __future__ import annotations

from lark import Token, Tree
from torch import Tensor

from gradbook.formula.errors import FormulaError
from gradbook.formula.meaning.below import variable
from gradbook.formula.meaning.context import Children, Context, Reading
from gradbook.formula.meaning.integrals import INFINITE, integral
from gradbook.formula.meaning.ranges import repeated
from gradbook.formula.reading.names import Scripted, plain_name, scripted
from gradbook.formula.reading.trees import leaves, placed, span
from gradbook.formula.values.aggregates import Expectation
from gradbook.formula.values.bound import Bound
from gradbook.formula.values.limits import Limit
from gradbook.formula.values.nodes import Binary, Node, Sum
from gradbook.formula.values.quantity import Quantity

__all__ = ["big", "is_moment", "moment"]

MOMENTS = {"Var": 1, "Cov": 2}  # of how many quantities they are


def big(context: Context, found: Scripted, rest: Children) -> Reading:
    """Return what takes the rest of the term."""
    assert isinstance(found.base, Token)
    context.use(found.base)
    if not rest:
        raise FormulaError(f"expected something after {found.base}", found.span)
    if found.base.startswith("\\mathbb"):
        return expectation(context, found, rest)
    if found.base == "\\int":
        return integral(context, found, rest)
    body_span = span(rest[0])[0], span(rest[-1])[1]
    if found.base == "\\lim":
        node = limit(context, found, rest, body_span)
    else:
        node = repeated(context, found, rest, body_span)
    return node, 1 + len(rest), None


def expectation(context: Context, found: Scripted, rest: Children) -> Reading:
    context.use(found.base)
    inner = scripted(rest[0]) if isinstance(rest[0], Tree) else None
    group = inner.base if inner else None
    if not isinstance(group, Tree) or group.data != "group" or len(group.children) != 3:
        raise FormulaError("expected brackets after \\mathbb{E}", found.span)
    weights = distribution(context, found)
    assert inner is not None
    node = Expectation((found.span[0], span(group)[1]), context.sum(group.children[1]), weights)
    return context.scripts(inner, node), 2, None


def is_moment(context: Context, found: Scripted, rest: Children) -> bool:
    r"""Tell whether a factor is Var, Cov, or \mathrm{E} before brackets, and no name."""
    word = isinstance(found.base, Token) and found.base.type == "WORD"
    name = plain_name(found.base) or ""
    if not word or name in context.bound:
        return False
    group = scripted(rest[0]).base if rest and isinstance(rest[0], Tree) else None
    mean = name == "E" and isinstance(group, Tree) and group.data == "group"
    return mean or name.capitalize() in MOMENTS


def moment(context: Context, found: Scripted, rest: Children) -> Reading:
    r"""Return \mathrm{Var}[x] as the expectation of (x − 𝔼[x])²; of two, the covariance."""
    name = str(plain_name(found.base)).capitalize()
    if name == "E":
        return expectation(context, found, rest)
    inner = scripted(rest[0]) if rest and isinstance(rest[0], Tree) else None
    group = inner.base if inner else None
    given = group.children[1:-1] if isinstance(group, Tree) and group.data == "group" else []
    if inner is None or len(given) != MOMENTS[name] or not all(isinstance(p, Tree) for p in given):
        count = MOMENTS[name]
        raise FormulaError(f"expected brackets after {name}, with {count} inside", found.span)
    context.use(found.base)
    weights = distribution(context, found)
    place = found.span[0], inner.span[1]
    from_mean = [
        Sum(place, [(False, body), (True, Expectation(place, body, weights))])
        for body in map(context.sum, given)
    ]
    product = Binary(place, Quantity.__mul__, from_mean[0], from_mean[-1])
    return context.scripts(inner, Expectation(place, product, weights)), 2, None


def distribution(context: Context, found: Scripted) -> Node | None:
    r"""Return the probabilities p of \mathbb{E}_{x \sim p}, where x is a name of the setting."""
    if found.power is not None or found.primes or found.transposed or found.layer is not None:
        raise FormulaError("not supported: this script on \\mathbb{E}", found.span)
    weights: Node | None = None
    if found.subscripts and context.point.setting.choices > 1:
        text = "expected one call of outcomes for what stands below \\mathbb{E}"
        raise FormulaError(text, found.span)
    for part in found.subscripts:
        names = [plain_name(leaf) for leaf in leaves(part)]
        if not names or names[0] not in context.bound:
            raise FormulaError("expected a name of the setting below \\mathbb{E}", found.span)
        if isinstance(part, Token) or len(part.children) == 1:
            context.use(part)
            continue
        left, relation, *right = part.children
        if weights or len(right) != 1 or relation != "\\sim":
            raise FormulaError("expected x \\sim p below \\mathbb{E}", found.span)
        context.use(left, relation)
        weights = probabilities(context, right[0], names[0])
        if not differs(context, names[0]):
            text = f"{names[0]} is the same for all outcomes: expected what outcomes([...]) gives"
            raise FormulaError(text, span(left))
    return weights


def differs(context: Context, name: str) -> bool:
    """Tell whether a name has several values for the outcomes of the setting."""
    setting = context.point.setting
    runs = (setting.run(0, outcome=one)[name] for one in range(setting.outcomes))
    first, *others = (one.tolist() if isinstance(one, Tensor) else one for one in runs)
    return not others or any(other != first for other in others)


def probabilities(context: Context, tree: Tree, drawn: str) -> Node:
    names = [name for name in map(plain_name, leaves(tree)) if name]
    name = names[0] if names else ""
    if len(names) > 1 and names[1:] != [drawn]:  # p(x)
        text = "expected one name behind \\sim, of the probabilities of the outcomes"
        raise FormulaError(f"{text}; for equal ones, write \\mathbb{{E}} without it", span(tree))
    if name not in context.bound:
        text = f"expected {name} in the setting, the probabilities of its outcomes"
        raise FormulaError(f"{text}; for equal ones, write \\mathbb{{E}} without it", span(tree))
    if len(names) > 1:
        context.use(tree)
        return Bound(span(tree), name, [])
    return context.sum(tree)


def limit(context: Context, found: Scripted, rest: Children, place: tuple[int, int]) -> Node:
    chains = [part for part in found.subscripts if isinstance(part, Tree)]
    if len(chains) != 1 or len(chains[0].children) != 3 or chains[0].children[1] != "\\to":
        raise FormulaError("expected h \\to 0 under the limit", found.span)
    left, arrow, right = chains[0].children
    context.use(left, arrow)
    letter = variable(context, left)
    side, sides = right, [1, -1]
    factors = right.children[0].children if len(right.children) == 1 else []
    if len(factors) == 1:
        inner = scripted(factors[0])
        if inner.side:
            sides = [1 if inner.side == "+" else -1]
            context.use(inner.side)
            side = Tree("factor", [inner.base], placed(inner.base))
    if [str(leaf) for leaf in leaves(right)] in INFINITE:
        context.use(right)
        target, sides = None, [1]
    else:
        target = context.factor(side) if side.data == "factor" else context.sum(side)
    with context.binding([letter]) as letters:
        body = context.term(rest, place)
        if letter not in letters:
            raise FormulaError(f"{letter} does not stand in what the limit is taken of", found.span)
    return Limit((found.span[0], place[1]), letter, target, sides, body)
