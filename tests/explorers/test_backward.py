"""The explorer of backpropagation computes as PyTorch does, at every operation and every step.

An expression that it reads is one of Python, too: its tree is evaluated there by tensors, and each
operation is found again by where it stands in the text.
"""

from __future__ import annotations

import ast
import gzip
import json
import re
import subprocess
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise, permutations
from math import cos, sin
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from stack import NODE
from torch import Tensor
from writing.explorer_scripts import bundle
from writing.explorer_words import backward

from tests.formula.choices import Choices, drawn, tried

EXPLORERS = Path(__file__).resolve().parents[2] / "docs/_static/explorers"
# Answers each line, [text, values of variables], with a line.
PROGRAM = """
import { createInterface } from "node:readline";
const math = await import(process.argv[1]);
function answer(text, variables) {
  const nodes = math.read(text);
  const values = math.forward(nodes, variables);
  const local = math.slopes(nodes, values);
  const gradients = math.backward(nodes, local).map(math.total);
  const frames = Array.from({ length: math.steps(nodes) + 1 }, (_, step) =>
    math.frame(nodes, values, local, step),
  );
  return { nodes, values, local, gradients, frames };
}
for await (const line of createInterface({ input: process.stdin })) {
  let found;
  try {
    found = answer(...JSON.parse(line));
  } catch (fault) {
    if (!(fault instanceof math.Fault)) throw fault;
    found = { fault: { ...fault } };
  }
  console.log(JSON.stringify(found));
}
"""
FUNCTIONS = ("exp", "log", "sin", "cos", "tanh", "sigmoid", "relu", "sqrt")
SIGNS = {
    ast.Add: torch.add,
    ast.Sub: torch.sub,
    ast.Mult: torch.mul,
    ast.Div: torch.div,
    ast.Pow: torch.pow,
}
EXAMPLE, AT = "(x*y + sin(x))**2", {"x": 1.5, "y": -2.0}
# The smallest network of the chapter.
NETWORK = (
    "h = sigmoid(w1*x1 + w2*x2); o1 = sigmoid(v1*h + b1); o2 = sigmoid(v2*h + b2); "
    "((o1 - 1)**2 + (o2 - 0.25)**2) / 2"
)
WEIGHTS = {"x1": 2.0, "x2": -4.0, "w1": 0.5, "w2": 0.25, "v1": 4.0, "v2": 2.0, "b1": -2.0}
WEIGHTS["b2"] = -1.0
DEEPEST, MOST_OPERATIONS, MOST_VARIABLES = 40, 40, 12

Answer = dict[str, Any]
Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """Return what the script makes of an expression, given values of its variables."""
    command = [
        NODE,
        "--input-type=module",
        "-e",
        PROGRAM,
        (EXPLORERS / "backward_math.mjs").as_uri(),
    ]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, encoding="utf-8") as node:

        def question(text: str, **variables: float) -> Answer:
            node.stdin.write(json.dumps([text, variables]) + "\n")
            node.stdin.flush()
            return json.loads(node.stdout.readline())

        yield question
        node.stdin.close()


