r"""What is read: random expressions, printed as TeX, have the value that Python computes.

The direct evaluation in `printing` knows nothing of gradbook.formula.
"""

from __future__ import annotations

import re

import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st

from gradbook.formula import FormulaError, check
from gradbook.formula.reading.lexer import tokens
from gradbook.formula.reading.parser import parse
from gradbook.formula.reading.trees import leaves, span
from tests.formula.choices import First, tried
from tests.formula.printing import BINDINGS, STYLES, Writer, samples, value

pytestmark = pytest.mark.usefixtures("no_hints")


def checked(tex, one):
    """Check a random expression, unless it is one that is rightly refused."""
    try:
        return check(tex, namespace={**one.env, "r": one.value})
    except FormulaError as error:
        # Far from 0, these are constant in float64.
        flat = re.search(r"\\tanh|\\sigma", one.tex) and "does not show" in error.message
        assume(not flat)
        raise


@pytest.mark.parametrize("style", STYLES)
def test_random_expression_has_the_value_of_python(style):
    @tried(500)
    @given(samples(style))
    def has_the_value(one):
        assert checked(f"{one.tex} = r", one).error < 1e-10

    has_the_value()


@tried(40)
@given(samples("redundant", depth=6))
def test_deep_random_expression_has_the_value_of_python(one):
    assert checked(f"r = {one.tex}", one).points == 1


@tried(200)
@given(samples("spaced", depth=2, derivatives=False))
def test_random_expression_differs_from_a_value_that_is_wrong_by_1e_8(one):
    # A derivative's error is measured by what is differentiated as well.
    assume("'" not in one.tex)
    # Where large addends cancel, the error is relative to them.
    wrong = one.value + 1e-8 * (one.value.abs() + 50)
    with pytest.raises(FormulaError, match="sides differ"):
        check(f"{one.tex} = r", namespace={**one.env, "r": wrong})


@tried(50)
@given(samples("spaced"))
def test_derivatives_in_random_expressions_agree_with_differences(one):
    assume(one.node.kinds() & {"derivative", "primed"})
    names = [f"{n} = given[{n!r}]" + ".clone()" * (n not in BINDINGS) for n in one.env]
    setting = "\n".join([*names, "r = value(node, dict(locals()))"])
    space = {"given": one.env, "node": one.node, "value": value}
    assert check(f"{one.tex} = r", setting, namespace=space).draws == 1


# ---- every token counts ----

INTRUDERS = ["'", r"^\top", "q", "^3", "_7", r"\odot", ")", "}", r"\right", "&", "|", "7", "=", ","]


@tried(500)
@given(samples("minimal", depth=2, derivatives=False), st.sampled_from(INTRUDERS), st.data())
def test_no_token_that_is_put_anywhere_is_ignored(one, intruder, data):
    tex = one.tex
    # max(a, q b) may be a, and the like.
    assume(not re.search(r"\\max|\\min|\\sum|\\prod|x_|_t|'", tex))
    places = [token.start_pos for token in tokens(tex)] + [len(tex)]
    place = data.draw(st.sampled_from(places))
    changed = f"{tex[:place]} {intruder} {tex[place:]}"
    with pytest.raises(FormulaError):
        check(f"{changed} = r", namespace={**one.env, "q": 1.37, "r": one.value})


@tried(120)
@given(samples("minimal", depth=2, derivatives=False), st.data())
def test_no_token_that_is_taken_away_is_missed_silently(one, data):
    assume(not re.search(r"\\max|\\min", one.tex))
    token = data.draw(st.sampled_from(tokens(one.tex)))
    # v_{1} and v_1 are one, a 1 may be a factor, and (-2)^2 is (2)^2.
    assume(token.type in {"NAME", "NUMBER", "SIGN"} and token != "1")
    squared = re.match(r"[^()+-]*\)\^\{?2", one.tex[token.end_pos :])
    assume(token.type != "SIGN" or not (one.tex[: token.start_pos].endswith("(") and squared))
    changed = f"{one.tex[: token.start_pos]} {one.tex[token.end_pos :]}"
    with pytest.raises(FormulaError):
        check(f"{changed} = r", namespace={**one.env, "r": one.value})


# ---- trees ----


@pytest.mark.parametrize("style", STYLES)
def test_leaves_know_where_they_stand(style):
    @tried(60)
    @given(samples(style))
    def know_where_they_stand(one):
        whole = f"{one.tex} = r"
        for leaf in leaves(parse(whole)):
            assert whole[slice(*span(leaf))] == str(leaf)

    know_where_they_stand()


@tried(60)
@given(samples("redundant"))
def test_tokens_put_together_are_the_formula(one):
    assert "".join(tokens(one.tex)) == one.tex


