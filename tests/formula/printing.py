"""Random expressions: written as TeX in many ways, and evaluated without gradbook.formula.

An expression is a tree of tuples-like nodes. `value` computes it with torch, `Writer` prints it
with as few brackets as mathematics needs or with more, and with any spaces.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import torch
from hypothesis import strategies as st
from torch import Tensor

from tests.formula.choices import Choices, drawn

__all__ = [
    "BINDINGS",
    "SCALARS",
    "Node",
    "Sample",
    "Writer",
    "environment",
    "expression",
    "sample",
    "samples",
    "value",
]

# What the TeX of a name is bound as in Python.
SCALARS = {
    **{name: name for name in "abcpqxyz"},
    **{r"\alpha": "alpha", r"\beta": "beta", r"\theta": "theta", r"\lambda": "lambda_"},
    **{r"\ell": "ell", r"\hat x": "x_hat", r"\bar{y}": "y_bar", r"\tilde z": "z_tilde"},
    **{r"\mathrm{loss}": "loss", r"\operatorname{gain}": "gain", "t_1": "t_1", r"t_{2}": "t_2"},
    **{r"B^{(1)}": "B1", r"B^{(2)}": "B2"},
}
LAYERED = {"B1", "B2"}  # they have a superscript already
VECTORS = {"u": 3, "v": 3, "w": 2}
MATRICES = {"A": (2, 3), "M": (3, 3)}
FUNCTIONS = {"f": "f", r"\sigma": "sigma", r"\phi": "phi", r"\operatorname{relu}": "relu"}
COMMANDS: dict[str, Callable[..., Tensor]] = {
    **{r"\exp": torch.exp, r"\sin": torch.sin, r"\cos": torch.cos, r"\tanh": torch.tanh},
    **{r"\arctan": torch.atan, r"\sinh": torch.sinh, r"\cosh": torch.cosh},
}
PAIRS = {r"\max": torch.maximum, r"\min": torch.minimum}
LETTERS = ("i", "j", "k", "n", "m")
SPACES = ("", "", "", " ", " ", "  ", r"\,", r"\;", r"\!", r"\: ", r"\ ", "~", "\n")
TRIES = 20  # after which a number stands where no expression of a sensible size was found
SUM, TERM, FACTOR, BASE = range(4)  # what an expression may be a part of without brackets


@dataclass(frozen=True)
class Node:
    """A node: its kind, its parts, and what else it needs."""

    kind: str
    parts: tuple[Node, ...] = ()
    data: Any = None

    def kinds(self) -> set[str]:
        return {self.kind}.union(*(part.kinds() for part in self.parts))


# Values --------------------------------------------------------------------


@cache
def environment(seed: int) -> dict[str, Any]:
    """Return values of all names: numbers and arrays that autograd follows, and functions."""
    generator = torch.Generator().manual_seed(seed)

    def draw(*shape: int) -> Tensor:
        size = torch.rand(shape, generator=generator, dtype=torch.float64) * 1.3 + 0.25
        sign = torch.rand(shape, generator=generator) < 0.4
        return torch.where(sign, -size, size).requires_grad_()

    values: dict[str, Any] = {name: draw() for name in SCALARS.values()}
    values |= {name: draw(size) for name, size in VECTORS.items()}
    values |= {name: draw(*shape) for name, shape in MATRICES.items()}
    return values | BINDINGS


BINDINGS: dict[str, Callable[..., Tensor]] = {
    "f": lambda x: torch.sin(1.3 * x + 0.4) + 0.2 * x**2,
    "sigma": torch.sigmoid,
    # Their slopes change everywhere: where they did not, a number of the argument would not show.
    "phi": lambda x: x * torch.tanh(x) + 0.3 * x + 0.01 * x**2,
    "relu": lambda x: torch.nn.functional.softplus(2 * x, threshold=200) + 0.01 * x**2,
    "g": lambda x, y: torch.sin(x) * y + 0.3 * y**2 - x,
}


def value(node: Node, env: dict[str, Any]) -> Tensor:
    """Return the value of an expression, with its graph."""
    parts = node.parts
    match node.kind:
        case "number" | "constant":
            text = {"e": torch.e, r"\pi": torch.pi}.get(node.data, node.data)
            return torch.tensor(float(text), dtype=torch.float64)
        case "index":
            return torch.tensor(float(env[node.data]), dtype=torch.float64)
        case "name":
            return env[SCALARS[node.data]]
        case "entry":
            name, *places = node.data
            found = env[name]
            for letter, shift in places:
                found = found[(env[letter] if letter else 0) + shift - 1]
            return found
        case "negative":
            return -value(parts[0], env)
        case "add" | "subtract" | "multiply" | "slash" | "fraction":
            left, right = (value(part, env) for part in parts)
            operations = {"add": left + right, "subtract": left - right, "multiply": left * right}
            return operations[node.kind] if node.kind in operations else left / right
        case "power":
            base, exponent = (value(part, env) for part in parts)
            whole = parts[1].kind == "number" and parts[1].data.isdigit()
            return base ** (int(parts[1].data) if whole else exponent)
        case "root":
            return value(parts[0], env) ** (1 / node.data)
        case "absolute":
            return value(parts[0], env).abs()
        case "command":
            return COMMANDS[node.data](value(parts[0], env))
        case "pair":
            return PAIRS[node.data](*(value(part, env) for part in parts))
        case "function":
            return env[FUNCTIONS[node.data]](value(parts[0], env))
        case "two":
            return env["g"](*(value(part, env) for part in parts))
        case "primed":
            return primed(env[FUNCTIONS[node.data[0]]], value(parts[0], env), node.data[1])
        case "sum" | "product":
            letter, low, high = node.data
            terms = [value(parts[0], {**env, letter: n}) for n in range(low, high + 1)]
            stacked = torch.stack(terms)
            return stacked.sum() if node.kind == "sum" else stacked.prod()
        case "dot":
            return env[node.data[0]] @ env[node.data[1]]
        case "norm":
            return env[node.data].norm()
        case "image":
            matrix, vector, row = node.data
            return (env[matrix] @ env[vector])[row - 1]
        case "derivative":
            name = node.data[0]
            return slope(value(parts[0], env), env[name])
    raise AssertionError(node.kind)


def slope(found: Tensor, by: Tensor) -> Tensor:
    if not found.requires_grad:
        return torch.zeros_like(by)
    (gradient,) = torch.autograd.grad(found, by, create_graph=True, allow_unused=True)
    return torch.zeros_like(by) if gradient is None else gradient


def primed(function: Callable[[Tensor], Tensor], x: Tensor, order: int) -> Tensor:
    if order == 0:
        return function(x)
    x = x if x.requires_grad else x.clone().requires_grad_()
    return slope(primed(function, x, order - 1), x)


# Random expressions ----------------------------------------------------------


def expression(choices: Choices, env: dict[str, Any], depth: int, derivatives: bool = True) -> Node:
    """Return a random expression whose value is neither huge nor tiny."""
    return Generator(choices, env, derivatives).tame(depth)


@dataclass
class Generator:
    """Makes random expressions whose values are neither huge nor tiny."""

    choices: Choices
    env: dict[str, Any]
    derivatives: bool
    letters: tuple[str, ...] = ()

    def tame(self, depth: int, low: float = -50.0) -> Node:
        """Return an expression of which every part has a value of a sensible size."""
        for _ in range(TRIES):
            node = self.any(depth)
            # Inside of a sum the index has several values; the ends are tried.
            values = [value(node, self.env | dict.fromkeys(self.letters, n)).item() for n in (1, 2)]
            if all(0.02 < abs(v) < 50 and v > low for v in values):
                return node
        return Node("number", (), "2")

    def any(self, depth: int) -> Node:
        if depth == 0 or not self.choices.chance(92):
            return self.leaf()
        kinds = ["add", "subtract", "multiply", "fraction"] * 3
        kinds += ["negative", "slash", "power", "power", "root", "absolute", "command", "command"]
        kinds += ["function", "two", "pair", "primed", "sum", "product", "dot", "norm", "image"]
        if self.derivatives and not self.letters:
            kinds += ["derivative", "derivative"]
        return getattr(self, self.choices.choice(kinds), self.simple)(depth - 1)

    def simple(self, depth: int) -> Node:
        """Return a sum or a product of two; the kind is drawn again."""
        kind = self.choices.choice(["add", "subtract", "multiply", "multiply", "slash", "fraction"])
        return Node(kind, (self.tame(depth), self.tame(depth)))

    def leaf(self) -> Node:
        kind = self.choices.choice(["number"] * 4 + ["name"] * 10 + ["entry"] * 5 + ["constant"])
        if kind == "number":
            return Node("number", (), self.choices.choice(["2", "3", "5", "0.5", "1.25", "7"]))
        if kind == "constant":
            return Node("constant", (), self.choices.choice(["e", r"\pi"]))
        if self.letters and self.choices.chance(45):
            return self.indexed()
        if kind == "name":
            return Node("name", (), self.choices.choice(list(SCALARS)))
        return self.entry()

    def entry(self) -> Node:
        if not self.choices.chance(30):
            name = self.choices.choice(list(VECTORS))
            return Node("entry", (), (name, ("", self.choices.integer(1, VECTORS[name]))))
        name = self.choices.choice(list(MATRICES))
        places = [("", self.choices.integer(1, n)) for n in MATRICES[name]]
        return Node("entry", (), (name, *places))

    def indexed(self) -> Node:
        letter = self.choices.choice(self.letters)
        kind = self.choices.choice(
            ["index"] * 4 + ["entry"] * 6 + ["next"] * 4 + ["M"] * 3 + ["A"] * 3
        )
        if kind == "index":
            return Node("index", (), letter)
        if kind == "entry":
            return Node("entry", (), (self.choices.choice(list(VECTORS)), (letter, 0)))
        if kind == "next":
            return Node("entry", (), (self.choices.choice("uv"), (letter, 1)))
        if kind == "M":
            return Node("entry", (), ("M", (letter, 0), (self.choices.choice(self.letters), 0)))
        return Node("entry", (), ("A", ("", self.choices.integer(1, 2)), (letter, 0)))

    def negative(self, depth: int) -> Node:
        return Node("negative", (self.tame(depth),))

    def power(self, depth: int) -> Node:
        if not self.choices.chance(40):
            whole = Node("number", (), str(self.choices.integer(2, 3)))
            return Node("power", (self.tame(depth), whole))
        base = self.tame(depth, 0.0) if self.choices.chance(50) else Node("constant", (), "e")
        return Node("power", (base, self.tame(min(depth, 1))))

    def root(self, depth: int) -> Node:
        return Node("root", (self.tame(depth, 0.0),), self.choices.choice([2, 2, 2, 3]))

    def absolute(self, depth: int) -> Node:
        return Node("absolute", (self.tame(depth),))

    def command(self, depth: int) -> Node:
        return Node("command", (self.tame(depth),), self.choices.choice(list(COMMANDS)))

    def function(self, depth: int) -> Node:
        return Node("function", (self.tame(depth),), self.choices.choice(list(FUNCTIONS)))

    def two(self, depth: int) -> Node:
        return Node("two", (self.tame(depth), self.tame(depth)))

    def pair(self, depth: int) -> Node:
        return Node("pair", (self.tame(depth), self.tame(depth)), self.choices.choice(list(PAIRS)))

    def primed(self, depth: int) -> Node:
        data = self.choices.choice(list(FUNCTIONS)), self.choices.choice([1, 1, 2])
        return Node("primed", (self.tame(depth),), data)

    def sum(self, depth: int, kind: str = "sum") -> Node:
        free = [letter for letter in LETTERS if letter not in self.letters]
        if len(free) < 4:
            return self.leaf()
        letter = self.choices.choice(free)
        inner = Generator(self.choices, self.env, self.derivatives, (*self.letters, letter))
        return Node(kind, (inner.tame(depth),), (letter, 1, 2))

    def product(self, depth: int) -> Node:
        return self.sum(depth, "product")

    def dot(self, depth: int) -> Node:
        return Node("dot", (), self.choices.choice([("u", "v"), ("v", "u")]))

    def norm(self, depth: int) -> Node:
        return Node("norm", (), self.choices.choice(list(VECTORS)))

    def image(self, depth: int) -> Node:
        matrix, rows = self.choices.choice([("A", 2), ("M", 3)])
        return Node("image", (), (matrix, self.choices.choice("uv"), self.choices.integer(1, rows)))

    def derivative(self, depth: int) -> Node:
        """Return d/dx of an expression that contains x."""
        tex = self.choices.choice([t for t, name in SCALARS.items() if name not in LAYERED])
        name = Node("name", (), tex)
        body = Node("multiply", (Node("function", (name,), "f"), self.tame(depth)))
        kind = self.choices.choice(["add", "multiply", "plain"])
        if kind != "plain":
            body = Node(kind, (body, Node("command", (name,), r"\sin")))
        return Node("derivative", (body,), (SCALARS[tex], tex))


# TeX -------------------------------------------------------------------------


@dataclass
class Writer:
    """Prints expressions.

    Attributes
    ----------
    choices : Choices
        What it depends on.
    brackets : int
        How many of a hundred expressions get brackets without need.
    spaces : bool
        Whether all sorts of spaces are put between tokens.
    """

    choices: Choices
    brackets: int = 0
    spaces: bool = True
    bars: list[str] = field(default_factory=list)

    def tex(self, node: Node) -> str:
        return self.joined(self.write(node, SUM))

    def joined(self, tokens: list[str]) -> str:
        """Return the TeX of tokens, with a space where TeX needs one."""
        text = ""
        for token in tokens:
            space = self.choices.choice(SPACES) if self.spaces else ""
            if re.search(r"\\[A-Za-z]+$", text + space) and token[0].isalpha():
                space += " "
            if token[0].isdigit() and (text + space)[-1:].isdigit():
                space += " "
            text += space + token
        return text

    def write(self, node: Node, level: int, last: bool = True) -> list[str]:
        """Return the tokens of an expression as a part of a sum, a term, a factor or a power.

        What takes the rest of its term needs brackets where it is not the last factor.
        """
        tokens, own, tail = getattr(self, node.kind)(node, last)
        needed = own < level or (tail and not last)
        if needed or self.choices.chance(self.brackets):
            # Inside of new brackets nothing follows.
            tokens, _, _ = getattr(self, node.kind)(node, True)
            return self.bracketed(tokens)
        return tokens

    def bracketed(
        self, tokens: list[str], kinds: tuple[str, ...] = ("()", "()", "[]")
    ) -> list[str]:
        left, right = self.choices.choice(kinds)
        size = self.choices.choice(
            [("", ""), ("", ""), (r"\left", r"\right"), (r"\bigl", r"\bigr")]
        )
        opened, closed = (
            [size[0], left] if size[0] else [left],
            [size[1], right] if size[1] else [right],
        )
        return [*opened, *tokens, *closed]

    def braced(self, node: Node) -> list[str]:
        return ["{", *self.write(node, SUM), "}"]

    def number(self, node: Node, last: bool) -> tuple[list[str], int, bool]:
        return [node.data], BASE, False

    constant = index = number

    def name(self, node: Node, last: bool) -> tuple[list[str], int, bool]:
        tokens = re.findall(r"\\(?:mathrm|operatorname)\{\w+\}|\\[a-z]+|.", node.data)
        tokens = [token for token in tokens if token.strip()]
        return tokens, FACTOR if SCALARS[node.data] in LAYERED else BASE, False

    def entry(self, node: Node, last: bool) -> tuple[list[str], int, bool]:
        name, *places = node.data
        parts = [self.place(letter, shift) for letter, shift in places]
        letters = all(len(part) == 1 and part[0].isalpha() for part in parts)
        if len(parts) == 1 and len(parts[0]) == 1 and not self.choices.chance(50):
            return [name, "_", *parts[0]], BASE, False
        inner = parts[0]
        for part in parts[1:]:
            inner = [*inner, *([] if letters and not self.choices.chance(30) else [","]), *part]
        return [name, "_", "{", *inner, "}"], BASE, False

    def place(self, letter: str, shift: int) -> list[str]:
        if not letter:
            return [str(shift)]
        return [letter, "+", str(shift)] if shift else [letter]

    def negative(self, node: Node, last: bool) -> tuple[list[str], int, bool]:
        return ["-", *self.write(node.parts[0], TERM)], SUM, False

    def add(self, node: Node, last: bool) -> tuple[list[str], int, bool]:
        left, right = node.parts
        sign = "+" if node.kind == "add" else "-"
        # In a sum the left side's last term ends before the sign.
        return [*self.write(left, SUM), sign, *self.write(right, TERM)], SUM, False

    subtract = add

    def multiply(self, node: Node, last: bool) -> tuple[list[str], int, bool]:
        left, right = node.parts
        first = self.write(left, TERM, False)
        second = self.write(right, TERM if right.kind in {"multiply", "slash"} else FACTOR, last)
        operator = [self.choices.choice([r"\cdot", r"\times"])]
        ends = left
        while ends.kind == "multiply":
            ends = ends.parts[1]
        # A number behind a factor, and anything behind a divisor, could be read two ways.
        free = not second[0][0].isdigit() and ends.kind != "slash"
        if free and not self.choices.chance(30):
            operator = []
        return [*first, *operator, *second], TERM, self.tail(right, second)

    def tail(self, node: Node, tokens: list[str]) -> bool:
        """Return whether an expression that was written without brackets takes what follows."""
        opened = {"(", "[", r"\left", r"\bigl"}
        return node.kind in {"sum", "product", "derivative", "multiply"} and tokens[0] not in opened

    def slash(self, node: Node, last: bool) -> tuple[list[str], int, bool]:
        left, right = node.parts
        return [*self.write(left, TERM, False), "/", *self.write(right, FACTOR, False)], TERM, False

    def fraction(self, node: Node, last: bool) -> tuple[list[str], int, bool]:
        command = self.choices.choice([r"\frac", r"\frac", r"\dfrac", r"\tfrac"])
        return [command, *self.braced(node.parts[0]), *self.braced(node.parts[1])], FACTOR, False

    def power(self, node: Node, last: bool) -> tuple[list[str], int, bool]:
        base, exponent = node.parts
        if base.kind == "command" and exponent.kind == "number" and self.choices.chance(50):
            inner = self.bracketed(self.write(base.parts[0], SUM), ("()",))
            return [base.data, "^", exponent.data, *inner], FACTOR, False
        above = self.write(exponent, SUM)
        below = self.write(base, BASE, False)
        if above[0] in {"(", "[", r"\left", r"\bigl"} and below[0] not in {"(", "["}:
            below = self.bracketed(below)  # x^{(2)} is a name
        simple = len(above) == 1 and len(above[0]) == 1 and not self.choices.chance(50)
        return [*below, "^", *(above if simple else ["{", *above, "}"])], FACTOR, False

    def root(self, node: Node, last: bool) -> tuple[list[str], int, bool]:
        degree = [] if node.data == 2 else ["[", str(node.data), "]"]
        return [r"\sqrt", *degree, *self.braced(node.parts[0])], BASE, False

    def absolute(self, node: Node, last: bool) -> tuple[list[str], int, bool]:
        inner = self.write(node.parts[0], SUM)
        if "absolute" in node.parts[0].kinds() or self.choices.chance(40):
            ends = self.choices.choice(
                [([r"\left", "|"], [r"\right", "|"]), ([r"\lvert"], [r"\rvert"])]
            )
            return [*ends[0], *inner, *ends[1]], BASE, False
        return ["|", *inner, "|"], BASE, False

    def command(self, node: Node, last: bool) -> tuple[list[str], int, bool]:
        (body,) = node.parts
        if body.kind in {"name", "constant", "number"} and last and self.choices.chance(40):
            return [node.data, *self.write(body, FACTOR)], TERM, False
        return [node.data, *self.bracketed(self.write(body, SUM), ("()",))], BASE, False

    def function(self, node: Node, last: bool) -> tuple[list[str], int, bool]:
        inner = self.bracketed(self.write(node.parts[0], SUM), ("()",))
        return [node.data, *inner], BASE, False

    def two(self, node: Node, last: bool) -> tuple[list[str], int, bool]:
        first, second = (self.write(part, SUM) for part in node.parts)
        command = node.data or "g"
        return [command, *self.bracketed([*first, ",", *second], ("()",))], BASE, False

    pair = two

    def primed(self, node: Node, last: bool) -> tuple[list[str], int, bool]:
        name, order = node.data
        inner = self.bracketed(self.write(node.parts[0], SUM), ("()",))
        return [name, "'" * order, *inner], BASE, False

    def sum(self, node: Node, last: bool) -> tuple[list[str], int, bool]:
        letter, low, high = node.data
        below = ["_", "{", letter, "=", str(low), "}"]
        above = ["^", *self.choices.choice([[str(high)], ["{", str(high), "}"]])]
        ends = [*above, *below] if self.choices.chance(20) else [*below, *above]
        command = r"\sum" if node.kind == "sum" else r"\prod"
        return [command, *ends, *self.write(node.parts[0], TERM)], FACTOR, True

    product = sum

    def dot(self, node: Node, last: bool) -> tuple[list[str], int, bool]:
        left, right = node.data
        if self.choices.chance(50):
            return self.bracketed([left, "^", r"\top", right]), BASE, False
        return self.bracketed([left, r"\cdot", right]), BASE, False

    def norm(self, node: Node, last: bool) -> tuple[list[str], int, bool]:
        left, right = self.choices.choice([(r"\lVert", r"\rVert"), (r"\|", r"\|")])
        return [left, node.data, right], BASE, False

    def image(self, node: Node, last: bool) -> tuple[list[str], int, bool]:
        matrix, vector, row = node.data
        return [*self.bracketed([matrix, vector]), "_", str(row)], BASE, False

    def derivative(self, node: Node, last: bool) -> tuple[list[str], int, bool]:
        name = self.name(Node("name", (), node.data[1]), True)[0]
        mark = self.choices.choice(["d", r"\partial"])
        command = self.choices.choice([r"\frac", r"\dfrac"])
        if self.choices.chance(50):
            above = [mark, *self.bracketed(self.write(node.parts[0], SUM), ("()", "[]"))]
            return [command, "{", *above, "}", "{", mark, *name, "}"], FACTOR, False
        body = self.write(node.parts[0], TERM)
        return [command, "{", mark, "}", "{", mark, *name, "}", *body], FACTOR, True


# Samples ---------------------------------------------------------------------

STYLES = {
    "minimal": {"brackets": 0, "spaces": False},
    "spaced": {"brackets": 0, "spaces": True},
    "redundant": {"brackets": 35, "spaces": True},
}


@dataclass(frozen=True)
class Sample:
    """A random expression in TeX, and what its names are bound to."""

    tex: str
    node: Node = field(repr=False)
    env: dict[str, Any] = field(repr=False)

    @property
    def value(self) -> Tensor:
        """What Python computes."""
        return value(self.node, self.env)


def sample(choices: Choices, style: str, depth: int = 3, derivatives: bool = True) -> Sample:
    """Return a random expression, written in one of the styles."""
    env = environment(choices.integer(0, 49))
    node = expression(choices, env, depth, derivatives)
    return Sample(Writer(choices, **STYLES[style]).tex(node), node, env)


def samples(style: str, depth: int = 3, derivatives: bool = True) -> st.SearchStrategy[Sample]:
    """Draw a random expression, written in one of the styles."""
    return drawn().map(lambda choices: sample(choices, style, depth, derivatives))