class Tape:
    """An expression evaluated by PyTorch, each operation with its place."""

    def __init__(self, text: str, variables: dict[str, float]) -> None:
        self.variables = {
            name: torch.tensor(value, dtype=torch.float64, requires_grad=True)
            for name, value in variables.items()
        }
        self.names, self.places = dict(self.variables), {}
        *definitions, result = ast.parse(text).body
        for line in definitions:
            self.names[line.targets[0].id] = self.value(line.value)
        self.result = self.value(result.value)
        if self.result.requires_grad:
            self.result.backward()

    def value(self, tree: ast.expr) -> Tensor:
        match tree:
            case ast.Constant():
                return torch.tensor(float(tree.value), dtype=torch.float64)
            case ast.Name():
                return self.names[tree.id]
            case ast.UnaryOp():
                found = -self.value(tree.operand)
            case ast.BinOp():
                found = SIGNS[type(tree.op)](self.value(tree.left), self.value(tree.right))
            case ast.Call():
                found = getattr(torch, tree.func.id)(self.value(tree.args[0]))
        if found.requires_grad:
            found.retain_grad()
        self.places[tree.col_offset, tree.end_col_offset] = found
        return found

    def tensors(self, nodes: list[dict[str, Any]]) -> list[Tensor]:
        """Return the tensors of the nodes that the script has found."""
        return [
            self.places[node["start"], node["end"]]
            if "op" in node
            else self.variables[node["variable"]]
            for node in nodes
        ]

    def is_finite(self) -> bool:
        tensors = [*self.places.values(), *self.variables.values()]
        slopes = [one.grad for one in tensors if one.requires_grad and one.grad is not None]
        return all(one.isfinite() for one in [*tensors, *slopes])


def assert_close(numbers: list[float], tensors: list[Tensor]) -> None:
    """Compare by the largest number: where the parts of a sum cancel, its rounding stays."""
    right = torch.stack(tensors)
    actual = torch.tensor(numbers, dtype=torch.float64)
    scale = max(1.0, right.abs().max().item())
    torch.testing.assert_close(actual, right, rtol=1e-9, atol=1e-13 * scale)


def assert_agrees(answer: Answer, text: str, variables: dict[str, float]) -> None:
    """Compare the value and the gradient of each operation and each variable with PyTorch."""
    tensors = Tape(text, variables).tensors(answer["nodes"])
    assert_close(answer["values"], [one.detach() for one in tensors])
    assert_close(answer["gradients"], [one.grad for one in tensors])


def expression(choices: Choices, names: list[str], depth: int) -> str:
    """Write a random expression; some parts of it stand in it twice."""
    if depth == 0 or choices.chance(10):
        return choices.choice([*names, *names, *names, "2.0", "0.5", "-1.0"])
    inner = expression(choices, names, depth - 1)
    kind = choices.choice(["two", "same", "call", "sign", "power"])
    if kind == "call":
        return f"{choices.choice(FUNCTIONS)}({inner})"
    if kind == "sign":
        return f"(-{inner})"
    if kind == "power":
        return f"({inner})**{choices.choice(['2.0', '3.0', '0.5', '-1.0', '0.0', *names])}"
    other = inner if kind == "same" else expression(choices, names, depth - 1)
    return f"({inner} {choices.choice('+-*/')} {other})"


def program(choices: Choices, names: list[str]) -> str:
    """Write a random expression, sometimes with definitions that it may share."""
    before = ""
    for name in ("h", "k")[: choices.integer(0, 2)]:
        before += f"{name} = {expression(choices, names, 3)}; "
        names = [*names, name, name]
    # The result depends on all that is defined.
    rest = "".join(f" + {name}" for name in sorted(set(names) & {"h", "k"}))
    return before + expression(choices, names, choices.integer(1, 4)) + rest


@tried(400)
@given(choices=drawn())
def test_random_expressions_agree_with_autograd(ask, choices):
    """At kinks, too; what has no finite value or slope there has none here."""
    options = [0.0, 1.0, -1.0, 0.5, 2.0, choices.integer(-3000, 3000) / 1000]
    variables = {name: choices.choice(options) for name in "xyz"}
    text = program(choices, list("xyz"))
    answer = ask(text, **variables)
    if "fault" not in answer:
        assert_agrees(answer, text, variables)
    elif answer["fault"]["code"] == "constant":
        assert not Tape(text, variables).result.requires_grad
    else:
        assert answer["fault"]["code"].partition(" ")[0] in {"outside", "slope", "overflow"}
        assert not Tape(text, variables).is_finite(), answer