@tried(60)
@given(samples("minimal"), st.data())
def test_spaces_change_nothing_in_the_tree(one, data):
    # The same choices but for the spaces: a writer without randomness in its words.
    tex = Writer(First(), spaces=False).tex(one.node)
    gaps = st.sampled_from([" ", r"\, ", "~", "\n"])
    spaced = "".join(f"{token}{data.draw(gaps)}" for token in tokens(tex))
    plain, other = (list(map(str, leaves(parse(f"{t} = r")))) for t in (tex, spaced))
    assert plain == other


# ---- one reading, by hand ----

VALUES = {"a": 1.7, "b": -0.6, "c": 2.3, "x": 0.8, "y": 1.4}


@pytest.mark.parametrize(
    ("tex", "python"),
    [
        ("a - b - c", "a - b - c"),
        ("a - (b - c)", "a - b + c"),
        ("-a^2", "-(a**2)"),
        ("(-a)^2", "a * a"),
        ("- a b + c", "c - a * b"),
        ("a b^2", "a * b * b"),
        ("(a b)^2", "a * b * a * b"),
        ("a / b", "a / b"),
        (r"a / b \cdot c", "(a / b) * c"),
        ("a b / c", "a * b / c"),
        ("a / b / c", "a / b / c"),
        ("2 a", "a + a"),
        ("2^3", "8.0"),
        (r"2^{-1} a", "a / 2"),
        ("c^{x y}", "c ** (x * y)"),
        ("c^{x^2}", "c ** (x * x)"),
        ("(c^x)^2", "c ** (2 * x)"),
        (r"\frac{a}{b + c} x", "a * x / (b + c)"),
        (r"\frac{\,0.5}{2}", "0.25"),
        (r"\frac{~12}{\quad 24} \sqrt{\, 16}", "2.0"),
        (r"\sqrt[\;12]{\displaystyle 10}", "10 ** (1 / 12)"),
        (r"\frac{\frac{a}{b}}{c}", "a / b / c"),
        (r"\frac{a}{\frac{b}{c}}", "a * c / b"),
        (r"\sqrt{c} \sqrt{c}", "c"),
        (r"\sqrt[3]{c} \sqrt[3]{c} \sqrt[3]{c}", "c"),
        ("|b|", "-b"),
        ("|a||b|", "-a * b"),
        ("|a + |b||", "a - b"),
        (r"\left| a - \left| b \right| \right|", "a + b"),
        (r"\lvert b \rvert", "-b"),
        (r"\max(a, b, c)", "c"),
        (r"\min(a, b)", "b"),
        (r"\ln(c) + \log(c)", "2 * math.log(c)"),
        (r"\ln c^2", "2 * math.log(c)"),
        (r"\sin^2(x) + \cos^2(x)", "1.0"),
        (r"\sin^2 x", "math.sin(x) ** 2"),
        (r"\sin(x)^2", "math.sin(x) ** 2"),
        (r"\sin(x^2)", "math.sin(x ** 2)"),
        (r"\sin(x) y", "math.sin(x) * y"),
        (r"a \sin x", "math.sin(x) * a"),
        (r"\sin x \cos y", "math.sin(x) * math.cos(y)"),
        (r"\exp(x + y)", "math.exp(x + y)"),
        ("e^{x + y}", "math.exp(x + y)"),
        (r"e^{\frac{x}{y}}", "math.exp(x / y)"),
        (r"e^{-(x + y)^2}", "math.exp(-(x + y) ** 2)"),
        (r"e^{(x + y)^2}", "math.exp((x + y) ** 2)"),
        (r"e^{(x + y)^2 / 2}", "math.exp((x + y) ** 2 / 2)"),
        (r"2 \pi e", "2 * math.pi * math.e"),
        (r"\sum_{k=1}^{4} k", "10.0"),
        (r"\sum_{k=1}^{4} k^2 + a", "30 + a"),
        (r"\sum_{k=1}^{4} (k + a)", "10 + 4 * a"),
        (r"\sum_{k=1}^{4} k a", "10 * a"),
        (r"a \sum_{k=1}^{4} k", "10 * a"),
        (r"\sum_{k=2}^{3} \sum_{j=1}^{k} j", "9.0"),
        (r"\sum_{k=0}^{3} c^k", "1 + c + c**2 + c**3"),
        (r"\sum^{4}_{k=1} k", "10.0"),
        (r"\prod_{k=1}^{4} k", "24.0"),
        (r"\prod_{k=1}^{3} (a + k)", "(a + 1) * (a + 2) * (a + 3)"),
        (r"\prod_{k=1}^{3} a", "a**3"),
        (r"\sum_{k=1}^{3} \prod_{j=1}^{k} j", "9.0"),
        (r"\sum_{k=3}^{2} k", "0.0"),
        (r"\prod_{k=3}^{2} k", "1.0"),
        (r"\sum_{k=1}^{3} 7", "21.0"),
        (r"[a + b] [a - b]", "a * a - b * b"),
        (r"\bigl( a + b \bigr) c", "a * c + b * c"),
        (r"\left[ a + \left( b \right) \right] c", "a * c + b * c"),
        (r"{a} + {b}", "a + b"),
        (r"\displaystyle a \cdot b \times c", "a * b * c"),
        (r"0.5 a", "a / 2"),
        (r"a\,b~c", "a * b * c"),
    ],
)
def test_reads_as_in_mathematics(tex, python, holds):
    lines = [f"{name} = {number}" for name, number in VALUES.items()]
    assert holds(f"r = {tex}", "\n".join(["import math", *lines, f"r = {python}"])).steps == 1


