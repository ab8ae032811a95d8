r"""What papers write: their notations, and the formulas of the field in right and wrong forms.

A line that begins with ``!`` is wrong. Most of the field stands in field.txt; in hunted.txt
stands what readers found who had not written the checker.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gradbook.formula import FormulaError, check
from tests.formula.examples import table

pytestmark = pytest.mark.usefixtures("no_hints")

FILES = [Path(__file__).with_name(name) for name in ("field.txt", "hunted.txt")]
MORE = "".join("\n" + path.read_text("utf-8") for path in FILES)
NOT_READ = r"not supported|is not bound|not expected|cannot be evaluated|setting, line|too early"

NOTATIONS = r"""
# Fonts, punctuation, environments and signs of definition.
import torch
x = draw()
theta = draw(3)
L = (theta**2).sum()
a = draw(4)
softmax = lambda a: torch.softmax(a, 0)
p = softmax(a)
two, half, root = 2 * x, x / 2, 2**0.5 * x
---
\mathcal{L} = \sum_i \theta_i^2
\mathcal L = \sum_i \theta_i^2.
\mathcal{L} = \boldsymbol{\theta}^\top \boldsymbol{\theta},
\vec{\theta} \cdot \vec{\theta} = L
\nabla_{\boldsymbol{\theta}} \mathcal{L} = 2 \boldsymbol{\theta}
\text{softmax}(a) = p
\operatorname{softmax}(a)_i = \frac{e^{a_i}}{\sum_j e^{a_j}}.
\operatorname*{softmax}(a) = p
\begin{align} p &= \text{softmax}(a), \\ \mathcal{L} &= \|\theta\|^2. \end{align}
\begin{align*} \mathcal{L} &= \theta \cdot \theta \\ &= \sum_i \theta_i^2 \end{align*}
\begin{split} L &= \theta \cdot \theta \\ &= \sum_i \theta_i^2 \end{split}
\begin{gather} L = \theta \cdot \theta, \\ \mathrm{two} = 2 x \end{gather}
\begin{equation} L = \theta \cdot \theta \tag{3} \end{equation}
L := \theta \cdot \theta
L = \theta \cdot \theta \tag{1}
L = \sum\limits_{i=1}^{3} \theta_i^2 \nonumber
\mathrm{half} = \frac12 x
\mathrm{half} = \frac x2
\mathrm{half} = \frac{x}2
\mathrm{root} = \sqrt2 x
! \mathcal{L} = 2 \boldsymbol{\theta}^\top \boldsymbol{\theta},
! \begin{align} p &= \text{softmax}(a), \\ \mathcal{L} &= \|\theta\|. \end{align}
! L := \theta \cdot \theta + 1
! \mathrm{half} = \frac13 x

# Logarithms of what takes the rest, of functions and of determinants.
import torch
a = draw(4)
z = draw()
sigma = torch.sigmoid
s = torch.logsumexp(a, 0)
l = torch.nn.functional.logsigmoid(z)
M = draw(3, 3)
Sigma = M @ M.T + torch.eye(3, dtype=torch.float64)
D = torch.logdet(Sigma)
y = draw(positive=True)
b = torch.log2(y)
---
s = \log\sum_i e^{a_i}
s = \log \sum_{j=1}^{4} \exp(a_j)
l = \log\sigma(z)
D = \log\det\Sigma
D = \log\det(\Sigma)
D = \log|\Sigma|
D = \log \lvert \Sigma \rvert
D = -\log\det \Sigma^{-1}
b = \log_2 y
b = \log_2(y)
b = \frac{\ln y}{\ln 2}
! s = \sum_i \log e^{a_i}
! l = -\log\sigma(z)
! D = \det \Sigma
! D = \log|M|
! b = \log_{10} y

