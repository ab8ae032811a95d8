"""A formula that fails says where, with which values, and what would make it hold."""

from __future__ import annotations

import re

import pytest

from gradbook.formula import check

NUMBERS = "x = draw()\ny = draw()\nr = 3 * x * y\n"
SOFTMAX = "import torch\nz = draw(4)\np = torch.softmax(z, dim=0)\n"
MATRIX = "A = draw(2, 3)\nB = A.T\nM = draw(3, 3)\nN = M.T\n"


def test_message_has_both_values_and_the_draw(refused):
    found = refused("x = 2 x y", "x = 1.25\ny = 3.0").message
    assert "left = 1.25, right = 7.5, at draw 1" in found


def test_message_has_the_values_of_the_indices(refused):
    setting = "v = draw(3)\nu = v * 1\nwith_one_changed = 0\nu = u + 0 * v\nM = u[:, None] * v"
    found = refused("M_{ij} = 2 v_i v_j", setting).message
    assert "at draw 1, i = 1, j = 1" in found


def test_message_has_the_first_index_that_fails(refused):
    setting = "import torch\nv = draw(3)\nu = v * torch.tensor([1.0, 1.0, 2.0])"
    assert "at draw 1, i = 3" in refused("u_i = v_i", setting).message


def test_message_has_the_first_draw_that_fails(refused):
    setting = "x = draw(also=[0.0])\ny = abs(x)"
    found = refused("y > 0", setting).message
    assert "left = 0, right = 0, at draw 7" in found


def test_vectors_are_shown_entry_by_entry(refused):
    setting = "import torch\nu = torch.tensor([1.5, 2.5]).double()\nv = 3 * u"
    found = refused("v = 2 u", setting).message
    assert "left = (4.5, 7.5), right = (3, 5)" in found


def test_long_vectors_are_cut(refused):
    found = refused("v = 2 u", "u = draw(50)\nv = 3 * u").message
    assert "…" in found
    assert max(map(len, found.splitlines())) < 300


def test_matrices_are_shown_with_their_shape(refused):
    assert "of shape (2, 3)" in refused("A = 2 A + A", MATRIX).message


# ---- where it holds ----


def test_says_that_it_holds_nowhere(refused):
    assert "it holds at none of 6 points" in refused("r = 2 x + y", NUMBERS).message


def test_one_point_is_one():
    assert str(check("1 + 1 = 2", "")).startswith("held at 1 point, ")


def test_it_fails_at_one_point(refused):
    assert "it holds at none of 1 point\n" in refused("1 + 1 = 3", "").message + "\n"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"tex": None}, "tex: expected a str, got NoneType"),
        ({"tex": b"x = x"}, "tex: expected a str, got bytes"),
        ({"setting": 3}, "setting: expected a str or None, got int"),
        ({"setting": {"x": 1}}, "setting: expected a str or None, got dict"),
        ({"label": 3}, "label: expected a str, got int"),
        ({"namespace": []}, "namespace: expected a dict or None, got list"),
    ],
)
def test_an_argument_of_another_type_is_named(given, message):
    given = {"tex": "1 + 1 = 2"} | given
    with pytest.raises(TypeError) as caught:
        check(given.pop("tex"), **given)
    assert str(caught.value) == message


def test_says_at_how_many_points_it_holds(refused):
    found = re.search(r"it holds at (\d) of 6 points", refused("x = |x|", "x = draw()").message)
    assert 0 < int(found[1]) < 6


def test_says_that_it_holds_for_equal_indices_only(refused):
    found = refused(r"\frac{\partial p_i}{\partial z_j} = p_i (1 - p_j)", SOFTMAX).message
    assert "it holds for i = j and fails for i ≠ j" in found


def test_says_that_it_holds_for_different_indices_only(refused):
    found = refused(r"\frac{\partial p_i}{\partial z_j} = -p_i p_j", SOFTMAX).message
    assert "it holds for i ≠ j and fails for i = j" in found


# ---- what would make it hold ----


