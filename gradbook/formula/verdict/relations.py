"""From the TeX of a formula to its relations, each with two expressions."""

from __future__ import annotations

import math
import re
from collections.abc import Container, Iterator, Sequence
from contextlib import suppress

from lark import Tree

from gradbook.formula.errors import FormulaError
from gradbook.formula.meaning.antiderivatives import paired_sides
from gradbook.formula.meaning.blocks import SIGNS, conditions_of
from gradbook.formula.meaning.context import Forms, bindings
from gradbook.formula.meaning.elaboration import Elaboration
from gradbook.formula.meaning.indices import counted, index_range
from gradbook.formula.reading.chains import chains, is_statement
from gradbook.formula.reading.fonts import check_fonts
from gradbook.formula.reading.names import plain_name
from gradbook.formula.reading.parser import parse
from gradbook.formula.reading.trees import is_lettered, leaves, shape, span
from gradbook.formula.values.cases import Cases, Indicator
from gradbook.formula.values.nodes import Node, form
from gradbook.formula.values.points import Point
from gradbook.formula.verdict.membership import check_members, memberships
from gradbook.formula.verdict.steps import Step

__all__ = ["relations"]

HOW = {"\\to": "; write a comma between equations"}
TUPLES = 5_000
FOR_ALL = re.compile(r"\\forall(?![A-Za-z])|\\text\{ *for (?:all|any|each|every) *\}")
WHEN = re.compile(r"\\text\{ *(?:if|for|when) *\}")


def relations(tex: str, point: Point) -> tuple[list[Step], list[Cases | Indicator]]:
    """Return the relations of a formula, in the order in which they are written, and its cases."""
    steps: list[Step] = []
    cases: list[Cases | Indicator] = []
    bound = bindings(point)
    forms: Forms = {}
    written: dict[str, object] = {}
    lengths: dict[str, int] = {}
    tree = parse(tex, "T" not in bound)
    check_fonts(tree)
    for chain, conditions in chains(tree):
        universal = [part for part in conditions if is_universal(tex, chain, part, bound)]
        conditions = [part for part in conditions if part not in universal]
        within = memberships(conditions)
        conditions = [part for part in conditions if part not in within]
        said = worded(tex, chain, conditions)
        stated = [part for part in conditions if part not in said and is_statement(part, bound)]
        held = [part for part in conditions if part not in stated]
        for statement in (chain, *stated):
            elaboration = Elaboration(point, statement)
            elaboration.forms, elaboration.written = forms, written  # of the whole formula
            steps += chain_steps(elaboration, statement, held, len(steps))
            cases += elaboration.cases
        if within:
            check_members(Elaboration(point, chain), within, lengths)
    return steps, cases


def worded(tex: str, chain: Tree, conditions: Sequence[Tree]) -> list[Tree]:
    """Return the conditions that a word says to be such, and those that follow them."""
    word = WHEN.search(tex, span(chain)[1])
    return [part for part in conditions if word and span(part)[0] >= word.end()]


def is_universal(tex: str, chain: Tree, part: Tree, bound: Container[str]) -> bool:
    r"""Tell whether a letter behind a formula stands for all its values: \forall i, j."""
    said = FOR_ALL.search(tex, span(chain)[1], span(part)[0])
    if not said or len(part.children) > 1:
        return False
    names, known = ({*map(plain_name, leaves(one))} for one in (part, chain))
    name = names.pop() if len(names) == 1 else None
    if name not in known or not is_lettered(part):
        raise FormulaError("expected a letter that stands in the formula", span(part))
    if name in bound:
        text = f"{name} is tried at what the setting draws, and not at all values"
        raise FormulaError(text, span(part))
    return True


def chain_steps(
    elaboration: Elaboration, chain: Tree, conditions: Sequence[Tree], before: int
) -> Iterator[Step]:
    """Yield the relations of a chain, in which every token and every index has a meaning."""
    signs = chain.children[1::2]
    first, *others = chain.children[::2]
    pairs: list[tuple[Node | None, Tree]] = [(None, first)]
    pairs += [
        apart(elaboration, side) if SIGNS.get(str(sign)) == "≈" else (None, side)
        for sign, side in zip(signs, others, strict=True)
    ]
    trees = [tree for _, tree in pairs]
    sides = paired_sides(elaboration, chain, trees)
    held = [c for tree in conditions for c in conditions_of(elaboration, tree)]
    elaboration.use(*signs)
    for tree in (chain, *conditions):
        elaboration.check_used(tree)
    ranges = ranges_of(elaboration, span(chain), conditions)
    whole = math.prod(counted(r, letter, elaboration.uses) for letter, r in ranges.items())
    for position, (sign, (left, right)) in enumerate(zip(signs, sides, strict=True)):
        before_sign, behind = trees[position : position + 2]
        places = span(before_sign), span(behind)
        if str(sign) not in SIGNS:
            how = HOW.get(str(sign), "")
            raise FormulaError(f"not supported as a relation: {sign}{how}", span(sign))
        if shape(before_sign) == shape(behind) or form(left) == form(right):
            text = "expected two different sides: this holds whatever the symbols are"
            raise FormulaError(text, (places[0][0], places[1][1]))
        within = pairs[position + 1][0]
        if (SIGNS[str(sign)] == "≈") is (within is None):
            text = r"expected a tolerance, as in a \approx b \pm 0.01"
            raise FormulaError(text, span(sign))
        number = before + position + 1
        yield Step(number, SIGNS[str(sign)], left, right, places, ranges, held, within, whole)


def apart(elaboration: Elaboration, side: Tree) -> tuple[Node | None, Tree]:
    r"""Return the tolerance that stands behind \pm at the end of a side, and what is before it."""
    if len(side.children) < 3 or side.children[-2] != "\\pm":
        return None, side
    *rest, sign, term = side.children
    elaboration.use(sign, *leaves(term))
    return elaboration.sum(Tree("sum", [term], term.meta)), Tree("sum", rest, side.meta)


def check_ends(elaboration: Elaboration, condition: Tree, ranges: dict[str, range]) -> None:
    """Raise where 1 ≤ i ≤ n names values of an index that it does not have."""
    sides, signs = condition.children[::2], condition.children[1::2]
    names = [plain_name(leaf) for leaf in leaves(sides[1])]
    if [SIGNS.get(str(sign)) for sign in signs] != ["≤", "≤"] or names[0] not in ranges:
        return
    values = ranges[str(names[0])]
    for end in (sides[0], sides[2]):
        here = number_at(elaboration, end)
        if here is not None and here not in values:
            text = f"{names[0]} is from {values[0]} to {values[-1]} here"
            raise FormulaError(text, span(end))


def number_at(elaboration: Elaboration, tree: Tree) -> int | None:
    """Return the whole number that an end is, unless it depends on an index."""
    with suppress(FormulaError):
        return elaboration.sum(tree).evaluate(elaboration.point).index()
    return None


def ranges_of(
    elaboration: Elaboration, place: tuple[int, int], conditions: Sequence[Tree]
) -> dict[str, range]:
    """Return the values of the indices that no sum binds, of which there are not too many."""
    ranges = {
        letter: index_range(letter, elaboration.uses, place)
        for letter in sorted(elaboration.letters)
    }
    count = math.prod(map(len, ranges.values()))
    if count > TUPLES:
        raise FormulaError(f"expected at most {TUPLES} values of the indices, got {count}", place)
    for tree in conditions:
        check_ends(elaboration, tree, ranges)
    return ranges