# Subscripts, powers and norms.
import torch
W = draw(2, 3)
M = draw(3, 3)
N = torch.linalg.inv(M).T
w = W[0, 0]
c = W[0, 1]
g = draw(4)
h = g**2
x = draw(3)
x0 = x * 2
q = (x**2).sum()
t = x.abs().sum()
m = x.abs().max()
F = (W**2).sum().sqrt()
I = torch.eye(3, dtype=torch.float64)
n = 3
---
w = W_{11}
c = W_{12}
h = g^2
h_i = g_i^2
N = M^{-\top}
M^{-\top} M^\top = I
q = \|x\|_2^2
q = \|x\|^2
q = \lVert x \rVert_2^2
t = \|x\|_1
m = \|x\|_\infty
F = \|W\|_F
F^2 = \|W\|_F^2
I_{ij} = \mathbb{1}_{i = j}
I_{ij} = \mathbb{1}[i = j]
x^{(0)} = 2 x
n = \sum_{i,j} \mathbb{1}[i = j] I_{ij}
! w = W_{12}
! h = g^3
! N = M^{-1}
! q = \|x\|_2
! q = \|x\|_1^2
! F = \|W\|_F^2
! I_{ij} = \mathbb{1}_{i < j}
! x^{(0)} = x

# Approximations with their tolerance, expectations with their distribution, cases with commas.
import torch
x = draw(between=(-3, 3))
g = torch.nn.functional.gelu(x)
erf = torch.erf
o = outcomes([1.0, 2.0, 6.0])
p = torch.softmax(draw(3), 0)
m = p[0] + 2 * p[1] + 6 * p[2]
r = torch.relu(x)
f = lambda x: torch.exp(-x) * x
---
g \approx \frac{x}{2} (1 + \tanh(\sqrt{\frac{2}{\pi}} (x + 0.044715 x^3))) \pm 0.001
\mathbb{E}_{o \sim p}[o] = m
\mathbb{E}_{o \sim p}[o^2] = p_1 + 4 p_2 + 36 p_3
\mathbb{E}_o[o] = 3
\mathbb{E}_o[o^2] = \frac{41}{3}
r = \begin{cases} x, & x > 0, \\ 0, & \text{otherwise}. \end{cases}
r = \begin{cases} x & \text{if } x > 0, \\ 0 & \text{otherwise}. \end{cases}
r = \begin{cases} x & x > 0, \\ 0 & \text{otherwise.} \end{cases}
r = x \, \mathbb{1}[x > 0]
\int_0^1 t^2 \, dt = \frac{1}{3}
\int_0^1 t^5 \, dt = \frac{1}{6}
\int_0^2 t^4 \, dt = \frac{32}{5}
\int_0^x e^{-t} dt = 1 - e^{-x}
\int_{-1}^{1} f(t) \, dt = -\frac{2}{e}
\frac{d}{dx} \int_0^x f(t) \, dt = f(x)
! g \approx \frac{x}{2} (1 + \tanh(\sqrt{\frac{2}{\pi}} (x + 0.044715 x^3))) \pm 0.0001
! g \approx x \pm 0.001
! \mathbb{E}_{o \sim p}[o] = 3
! \mathbb{E}_{o \sim p}[o] = \mathbb{E}[o]
! \mathbb{E}_o[o] = m
! r = \begin{cases} x, & x > 0, \\ 1, & \text{otherwise}. \end{cases}
! r = x \, \mathbb{1}[x < 0]
! \int_0^1 t^2 \, dt = \frac{1}{2}
! \int_0^x e^{-t} dt = e^{-x}
"""

REWORDED = r"""
import torch
x = draw(3)
A = draw(3, 3)
f = lambda x: x
y = draw()
o = outcomes([1.0, 2.0, 6.0])
b1 = draw()
c = x
n = (x**2).sum()
h = steps([draw()])
for t in range(3):
    h.insert(len(h), 2 * h[-1])
---
y = 1 + 3 + 5 + \dots + (2n - 1)
    said: write the sum
    piece: \dots
y = 1 + 2 + \dots + n - 1
    said: write the sum
    piece: \dots
y = x_2 + \dots + x_4
    said: write the sum
    piece: \dots
x = \dots + x_4
    said: write the sum
    piece: \dots