@pytest.mark.parametrize(
    "tex",
    ["ab", "a b", r"a\cdot b", r"a \times b", "(a)(b)", "a(b)", "(a)b", "{a}{b}", r"a\!b", "[a]b"],
)
def test_product_may_be_written_in_many_ways(tex, holds):
    assert holds(f"r = {tex}", "a = draw()\nb = draw()\nr = a * b").points == 6


@pytest.mark.parametrize(
    ("tex", "piece"),
    [
        ("x^12", "12"),
        ("x_12", "12"),
        ("x^-1", "x^-"),
        (r"\frac123", "123"),
        ("1/2x", "x"),
        ("1/2(x)", "(x)"),
        (r"\log x y", "y"),
        (r"\sin x y", "y"),
        (r"\log 2 \sin x", r"\sin"),
        (r"\sin \cos x", r"\cos"),
        ("x 2", "2"),
        ("2 3", "2 3"),
        ("x--y", "-"),
        ("x+-y", "-"),
        (r"x \cdot - y", "-"),
        ("+x", "+"),
        (r"e^{(x)}", "e^{(x)}"),
        (r"e^{(x) y}", "^{(x) y}"),
        ("x^2^3", "^3"),
        ("x_1_2", "_2"),
        ("x'", "x'"),
        (r"\sqrt 12", "12"),
        (r"\sqrt\, 12", "12"),
        (r"\frac{1}23", "23"),
        ("x!", "x!"),
        ("x:y", ":"),
        (r"x \div y", r"\div"),
        (r"x \pm y", r"\pm"),
        (r"x \approx y", r"\approx"),
        (r"x + \cdots + y", r"\cdots"),
        (r"x + \ldots + y", r"\ldots"),
        (r"x \text{ is } y", r"\text"),
        (r"\binom{x}{y}", r"\binom{x}{y}"),
        (r"\sin!(x)", "!"),
        (r"\sin^2!(x)", "!"),
        ("(x | y)", "|"),
        (r"W^{-1}_{12}", r"W^{-1}_{12}"),
        (r"\int x", r"\int x"),
        (r"\mathbb{Q}", r"\mathbb"),
        (r"\mathcal{L}", r"\mathcal{L}"),
    ],
)
def test_what_could_be_read_two_ways_or_is_unknown_is_quoted(tex, piece, refused):
    error = refused(f"{tex} = x", "x = draw(positive=True)\ny = draw(positive=True)")
    assert error.piece == piece
    assert "cannot be evaluated" not in error.message


def test_what_stands_on_an_operator_is_quoted(refused):
    setting = "f, g = smooth(2), smooth()\nw = draw(2)\nu = draw()"
    for left in (r"\nabla^2! f(w)", r"\nabla! f(w)", r"\max_i! w_i", "g!(u)"):
        assert refused(f"{left} = {left.replace('!', '')} + 0", setting).piece == "!", left


def test_a_line_that_ends_with_a_semicolon_may_be_above_braces_that_open_with_a_space(holds):
    assert holds(r"a = b; \\ b = a + \frac{\,0.5}{2} - 0.25;", "a = draw()\nb = a").steps == 2


def test_nothing_is_read_without_a_relation(refused):
    assert "expected a relation" in refused("x y", "x = draw()\ny = draw()").message


def test_a_sum_is_never_dropped_as_other_parsers_do(holds, refused):
    # SymPy's parse_latex reads 1/n here.
    setting = "n = 5\ny = draw(5)\ny_hat = draw(5)\nr = ((y - y_hat) ** 2).sum() / n"
    mean = r"\frac{1}{n}\sum_{i=1}^{n}(y_i-\hat{y}_i)^2"
    assert holds(f"r = {mean}", setting).points == 6
    assert "sides differ" in refused(rf"\frac{{1}}{{n}} = {mean}", setting).message


def test_parsing_needs_no_bindings():
    assert [str(leaf) for leaf in leaves(parse("q = w"))] == ["q", "=", "w"]


def test_values_stay_float64_to_the_last_digit(holds):
    third = torch.tensor(1 / 3, dtype=torch.float64)
    assert holds(r"x = \frac{1}{3}", None, namespace={"x": third}).error == 0
