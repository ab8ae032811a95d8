"""Typos: what would change a formula, and nothing that would not."""

from __future__ import annotations

import random
import re
from functools import cache

import pytest
from hypothesis import given

from gradbook.formula import FormulaError, check
from gradbook.formula.reading.parser import parse
from gradbook.formula.reading.trees import leaves
from gradbook.formula.typos import Typo
from gradbook.formula.typos import typos as yielded
from tests.formula.choices import Choices, tried
from tests.formula.printing import sample, samples

FORMULAS = [
    r"\sigma(z) = \frac{1}{1 + e^{-z}}",
    r"\frac{\partial p_i}{\partial z_j} = p_i (\delta_{ij} - p_j)",
    r"L = \frac{1}{n} \sum_{i=1}^{n} (p_i - t_i)^2",
    r"\theta_t = \theta_{t-1} - \alpha \frac{\hat m_t}{\sqrt{\hat v_t} + \epsilon}",
    r"f'(x) = \lim_{h \to 0} \frac{f(x + h) - f(x)}{h}",
    r"\delta = W^\top \delta \odot \sigma'(z), \quad i \ne j",
    r"\begin{aligned} a &= b + c \\ &= 2 \left( b + c \right) / 2 \end{aligned}",
    r"y = \begin{cases} z & z > 0 \\ 0 & z \le 0 \end{cases}",
    r"\nabla f(x) = (2 x_1, \sin x_2)",
]


@cache
def typos(tex: str) -> list[Typo]:
    """Return all typos of a formula, which several tests look at."""
    return list(yielded(tex))


def kinds(tex):
    return {typo.kind.split()[0] for typo in typos(tex)}


def changed(tex):
    return {re.sub(r"\s+", "", typo.tex) for typo in typos(tex)}


@pytest.mark.parametrize("tex", FORMULAS)
def test_things_are_deleted_substituted_and_inserted(tex):
    assert kinds(tex) == {"delete", "substitute", "insert"}


@pytest.mark.parametrize("tex", FORMULAS)
def test_typo_is_what_it_says(tex):
    for typo in typos(tex):
        assert typo.tex == tex[: typo.start] + typo.text + tex[typo.end :]


@pytest.mark.parametrize("tex", FORMULAS)
def test_typo_changes_what_stands_between_start_and_end(tex):
    for typo in typos(tex):
        assert 0 <= typo.start <= typo.end <= len(tex)
        assert tex[typo.start : typo.end] != typo.text
        assert typo.start < typo.end or typo.text.strip()


@pytest.mark.parametrize("tex", FORMULAS)
def test_no_typo_comes_twice(tex):
    found = [typo.tex for typo in typos(tex)]
    assert len(found) == len(set(found)) > 10


@pytest.mark.parametrize("tex", FORMULAS)
def test_formula_itself_is_no_typo_of_it(tex):
    original = [str(leaf) for leaf in leaves(parse(tex))]
    for typo in typos(tex):
        try:
            tree = parse(typo.tex)
        except FormulaError:
            continue
        assert [str(leaf) for leaf in leaves(tree)] != original


@pytest.mark.parametrize(
    "tex",
    [
        "y = (x)",
        "y = (x) + z",
        "y = {x}",
        r"y = \left( x \right) z",
        "y = ((x))",
        "y = (x)^2",
        "y = (2) x",
    ],
)
def test_brackets_that_change_nothing_are_not_deleted(tex):
    without = re.sub(r"[(){}]|\\left|\\right|\s", "", tex)
    assert without not in {re.sub(r"[(){}]|\\left|\\right|\s", "", t.tex) for t in typos(tex)}


def test_brackets_that_matter_are_deleted():
    assert "y=2x+z" in changed("y = 2 (x + z)")


