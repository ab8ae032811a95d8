r"""What is read: random expressions, printed as TeX, have the value that Python computes.

The direct evaluation in `printing` knows nothing of gradbook.formula.
"""

from __future__ import annotations

import random
import re

import pytest
import torch

from gradbook.formula import FormulaError, check
from gradbook.formula.reading.parser import parse, tokens
from gradbook.formula.reading.trees import leaves, span
from tests.formula.printing import BINDINGS, Writer, environment, expression, value

pytestmark = pytest.mark.usefixtures("no_hints")

CHUNKS, CHUNK = 10, 50  # 500 expressions in each style
STYLES = {
    "minimal": {"brackets": 0.0, "spaces": False},
    "spaced": {"brackets": 0.0, "spaces": True},
    "redundant": {"brackets": 0.35, "spaces": True},
}


def samples(seed, count, style, depth=3, derivatives=True):
    """Yield random expressions with their TeX, their value and what their names are bound to."""
    for number in range(count):
        rng = random.Random(1000 * seed + number)
        env = environment(rng.randrange(50))
        node = expression(rng, env, depth, derivatives)
        yield Writer(rng, **STYLES[style]).tex(node), value(node, env), env


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_random_expression_has_the_value_of_python(chunk, style):
    for tex, expected, env in samples(chunk, CHUNK, style):
        assert check(f"{tex} = r", namespace={**env, "r": expected}).error < 1e-10, tex


@pytest.mark.parametrize("seed", range(4))
def test_deep_random_expression_has_the_value_of_python(seed):
    for tex, expected, env in samples(500 + seed, 10, "redundant", depth=6):
        assert check(f"r = {tex}", namespace={**env, "r": expected}).points == 1, tex


@pytest.mark.parametrize("chunk", range(4))
def test_random_expression_differs_from_a_value_that_is_wrong_by_1e_8(chunk):
    # A derivative's error is measured by what is differentiated as well.
    for tex, expected, env in samples(100 + chunk, CHUNK, "spaced", 2, derivatives=False):
        if "'" in tex:
            continue
        # Where large addends cancel, the error is relative to them.
        wrong = expected + 1e-8 * (expected.abs() + 50)
        with pytest.raises(FormulaError, match="sides differ"):
            check(f"{tex} = r", namespace={**env, "r": wrong})


@pytest.mark.parametrize("chunk", range(3))
def test_derivatives_in_random_expressions_agree_with_differences(chunk):
    count = 0
    for number in range(40):
        rng = random.Random(7000 + 1000 * chunk + number)
        env = environment(number)
        node = expression(rng, env, 3)
        if not node.kinds() & {"derivative", "primed"}:
            continue
        count += 1
        tex = Writer(rng, brackets=0.1).tex(node)
        names = [f"{n} = given[{n!r}]" + ".clone()" * (n not in BINDINGS) for n in env]
        setting = "\n".join([*names, "r = value(node, dict(locals()))"])
        space = {"given": env, "node": node, "value": value}
        assert check(f"{tex} = r", setting, namespace=space).draws == 1, tex
    assert count > 3


# ---- every token counts ----

INTRUDERS = ["'", r"^\top", "q", "^3", "_7", r"\odot", ")", "}", r"\right", "&", "|", "7", "=", ","]


@pytest.mark.parametrize("intruder", INTRUDERS)
def test_no_token_that_is_put_anywhere_is_ignored(intruder):
    for number, (tex, expected, env) in enumerate(samples(900, 40, "minimal", 2, False)):
        if re.search(r"\\max|\\min|\\sum|\\prod|x_|_t|'", tex):
            continue  # max(a, q b) may be a, and the like
        rng = random.Random(number)
        place = rng.choice([token.start_pos for token in tokens(tex)] + [len(tex)])
        changed = f"{tex[:place]} {intruder} {tex[place:]}"
        found = None
        try:
            found = check(f"{changed} = r", namespace={**env, "q": 1.37, "r": expected})
        except FormulaError:
            continue
        assert found is None, changed