@pytest.mark.parametrize("x", [-2.0, -0.7, 0.0, 0.3, 1.0, 1.9])
@pytest.mark.parametrize(
    "text",
    [
        *(f"{name}(x)" for name in FUNCTIONS),
        *("-x", "x + 3", "3 - x", "x - 3", "2.5*x", "x/4", "4/x", "x**3", "x**0", "x**1", "x**-2"),
        *("2**x", "0**x", "x**x", "x*x", "x - x", "x/x", "-x**2", "2**-x", "x", "x**0.5"),
        *("relu(-x)", "relu(x)*relu(-x)", "2**3**x", "1 - 2 - x", "8/4/x", "tanh(40*x)"),
        *("sigmoid(800*x)", "sigmoid(-800*x)", "3*relu(x) - x", ".5*x", "1e-3*x", "2.*x"),
    ],
)
def test_each_operation_agrees_with_autograd_on_both_sides_of_its_kinks(ask, text, x):
    answer = ask(text, x=x)
    if "fault" in answer:
        assert not Tape(text, {"x": x}).is_finite()
    else:
        assert_agrees(answer, text, {"x": x})


@pytest.mark.parametrize(("text", "at"), [(EXAMPLE, AT), (NETWORK, WEIGHTS)])
def test_the_examples_of_the_page_agree_with_autograd(ask, text, at):
    assert_agrees(ask(text, **at), text, at)


def test_the_network_of_the_chapter_has_its_numbers(ask):
    """E = (1/4 + 1/16)/2, and the slopes of its first weights are −3/16 and 3/8."""
    answer = ask(NETWORK, **WEIGHTS)
    names = [node.get("variable") for node in answer["nodes"]]
    slopes = dict(zip(names, answer["gradients"], strict=True))
    assert answer["values"][-1] == 5 / 32
    assert (slopes["w1"], slopes["w2"]) == (-3 / 16, 3 / 8)


def test_relu_has_the_slope_0_at_0(ask):
    assert ask("relu(x)", x=0.0)["gradients"][0] == 0


def test_each_use_of_a_variable_is_a_part_of_its_gradient(ask):
    """By the product rule: sin(x) from the x before the sign, x cos(x) from the one behind it."""
    (parts, *_) = ask("x*sin(x)", x=2.0)["frames"][-1]["parts"]
    assert sorted(part["value"] for part in parts) == pytest.approx([2 * cos(2), sin(2)], rel=1e-14)


def test_both_arguments_of_an_operation_may_be_the_same(ask):
    (parts, _) = ask("x*x", x=3.0)["frames"][-1]["parts"]
    assert [(part["from"], part["k"], part["value"]) for part in parts] == [(1, 0, 3), (1, 1, 3)]


def test_a_definition_is_computed_once(ask):
    operations = [node.get("op") for node in ask("h = sin(x); h*h + h", x=2.0)["nodes"]]
    assert operations == [None, "sin", "*", "+"]


def test_a_constant_has_a_name_too(ask):
    assert [node.get("op") for node in ask("k = 3; k*x", x=2.0)["nodes"]] == [None, "*"]


def test_the_steps_go_forward_turn_and_come_back(ask):
    frames = ask(EXAMPLE, **AT)["frames"]
    phases = [frame["phase"] for frame in frames]
    assert phases == ["start", *["forward"] * 4, "turn", *["backward"] * 4]
    assert [frame.get("moved") for frame in frames] == [None, 2, 3, 4, 5, 5, 5, 4, 3, 2]


def test_forward_each_step_shows_one_value_more(ask):
    answer = ask(EXAMPLE, **AT)
    for number, frame in enumerate(answer["frames"]):
        shown = [value for value in frame["values"] if value is not None]
        assert shown == answer["values"][: 2 + min(number, 4)]


def test_backward_each_step_hands_on_a_whole_gradient(ask):
    """An operation passes on only when all that it gets has arrived."""
    answer = ask(NETWORK, **WEIGHTS)
    final = answer["frames"][-1]["parts"]
    for frame in answer["frames"]:
        if frame["phase"] == "backward":
            assert frame["parts"][frame["moved"]] == final[frame["moved"]]
    totals = [sum(part["value"] for part in parts) for parts in final]
    assert totals == answer["gradients"]


