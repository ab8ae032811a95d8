r"""What looks right at the numbers that were tried, and is wrong: none of it may earn the mark.

Each block is a kind. A line that begins with ``!`` is false, or was not shown to be true; the other
lines are true and must hold, for a refusal of what is right weighs as much.
"""

from __future__ import annotations

import pytest

from gradbook.formula import FormulaError, check
from tests.formula.examples import table

pytestmark = pytest.mark.usefixtures("no_hints")

TABLE = r"""
# Invisible braces are no brackets.
a = draw()
x = draw()
y = draw()
z = draw(positive=True)
u = draw(3)
n = 3
---
! a - {x + y} = a - x - y
! 2{3} = 6
! \sin{x + y} = \sin(x + y)
! {x^2}^3 = x^6
! \sum_i {u_i + 1} = \sum_i u_i + n
! x / {y + z} = \frac{x}{y + z}
! x / {y z} = \frac{x}{y z}
! {x y}^2 = x^2 y^2
! -{-x} = x
! {x + y} z = x z + y z
! {x_1}_2 = x
(x^2)^3 = x^6
{x}^2 = x x
{a} - {x} = -x + a
\sum_i (u_i + 1) = \sum_i u_i + n
\frac{x + y}{z} = \frac{x}{z} + \frac{y}{z}

# A term is not drowned by another.
import torch
x = draw()
y = draw()
t = 1e-7 * draw()
s = 1e-9 * draw()
A = draw(3, 3) + torch.diag(torch.tensor([1e10, 0, 0], dtype=torch.float64))
B = A + torch.tensor([[0, 0, 0], [0, 0, 1e-3], [0, 0, 0]], dtype=torch.float64)
c = 1e10 * draw(3)
---
! 10^{10} x + y = 10^{10} x + 2 y
! 10^{20} x + y = 10^{20} x + 2 y
! 10^{10} x + y = 10^{10} x
! A = B
! A_{ij} = B_{ij}
! x + t = x + 1.00001 t
! x + s = x + 1.00001 s
! x + t = x + 1.0000001 t
! x = x + 10^{-17} y
10^{3} x + y = y + 1000 x
10^{10} (x + y) = 10^{10} x + 10^{10} y
A + B = B + A

# Adam with its usual constants.
import torch
theta = draw(3)
g = draw(3)
eta, beta_1, beta_2, epsilon = 1e-3, 0.9, 0.999, EPSILON
m = beta_1 * 0.3 * theta.detach() + (1 - beta_1) * g
v = beta_2 * 0.2 * theta.detach() ** 2 + (1 - beta_2) * g**2
new = theta - eta * m / (torch.sqrt(v) + epsilon)
mu = g.mean()
var = g.var(correction=0)
y = (g - mu) / torch.sqrt(var + epsilon)
---
\mathrm{new}_i = \theta_i - \eta \frac{m_i}{\sqrt{v_i} + \epsilon}
y_i = \frac{g_i - \mu}{\sqrt{\mathrm{var} + \epsilon}}
! \mathrm{new}_i = \theta_i - \eta \frac{m_i}{\sqrt{v_i}}
! \mathrm{new}_i = \theta_i - \eta \frac{m_i}{\sqrt{v_i + \epsilon}}
! \mathrm{new}_i = \theta_i - \eta \frac{m_i}{\sqrt{v_i} - \epsilon}
! y_i = \frac{g_i - \mu}{\sqrt{\mathrm{var}}}
! y_i = \frac{g_i - \mu}{\sqrt{\mathrm{var}} + \epsilon}
! y_i = \frac{g_i - \mu}{\sqrt{\mathrm{var} - \epsilon}}

# The same constants inside of a call, and those that PyTorch has by itself.
import torch
x = draw(5)
w = draw(3)
p = w.detach().clone().requires_grad_()
optimizer = torch.optim.Adam([p], lr=1e-3, eps=EPSILON)
p.grad = w.detach() ** 2 + 0.1
optimizer.step()
g = p.grad
q = p.detach()
mu = x.mean()
var = x.var(correction=0)
y = torch.nn.functional.layer_norm(x, (5,), eps=EPSILON)
z = torch.nn.functional.layer_norm(x, (5,))
epsilon = 1e-5
---
z_i = \frac{x_i - \mu}{\sqrt{\mathrm{var} + \epsilon}}
! q_i = w_i - 0.001 \frac{g_i}{|g_i|}
! y_i = \frac{x_i - \mu}{\sqrt{\mathrm{var}}}
! z_i = \frac{x_i - \mu}{\sqrt{\mathrm{var}}}
! z_i = \frac{x_i - \mu}{\sqrt{\mathrm{var}} + \epsilon}

# Far out, where functions are constant in float64.
import torch
sigma = torch.sigmoid
x = draw(between=(30, 60))
w = draw(between=(45, 60))
F = 2 + torch.exp(-2 * x**2)
G = 2 + torch.exp(-w / 2)
H = torch.exp(-x**2)
s = sigma(w)
q = torch.tanh(w)
r = torch.erf(x)
---
! \sigma(x) = 1
! \sigma(w) = 1
! s = 1
! \sigma'(x) = 2 \sigma(x) (1 - \sigma(x))
! \sigma'(w) = 2 \sigma(w) (1 - \sigma(w))
! \tanh x = 1
! \tanh w = 1
! q = 1
! r = 1
! 1 - q = 0
! e^{-1000} = 0
! e^{-800} = e^{-900}
! \exp(-1000) = 0
! H = 0
! \frac{dF}{dx} = 0
! \frac{dG}{dw} = 0
! \frac{dF}{dx} = -x e^{-2 x^2}
! \ln(1 + e^{-w}) = 0
! \tanh'(w) = 0
! \sigma(-x) = \frac{1}{1 + e^{x}}
! s = q
! s + x = x + 1
\frac{dG}{dw} = -\frac{1}{2} e^{-w/2}

# Far out, where PyTorch takes a function for a simpler one.
import torch
from torch.nn import functional as F
t = draw(between=(100, 120))
z = draw(between=(8, 12))
w = draw(between=(800, 900))
x = draw()
softplus = F.softplus(t)
silu = F.silu(t)
mish = F.mish(t)
gelu = F.gelu(z)
elu = F.elu(-t)
celu = F.celu(-t)
pair = torch.stack([t, 0 * t])
far = torch.softmax(torch.stack([w, 0 * w]), 0)
lse = torch.logsumexp(pair, 0)
columns = torch.logsumexp(torch.stack([torch.stack([t, 2 * t]), torch.zeros(2)]), 0)
q = torch.log_softmax(pair, 0)
tail = torch.log1p(torch.exp(-t))
small = torch.logsumexp(torch.stack([x, 2 * x]), 0)
---
! \mathrm{softplus} = t
! \frac{d \mathrm{softplus}}{dt} = 1
! \mathrm{silu} = t
! \mathrm{mish} = t
! \mathrm{gelu} = z
! \frac{d \mathrm{gelu}}{dz} = 1
! \mathrm{elu} = -1
! \mathrm{celu} = -1
! \mathrm{lse} = t
! \mathrm{columns}_1 = t
! \mathrm{far}_1 = 1
! q_1 = 0
! \mathrm{tail} = 0
! \cosh t = \sinh t
\mathrm{small} = \ln(e^x + e^{2 x})

# An indicator that never changes selects nothing.
import torch
y = draw()
r = torch.relu(y)
p = draw(positive=True)
---
! r = y \mathbb{1}[y > 0] + 5 \cdot \mathbb{1}[y = 0]
! r = y \mathbb{1}[y > 0] + 5 \cdot \mathbb{1}[y > 500]
! \mathbb{1}[y > 10^6] = 0
! p = p \mathbb{1}[p > 0]
r = y \mathbb{1}[y > 0]
r = y (1 - \mathbb{1}[y \le 0])

# What is too small is not 0.
x = draw()
---
! 10^{-300} x = 0
! 10^{-200} \cdot 10^{-200} x = 0
! x = x + 10^{-200}
! 10^{-20} x = 0

# A mask is not saturated.
import torch
n = 4
S = draw(n, n)
V = draw(n, 2)
M = torch.triu(torch.full((n, n), -torch.inf, dtype=torch.float64), 1)
low = torch.tril(torch.ones(n, n, dtype=torch.float64))
softmax = lambda Z: torch.softmax(Z, 1)
P = softmax(S + M)
Q = softmax(S.masked_fill(low == 0, -1e9))
L = torch.logsumexp(S + M, 1)
O = P @ V
---
P = \operatorname{softmax}(S + M)
P_{ij} = \frac{e^{S_{ij}} \mathbb{1}[j \le i]}{\sum_k e^{S_{ik}} \mathbb{1}[k \le i]}
P_{ij} = \frac{\mathrm{low}_{ij} e^{S_{ij}}}{\sum_k \mathrm{low}_{ik} e^{S_{ik}}}
Q_{ij} = \frac{\mathrm{low}_{ij} e^{S_{ij}}}{\sum_k \mathrm{low}_{ik} e^{S_{ik}}}
L_i = \ln \sum_{k=1}^{i} e^{S_{ik}}
O = P V
O_{ij} = \frac{\sum_{k=1}^{i} e^{S_{ik}} V_{kj}}{\sum_{k=1}^{i} e^{S_{ik}}}
! P = \operatorname{softmax}(S)
! P_{ij} = \frac{e^{S_{ij}} \mathbb{1}[j \le i]}{\sum_k e^{S_{ik}}}
! O_{ij} = \frac{\sum_{k=1}^{i} e^{S_{ik}} V_{kj}}{\sum_{k} e^{S_{ik}}}

# A domain that is wider than the first draws.
import torch
x = draw()
y = draw()
v = draw(3)
relu6 = torch.nn.functional.relu6(x)
hardswish = torch.nn.functional.hardswish(x)
relu = torch.relu(x)
small = torch.where(x > 0.01, x, 0.0 * x)
hinge = torch.relu(1 - x)
shrink = torch.nn.functional.softshrink(x, 0.01)
clipped = v * torch.clamp(9.0 / v.norm(), max=1.0)
huber = torch.nn.functional.huber_loss(x, y.detach(), delta=5.0)
tail = torch.relu(x - 3)
---
! \mathrm{relu6} = \max(0, x)
! \mathrm{hardswish} = \frac{x (x + 3)}{6}
! x^2 < 4
! x < 2
! \mathrm{small} = \max(0, x)
! \mathrm{hinge} = \max(0, -x)
! \mathrm{hinge} = \begin{cases} 1 - x & x < 2 \\ 0 & x \ge 2 \end{cases}
! \mathrm{clipped} = v
! \mathrm{huber} = \frac{1}{2} (x - y)^2
! \mathrm{tail} = 0
\mathrm{relu} = \max(0, x)
\mathrm{relu6} = \min(6, \max(0, x))
\mathrm{hardswish} = x \frac{\min(6, \max(0, x + 3))}{6}
\mathrm{hinge} = \max(0, 1 - x)
\frac{d \mathrm{hinge}}{dx} = \begin{cases} -1 & x < 1 \\ 0 & x > 1 \end{cases}
! \frac{d \mathrm{hinge}}{dx} = \begin{cases} -1 & x < 0 \\ 0 & x > 0 \end{cases}
e^{x} > x
\frac{e^{x}}{e^{y}} = e^{x - y}

# A narrow domain that the setting states is respected.
import torch
x = draw(between=(-1, 1))
---
x^2 < 1
\arctan(\tan x) = x

# Limits are not probed at powers of two alone.
---
! \lim_{h \to 0} \sin(\pi/h) = 0
! \lim_{h \to 0} \cos(\pi/h) = 1
! \lim_{h \to 0} \cos(2 \pi/h) = 1
! \lim_{h \to 0} \sin(10 \pi/h) = 0
! \lim_{h \to 0} h \sin(\pi/h) = 1
! \lim_{h \to 0} \frac{\sin(1000 h)}{h} = 100
\lim_{h \to 0} \frac{\sin(1000 h)}{h} = 1000
\lim_{h \to 0} \frac{\sin(0.001 h)}{h} = 0.001
\lim_{h \to 0} \frac{1 - \cos h}{h^2} = \frac{1}{2}

# No integral goes through a pole.
---
! \int_{-1}^{1} \frac{1}{t} \, dt = 0
! \int_0^1 \frac{1}{t - 0.5} \, dt = 0
! \int_{-1}^{1} \frac{1}{t^3} \, dt = 0
\int_{-1}^{1} t^3 \, dt = 0

# Constants that coincide.
import torch
n = 4
d_k = 4
mu = 0.5
T = 3
one = draw(1)
two = draw(2)
sum = two.sum()
prod = two.prod()
q = draw(d_k)
v = draw()
g = draw()
k = q * torch.arange(1.0, 1.0 + d_k, dtype=torch.float64)
s = (q * k).sum() / d_k**0.5
w = mu * v + (1 - mu) * g
x = draw(n)
mean = x.mean()
path = draw(T)
---
! n^2 = 2^n
! n = n^2 - 12
! \mu = 1 - \mu
! \mu = 2 \mu^2
! s = \frac{q^\top k}{d_k - 2}
! w = \mu v + \mu g
! \mathrm{mean} = \frac{1}{2^{n/2}} \sum_i x_i
! \mathrm{mean} = \frac{1}{\sqrt{n} + 2} \sum_i x_i
! \sum_i \mathrm{one}_i^2 = (\sum_i \mathrm{one}_i)^2
! \sum_i \mathrm{two}_i^3 = \mathrm{sum} \sum_i \mathrm{two}_i^2 - \mathrm{prod} \mathrm{sum}
s = \frac{q^\top k}{\sqrt{d_k}}
w = \mu v + (1 - \mu) g
w = \frac{v + g}{2}
\mathrm{mean} = \frac{1}{n} \sum_i x_i
\mathrm{mean} = \frac{1}{4} \sum_i x_i
\mathrm{mean} = \frac{x_1 + x_2 + x_3 + x_4}{4}

# A number of the formula that a constant happens to be.
import math, torch
y, T, sigma, rho, alpha = 1.0, 1.0, 1.0, 2.0, 1.0
n = 3
z, x, mu = draw(), draw(), draw()
p = torch.sigmoid(z)
L = -(y * torch.log(p) + (1 - y) * torch.log(1 - p))
a = draw(3)
q = torch.softmax(a / T, 0)
E = 0.5 * math.log(2 * math.pi * sigma**2) + (x - mu) ** 2 / (2 * sigma**2)
H = rho / 2 * x**2
s = torch.sigmoid(alpha * x)
u = draw(n)
mean = u.mean()
---
! L = -y \ln(p) + (1 - y) \ln(1 - p)
! \frac{dL}{dz} = p y - 1
! \frac{\partial q_i}{\partial a_i} = T q_i (1 - q_i)
! E = \frac12 \ln(2\pi\sigma) + \frac{(x-\mu)^2}{2\sigma}
! H = \frac{2}{\rho} x^2
! \frac{ds}{dx} = s (1 - s) / \alpha
! \sum_{i=1}^n i = n + 3
L = -y \ln(p) - (1 - y) \ln(1 - p)
\frac{dL}{dz} = p - y
\frac{\partial q_i}{\partial a_i} = \frac{1}{T} q_i (1 - q_i)
E = \frac12 \ln(2\pi\sigma^2) + \frac{(x-\mu)^2}{2\sigma^2}
H = \frac{\rho}{2} x^2
\frac{ds}{dx} = \alpha s (1 - s)
\sum_{i=1}^n i = \frac{n (n + 1)}{2}
\sum_{i=1}^n u_i = u_1 + u_2 + u_3
\mathrm{mean} = \frac13 \sum_{i=1}^n u_i
\sum_{i=1}^n i = 6

# A constant in other clothes, or one that another number has to follow.
import torch
n = 4
k: int = 4
x, y = draw(n), draw(4)
both = (x * y).mean()
u = draw(5)
N = u.shape[0]
mean = u.mean()
c = k * u
w = 3.0
v = torch.tensor(w) * u
---
! \mathrm{both} = \frac{1}{2^{n/2}} \sum_i x_i y_i
! \mathrm{mean} = \frac{1}{3 N - 10} \sum_i u_i
! 4 c_i = 2^k u_i
! \sum_i x_i y_i - 2^{n/2} \mathrm{both} = 0
\mathrm{both} = \frac{1}{n} \sum_i x_i y_i
\mathrm{mean} = \frac{1}{N} \sum_i u_i
c_i = k u_i
\sum_i x_i y_i - n \mathrm{both} = 0
v = w u

# The forgotten 2/N of a mean of two.
N = 2
X, w, t = draw(N, 3), draw(3), draw(N)
L = ((X @ w - t) ** 2).mean()
Y, r = draw(2, 3), draw(2)
K = ((Y @ w - r) ** 2).mean()
---
! \frac{\partial L}{\partial w} = X^\top (X w - t)
! \frac{\partial L}{\partial w} = \frac{N}{2} X^\top (X w - t)
! \frac{\partial K}{\partial w} = Y^\top (Y w - r)
\frac{\partial L}{\partial w} = \frac{2}{N} X^\top (X w - t)
\frac{\partial L}{\partial w} = \frac{2}{2} X^\top (X w - t)

# A batch of one is a row.
N = 1
X, Y, W, b = draw(N, 3), draw(1, 3), draw(2, 3), draw(2)
z, r = (X @ W.T + b)[0], (Y @ W.T + b)[0]
x, y = X[0], Y[0]
---
z_i = \sum_j W_{ij} x_j + b_i
r_i = \sum_j W_{ij} y_j + b_i
! z_i = \sum_j W_{ij} x_j - b_i

# A bound is not passed by little.
import torch
x, v, w, t = draw(), draw(between=(20, 25)), draw(between=(25, 30)), draw(between=(0, 1e-4))
a = draw(4)
mean, third = a.mean(), 3 * x / 3
sigma = torch.sigmoid
---
! x \ge x + 10^{-11}
! x^2 + 10^{-12} \ge x^2 + 10^{-11}
! \ln(1 + e^v) \le v
! \sigma(w) \ge 1
! \sin t \ge t
! \mathrm{mean} \le \frac14 \sum_i a_i - 10^{-11}
x \le \sqrt{x^2}
\mathrm{third} \le x
\mathrm{mean} \ge \frac14 \sum_i a_i

# One side is the other in other clothes.
x = draw()
y = draw()
---
! x^{2} = x^2
! \frac{x}{y} = \dfrac{x}{y}
! \frac{x}{y} = \tfrac{x}{y}
! x = {x}
! |x| = \lvert x \rvert
! \left( x + y \right) = (x + y)
! \sqrt{x^2} = \sqrt{x^{2}}
! \sqrt[2]{x^2} = \sqrt{x^2}
! x_{} = x
! 2 \cdot x = 2 x
! \ln(y^2) = \log(y^2)
x + y = y + x

# What d and ∂ hold fixed.
import torch
x = draw()
y = x**2
f = x * y
g = torch.sin(y)
z = 3 * f
---
\frac{\partial f}{\partial x} = y
\frac{\partial f}{\partial y} = x
\frac{df}{dx} = y + x \cdot 2 x
\frac{df}{dx} = \frac{\partial f}{\partial x} + \frac{\partial f}{\partial y} \frac{dy}{dx}
\frac{\partial g}{\partial x} = 2 x \cos y
\frac{\partial z}{\partial x} = 9 x^2
\frac{\partial f}{\partial x} = y + 2 x^2
\frac{\partial}{\partial x} (x y) = y
\frac{\partial}{\partial x} (x y) = 3 x^2
\frac{d}{dx} (x y) = 3 x^2
! \frac{df}{dx} = \frac{\partial f}{\partial x}
! \frac{df}{dx} = y
! \frac{\partial f}{\partial x} = 2 y
! \frac{\partial}{\partial x} (x y) = 2 x y
! \frac{df}{dx} = \frac{\partial f}{\partial x} + \frac{\partial f}{\partial y}

# What is right, and was refused.
import torch
from math import sqrt
a = draw()
o = outcomes([1.0, 2.0, 6.0])
b = draw()
S = draw(3, 3)
H = S @ S.T + 2 * torch.eye(3, dtype=torch.float64)
c = draw(3)
x = draw(3)
f = lambda x: 0.5 * x @ H @ x - c @ x
new = x - torch.linalg.solve(H, H @ x - c)
u = draw(positive=True)
t = (u + 1) ** 3 - u**3 - 3 * u**2
p = torch.softmax(draw(3), 0)
F = lambda u, t: (u + 1) ** 3 - u**3 - 3 * u**2 - t
G = lambda u, t: u**2 + t**2 - 5 * u * t + 3 - (u**2 + t**2) + 5 * t * u - 3
---
\mathbb{E}[a] = a
\mathbb{E}[b] = b
\mathbb{E}[o b] = 3 b
\mathbb{E}_{o \sim p}[o] = p_1 + 2 p_2 + 6 p_3
! \mathbb{E}_{u \sim p}[o] = p_1 + 2 p_2 + 6 p_3
F(u, t) = 0
G(u, t) = 0
\nabla f(\mathrm{new}) = 0
! F(u, t + 10^{-13}) = 0
! \nabla f(x) = 0
"""


