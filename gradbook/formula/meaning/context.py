"""What is known of a formula while its pieces are read, and how one piece reads another."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from lark import Token, Tree

from gradbook.formula.errors import FormulaError
from gradbook.formula.meaning.indices import Use
from gradbook.formula.meaning.labels import labels
from gradbook.formula.reading.names import Scripted, is_layer, plain_name, scripted
from gradbook.formula.reading.pairs import CLOSING, OPENING
from gradbook.formula.reading.trees import leaves, span
from gradbook.formula.values.cases import Cases, Indicator
from gradbook.formula.values.nodes import Node
from gradbook.formula.values.points import Point

__all__ = ["CONSTANTS", "Children", "Context", "Forms", "Reading", "bindings"]

CONSTANTS = {"e": 2.718281828459045, "pi": 3.141592653589793}
STRUCTURE = OPENING | CLOSING | {"NEWLINE"}

Children = Sequence[Tree | Token]
# A function and how many arguments it has; before which of them a bar stands, and where.
Forms = dict[tuple[str, int], tuple[tuple[int, ...], tuple[int, int]]]
# An expression, how many factors it takes, and what no factor may follow without an operator.
Reading = tuple[Node, int, str | None]


class Context(ABC):
    """What is known of a formula while it is read: what is bound, used, counted and open.

    A piece is read within another through `sum`, `term`, `operand`, `factor` and `scripts`;
    `Elaboration` says how.

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
        self.bound = bindings(point)
        self.used: set[int] = set()
        self.uses: list[Use] = []
        self.letters: set[str] = set()
        self.summed: set[str] = set()
        self.inner: list[str] = []  # the indices of sums and limits that are open
        self.cases: list[Cases | Indicator] = []
        self.forms: Forms = {}
        self.written: dict[str, object] = {}
        self.candidates = self.subscripted_letters(tree) - labels(tree, self.bound)
        self.check_constants(tree)

    @abstractmethod
    def sum(self, tree: Tree | Token) -> Node:
        """Return a sum of terms."""

    @abstractmethod
    def term(self, parts: Children, place: tuple[int, int]) -> Node:
        """Return a product: factors side by side, or with operators between them."""

    @abstractmethod
    def operand(self, parts: Children, position: int) -> Reading:
        """Return what begins at a factor, how many parts it takes, and what closes it."""

    @abstractmethod
    def factor(self, tree: Tree) -> Node:
        """Return one factor that stands alone."""

    @abstractmethod
    def scripts(self, found: Scripted, node: Node) -> Node:
        """Return a base with its transposition or power."""

    def differentiate(self, name: str) -> None:
        """Let a derivative be taken by a name, which its value has to know."""
        self.point.setting.differentiate(name)
        self.bound = bindings(self.point)

    def note(self, name: str, form: object, place: tuple[int, int]) -> None:
        """Raise where two symbols that are shown apart would have one name."""
        if self.written.setdefault(name, form) != form:
            raise FormulaError(f"two symbols have one name in the setting, {name}", place)

    def check_constants(self, tree: Tree) -> None:
        """Raise where e, π or d are both bound and used as what they are.

        A d is the name of a number where nothing is integrated or differentiated by a letter.
        """
        meant = {*CONSTANTS, "d"} if has_differentials(tree) else {*CONSTANTS}
        drawn = {span(leaf) for part in tree.find_data("chain") for leaf in distributions(part)}
        for leaf in leaves(tree):
            if leaf == "\\top" and "T" in self.bound and span(leaf)[1] - span(leaf)[0] > len(leaf):
                text = "two ways to read this, since T is bound: write T or \\top"
                raise FormulaError(text, span(leaf))
        for factor in tree.find_data("factor"):
            name = plain_name(factor.children[0])
            if span(factor.children[0]) in drawn or callable(self.bound.get(name or "")):
                continue
            subscripted = any(
                isinstance(part, Tree) and part.data == "subscript" for part in factor.children
            )
            if name in meant and name in self.bound and not subscripted:
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
            one = scripted(factor)
            is_power = is_layer(self.bound.get(plain_name(one.base) or ""), one)
            layer = one.power if is_power else one.layer
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

    @contextmanager
    def scope(self) -> Iterator[set[str]]:
        """Collect the index letters of what is read within, and add them to those outside."""
        outside, inside = self.letters, set[str]()
        self.letters = inside
        yield inside
        self.letters = outside
        outside |= inside

    @contextmanager
    def binding(self, letters: Sequence[str]) -> Iterator[set[str]]:
        """Collect as `scope` does, where some letters have a meaning within alone."""
        self.inner.extend(letters)
        with self.scope() as inside:
            yield inside
            del self.inner[len(self.inner) - len(letters) :]
            inside.difference_update(letters)


def has_differentials(tree: Tree) -> bool:
    """Tell whether a d could be that of an integral, or of a fraction such as dy/dx."""
    if any(leaf == "\\int" for leaf in leaves(tree)):
        return True
    return any(
        all(plain_name(next(leaves(half))) == "d" for half in fraction.children[1:])
        for fraction in tree.find_data("fraction")
    )


def distributions(chain: Tree) -> list[Token]:
    r"""Return what stands behind a \sim, where \pi is no constant."""
    signs = [str(sign) for sign in chain.children[1::2]]
    return list(leaves(chain.children[-1])) if signs == ["\\sim"] else []


def bindings(point: Point) -> dict[str, object]:
    """Return what the names are bound to: by the setting, where there is one."""
    values, setting = point.values, point.setting
    if not setting.live:
        return {name: values[name] for name in setting.assigned if name in values}
    # In a notebook, the indices of earlier loops are left over.
    return {name: value for name, value in values.items() if name not in set("ijkl")}