@pytest.mark.parametrize("chunk", range(3))
def test_no_token_that_is_taken_away_is_missed_silently(chunk):
    for number, (tex, expected, env) in enumerate(samples(950 + chunk, 40, "minimal", 2, False)):
        if re.search(r"\\max|\\min", tex):
            continue
        rng = random.Random(number)
        token = rng.choice(tokens(tex))
        if token.type not in {"NAME", "NUMBER", "SIGN"} or token == "1":
            continue  # v_{1} and v_1 are one, a 1 may be a factor
        changed = f"{tex[: token.start_pos]} {tex[token.end_pos :]}"
        with pytest.raises(FormulaError):
            check(f"{changed} = r", namespace={**env, "r": expected})


# ---- trees ----


@pytest.mark.parametrize("style", STYLES)
def test_leaves_know_where_they_stand(style):
    for tex, _, _ in samples(33, 60, style):
        whole = f"{tex} = r"
        for leaf in leaves(parse(whole)):
            assert whole[slice(*span(leaf))] == str(leaf), whole


def test_tokens_put_together_are_the_formula():
    for tex, _, _ in samples(34, 60, "redundant"):
        assert "".join(tokens(tex)) == tex


def test_spaces_change_nothing_in_the_tree():
    rng = random.Random(5)
    for number in range(60):
        node = expression(random.Random(number), environment(number), 3)
        state = rng.getstate()
        kinds = []
        for spaces in (False, True):
            # The same choices but for the spaces: a writer without randomness in its words.
            text = Writer(Fixed(), 0.0, False).tex(node)
            pieces = [str(token) for token in tokens(text)]
            if spaces:
                text = "".join(piece + rng.choice([" ", r"\, ", "~", "\n"]) for piece in pieces)
            kinds.append([str(leaf) for leaf in leaves(parse(f"{text} = r"))])
        assert kinds[0] == kinds[1]
        rng.setstate(state)


class Fixed(random.Random):
    """Always the first choice."""

    def random(self):
        return 0.99

    def choice(self, options):
        return options[0]


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
        (r"\frac{\frac{a}{b}}{c}", "a / b / c"),
        (r"\frac{a}{\frac{b}{c}}", "a * c / b"),
        (r"\sqrt{c} \sqrt{c}", "c"),
        (r"\sqrt[3]{c} \sqrt[3]{c} \sqrt[3]{c}", "c"),
        ("|b|", "-b"),
        ("|a||b|", "-a * b"),
        ("|a + |b||", "a - b"),
        (r"\left| a - \left| b \right| \right|", "a + b"),
        ("|a|b|c|", "a * b * c"),
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
        (r"{a + b}", "a + b"),
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
        (r"\frac12", "12"),
        ("1/2x", "x"),
        ("1/2(x)", "(x)"),
        (r"\log x y", "y"),
        (r"\sin x \cos y", r"\cos"),
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
        (r"\sqrt x", "x"),
        ("x!", "!"),
        ("x:y", ":"),
        (r"x \div y", r"\div"),
        (r"x \pm y", r"\pm"),
        (r"x \approx y", r"\approx"),
        (r"x + \cdots + y", r"\cdots"),
        (r"x + \ldots + y", r"\ldots"),
        (r"x \text{ is } y", r"\text"),
        (r"\binom{x}{y}", r"\binom"),
        (r"\int x", r"\int"),
        (r"\mathbb{R}", r"\mathbb"),
        (r"\mathcal{L}", r"\mathcal"),
    ],
)
def test_what_could_be_read_two_ways_or_is_unknown_is_quoted(tex, piece, refused):
    error = refused(f"{tex} = x", "x = draw(positive=True)\ny = draw(positive=True)")
    assert error.piece == piece
    assert "cannot be evaluated" not in error.message


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