@pytest.mark.parametrize(
    ("tex", "typo"),
    [
        ("y = a + b", "y=a-b"),
        ("y = a - b", "y=a+b"),
        ("y = a + b", "y=-a+b"),
        ("y = a + b", "y=a"),
        ("y = a + b", "y=b"),
        ("y = a b", "y=a"),
        ("y = a b", "y=b"),
        ("y = a b", "y=2ab"),
        ("y = a^2", "y=a"),
        ("y = a^2", "y=a^3"),
        ("y = a^2", "y=a^1"),
        ("y = a^2", "y=a^-2"),
        ("y = 3 a", "y=4a"),
        ("y = 3 a", "y=2a"),
        ("y = a", "y=a^2"),
        ("y = a_i", "y=a"),
        ("y_i = a_{ij} b_j", "y_i=a_{ii}b_j"),
        ("y_i = a_i b_j", "y_j=a_ib_j"),
        ("y_i = a_i", "y_i=a_{i-1}"),
        (r"y = \hat a", "y=a"),
        (r"y = a^\top b", "y=ab"),
        ("y = a b", r"y=a^\topb"),
        ("y = f'(x)", "y=f(x)"),
        ("y = f'(x)", "y=f''(x)"),
        ("y = f(x)", "y=f'(x)"),
        (r"y = \frac{a}{b}", r"y=\frac{b}{a}"),
        (r"y = \frac{a}{b}", "y=(a)"),
        (r"y = \sum_i a_i", r"y=\prod_ia_i"),
        (r"y = \sin x", r"y=\cosx"),
        (r"y = \max(a, b)", r"y=\min(a,b)"),
        (r"y \le a", r"y\gea"),
        ("y < a", "y>a"),
        (r"y = a \odot b", "y=ab"),
        ("y = a / b", r"y=a\cdotb"),
        ("y = a + b", "a=a+b"),
    ],
)
def test_typo_is_tried(tex, typo):
    squeezed = {re.sub(r"[{}]", "", t) for t in changed(tex)}
    assert re.sub(r"[{}]", "", typo) in squeezed


def test_each_term_is_deleted_with_its_sign():
    assert {"y=b-c", "y=-b-c", "y=a-c", "y=a+b"} & changed("y = a + b - c") >= {"y=a-c", "y=a+b"}


def test_a_sign_is_not_put_before_0():
    assert "y=-0" not in changed("y = 0")


def test_what_is_no_formula_has_no_typos():
    with pytest.raises(FormulaError):
        list(typos("y = ("))


@pytest.mark.parametrize(
    "tex",
    [
        r"y = \left( x + z \right) z",
        r"y = \left[ \frac{a}{b} - c \right] \left( x \right)^2",
        "y = a + b - c",
        "y = a b + 2 c",
        "y = x^2 - z^3",
    ],
)
@pytest.mark.parametrize("kind", ["insert factor", "insert sign", "delete brackets", "delete term"])
def test_typos_that_move_signs_and_brackets_can_be_read(tex, kind):
    # Mutants that no parser reads would only make the share of those that are caught look better.
    for typo in typos(tex):
        if typo.kind == kind:
            assert parse(typo.tex)


@tried(30)
@given(samples("redundant", depth=2))
def test_typos_of_random_formulas_are_never_in_brackets_only(one):
    tex = f"{one.tex} = r"
    plain = bare(tex)
    for typo in typos(tex):
        if bare(typo.tex) == plain:
            # Then the brackets that went were needed.
            assert "brackets" in typo.kind or "denominator" in typo.kind, typo


def bare(tex):
    """Return a formula without what only groups."""
    return re.sub(r"\\left|\\right|\\big[lr]|\\[,;!: ]|\\quad|[(){}\[\]\s~]", "", tex)


def test_typos_that_change_a_random_formula_are_caught(no_hints):
    # A share of all of them, so the formulas are the same each day.
    caught = total = 0
    for number in range(12):
        one = sample(Choices(random.Random(f"caught {number}")), "minimal", 2, derivatives=False)
        if r"\max" in one.tex or r"\min" in one.tex:
            continue
        for typo in typos(f"{one.tex} = r"):
            total += 1
            try:
                check(typo.tex, namespace={**one.env, "r": one.value})
            except FormulaError:
                caught += 1
    assert total > 150
    assert caught >= 0.95 * total
