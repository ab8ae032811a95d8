"""What stands below the sign of a sum: its letters, where they begin and end, and conditions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lark import Token, Tree

from gradbook.formula.errors import FormulaError
from gradbook.formula.meaning.context import Children, Context
from gradbook.formula.reading.names import (
    Scripted,
    plain_name,
    scripted,
    subscript_items,
    with_primes,
)
from gradbook.formula.reading.trees import is_lettered, leaves, span
from gradbook.formula.values.bound import Bound
from gradbook.formula.values.nodes import Node

__all__ = ["Below", "below", "variable"]

UP_TO = {"\\le", "\\leq", "\\leqslant"}
DOWN_TO = {"\\ge", "\\geq", "\\geqslant"}
ORDERED = {"<", ">", *UP_TO, *DOWN_TO}
RANGED = {"=", "\\in"}


@dataclass
class Below:
    """What stands below a sum, sorted: i; i = 1; i ∈ S; i ≠ j; 1 ≤ i < j ≤ n."""

    letters: list[str] = field(default_factory=list)
    low: Node | None = None
    high: Node | None = None
    members: Bound | None = None
    relations: list[Tree] = field(default_factory=list)


def below(context: Context, found: Scripted) -> Below:
    """Sort what stands below a sum."""
    result = Below()
    if is_shared(found.subscripts):
        return shared(context, found.subscripts)
    for part in found.subscripts:
        if isinstance(part, Tree) and len(part.children) > 1:
            add_relation(context, found, part, result)
            continue
        for item in subscript_items([part]) or []:
            context.use(item)
            result.letters.append(variable(context, item))
    return result


def add_relation(context: Context, found: Scripted, part: Tree, result: Below) -> None:
    """Add the low end of a range, the list of its values, or a condition."""
    left, *_, right = part.children
    signs = [str(sign) for sign in part.children[1::2]]
    if signs == ["="] and result.low is None and not result.relations:  # the last of i, j = 1
        context.use(*part.children[:2])
        result.letters.append(variable(context, left))
        result.low = context.sum(right)
    elif signs == ["\\in"] and len(found.subscripts) == 1:
        context.use(*part.children[:2])
        result.letters.append(variable(context, left))
        result.members = list_of(context, right)
    elif signs in (["\\ne"], ["\\neq"]):
        add_unequal(context, part, result)
    elif len(signs) > 1 and len(found.subscripts) == 1 and is_one_way(signs[0], signs[-1]):
        context.use(*part.children[1::2], *part.children[2:-1:2])
        add_letters(context, part.children[2:-1:2], result)
        low, high = (left, right) if signs[0] in UP_TO else (right, left)
        result.low, result.high = context.sum(low), context.sum(high)
        if len(signs) > 2:
            result.relations.append(Tree("chain", part.children[2:-2], part.meta))
    elif len(signs) == 1 and signs[0] in ORDERED and one_letter(left) and one_letter(right):
        add_ordered(context, part, result)
    else:
        how = "; write a range, as in i = 1 with n above" if set(signs) & ORDERED else ""
        raise FormulaError(f"not supported below {found.base}{how}", span(part))


def is_one_way(first: str, last: str) -> bool:
    return {first, last} <= UP_TO or {first, last} <= DOWN_TO


def is_shared(parts: Children) -> bool:
    """Tell whether some letters have one range: 1 ≤ i, j ≤ n."""
    ends = ends_of(parts)
    if (
        len(ends) != 2
        or len(parts) < 2
        or any(len(end) != 3 or end[1] not in UP_TO for end in ends)
    ):
        return False
    return all(leaf.type == "NUMBER" for leaf in leaves(ends[0][0]))


def ends_of(parts: Children) -> list[Children]:
    return [part.children for part in parts if isinstance(part, Tree) and len(part.children) > 1]


def shared(context: Context, parts: Children) -> Below:
    (low, one, first), (last, two, high) = ends_of(parts)
    context.use(one, two)
    result = Below(low=context.sum(low), high=context.sum(high))
    add_letters(context, [first, *parts[1:-1], last], result)
    context.use(first, *parts[1:-1], last)
    if len(set(result.letters)) < len(parts):
        raise FormulaError("expected different letters below the sum", span(parts[0]))
    return result


def add_unequal(context: Context, part: Tree, result: Below) -> None:
    """Add i ≠ j: i is summed over, and j if it stands in this sum alone."""
    left, _sign, right = part.children
    if result.low is None:
        others = [right] if is_counted(context, right) else []
        add_letters(context, [left, *others], result)
    elif one_letter(left) not in result.letters:  # i = 1, i ≠ j
        raise FormulaError(f"expected {result.letters[0]} on the left", span(part))
    result.relations.append(part)


def add_ordered(context: Context, part: Tree, result: Below) -> None:
    """Add i < j: what stands in this sum alone is summed over."""
    left, _sign, right = part.children
    counted = [side for side in (left, right) if is_counted(context, side)]
    if not counted:
        text = "expected a letter below the sum that stands nowhere else"
        raise FormulaError(text, span(part))
    add_letters(context, counted, result)
    result.relations.append(part)


def add_letters(context: Context, parts: Children, result: Below) -> None:
    letters = [variable(context, part) for part in parts]
    result.letters += [letter for letter in letters if letter not in result.letters]


def list_of(context: Context, tree: Tree | Token) -> Bound:
    members = context.sum(tree)
    if not isinstance(members, Bound):
        raise FormulaError("expected the name of a list after \\in", span(tree))
    return members


def one_letter(tree: Tree | Token) -> str | None:
    names = [plain_name(leaf) for leaf in leaves(tree)]
    return names[0] if len(names) == 1 else None


def is_counted(context: Context, tree: Tree | Token) -> bool:
    """Tell whether a letter below a sum has a meaning in this sum alone, and so is summed over."""
    name = one_letter(tree)
    known = name in context.bound or name in context.inner
    return name is not None and not known and not stands_outside(context.tree, name)


def stands_outside(tree: Tree | Token, letter: str) -> bool:
    """Tell whether a letter stands anywhere but in sums that have it below their sign."""
    if isinstance(tree, Token):
        return plain_name(tree) == letter
    for part in tree.children:
        if tree.data == "term" and isinstance(part, Tree) and part.data == "factor":
            found = scripted(part)
            if found.is_big and letter in told_below(found):
                return found.power is not None and stands_outside(found.power, letter)
        if stands_outside(part, letter):
            return True
    return False


def told_below(found: Scripted) -> Iterator[str | None]:
    """Yield the letters that a sum could be over: of i = j, the first."""
    for part in found.subscripts:
        children = part.children if isinstance(part, Tree) else [part]
        ranged = bool(set(map(str, children[1:2])) & RANGED)
        for child in children[:1] if ranged else children:
            yield from map(plain_name, leaves(child))


def variable(context: Context, tree: Tree | Token) -> str:
    """Return the one letter of a sum's index or a limit's variable."""
    primes = sum(len(leaf) for leaf in leaves(tree) if leaf.type == "PRIMES")
    names = [plain_name(leaf) for leaf in leaves(tree) if leaf.type != "PRIMES"]
    names = [f"Delta_{names[1]}"] if names[:1] == ["Delta"] and len(names) == 2 else names
    if len(names) != 1 or names[0] is None or not is_lettered(tree):
        raise FormulaError("expected one letter", span(tree))
    name = with_primes(names[0], primes)
    if name in {"e", "pi", "d"}:
        raise FormulaError(f"{name} has a meaning of its own; choose another letter", span(tree))
    if name in context.point.setting.assigned:
        text = f"{name} is bound in the setting; choose another letter here"
        raise FormulaError(text, span(tree))
    if name in context.inner:
        raise FormulaError(f"{name} is the letter of an outer sum", span(tree))
    return name
