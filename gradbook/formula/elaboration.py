"""From a tree to expressions: what the symbols are bound to decides what is meant."""

from __future__ import annotations

from collections.abc import Sequence

from lark import Token, Tree

from gradbook.formula.applications import application, function_of
from gradbook.formula.calculus import (
    derivative,
    directional,
    is_derivative,
    is_directional,
    nabla,
)
from gradbook.formula.errors import FormulaError
from gradbook.formula.expressions import Binary, Cases, Node, Sum, Unary
from gradbook.formula.indices import Use
from gradbook.formula.names import Scripted, placed, plain_name, scripted
from gradbook.formula.parser import CLOSING, OPENING, leaves, span
from gradbook.formula.points import Point
from gradbook.formula.quantity import Quantity
from gradbook.formula.ranges import big
from gradbook.formula.symbols import CONSTANTS, base_of, named

__all__ = ["Elaboration"]

STRUCTURE = OPENING | CLOSING | {"NEWLINE"}
Children = Sequence[Tree | Token]


class Elaboration:
    """Makes expressions of trees, and keeps which tokens it used and how indices were used.

    Parameters
    ----------
    point : Point
        The first draw: what its names are bound to decides.
    tree : Tree
        The whole formula, whose subscripts tell which letters are indices.
    """

    def __init__(self, point: Point, tree: Tree) -> None:
        self.point = point
        self.tree = tree
        self.bound = self.bindings()
        self.used: set[int] = set()
        self.uses: list[Use] = []
        self.letters: set[str] = set()
        self.summed: set[str] = set()
        self.inner: list[str] = []  # the indices of sums and limits that are open
        self.cases: list[Cases] = []
        self.candidates = self.subscripted_letters(tree)
        self.check_constants(tree)

    def bindings(self) -> dict[str, object]:
        """Return what the names are bound to: by the setting, where there is one."""
        values, setting = self.point.values, self.point.setting
        if not setting.live:
            return {name: values[name] for name in setting.assigned if name in values}
        # In a notebook, the indices of earlier loops are left over.
        return {name: value for name, value in values.items() if name not in set("ijkl")}

    def check_constants(self, tree: Tree) -> None:
        """Raise where e, π or d are both bound and used as what they are."""
        for factor in tree.find_data("factor"):
            name = plain_name(factor.children[0])
            subscripted = any(
                isinstance(part, Tree) and part.data == "subscript" for part in factor.children
            )
            if name in {*CONSTANTS, "d"} and name in self.bound and not subscripted:
                what = "a differential" if name == "d" else "a constant"
                raise FormulaError(f"{name} is {what}; bind another name", span(factor))

    def subscripted_letters(self, tree: Tree) -> set[str]:
        """Return the letters that stand in subscripts and are not bound themselves."""
        found = set()
        for part in tree.find_data("subscript"):
            for leaf in leaves(part):
                name = plain_name(leaf)
                if name and name not in self.bound and name != "e":
                    found.add(name)
        for factor in tree.find_data("factor"):
            layer = scripted(factor).layer
            names = {plain_name(leaf) for leaf in leaves(layer)} if layer else set()
            found |= {name for name in names if name and name not in self.bound}
        return found

    def use(self, *parts: Tree | Token) -> None:
        """Mark all tokens of these parts as used."""
        for part in parts:
            for leaf in leaves(part):
                self.used.add(span(leaf)[0])

    def check_used(self, tree: Tree) -> None:
        """Raise at a token that the elaboration passed over."""
        for leaf in leaves(tree):
            if leaf.type not in STRUCTURE and span(leaf)[0] not in self.used:
                raise FormulaError(f"not understood: {leaf}", span(leaf))

    def side(self, tree: Tree) -> Node:
        """Return one side of a relation."""
        letters, self.letters, self.summed = self.letters, set(), set()
        node = self.sum(tree)
        for letter in self.letters & self.summed:
            raise FormulaError(f"{letter} is used outside of its sum as well", span(tree))
        self.letters |= letters
        return node

    def sum(self, tree: Tree | Token) -> Node:
        """Return a sum of terms."""
        if isinstance(tree, Token):
            return self.factor(Tree("factor", [tree], placed(tree)))
        if tree.data == "factor":
            return self.factor(tree)
        negative = False
        addends: list[tuple[bool, Node]] = []
        for part in tree.children:
            if isinstance(part, Token):
                self.use(part)
                if part == "+" and not addends:
                    raise FormulaError("expected no + at the beginning", span(part))
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
                operator, closed = part, None
                position += 1
                continue
            if closed:
                text = f"expected an operator or brackets after {closed}: it could be read two ways"
                raise FormulaError(text, span(part))
            node, count, closed = self.operand(parts, position)
            if operator == "/":
                closed = "the divisor"
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
            "/": Quantity.__truediv__,
        }
        operation = operations[operator] if operator else Quantity.__mul__
        return Binary((left.span[0], right.span[1]), operation, left, right)

    def operand(self, parts: Children, position: int) -> tuple[Node, int, str | None]:
        """Return what begins at a factor, how many parts it takes, and what closes it."""
        part = parts[position]
        assert isinstance(part, Tree)
        rest = parts[position + 1 :]
        found = scripted(part)
        base = found.base
        if isinstance(base, Token) and base.type == "BIG":
            return big(self, found, rest)
        if base == "\\nabla":
            return nabla(self, found, rest)
        if isinstance(base, Tree) and base.data == "fraction" and is_derivative(self, base):
            return derivative(self, found, rest)
        if is_directional(self, found, rest):
            return directional(self, found, rest), 3, None
        function = function_of(self, found)
        if function:
            return application(self, found, function, rest)
        if (
            position
            and isinstance(base, Token)
            and base.type == "NUMBER"
            and isinstance(parts[position - 1], Tree)
        ):
            raise FormulaError("expected a number before the letters, or an operator", span(base))
        merged = self.change(found, rest)
        if merged:
            return merged, 2, None
        return self.scripts(found, base_of(self, found)), 1, None

    def change(self, found: Scripted, rest: Children) -> Node | None:
        r"""Return `\Delta x` as the quantity Delta_x, where that is bound."""
        if (
            found.base != "\\Delta"
            or len(found.tree.children) > 1
            or "Delta" in self.bound
            or not rest
        ):
            return None
        if not isinstance(rest[0], Tree):
            return None
        other = scripted(rest[0])
        name = f"Delta_{plain_name(other.base)}"
        if name not in self.bound:
            return None
        self.use(found.tree, other.base)
        return self.scripts(other, named(self, name, other, found.span))

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
        if found.transposed:
            self.use_transposition(found)
            return Unary(found.span, Quantity.transposed, node)
        if found.power is not None:
            return Binary(found.span, Quantity.__pow__, node, self.sum(found.power))
        return node

    def use_transposition(self, found: Scripted) -> None:
        for script in found.tree.children[1:]:
            if isinstance(script, Tree) and script.data == "superscript":
                self.use(*(leaf for leaf in leaves(script) if leaf == "\\top"))

    def opened(self, letters: Sequence[str]) -> int:
        self.inner.extend(letters)
        return len(letters)

    def closed(self, count: int) -> None:
        del self.inner[len(self.inner) - count :]
