"""The mark says which numbers and names could be any other."""

import pytest
import torch

from gradbook.formula import check

BOTH = ["b changes nothing"]
LINE = "w, b, x = draw(), draw(), draw()\n"
STEP = "def step(z):\n    return (z >= 0).double()\nz = draw()\n"
RELU = "z = draw()\nrelu = torch.relu\n"
SOFTMAX = "n = 3\nz = draw(n)\np = torch.softmax(z, 0)\nL = -p.log()[2]"
RADIAL = "F = smooth(3)\nw = draw(3)\nL = F(w / w.norm())"
VECTORS = "a, x = draw(3), draw(3)\nf = smooth()\nn = 3\n"


@pytest.mark.parametrize(
    ("setting", "tex", "said"),
    [
        (LINE, r"\frac{d}{dx} (w x + b) = w", ["b changes nothing"]),
        (LINE, r"\frac{d}{dx} b = 0", ["b changes nothing"]),
        (LINE, r"w x + 0 b = w x", ["b changes nothing"]),
        (LINE, r"x^0 = 1", ["x changes nothing"]),
        (LINE, r"\frac{d}{dx} \ln(3 e^x) = 1", ["3 changes nothing"]),
        (LINE, r"\frac{d^2}{dx^2} (x^2 + b x) = 2", ["b changes nothing"]),
        (LINE, r"\frac{d}{dx} (x + \ln(2 |b|)) = 1", ["2 changes nothing", "b changes nothing"]),
        (LINE, r"\frac{d}{dx} (x + \sqrt{2 |b|}) = 1", ["2 changes nothing", "b changes nothing"]),
        (LINE, r"b + \frac{d}{dx} (w x + b) = w + b", ["b (2 of 3) changes nothing"]),
        (LINE, r"\frac{d}{dw} (w x + b) = x \ne 5 + 0 b", ["b changes nothing"]),
        (LINE, r"w = \frac{d}{dx} (w x + b) = w + 0 b^2 + x - x", BOTH),
        (STEP, r"\operatorname{step}'(z) = 0", ["z changes nothing"]),
        ("f = lambda x: 3 * x\nx = draw()", "f'(x) = 3", ["x changes nothing"]),
    ],
)
def test_what_changes_nothing_is_named(setting, tex, said):
    held = check(tex, setting, namespace={"torch": torch})
    assert [str(one) for one in held.silent] == said
    assert str(held).endswith("; ".join(said))


@pytest.mark.parametrize(
    ("setting", "tex"),
    [
        (LINE, r"\frac{d}{dx} (w x^2 + b x) = 2 w x + b"),
        (LINE, r"w x + b - b = w x"),
        (LINE, r"x^2 - 2 x + 1 = (x - 1)^2"),
        (STEP, r"\operatorname{step}(z) = \begin{cases} 1 & z \ge 0 \\ 0 & z < 0 \end{cases}"),
        (STEP, r"\mathbb{1}[z > 0] + \mathbb{1}[z \le 0] = 1"),
        (RELU, r"\operatorname{relu}'(z) = \begin{cases} 1 & z > 0 \\ 0 & z < 0 \end{cases}"),
        (VECTORS, r"a \cdot x = \sum_{i=1}^{n} a_i x_i"),
        (VECTORS, r"a_1 x_1 + a_2 x_2 + a_3 x_3 = a \cdot x"),
        (VECTORS, r"f(x_i) + f'(x_i) = f'(x_i) + f(x_i)"),
        (VECTORS, r"\|a\|^2 + \|x\|^2 - 2 a \cdot x = \|a - x\|^2"),
        ("x, y = draw(also=[1.0]), 1.0\n", r"(x - y)^2 \ge 0"),
        (SOFTMAX, r"\sum_{i=1}^{n} \frac{\partial p_i}{\partial z_j} = 0"),
        (SOFTMAX, r"\sum_i \frac{\partial L}{\partial z_i} = 0"),
        (RADIAL, r"w^\top \nabla_w L = 0"),
        (
            "x, y = draw(), draw()\nf = x.exp() + y.sin()",
            r"\frac{\partial^2 f}{\partial x \partial y} = 0",
        ),
        (LINE, r"\begin{cases} x & 3 x > 0 \\ -x & x < 0 \end{cases} = |x|"),
        (LINE, r"\max(x, -30^2) = x"),
        (LINE, r"\max(x^2 + 1, 0.3) = x^2 + 1"),
    ],
)
def test_nothing_is_named_where_all_matters(setting, tex):
    assert not check(tex, setting, namespace={"torch": torch}).silent