@pytest.mark.parametrize(
    ("tex", "factor"),
    [("r = x y", "3"), ("r = -3 x y", "-1"), ("r = 6 x y", "1/2"), ("x y = r", "1/3")],
)
def test_constant_factor_is_named(tex, factor, refused):
    found = refused(tex, NUMBERS).message
    assert f"the left side is {factor} times the right side, everywhere" in found


def test_factor_of_a_mean_is_a_fraction(refused):
    found = refused(r"m = \sum_i v_i", "v = draw(7)\nm = v.mean()").message
    assert "the left side is 1/7 times the right side, everywhere" in found


@pytest.mark.parametrize(("tex", "shift"), [("r = 3 x y + 2", "-2"), ("r + 0.25 = 3 x y", "1/4")])
def test_constant_difference_is_named(tex, shift, refused):
    found = refused(tex, NUMBERS).message
    assert f"the left side is the right side plus {shift}, everywhere" in found


def test_no_factor_is_named_where_it_is_not_constant(refused):
    assert "everywhere" not in refused("r = x y^2", NUMBERS).message


def test_no_factor_of_1_is_named(refused):
    found = refused("r = 3.00000003 x y", NUMBERS).message
    assert "is 1 times" not in found


def test_transpose_is_named(refused):
    found = refused("N = M", MATRIX).message
    assert "the right side is the transpose of the left side" in found


def test_matrices_that_are_not_square_do_not_disturb_the_hints(refused):
    assert "the sides differ" in refused("A = A + 1", MATRIX).message


@pytest.mark.parametrize(
    ("tex", "setting", "hint"),
    [
        ("r = x^2 + y^2 + 1", NUMBERS, None),
        (
            "r = x + 2 y",
            "x = draw()\ny = draw()\nr = x - 2 * y",
            "it would hold with - instead of +",
        ),
        (
            "r = x^2 + y",
            "x = draw()\ny = draw()\nr = x**3 + y",
            "it would hold with 3 instead of 2",
        ),
        (
            r"s = \frac{1}{1 - e^{-x}}",
            "import torch\nx = draw()\ns = torch.sigmoid(x)",
            "it would hold with + instead of -",
        ),
        (
            r"r = \sin(x) + y",
            "import torch\nx = draw()\ny = draw()\nr = torch.cos(x) + y",
            r"it would hold with \cos instead of \sin",
        ),
        ("r = x", "x = draw()\nr = -x", "it would hold with - added:\n    - r = x"),
        (
            "r = -x",
            "x = draw()\nr = x * 1",
            "it would hold without -:\n    r =  x",
        ),
    ],
)
def test_one_changed_token_is_named(tex, setting, hint, refused):
    found = refused(tex, setting).message
    if hint is None:
        assert "it would hold" not in found
    else:
        assert hint in found


def test_formula_that_would_hold_is_shown(refused):
    setting = "x = draw()\ny = draw()\nr = x - 2 * y"
    assert "r = x - 2 y" in refused("r = x + 2 y", setting).message.splitlines()[-1]


def test_of_two_lines_the_one_that_stands_there_is_named(refused):
    lines = str(refused("r = x + 2 y", "x = draw()\ny = draw()\nr = x - 2 * y")).splitlines()
    assert lines[-5:] == [
        "it would hold with - instead of +:",
        "    r = x - 2 y",
        "it fails as it stands:",
        "    r = x + 2 y",
        "          ^",
    ]


# ---- where it stands ----

CHAIN = "a = draw()\nb = 2 * a\n"


@pytest.mark.parametrize(
    ("tex", "line", "step"),
    [
        ("b = 3 a", 1, 1),
        ("b = 2 a = 3 a", 1, 2),
        ("\\begin{aligned}\n b &= 2 a \\\\\n &= a + a \\\\\n &= 3 a\n\\end{aligned}", 3, 3),
        ("\\begin{aligned}\n b &= 2 a \\\\\n b &= 3 a\n\\end{aligned}", 2, 2),
    ],
)
def test_line_and_step_are_named(tex, line, step, refused):
    assert f"line {line}, step {step}: the sides differ" in refused(tex, CHAIN).message


