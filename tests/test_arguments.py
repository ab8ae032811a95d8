"""One grammar of errors: which argument, what was expected, what came."""

import ast
import re
from pathlib import Path

import pytest
import torch

from gradbook import arguments
from gradbook.arguments import (
    check_choice,
    check_count,
    check_each,
    check_filled,
    check_floating,
    check_floating_dtype,
    check_interval,
    check_pairs,
    check_positive,
    check_same,
    check_same_dtype,
    check_single,
    check_tensor,
    check_type,
)

PACKAGE = Path(arguments.__file__).parent
FILES = sorted(set(PACKAGE.rglob("*.py")) - set(PACKAGE.glob("formula/**/*.py")))
GRAMMAR = re.compile(r".+: expected .+, got .+")

ONES, DOUBLE = torch.ones(3), torch.ones(3).double()
POINTS = torch.ones(4, 2)
WRONG = {
    "a number for a text": (
        lambda: check_type("tex", 3, str, type(None)),
        TypeError,
        "tex: expected a str or None, got int",
    ),
    "a list for a tensor": (
        lambda: check_tensor("x", [1.0]),
        TypeError,
        "x: expected a tensor, got list",
    ),
    "a list for a tensor of one shape": (
        lambda: check_same("y", [1.0], "x", ONES),
        TypeError,
        "y: expected a tensor, got list",
    ),
    "a list for a tensor of one dtype": (
        lambda: check_same_dtype("y", [1.0], "x", ONES),
        TypeError,
        "y: expected a tensor, got list",
    ),
    "an interval without an end": (
        lambda: check_interval("domain", (0.0, float("inf"))),
        ValueError,
        "domain: expected two finite numbers, the smaller one first, got (0.0, inf)",
    ),
    "an interval from NaN on": (
        lambda: check_interval("domain", (float("nan"), 1.0)),
        ValueError,
        "domain: expected two finite numbers, the smaller one first, got (nan, 1.0)",
    ),
    "infinity": (
        lambda: check_positive("rate", float("inf")),
        ValueError,
        "rate: expected a positive, finite number, got inf",
    ),
    "a word for a number": (
        lambda: check_positive("rate", "fast"),
        TypeError,
        "rate: expected a positive, finite number, got str",
    ),
    "several numbers for one": (
        lambda: check_positive("rate", ONES),
        TypeError,
        "rate: expected a positive, finite number, got a tensor of torch.float32 and shape (3,)",
    ),
    "True for a count": (
        lambda: check_count("steps", True),
        TypeError,
        "steps: expected an int, got bool",
    ),
    "a list for floats": (
        lambda: check_floating("x", [1.0]),
        TypeError,
        "x: expected a floating-point tensor, got list",
    ),
    "integers for floats": (
        lambda: check_floating("x", torch.tensor(1)),
        TypeError,
        "x: expected a floating-point tensor, got torch.int64",
    ),
    "a dtype of integers": (
        lambda: check_floating_dtype("dtype", torch.int64),
        TypeError,
        "dtype: expected a floating-point dtype, got torch.int64",
    ),
    "another shape": (
        lambda: check_same("y", POINTS, "x", ONES),
        ValueError,
        "y: expected the shape of x, (3,), got (4, 2)",
    ),
    "a shape that would broadcast": (
        lambda: check_same("y", torch.ones(1), "x", ONES),
        ValueError,
        "y: expected the shape of x, (3,), got (1,)",
    ),
    "another dtype": (
        lambda: check_same("y", ONES, "x", DOUBLE),
        TypeError,
        "y: expected the dtype of x, torch.float64, got torch.float32",
    ),
    "another dtype, whatever the shape": (
        lambda: check_same_dtype("y", POINTS, "x", DOUBLE),
        TypeError,
        "y: expected the dtype of x, torch.float64, got torch.float32",
    ),
    "nothing": (
        lambda: check_filled("x", torch.ones(0, 4)),
        ValueError,
        "x: expected one entry or more, got the shape (0, 4)",
    ),
    "three coordinates": (
        lambda: check_pairs("points", torch.ones(2, 3)),
        ValueError,
        "points: expected shape (..., 2), got (2, 3)",
    ),
    "a number for a point": (
        lambda: check_pairs("points", torch.tensor(1.0)),
        ValueError,
        "points: expected shape (..., 2), got ()",
    ),
    "several numbers": (
        lambda: check_single("w", torch.ones(2)),
        ValueError,
        "w: expected a single number, got the shape (2,)",
    ),
    "no number": (
        lambda: check_single("w", torch.ones(0)),
        ValueError,
        "w: expected a single number, got the shape (0,)",
    ),
    "fewer names than layers": (
        lambda: check_each("names", "ab", 3),
        ValueError,
        "names: expected 3, one for each layer, got 2",
    ),
    "an unknown word": (
        lambda: check_choice("head", "linear", ("sigmoid", "softmax")),
        ValueError,
        "head: expected one of sigmoid, softmax, got 'linear'",
    ),
    "zero": (
        lambda: check_positive("rate", 0.0),
        ValueError,
        "rate: expected a positive, finite number, got 0.0",
    ),
    "NaN": (
        lambda: check_positive("rate", float("nan")),
        ValueError,
        "rate: expected a positive, finite number, got nan",
    ),
    "half a step": (
        lambda: check_count("steps", 0.5),
        TypeError,
        "steps: expected an int, got float",
    ),
    "no step": (
        lambda: check_count("steps", 0),
        ValueError,
        "steps: expected at least 1, got 0",
    ),
    "more than there are": (
        lambda: check_count("batch_size", 12, most=11),
        ValueError,
        "batch_size: expected 1 to 11, got 12",
    ),
}
RIGHT = {
    "a tensor": lambda: check_tensor("x", torch.tensor(1)),
    "an interval": lambda: check_interval("domain", (-1.0, 0.5)),
    "a number in a tensor": lambda: check_positive("rate", torch.tensor(0.1)),
    "a float": lambda: check_floating("x", torch.tensor(1.0)),
    "a dtype of floats": lambda: check_floating_dtype("dtype", torch.float16),
    "the same shape and dtype": lambda: check_same("y", ONES, "x", 2 * ONES),
    "the same dtype": lambda: check_same_dtype("y", POINTS, "x", ONES),
    "one entry": lambda: check_filled("x", torch.ones(())),
    "points": lambda: check_pairs("points", POINTS),
    "one of some types": lambda: check_type("tex", None, str, type(None)),
    "a number": lambda: check_single("w", torch.tensor([[1.0]])),
    "a name for each": lambda: check_each("names", "abc", 3),
    "a known word": lambda: check_choice("head", "softmax", ("sigmoid", "softmax")),
    "a number without a value": lambda: check_positive("rate", torch.ones((), device="meta")),
    "a small number": lambda: check_positive("rate", 1e-300),
    "no step, where that is allowed": lambda: check_count("steps", 0, least=0),
    "all there are": lambda: check_count("batch_size", 11, most=11),
}


@pytest.mark.parametrize(("call", "error", "message"), WRONG.values(), ids=list(WRONG))
def test_error_names_the_argument_what_was_expected_and_what_came(call, error, message):
    with pytest.raises(error) as caught:
        call()
    assert str(caught.value) == message


@pytest.mark.parametrize("call", RIGHT.values(), ids=list(RIGHT))
def test_what_is_right_passes(call):
    call()


def test_every_check_is_tried_from_both_sides():
    names = {name for name in vars(arguments) if name.startswith("check_")}
    for cases in (WRONG, RIGHT):
        calls = [case[0] if isinstance(case, tuple) else case for case in cases.values()]
        assert names == {name for call in calls for name in call.__code__.co_names if name in names}


def sentences(path):
    """Yield the messages with which a file raises errors about arguments itself."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        call = node.exc if isinstance(node, ast.Raise) else None
        if isinstance(call, ast.Call) and ast.unparse(call.func) in {"ValueError", "TypeError"}:
            yield ast.unparse(call.args[0]).removeprefix("f").strip("'\"")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_error_about_an_argument_speaks_another_grammar(path):
    assert [s for s in sentences(path) if not GRAMMAR.fullmatch(s)] == []
