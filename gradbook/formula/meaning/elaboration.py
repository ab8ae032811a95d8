"""From a tree to expressions: what the symbols are bound to decides what is meant."""

from __future__ import annotations

from typing import TypeGuard

from lark import Token, Tree

from gradbook.formula.errors import FormulaError
from gradbook.formula.meaning.applications import application, function_of
from gradbook.formula.meaning.big import big, is_moment, moment
from gradbook.formula.meaning.changes import change
from gradbook.formula.meaning.combined import combined
from gradbook.formula.meaning.context import Children, Context, Reading
from gradbook.formula.meaning.derivatives import derivative, is_derivative
from gradbook.formula.meaning.dotted import dots_in, dotted
from gradbook.formula.meaning.elements import check_inverse, check_transposition
from gradbook.formula.meaning.nabla import directional, is_directional, nabla, partial
from gradbook.formula.meaning.placed import at_point, is_at_point
from gradbook.formula.meaning.side_by_side import (
    check_behind_logarithm,
    check_first,
    check_product,
)
from gradbook.formula.meaning.slopes import slope_below
from gradbook.formula.meaning.symbols import base_of
from gradbook.formula.meaning.unbracketed import TURNING, ends_argument
from gradbook.formula.reading.names import Scripted, scripted
from gradbook.formula.reading.trees import leaves, placed, span
from gradbook.formula.values.counting import factorial
from gradbook.formula.values.nodes import Array, Binary, Node, Sum, Unary
from gradbook.formula.values.powers import inverse, power
from gradbook.formula.values.quantity import Quantity

__all__ = ["Elaboration"]

# What no factor may follow without an operator, since it could belong to it.
CLOSED = {"/": "the divisor", "\\otimes": "the product with \\otimes"}


class Elaboration(Context):
    """Makes expressions of trees, and keeps which tokens it used and how indices were used."""

    def side(self, tree: Tree) -> Node:
        """Return one side of a relation."""
        self.summed = set()
        with self.scope() as letters:
            node = self.sum(tree)
            for letter in letters & self.summed:
                raise FormulaError(f"{letter} is used outside of its sum as well", span(tree))
        return node

    def sum(self, tree: Tree | Token) -> Node:
        """Return a sum of terms."""
        if isinstance(tree, Token):
            return self.factor(Tree("factor", [tree], placed(tree)))
        if tree.data == "factor":
            return self.factor(tree)
        negative = False
        addends: list[tuple[bool, Node]] = []
        if dots_in(tree):
            self.use(*(part for part in tree.children if isinstance(part, Token)))
            return Sum(span(tree), list(dotted(self, tree)))
        for part in tree.children:
            if isinstance(part, Token):
                self.use(part)
                if part == "+" and not addends:
                    raise FormulaError("expected no + at the beginning", span(part))
                if part == "\\pm":
                    raise FormulaError("expected \\pm behind \\approx alone", span(part))
                negative = part == "-"
            else:
                addends.append((negative, self.term(part.children, span(part))))
                negative = False
        if len(addends) == 1 and not addends[0][0]:
            return addends[0][1]
        return Sum(span(tree), addends)

    def term(self, parts: Children, place: tuple[int, int]) -> Node:
        """Return a product: factors side by side, or with operators between them."""
        result: Node | None = None
        operator: Token | None = None
        closed: str | None = None  # after what no factor may follow without an operator
        position = 0
        while position < len(parts):
            part = parts[position]
            if isinstance(part, Token):
                self.use(part)
                check_behind_logarithm(closed, part, parts[position - 1])
                operator, closed = part, None
                position += 1
                continue
            if closed and not (closed in TURNING and ends_argument(part, parts[position - 1])):
                text = f"two ways to read this: expected an operator or brackets around {closed}"
                raise FormulaError(text, span(part))
            node, count, closed = self.operand(parts, position)
            closed = CLOSED.get(str(operator), closed)
            result = node if result is None else self.product(operator, result, node)
            operator = None
            position += count
        assert result is not None
        return result

    def product(self, operator: Token | None, left: Node, right: Node) -> Node:
        operations = {
            "\\cdot": Quantity.dot,
            "\\times": Quantity.times,
            "\\odot": Quantity.hadamard,
            "\\otimes": Quantity.tensor_product,
            "/": Quantity.__truediv__,
        }
        if operator == "\\circ":
            text = "not supported: \\circ of what is no function; write \\odot"
            raise FormulaError(text, span(operator))
        operation = operations[operator] if operator else Quantity.__mul__
        return Binary((left.span[0], right.span[1]), operation, left, right)

    def operand(self, parts: Children, position: int) -> Reading:
        """Return what begins at a factor, how many parts it takes, and what closes it."""
        part = parts[position]
        assert isinstance(part, Tree)
        rest = parts[position + 1 :]
        found = scripted(part)
        base = found.base
        if found.is_big:
            return big(self, found, rest)
        if base in {"\\nabla", "\\partial"}:
            return (nabla if base == "\\nabla" else partial)(self, found, rest)
        if isinstance(base, Tree) and base.data == "fraction" and is_derivative(self, base):
            return derivative(self, found, rest)
        if is_at_point(self, found):
            return at_point(self, found), 1, None
        if is_moment(self, found, rest):
            return moment(self, found, rest)
        if is_directional(self, found, rest):
            return directional(self, found, rest), 3, None
        if functions := combined(self, found, rest) or slope_below(self, found, rest):
            return functions
        if function := function_of(self, found):
            return application(self, found, function, rest)
        if position and isinstance(parts[position - 1], Tree):
            check_first(found)
        check_product(self, found, rest)
        if merged := change(self, found, rest):
            return merged, 2, None
        node = self.scripts(found, base_of(self, found))
        if not rest and is_lying(node):
            node = node.body
        return node, 1, None

    def factor(self, tree: Tree) -> Node:
        """Return one factor that stands alone."""
        node, _, _ = self.operand([tree], 0)
        return node

    def scripts(self, found: Scripted, node: Node) -> Node:
        """Return a base with its transposition or power."""
        if found.primes:
            raise FormulaError("expected a function before the prime", found.span)
        if found.side:
            raise FormulaError("not expected here: a sign as superscript", found.span)
        if found.factorial is not None:
            self.use(found.factorial)
            node = Unary(found.span, factorial, node)
        if found.transposed:
            self.use_transposition(found)
            if found.inverted:
                node = Unary(found.span, inverse, node)
            return Unary(found.span, Quantity.transposed, node)
        if found.power is not None:
            check_inverse(self, found, node)
            check_transposition(self, found, node)
            return Binary(found.span, power, node, self.sum(found.power))
        return node

    def use_transposition(self, found: Scripted) -> None:
        for script in found.tree.children[1:]:
            if isinstance(script, Tree) and script.data == "superscript":
                self.use(*(leaf for leaf in leaves(script) if leaf in ("\\top", "-")))


def is_lying(node: Node) -> TypeGuard[Unary]:
    r"""Tell whether numbers in a line are transposed, which makes a vector: x = (a, b)^\top."""
    if not isinstance(node, Unary) or node.operation is not Quantity.transposed:
        return False
    return isinstance(node.body, Array) and not node.body.matrix