def marked(error):
    """Return what stands above the carets of the message."""
    *_, line, carets = str(error).splitlines()
    assert set(carets) <= {" ", "^"}
    start, end = carets.index("^"), len(carets)
    return line[start:end]


@pytest.mark.parametrize(
    ("tex", "piece"),
    [
        ("b = 3 q + a", "q"),
        (r"b = \foo a", r"\foo"),
        ("b = 3 a", "3"),
        ("b = 5 (a^3 + 7)", "b = 5 (a^3 + 7)"),
        ("(a^3 + 7) (a + 9) = b", "(a^3 + 7) (a + 9) = b"),
        (r"b = a^\top", r"a^\top"),
        ("\\begin{aligned}\n b &= 2 a \\\\\n &= 2 q\n\\end{aligned}", "q"),
        (r"b = \frac{a}{a - a}", r"\frac{a}{a - a}"),
        ("b = (2 a", None),
    ],
)
def test_caret_stands_under_the_piece(tex, piece, refused):
    error = refused(tex, CHAIN)
    assert marked(error) == (error.piece if piece is None else piece)


def test_message_begins_with_the_label(refused):
    assert str(refused("b = 3 a", CHAIN, label="eq-double")).startswith("eq-double: ")


def test_message_has_no_label_where_there_is_none(refused):
    assert str(refused("b = 3 a", CHAIN)).startswith("line 1, step 1")


def test_piece_is_empty_where_the_setting_is_at_fault(refused):
    error = refused("b = 3 a", "a = draw()\nb = 1 / 0")
    assert error.piece == ""
    assert "setting, line 2: ZeroDivisionError" in str(error)


def test_error_in_python_is_the_cause_of_the_error(refused):
    assert isinstance(refused("b = a", "a = 1 / 0\nb = 2").__cause__, ZeroDivisionError)


# ---- autograd against differences ----

WRONG = """import torch
class Square(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x**2
    @staticmethod
    def backward(ctx, g):
        return g * ctx.saved_tensors[0]
f = Square.apply
x = torch.tensor(1.5, dtype=torch.float64, requires_grad=True)
y = f(x)
"""


@pytest.mark.parametrize("tex", [r"\frac{dy}{dx} = 2 x", "f'(x) = 2 x", r"\frac{dy}{dx} = x"])
def test_wrong_backward_is_told_from_a_wrong_formula(tex, refused):
    found = refused(tex, WRONG).message
    assert "autograd gives 1.5" in found
    assert re.search(r"central differences give (3\.0|2\.99999)", found)
    assert "the backward of a function is wrong, not the formula" in found
    assert "sides differ" not in found


def test_wrong_formula_of_a_right_backward_is_told_as_such(refused):
    found = refused(r"\frac{dy}{dx} = x", "x = draw()\ny = x**2").message
    assert "sides differ" in found
    assert "autograd" not in found


def test_kink_tells_the_slopes_of_both_sides(refused):
    setting = "import torch\nx = draw(also=[0.0])\nr = torch.relu(x)"
    error = refused(r"\frac{dr}{dx} = \begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}", setting)
    assert "there is no derivative" in error.message
    assert "from the left" in error.message
    assert "from the right" in error.message
    assert "1.0" in error.message


def test_index_that_counts_two_lengths_names_both(refused):
    error = refused("A_{ij} = v_i", "A = draw(2, 3)\nv = draw(3)")
    assert "A, which has 2" in error.message
    assert "v, which has 3" in error.message


def test_shapes_that_do_not_fit_are_named(refused):
    error = refused("A v = v", "A = draw(2, 3)\nv = draw(2)")
    assert "no product of a matrix of 2 by 3 and a vector of 2" in error.message
    assert error.piece == "A v"


def test_unbound_name_says_what_to_do(refused):
    assert "q is not bound; give it a value in the setting" in refused("a = q", CHAIN).message