def test_before_the_turn_no_gradient_is_seen_and_there_it_is_1(ask):
    frames = ask(EXAMPLE, **AT)["frames"]
    assert not any(any(frame["parts"]) for frame in frames[:5])
    assert frames[5]["parts"] == [[], [], [], [], [], [{"value": 1}]]


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("", "empty", ""),
        ("  ", "empty", ""),
        ("x +", "ends", ""),
        ("(x", "open", "("),
        ("sin((x)", "open", "("),
        ("x)", "operator", ")"),
        ("2x", "operator", "x"),
        ("x y", "operator", "y"),
        ("sin x", "call", "sin"),
        ("x * sin", "call", "sin"),
        ("sinx + 1", "name", "sinx"),
        ("3*pi*x", "name", "pi"),
        ("tan(x)", "function", "tan"),
        ("x(2)", "function", "x"),
        ("x + * 2", "operand", "*"),
        ("x + +2", "operand", "+"),
        ("()", "operand", ")"),
        ("x ^ 2", "character", "^"),
        ("x + θ!", "character", "!"),
        ("x, y", "character", ","),
        ("x = 2", "defined", ""),
        ("h = x;", "ends", ""),
        ("h = x; h = 2; h", "twice", "h"),
        ("x + (h = 2)", "operator", "="),
        ("h = h + 1; h", "twice", "h"),
        ("sin = x; x", "name", "sin"),
        ("2 = x", "operator", "="),
        ("2 + 3", "constant", "2 + 3"),
        ("h = sin(y); x", "unused", "sin(y)"),
        ("h = x*y; k = 2*h; h", "unused", "2*h"),
        ("x + 1e999", "overflow", "1e999"),
        ("x + log(0 - 1)", "outside log", "log(0 - 1)"),
        ("x / (2 - 2)", "outside /", "x / (2 - 2)"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(ask, text, code, place):
    fault = ask(text, x=1.0, y=1.0)["fault"]
    assert (fault["code"], text[fault["start"] : fault["end"]]) == (code, place)


@pytest.mark.parametrize(
    ("text", "at", "code", "place"),
    [
        ("1 + log(x - 2)", 1.0, "outside log", "log(x - 2)"),
        ("log(x)", 0.0, "outside log", "log(x)"),
        ("2*sqrt(x)", -1.0, "outside sqrt", "sqrt(x)"),
        ("3/x + 1", 0.0, "outside /", "3/x"),
        ("x**0.5", -1.0, "outside **", "x**0.5"),
        ("x**-1", 0.0, "outside **", "x**-1"),
        ("exp(x) - 1", 1000.0, "overflow", "exp(x)"),
        ("1 + sqrt(x)", 0.0, "slope", "sqrt(x)"),
        ("2**x*x**x", -1.0, "slope", "x**x"),
        ("exp(300*x)*exp(300*x)*exp(-300*x)", 2.0, "overflow", "exp(300*x)*exp(300*x)"),
    ],
)
def test_a_value_outside_the_domain_is_told_at_its_operation(ask, text, at, code, place):
    fault = ask(text, x=at)["fault"]
    assert (fault["code"], text[fault["start"] : fault["end"]]) == (code, place)


def test_the_place_of_the_end_is_behind_the_last_letter(ask):
    fault = ask("x +  ")["fault"]
    assert (fault["start"], fault["end"]) == (3, 3)


@pytest.mark.parametrize(("before", "after"), [("(", ")"), ("-", ""), ("sin(", ")"), ("x**", "")])
def test_what_is_nested_up_to_the_limit_is_read(ask, before, after):
    def nested(depth):
        return before * depth + "x" + after * depth

    assert "fault" not in ask(nested(DEEPEST), x=1.0)
    fault = ask(nested(DEEPEST + 1), x=1.0)["fault"]
    assert (fault["code"], fault["data"]["limit"]) == ("deep", DEEPEST)


def test_there_are_as_many_operations_as_can_be_drawn(ask):
    assert "fault" not in ask("x" + "+x" * MOST_OPERATIONS, x=1.0)
    fault = ask("x" + "+x" * (MOST_OPERATIONS + 1), x=1.0)["fault"]
    assert (fault["code"], fault["data"]["limit"]) == ("large", MOST_OPERATIONS)


def test_there_are_as_many_variables_as_can_be_drawn(ask):
    names = [f"x{number}" for number in range(MOST_VARIABLES)]
    assert "fault" not in ask("+".join(names), **dict.fromkeys(names, 1.0))
    fault = ask("+".join([*names, "y"]))["fault"]
    assert (fault["code"], fault["data"]["limit"]) == ("many", MOST_VARIABLES)


def test_signs_of_mathematics_are_read_as_those_of_python(ask):
    typed, right = ask("−x·x", x=1.5), ask("-x*x", x=1.5)
    assert typed["values"] == right["values"]
    assert typed["gradients"] == right["gradients"]


LAYOUT = """
const math = await import(process.argv[1]);
const { layout } = await import(process.argv[2]);
const found = JSON.parse(process.argv[3]).map((text) => {
  const nodes = math.read(text);
  return { nodes, ...layout(nodes) };
});
console.log(JSON.stringify(found));
"""
DRAWN = [NETWORK, EXAMPLE, "x", "x*x", "x*x*x + x", "(x*y + z)*(x - z)/(y + x)", "x" + "+x" * 40]


@pytest.fixture(scope="module")
def drawn_graphs() -> list[Answer]:
    """Return where the nodes of some graphs are drawn."""
    files = [(EXPLORERS / f"backward_{name}.mjs").as_uri() for name in ("math", "layout")]
    command = [NODE, "--input-type=module", "-e", LAYOUT, *files, json.dumps(DRAWN)]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


@pytest.mark.parametrize("number", range(len(DRAWN)))
def test_a_graph_goes_from_left_to_right_and_nothing_lies_on_something_else(drawn_graphs, number):
    graph = drawn_graphs[number]
    places = graph["places"]
    for edge in graph["edges"]:
        columns = [column for column, _ in edge["way"]]
        assert columns == list(range(columns[0], columns[-1] + 1)) and len(columns) > 1
        assert (edge["way"][0], edge["way"][-1]) == (places[edge["node"]], places[edge["to"]])
    for one, other in combinations(places, 2):
        assert one[0] != other[0] or abs(one[1] - other[1]) > 0.999
    assert min(row for _, row in places) >= 0


def test_no_edges_of_the_network_cross(drawn_graphs):
    parts = [pair for edge in drawn_graphs[0]["edges"] for pair in pairwise(edge["way"])]
    for (one, end), (other, far) in permutations(parts, 2):
        assert not (one[0] == other[0] and one[1] < other[1] and end[1] > far[1])


def test_the_page_shows_the_network_that_is_compared():
    assert json.dumps(NETWORK) in (EXPLORERS / "backward.mjs").read_text("utf-8")


def test_the_script_is_small():
    text = bundle(EXPLORERS.parents[2], "backward")
    assert len(gzip.compress(text.encode(), mtime=0)) <= 12_000


def test_each_fault_and_each_text_has_words():
    texts = "".join(path.read_text("utf-8") for path in EXPLORERS.glob("backward*.mjs"))
    said = set(re.findall(r'(?:refuse|Fault|text)\("([\w /*]+)"|expect\("\S+", "(\w+)"', texts))
    codes = {code for pair in said for code in pair if code}
    codes |= {f"outside {name}" for name in ("log", "sqrt", "/", "**")}
    assert len(codes) > 20 and codes <= set(backward())