b_1 = 2 y
    said: b1 is another name
    piece: b_1
y = \sum_{i < 3} x_i
    said: write a range
    piece: i < 3
y = b_1 \quad y > 0
    said: a comma before the space
    piece: \quad
y = b_1 \quad |y| < 1
    said: a comma before the space
    piece: \quad
y = |b_1| \quad y > 0
    said: a comma before the space
    piece: \quad
y = y \quad A = A
    said: a comma before the space
    piece: \quad
\begin{aligned} y &= b_1 & x &= c \end{aligned}
    said: expected one & in a line
    piece: &
\begin{aligned} y &= b_1 \\ [y] &= b_1 \end{aligned}
    said: expected a length
    piece: [
y = b_1 + 1e-3
    said: a power of 10
    piece: 1e-3
y = A + 1
    said: a multiple of I
    piece: A + 1
y = \exp(A)
    said: of a matrix, or entry by entry
    piece: \exp
\frac{\partial n}{\partial c_i} = 2 x_i
    said: x is the same tensor
    piece: \frac{\partial n}{\partial c_i}
\frac{\partial h_{t+1}}{\partial h_t} = 2
    said: h grows after its assignment
    piece: h_{t+1}
y \approx x_1
    said: expected a tolerance
    piece: \approx
y \pm 2 = 2 y
    said: behind \approx alone
    piece: \pm
\frac123 y = y
    said: expected braces
    piece: 123
y = \|x\|_{1,2}
    said: below a norm
    piece: \|x\|_{1,2}
y = \mathbb{E}_{q}[y]
    said: expected a name of the setting
    piece: \mathbb{E}_{q}
y = \mathbb{E}_{y \sim q}[y]
    said: for equal ones, write \mathbb{E} without it
    piece: q
y = \mathbb{E}_{o \sim x}[y]
    said: expected 3 probabilities that add up to 1
    piece: x
"""

FIELD = r"""
# Attention with √d_k.
import torch
n, d_k = 4, 3
Q, K, V = draw(n, d_k), draw(n, d_k), draw(n, 2)
S = Q @ K.T / d_k**0.5
A = torch.softmax(S, 1)
O = torch.nn.functional.scaled_dot_product_attention(Q, K, V)
---
S = \frac{Q K^\top}{\sqrt{d_k}}
A_{ij} = \frac{\exp(S_{ij})}{\sum_l \exp(S_{il})}
O = A V
O_{ij} = \sum_l A_{il} V_{lj}
\frac{\partial A_{ij}}{\partial S_{ik}} = A_{ij} (\delta_{jk} - A_{ik})
! S = \frac{Q K^\top}{d_k}
! S = \frac{K Q^\top}{\sqrt{d_k}}
! A_{ij} = \frac{\exp(S_{ij})}{\sum_l \exp(S_{lj})}
! O = A^\top V
! \frac{\partial A_{ij}}{\partial S_{ik}} = A_{ij} (\delta_{jk} + A_{ik})

# RMS norm and batch norm.
import torch
n = 5
x = draw(n)
epsilon = 1e-5
g = draw(n)
r = torch.sqrt((x**2).mean() + epsilon)
y = x / r * g
X = draw(4, 3)
m = X.mean(0)
v = X.var(0, correction=0)
Y = torch.nn.functional.batch_norm(X, None, None, training=True, eps=1e-5)
B = 4
---
r = \sqrt{\frac{1}{n} \sum_i x_i^2 + \epsilon}
y_i = \frac{x_i}{r} g_i
\frac{\partial r}{\partial x_i} = \frac{x_i}{n r}
Y_{bj} = \frac{X_{bj} - m_j}{\sqrt{v_j + \epsilon}}
m_j = \frac{1}{B} \sum_{b=1}^{B} X_{bj}
! r = \sqrt{\frac{1}{n} \sum_i x_i^2} + \epsilon
! r = \sqrt{\frac{1}{n} \sum_i x_i^2}
! \frac{\partial r}{\partial x_i} = \frac{x_i}{r}
! Y_{bj} = \frac{X_{bj} - m_j}{\sqrt{v_j} + \epsilon}
! Y_{bj} = \frac{X_{bj} - m_j}{\sqrt{v_j}}

# Focal, Huber, hinge.
import torch
p = draw(between=(0.1, 0.9))
gamma = 2.0
L = -((1 - p) ** gamma) * torch.log(p)
r = draw()
c = 0.7
H = torch.nn.functional.huber_loss(r, torch.zeros_like(r), delta=c)
s = draw()
h = torch.relu(1 - s)
---
L = -(1 - p)^\gamma \log p
\frac{dL}{dp} = \gamma (1 - p)^{\gamma - 1} \log p - \frac{(1 - p)^\gamma}{p}
H = \begin{cases} \frac12 r^2, & |r| \le  c \\  c (|r| - \frac c2), & |r| >  c \end{cases}
h = \max(0, 1 - s)
! L = -(1 - p)^2 \log(1 - p)
! L = -p^\gamma \log p
! \frac{dL}{dp} = -\gamma (1 - p)^{\gamma - 1} \log p - \frac{(1 - p)^\gamma}{p}
! H = \begin{cases} \frac12 r^2, & |r| \le  c, \\  c |r|, & |r| >  c. \end{cases}
! h = \max(0, -s)
! h = \max(0, 1 + s)

# KL of Gaussians, reparameterization, policy gradient.
import torch
from torch.distributions import Normal, kl_divergence
mu, nu = draw(), draw()
sigma, tau = draw(positive=True), draw(positive=True)
D = kl_divergence(Normal(mu, sigma), Normal(nu, tau))
epsilon = draw()
z = mu + sigma * epsilon
f = smooth()
J = f(z)
---
D = \log\frac{\tau}{\sigma} + \frac{\sigma^2 + (\mu - \nu)^2}{2 \tau^2} - \frac12
\frac{\partial D}{\partial \mu} = \frac{\mu - \nu}{\tau^2}
\frac{\partial D}{\partial \sigma} = \frac{\sigma}{\tau^2} - \frac{1}{\sigma}
\frac{\partial J}{\partial \mu} = f'(z)
\frac{\partial J}{\partial \sigma} = f'(z) \epsilon
! D = \log\frac{\sigma}{\tau} + \frac{\sigma^2 + (\mu - \nu)^2}{2 \tau^2} - \frac12
! D = \log\frac{\tau}{\sigma} + \frac{\sigma^2 + (\mu - \nu)^2}{2 \tau^2}
! \frac{\partial D}{\partial \sigma} = \frac{\sigma}{\tau^2} + \frac{1}{\sigma}
! \frac{\partial J}{\partial \sigma} = f'(z)

# Newton, implicit differentiation, clipping, convolution.
import torch
A = draw(3, 3)
H = A @ A.T + torch.eye(3, dtype=torch.float64)
b, x = draw(3), draw(3)
q = 0.5 * x @ H @ x - b @ x
new = x - torch.linalg.solve(H, H @ x - b)
c = 0.8
g = draw(3)
k = g * torch.clamp(c / g.norm(), max=1.0)
a, w = draw(6), draw(3)
y = torch.nn.functional.conv1d(a[None, None], w[None, None])[0, 0]
u = draw(positive=True)
v = torch.sqrt(u)
---
\mathrm{new} = x - H^{-1} \nabla_x q
\mathrm{new} = H^{-1} b
\nabla_x q = H x - b
k_i = g_i \min(1, \frac{c}{\|g\|})
y_i = \sum_{j=1}^{3} w_j a_{i+j-1}
\frac{dv}{du} = \frac{1}{2 v}
! \mathrm{new} = x + H^{-1} \nabla_x q
! \mathrm{new} = H b
! \nabla_x q = H x + b
! k_i = g_i \frac{c}{\|g\|}
! y_i = \sum_{j=1}^{3} w_j a_{i-j+3}
! \frac{dv}{du} = \frac{1}{v}

# The matrix identities.
import torch
A, X, B = draw(3, 2), draw(2, 4), draw(4, 3)
T = torch.trace(A @ X @ B)
M = draw(3, 3)
S = M @ M.T + torch.eye(3, dtype=torch.float64)
D = torch.logdet(S)
x, b = draw(3), draw(4)
q = x @ M @ x
C = draw(4, 3)
E = ((C @ x - b) ** 2).sum()
n = x / x.norm()
---
T = \operatorname{tr}(A X B)
\frac{\partial T}{\partial X_{ij}} = (A^\top B^\top)_{ij}
\nabla_X T = A^\top B^\top
\nabla_S D = S^{-\top}
\nabla_x q = (M + M^\top) x
\nabla_x E = 2 C^\top (C x - b)
E = \|C x - b\|_2^2
\frac{\partial n_i}{\partial x_j} = \frac{\delta_{ij} - n_i n_j}{\|x\|}
! \nabla_X T = B A
! \nabla_X T = A B
! \nabla_S D = S
! \nabla_x q = 2 M x
! \nabla_x E = C^\top (C x - b)
! \frac{\partial n_i}{\partial x_j} = \frac{\delta_{ij} - x_i x_j}{\|x\|}

# RMSprop, AdamW, Nesterov.
import torch
theta, g, m, v = draw(3), draw(3), draw(3), draw(3, positive=True)
eta, rho, epsilon, lambda_, mu = 1e-3, 0.99, 1e-8, 0.01, 0.9
s = rho * v + (1 - rho) * g**2
new = theta - eta * g / (s.sqrt() + epsilon)
w = theta - eta * lambda_ * theta - eta * m / (v.sqrt() + epsilon)
u = mu * m + g
nag = theta - eta * (g + mu * u)
---
s = \rho v + (1 - \rho) g^2
\mathrm{new}_i = \theta_i - \eta \frac{g_i}{\sqrt{s_i} + \epsilon}
w_i = (1 - \eta \lambda) \theta_i - \eta \frac{m_i}{\sqrt{v_i} + \epsilon}
u = \mu m + g
\mathrm{nag} = \theta - \eta (g + \mu u)
! s = \rho v + (1 - \rho) g
! \mathrm{new}_i = \theta_i - \eta \frac{g_i}{\sqrt{s_i + \epsilon}}
! \mathrm{new}_i = \theta_i - \eta \frac{g_i}{\sqrt{s_i}}
! w_i = (1 - \lambda) \theta_i - \eta \frac{m_i}{\sqrt{v_i} + \epsilon}
! \mathrm{nag} = \theta - \eta u
"""


def rows(text: str, *, wrong: bool) -> list[object]:
    found = []
    for kind in text.strip("\n").split("\n\n"):
        name, _, block = kind.partition("\n")
        for setting, line, *_ in table(block):
            if line.startswith("!") == wrong:
                tex = line.removeprefix("! ")
                found.append(pytest.param(setting, tex, id=f"{name[2:20]} {tex}"))
    return found


@pytest.mark.parametrize(("setting", "tex"), rows(NOTATIONS + FIELD + MORE, wrong=False))
def test_right_form_holds(setting: str, tex: str) -> None:
    check(tex, setting, namespace={})


@pytest.mark.parametrize(("setting", "tex"), rows(NOTATIONS + FIELD + MORE, wrong=True))
def test_wrong_form_is_refused_for_its_mathematics(setting: str, tex: str) -> None:
    with pytest.raises(FormulaError) as caught:
        check(tex, setting, namespace={})
    assert not re.search(NOT_READ, caught.value.message)
    assert caught.value.piece


@pytest.mark.parametrize(("setting", "tex", "said", "piece"), table(REWORDED))
def test_what_is_not_read_says_how_to_write_it(
    setting: str, tex: str, said: str, piece: str
) -> None:
    with pytest.raises(FormulaError) as caught:
        check(tex, setting, namespace={})
    assert said in caught.value.message
    assert caught.value.piece == piece
