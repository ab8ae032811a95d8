"""Random TeX that the grammar allows, and that means nothing most of the time."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from tests.formula.choices import Choices, drawn

__all__ = ["SETTING", "formulas", "sums", "tokens"]

SETTING = """import torch
x = draw()
y = draw(positive=True)
v = draw(3)
u = draw(3)
W = draw(2, 3)
M = draw(3, 3)
f = smooth()
g = smooth(3)
sigma = torch.sigmoid
L = (W @ v).square().sum() + x * y
p = torch.softmax(v, dim=0)
w = steps([draw(2), draw(2), draw(2)])
h = [draw(), draw()]
F = [torch.sin, torch.tanh]
n = 3
S = [1, 3]
O_j = draw(2)
w_jk = draw(2, 3)
t_1 = draw()
W1 = draw(2, 2)
x_hat = draw()
a = draw()
loss = draw()
theta = draw()
ones = torch.ones(2, dtype=torch.float64)
b = outcomes([1.0, 2.5])
q = draw()
"""

NAMES = [*"xxyvvuWWMfgLLpwhFnSObaiijklds"]
WORDS = r"""
\sigma O_j w_{jk} W^{(1)} w_s w_{s-1} w^{(l)} h_i h_2 v_i v_j W_{ij} M_{ij} M_{ji} t_1 F_1
\hat{x} \bar{x} \Delta{x} \mathrm{loss} \mathrm{x} \mathbf{1} \delta_{ij} \theta f(x) g(v) f'(x)
\sigma(v) W^\top v^\top x^2 M^{-1} \pi 0 1 2 3 0.5 10
"""
STRANGE = [r"\partial", r"\top", r"\nabla", r"\hat", r"\exp", r"\delta", r"\Delta"]
COMMANDS = [
    r"\exp",
    r"\ln",
    r"\tanh",
    r"\max",
    r"\det",
    r"\operatorname{diag}",
    "f",
    "g",
    r"\sigma",
]
CONDITIONS = ["x > 0", r"i \ne j", "x < y", r"0 \le x \le 1", "v > 0", "q", "i = 1", r"x \in S"]

# Pieces for strings that the grammar does not allow either.
PIECES = r"""
+ - * \cdot \times \odot / ( ) [ ] { } _ ^ ' '' , & \\ | \| \lVert \rVert \lvert \rvert
\left \right \bigl \left( \right) \left| \right| \right. \frac \frac{ }{ \frac{dL}{dx} \frac{d}{dx}
\frac{\partial}{\partial{v}} \sqrt \sqrt{ \sum \sum_i \sum_{i=1}^{3} \prod \lim \lim_{h\to0} ^{0^+}
\mathbb{E} \mathbb{E}[ D_u \hat \bar ^2 ^{-1} ^\top ^{(1)} ^{(l)} ^{ _{ _i _1 ^+ \quad \, ~ \!
\begin{cases} \end{cases} \begin{pmatrix} \end{pmatrix} \begin{aligned} \end{aligned} \text{foo}
\text{otherwise} \text{if} \displaystyle \to \in \input \def \let \catcode \write \include \href
\begin \end \label \tag \over \$ $ $$ % # @ ! ? : ; ` \ \0 " . .. 1. .5 1e5 00 × − ′ ∑ Σ π é 𝑥 ﬁ
"""
SPACES = ["\u200b", "\u00a0", "\ufeff", "\x00", "\x7f", "\r", "\t", "\n", "\u202e"]
TOKENS = [*NAMES, *WORDS.split(), *STRANGE, *COMMANDS, *PIECES.split(), *SPACES]


SHAPES = [
    *["(<A>)", r"\left[ <A> \right]", "(<A>, <B>)", "(<X>, <Y>)", "{<A>}", r"\frac{<A>}{<B>}"],
    *[
        r"\frac{\partial <A>}{\partial <X>}",
        r"\frac{\partial <X>}{\partial <Y>}",
        r"\frac{d}{d<X>} <A>",
    ],
    *[
        r"\frac{\partial^2 <X>}{\partial <Y> \partial <Z>}",
        r"\frac{d^2}{d<X>^2} <A>",
        r"\sqrt{<A>}",
    ],
    *[
        r"\sqrt[<B>]{<A>}",
        r"\lVert <A> \rVert",
        r"\left| <A> \right|",
        "|<A>|",
        "<F>(<A>)",
        "<F> <X>",
    ],
    *["f'(<A>)", "g'(<A>)", r"\nabla f(<A>)", r"\nabla g(<A>)", r"\nabla_<I> <A>", "D_<I> g(<A>)"],
    *[r"\sum_<I> <A>", r"\sum_{<I>=1}^{3} <A>", r"\sum_{<I>=<X>}^{<Y>} <A>", r"\sum_{i \ne j} <A>"],
    *[
        r"\sum_{i \in <X>} <A>",
        r"\prod_{<I>=1}^{3} <A>",
        r"\lim_{<I> \to 0} <A>",
        r"\mathbb{E}[<A>]",
    ],
    *[r"\lim_{t \to <X>} <A>", r"\lim_{t \to 0^+} <A>", r"\begin{pmatrix} <A> & <B> \end{pmatrix}"],
    *[
        r"\begin{pmatrix} <A> \\ <B> \end{pmatrix}",
        r"\Delta x",
        r"\hat{<I>}",
        r"\hat <K>",
        "<X>_{<A>}",
    ],
    r"\begin{cases} <A> & <P> \\ <B> & <Q> \end{cases}",
    r"\begin{cases} <A> & <P> \\ <B> & \text{otherwise} \end{cases}",
]


class Nonsense:
    """Writes random formulas by the rules of the grammar and with no regard to what is bound."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices

    def sum(self, depth: int) -> str:
        count = self.choices.choice([1, 1, 1, 2, 3])
        terms = [self.term(depth) for _ in range(count)]
        text = self.choices.choice(["", "", "", "-", "- "]) + terms[0]
        return text + "".join(f" {self.choices.choice('+-')} {term}" for term in terms[1:])

    def term(self, depth: int) -> str:
        count = self.choices.choice([1, 1, 2, 2, 3])
        operators = ["", "", "", r"\cdot", r"\times", r"\odot", "/"]
        text = self.factor(depth)
        for _ in range(count - 1):
            text += f" {self.choices.choice(operators)} {self.factor(depth)}"
        return text

    def factor(self, depth: int) -> str:
        base = self.base(depth)
        if re.search(r"[_^'].{0,6}$", base) or not self.choices.chance(20):
            return base
        return base + self.script(depth)

    def script(self, depth: int) -> str:
        simple = ["_i", "_j", "_1", "_{ij}", "_{i+1}", "_{1,2}", "^2", "^{-1}", r"^\top", "^T"]
        simple += ["^{(1)}", "^{(l)}", r"^{(1)\top}", "'", "''", "^+", "_n", "_x", "^n", "_0", "_4"]
        if depth < 1 or not self.choices.chance(20):
            return self.choices.choice(simple)
        return self.choices.choice("_^") + f"{{{self.sum(depth - 1)}}}"

    def base(self, depth: int) -> str:
        if depth < 1 or not self.choices.chance(65):
            return self.name()
        inner = self.sum(depth - 1)
        other = self.sum(depth - 1)
        names = [self.name() for _ in range(3)]
        letters = [self.choices.choice("vxWijkgnse") for _ in range(2)]
        holes = {"A": inner, "B": other, "X": names[0], "Y": names[1], "Z": names[2]}
        holes |= {"I": letters[0], "K": letters[1], "F": self.choices.choice(COMMANDS)}
        holes |= {"P": self.condition(), "Q": self.condition()}
        return re.sub("<(.)>", lambda m: holes[m[1]], self.choices.choice(SHAPES))

    def name(self) -> str:
        if self.choices.chance(1):
            return self.choices.choice(STRANGE)
        return self.choices.choice(WORDS.split() if self.choices.chance(40) else NAMES)

    def condition(self) -> str:
        return self.choices.choice(CONDITIONS)

    def formula(self, depth: int) -> str:
        """Return relations between sums, on one line or on several, with conditions or without."""
        relation = ["=", "=", "=", "<", r"\le", r"\ge", r"\ne", r"\in", r"\to"]
        sides = [self.sum(depth) for _ in range(self.choices.choice([2, 2, 3]))]
        text = sides[0] + "".join(f" {self.choices.choice(relation)} {side}" for side in sides[1:])
        if self.choices.chance(20):
            text += f", {self.condition()}"
        if self.choices.chance(10):
            text = rf"\begin{{aligned}} {text} \\ &= {self.sum(depth)} \end{{aligned}}"
        return text


def sums(depth: int) -> st.SearchStrategy[str]:
    """Draw one side of a formula."""
    return drawn().map(lambda choices: Nonsense(choices).sum(depth))


def formulas(depth: int) -> st.SearchStrategy[str]:
    """Draw a whole formula."""
    return drawn().map(lambda choices: Nonsense(choices).formula(depth))


def tokens(most: int) -> st.SearchStrategy[str]:
    """Draw tokens in any order, of the grammar or not."""
    return drawn().map(lambda c: " ".join(c.choice(TOKENS) for _ in range(c.integer(1, most))))