def rows() -> list[object]:
    """Return each line of the table, once for each ε where its setting has one."""
    found = []
    for kind in TABLE.strip("\n").split("\n\n"):
        name, _, block = kind.partition("\n")
        for setting, line, *_ in table(block if not block.startswith("---") else f"\n{block}"):
            for value in ("1e-5", "1e-8", "1e-12") if "EPSILON" in setting else ("",):
                text = setting.replace("EPSILON", value)
                found.append(pytest.param(text, line, id=f"{name} {line} {value}".rstrip()))
    return found


def test_the_mark_says_what_is_held_fixed() -> None:
    setting = "x = draw()\ny = x**2\nf = x * y\n"
    fixed = check(r"\frac{\partial f}{\partial x} = y", setting, namespace={})
    moved = check(r"\frac{\partial f}{\partial x} = 3 x^2", setting, namespace={})
    plain = check(r"\frac{df}{dx} = 3 x^2", setting, namespace={})
    assert fixed.fixed == (("f", "x", "y", True),) and "y held fixed" in str(fixed)
    assert str(moved.fixed[0]) == "∂ of f by x: x moves y as well"
    assert not plain.fixed


@pytest.mark.parametrize(("setting", "line"), rows())
def test_the_mark_is_for_what_is_true(setting: str, line: str) -> None:
    tex = line.removeprefix("! ")
    if tex == line:
        check(tex, setting, namespace={})
        return
    with pytest.raises(FormulaError):
        check(tex, setting, namespace={})
