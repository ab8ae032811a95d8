r"""The rules of the language, each from both sides: what holds, and what is refused, and how.

Each row of the tables is a setting and a formula; a refusal comes with words that its message
must contain and the piece of TeX that it must quote.
"""

from __future__ import annotations

import contextlib
import re

import pytest
import torch

from gradbook.formula import FormulaError, check
from tests.formula.examples import examples, refusals

pytestmark = pytest.mark.usefixtures("no_hints")

DIFFER = "the sides differ"
NUMBERS = "a = draw()\nb = draw()\nx = draw()\ny = draw()"
ARRAYS = "v = draw(3)\nu = draw(3)\nw = draw(2)\nA = draw(2, 3)\nB = draw(3, 4)\nM = draw(3, 3)\n"
CUBE = """import torch
class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x**3
    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return g * FACTOR * x**2
f = Cube.apply
x = draw()
y = f(x)
v = draw(3)
z = f(v).sum()
"""
RIGHT, WRONG = CUBE.replace("FACTOR", "3"), CUBE.replace("FACTOR", "2")
RELU = "import torch\nrelu = torch.relu\nx = draw()\nr = relu(x)\n"
KINK = RELU.replace("draw()", "draw(also=[0.0])")
STEPS = "x = steps([draw(), draw(), draw(), draw()])\nc = [draw(), draw(), draw(), draw()]\n"
WALK = "x0 = draw()\nx1 = 0.7 * x0\nx2 = 0.7 * x1\nx = steps([x0, x1, x2])\n"


HOLD = r"""
w = draw()
x = draw()
r = w * x
---
r = wx
r = w x
r = w \, x
r = w(x)

lambda_ = draw()
r = 2 * lambda_
---
r = 2 \lambda

ell = draw()
r = 2 * ell
---
r = 2 \ell

y_hat = draw()
r = -y_hat
---
r = -\hat y
r = -\hat{y}

x_bar = draw()
z_tilde = draw()
r = x_bar * z_tilde
---
r = \bar x \tilde z

theta_hat = draw()
r = 3 * theta_hat
---
r = 3 \hat\theta

loss = draw()
r = 3 * loss
---
r = 3 \mathrm{loss}
r = 3 \operatorname{loss}

W1 = draw()
r = 3 * W1
---
r = 3 W^{(1)}

W = [draw(), draw()]
r = W[0] - W[1]
---
r = W^{(1)} - W^{(2)}

Delta_x = draw()
r = 3 * Delta_x
---
r = 3 \Delta x

import math
r = math.e
---
r = e
r = \exp(1)
1 = \ln(r)

import math
r = 2 * math.pi
---
r = 2 \pi

f = smooth()
x = draw()
r = f(x)
---
r = f(x)
r = f\left(x\right)

p = draw()
x = draw()
r = p * x
---
r = p(x)

import torch
x = draw()
r = torch.sigmoid(x)
sigma = torch.sigmoid
---
r = \sigma(x)

x = draw(3)
r = x[0] - x[2]
---
r = x_1 - x_3
r = x_{1} - x_{3}

x_1 = draw()
r = 2 * x_1
---
r = 2 x_1
r = 2 x_{1}

w_11 = draw()
r = 2 * w_11
---
r = 2 w_{11}
r = 2 w_{1,1}

A = draw(2, 3)
r = A[1, 2]
---
r = A_{2,3}

A = draw(2, 3)
B = A * 2
---
B_{ij} = 2 A_{ij}
B_{i,j} = 2 A_{i,j}
B_{kl} = 2 A_{kl}

A = draw(2, 3)
B = A.T
---
B_{ij} = A_{ji}
A_{mn} = B_{nm}

v = draw(3)
u = v * 2
---
u_i = 2 v_i
u_a = 2 v_a
u_\alpha = 2 v_\alpha

v = draw(4)
r = v[3] - v[0]
---
r = \sum_{i=1}^{3} (v_{i+1} - v_i)

O_j = draw(2)
O_k = draw(3)
w_jk = O_j[:, None] * O_k
---
w_{jk} = O_j O_k

import torch
v = draw(3)
D = torch.eye(3).double()
---
D_{ij} = \delta_{ij}

v = draw(3)
r = v
---
r_i = \sum_j \delta_{ij} v_j

A = draw(2, 3)
v = draw(3)
r = (A @ v)[1]
---
r = (A v)_2

n = 3
v = draw(n)
r = v[2]
---
r = v_n
r = v_3

v = draw(3)
u = draw(3)
w = draw(2)
A = draw(2, 3)
B = draw(3, 4)
M = draw(3, 3)
r = A @ v
---
r = A v
r_i = \sum_j A_{ij} v_j

v = draw(3)
u = draw(3)
w = draw(2)
A = draw(2, 3)
B = draw(3, 4)
M = draw(3, 3)
C = A @ B
---
C = A B
C_{ij} = \sum_k A_{ik} B_{kj}

v = draw(3)
u = draw(3)
w = draw(2)
A = draw(2, 3)
B = draw(3, 4)
M = draw(3, 3)
r = u @ v
---
r = u^\top v
r = u \cdot v
r = \sum_i u_i v_i
r = v^\top u

v = draw(3)
u = draw(3)
w = draw(2)
A = draw(2, 3)
B = draw(3, 4)
M = draw(3, 3)
C = w[:, None] * v
---
C = w v^\top
C_{ij} = w_i v_j

v = draw(3)
u = draw(3)
w = draw(2)
A = draw(2, 3)
B = draw(3, 4)
M = draw(3, 3)
r = v * u
---
r = v \odot u
r_i = v_i u_i

v = draw(3)
u = draw(3)
w = draw(2)
A = draw(2, 3)
B = draw(3, 4)
M = draw(3, 3)
C = A.T
---
C = A^\top
C_{ij} = A_{ji}

v = draw(3)
u = draw(3)
w = draw(2)
A = draw(2, 3)
B = draw(3, 4)
M = draw(3, 3)
r = w @ A
---
r^\top = w^\top A
r = A^\top w
r_j = \sum_i w_i A_{ij}

v = draw(3)
u = draw(3)
w = draw(2)
A = draw(2, 3)
B = draw(3, 4)
M = draw(3, 3)
r = u @ M @ v
---
r = u^\top M v
r = v^\top M^\top u

v = draw(3)
u = draw(3)
w = draw(2)
A = draw(2, 3)
B = draw(3, 4)
M = draw(3, 3)
import torch
C = torch.linalg.inv(M)
---
C = M^{-1}
(C M)_{ij} = \delta_{ij}

v = draw(3)
u = draw(3)
w = draw(2)
A = draw(2, 3)
B = draw(3, 4)
M = draw(3, 3)
import torch
C = torch.diag(v)
---
C = \operatorname{diag}(v)

v = draw(3)
u = draw(3)
w = draw(2)
A = draw(2, 3)
B = draw(3, 4)
M = draw(3, 3)
import torch
r = torch.linalg.det(M)
---
r = \det(M)

v = draw(3)
u = draw(3)
w = draw(2)
A = draw(2, 3)
B = draw(3, 4)
M = draw(3, 3)
r = v.norm()
---
r = \lVert v \rVert
r = \|v\|
r = \sqrt{v^\top v}

v = draw(3)
u = draw(3)
w = draw(2)
A = draw(2, 3)
B = draw(3, 4)
M = draw(3, 3)
r = 1 - v
C = 1 - A
---
r = 1 - v
r_i = 1 - v_i
C = 1 - A

v = draw(3)
u = draw(3)
w = draw(2)
A = draw(2, 3)
B = draw(3, 4)
M = draw(3, 3)
r = v / 2 + 3 * u
---
r = \frac{1}{2} v + 3 u
r = \frac{v}{2} + 3 u

import torch
a = draw()
b = draw()
r = torch.stack([a, b])
---
r = (a, b)
r = a (1, 0) + b (0, 1)

import torch
a = draw()
b = draw()
r = torch.stack([a, b])
R = r[None, :] * r[:, None]
---
r = \begin{pmatrix} a \\ b \end{pmatrix}
R = \begin{pmatrix} a^2 & a b \\ b a & b^2 \end{pmatrix}

import torch
X = draw(4, 3)
W = draw(2, 3)
b = draw(2)
Y = X @ W.T + b
ones = torch.ones(4).double()
---
Y = X W^\top + \mathbf{1} b^\top
Y_{si} = \sum_j X_{sj} W_{ij} + b_i

v = draw(3)
a = draw()
r = v.sum() * a
s = v.sum() + a
---
r = \sum_i v_i a
s = \sum_i v_i + a

v = draw(3)
r = (2 * v**2).sum()
---
r = \sum_i 2 v_i^2
r = 2 \sum_{i=1}^{3} v_i^2

v = draw(3)
r = v.sum() ** 2
---
r = \sum_i \sum_j v_i v_j
r = (\sum_i v_i)^2

v = draw(3)
r = v.sum() - v[1]
---
r = \sum_{i \ne 2} v_i

v = draw(3)
r = v.sum() - v
---
r_j = \sum_{i \ne j} v_i

v = draw(5)
S = [2, 5]
r = v[1] + v[4]
---
r = \sum_{i \in S} v_i

v = draw(3)
r = v.prod()
---
r = \prod_i v_i
r = v_1 v_2 v_3
r = \prod_{i=1}^3 v_i

import torch
x = draw(positive=True)
r = torch.log(x)
---
r = \ln x
r = \log(x)
r = \ln(x)

x = draw()
r = 1 / (2 * x)
---
r = 1/(2x)
r = \frac{1}{2x}
r = 1/2 \cdot 1/x

import torch
x = draw()
r = torch.sin(x) ** 2
---
r = \sin^2(x)
r = \sin^2 x
r = (\sin x)^2

x = draw()
y = draw()
E = x**2 * y
---
\frac{\partial E}{\partial x} = 2 x y
\frac{dE}{dx} = 2 x y
\frac{\partial}{\partial x} E = 2 x y
\frac{\partial^2 E}{\partial x \partial y} = 2 x

x = draw()
E = x**4
---
\frac{d^2 E}{dx^2} = 12 x^2
\frac{d^3 E}{dx^3} = 24 x
\frac{d^4 E}{dx^4} = 24
\frac{d}{dx} x^4 = 4 x^3
\frac{d x^4}{dx} = 4 x^3
\frac{d}{dx}(x^4) = 4x^3

x = draw()
a = draw()
---
\frac{d}{dx} a x + a = a + a
\frac{d}{dx}(a x + a) = a

x = draw()
f = smooth()
---
\frac{d}{dx} f(x)^2 = 2 f(x) f'(x)
\frac{d f(x)}{dx} = f'(x)
\frac{d}{dx} f'(x) = f''(x)
\frac{d^2}{dx^2} f(x) = f''(x)

x = draw()
f = smooth()
g = smooth()
---
\frac{d}{dx} f(g(x)) = f'(g(x)) g'(x)
\frac{d}{dx} (f(x) g(x)) = f'(x) g(x) + f(x) g'(x)

x = draw()
s = 3 * x
E = s**2
---
\frac{dE}{dx} = \frac{dE}{ds} \frac{ds}{dx}
\frac{dE}{ds} = 2 s

v = draw(3)
E = (v**2).sum()
---
\frac{\partial E}{\partial v_i} = 2 v_i
\nabla_v E = 2 v
\frac{\partial E}{\partial v} = 2 v
\frac{\partial E}{\partial v_2} = 2 v_2

v = draw(3)
g = smooth(3)
r = draw()
---
\nabla g(v) = \nabla_v g(v)
\frac{\partial g(v)}{\partial v_i} = (\nabla g(v))_i

v = draw(3)
u = draw(3)
g = smooth(3)
---
D_u g(v) = u^\top \nabla g(v)
D_u g(v) = \nabla g(v) \cdot u

A = draw(2, 3)
E = (A**3).sum()
---
\frac{\partial E}{\partial A_{ij}} = 3 A_{ij}^2

A = draw(2, 3)
v = draw(3)
r = A @ v
---
\frac{\partial r_i}{\partial v_j} = A_{ij}
\frac{\partial r}{\partial v} = A
\frac{\partial r_i}{\partial A_{jk}} = \delta_{ij} v_k

x = draw()
y = draw()
---
\frac{\partial x}{\partial y} = 0
\frac{dx}{dx} = 1

x = 3.5
L = x**2
---
\frac{dL}{dx} = 2 x
\frac{dL}{dx} = 7

W = [draw(2, 3), draw(2)]
E = (W[0] ** 2).sum() + W[1].sum()
---
\frac{\partial E}{\partial W^{(1)}_{ij}} = 2 W^{(1)}_{ij}

import torch
class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x**3
    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return g * 3 * x**2
f = Cube.apply
x = draw()
y = f(x)
v = draw(3)
z = f(v).sum()
---
f'(x) = 3 x^2
f''(x) = 6 x
\frac{dy}{dx} = 3 x^2
\frac{\partial z}{\partial v_i} = 3 v_i^2

import torch
relu = torch.relu
x = draw()
r = relu(x)
---
\operatorname{relu}'(x) = \begin{cases} 1 & x > 0 \\ 0 & x < 0 \end{cases}
\frac{dr}{dx} = \begin{cases} 1 & x > 0 \\ 0 & \text{otherwise} \end{cases}

import torch
relu = torch.relu
x = draw(also=[0.0])
r = relu(x)
---
r = \max(0, x)
r = \begin{cases} x & x > 0 \\ 0 & x \le 0 \end{cases}
r = \begin{cases} x & x \ge 0 \\ 0 & x \le 0 \end{cases}
\frac{dr}{dx} = 1, x > 0
\frac{dr}{dx} = 0, \quad x < 0

x = draw(also=[0.0])
---
x^2 \ge 0
0 \le x^2
e^x \ge 1 + x
\cos(x) \le 1

import torch
x = draw(also=[0.0])
s = torch.sigmoid(x)
---
s (1 - s) \le \frac{1}{4}

x = draw()
---
x^2 > 0
0 < x^2
x < e^x
x \ne x + 1
-1 < \sin(x) < 1
e^x > x

x = draw(also=[0.0])
---
0 \le x^2 < x^2 + 1

x0 = draw()
x1 = 0.7 * x0
x2 = 0.7 * x1
x = steps([x0, x1, x2])
---
x_t = 0.7 x_{t-1}
x_{s+1} = 0.7 x_s
x_{t+1} - x_t = -0.3 x_t
x_0 = x_1 / 0.7
x_2 = 0.49 x_0
x_t = 0.7^t x_0
x^{(l)} = 0.7 x^{(l-1)}

x = [draw(), draw()]
r = x[0]
---
r = x_1

g = outcomes([1.0, 2.0, 6.0])
---
\mathbb{E}[g] = 3
\mathbb{E}[g^2] - \mathbb{E}[g]^2 = \frac{14}{3}

x = draw(4)
g = outcomes([x[0], x[1], x[2], x[3]])
---
\mathbb{E}[g] = \frac{1}{4} \sum_i x_i

x = draw(3)
v = outcomes([x, 2 * x])
r = 1.5 * x
---
\mathbb{E}[v] = r
\mathbb{E}[v_i] = r_i

x = draw()
f = smooth()
---
f'(x) = \lim_{h \to 0} \frac{f(x + h) - f(x)}{h}
f'(x) = \lim_{h \to 0^+} \frac{f(x + h) - f(x - h)}{2 h}

x = draw()
---
\lim_{t \to x} t^2 = x^2
\lim_{h \to 0} \frac{\sin h}{h} = 1
\lim_{h \to 0^+} \frac{|h|}{h} = 1
\lim_{h \to 0^-} \frac{|h|}{h} = -1

import torch
v = draw(3)
D = torch.eye(3).double()
---
D_{ij} = 0, \quad i \ne j
D_{ij} = 1, i = j
D_{ij} = 0, i < j
D_{ij} = 0, i > j

x = draw()
---
|x| = x, x > 0
|x| = -x, x < 0
"""

REFUSED = r"""
y_1 = draw()
x_12 = draw()
---
y_1 = y_{-1}
    said: y_{-1} is not bound
    piece: y_{-1}
x_{12} = x_{1+2}
    said: x_{1+2} is not bound
    piece: x_{1+2}
x_{12} = x_{1.2}
    said: x_{1.2} is not bound
    piece: x_{1.2}
x_{12} = x_{1^2}
    said: is not bound
    piece: x_{1^2}

s = draw()
c = draw()
t = (s / c) ** 2
---
t = \frac{s}{c}^2
    said: expected brackets around a fraction
    piece: \frac{s}{c}^2

w = draw()
x = draw()
wx = draw()
---
wx = \mathrm{wx}

x = draw()
---
x = q
    said: q is not bound
    piece: q
x = qx
    said: q is not bound
    piece: q

y = draw()
---
y = \hat y
    said: y_hat is not bound
    piece: \hat y
y = \mathrm{loss}
    said: loss is not bound
    piece: \mathrm{loss}

e = draw()
x = draw()
---
x = e
    said: e is a constant
    piece: e

pi = draw()
x = draw()
---
x = \pi
    said: pi is a constant
    piece: \pi

d = draw()
x = draw()
---
\frac{d}{dx} x = d
    said: d is a differential
    piece: d

W = [draw(), draw()]
W1 = draw()
---
W^{(1)} = W_2
    said: both W and W1 are bound
    piece: W^{(1)}

W = draw()
x = draw()
---
W^{(1)} = x
    said: W1
    piece: W^{(1)}

W = [draw(), draw()]
x = draw()
---
W^{(3)} = x
    said: from 1 to 2
    piece: W^{(3)}

f = smooth()
x = draw()
---
f = x
    said: to be applied
    piece: f
f x = x
    said: expected brackets
    piece: x

x = draw()
y = draw()
---
x' = y
    said: expected a function
    piece: x'

g = smooth(2)
x = draw()
y = draw()
---
g'(x, y) = x
    said: one argument
    piece: g'

x = draw()
---
\hat{x} = x
    said: x_hat is not bound
    piece: \hat{x}

x = draw(3)
x_1 = draw()
---
x_1 = 2
    said: both x and x_1 are bound
    piece: x_1

x = draw(3)
---
x_4 = 2
    said: from 1 to 3
    piece: x_4
x_0 = 2
    said: from 1 to 3
    piece: x_0

x = draw()
---
x_1 = 2
    said: x is a number
    piece: 1
x_i = 2
    said: x is a number
    piece: i

A = draw(2, 3)
---
A_{12} = 2
A_{13} = A_{12}
A_{24} = A_{12}
    said: from 1 to 3
    piece: A_{24}
A_{1,4} = 2
    said: from 1 to 3
    piece: A_{1,4}

A = draw(2, 3)
v = draw(3)
---
A_{ij} = v_i
    said: i counts A, which has 2, and v, which has 3
    piece: i

A = draw(2, 3)
B = A * 2
---
B_{ij} = 2 A_{ji}
    said: counts
    piece: i
B_{ij} = A_{ij}

M = draw(3, 3)
N = M.T
---
N_{ij} = M_{ij}

x = draw(3)
---
i = x_1
    said: i is not bound
    piece: i

delta = draw(3, 3)
---
\delta_{ij} = 1
    said: Kronecker
    piece: \delta_{ij}

x = draw(3)
n = 4
---
x_n = 2
    said: from 1 to 3
    piece: x_n

v = draw(3)
u = draw(3)
w = draw(2)
A = draw(2, 3)
B = draw(3, 4)
M = draw(3, 3)
---
u v = 1
    said: no product of a vector of 3 and a vector of 3
    piece: u v
A w = w
    said: no product of a matrix of 2 by 3 and a vector of 2
    piece: A w
B A = A
    said: no product of a matrix of 3 by 4 and a matrix of 2 by 3
    piece: B A
v A = w
    said: no product of a vector of 3 and a matrix of 2 by 3
    piece: v A
A v^\top = w
    said: no product
    piece: A v^\top
v \odot w = v
    said: no entrywise product
    piece: v \odot w
v^\top \odot u = v
    said: no entrywise product
    piece: v^\top \odot u
v \cdot w = 1
    said: no product
    piece: v \cdot w
v \cdot A = w
    said: no dot product
    piece: v \cdot A
v \times u = v
    said: numbers around \times
    piece: v \times u
v^\top = v
    said: the left side is a row of 3, the right side a vector of 3
v^\top + u = v
    said: a row of 3 and a vector of 3
    piece: v^\top + u
v + w = v
    said: a vector of 3 and a vector of 2
    piece: v + w
A + v = A
    said: two of a kind
    piece: A + v

v = draw(3)
u = draw(3)
w = draw(2)
A = draw(2, 3)
B = draw(3, 4)
M = draw(3, 3)
x = draw()
---
A + x = A
    said: two of a kind
    piece: A + x
v = x
    said: the left side is a vector

v = draw(3)
u = draw(3)
w = draw(2)
A = draw(2, 3)
B = draw(3, 4)
M = draw(3, 3)
---
1 / A = A
    said: expected a number below
    piece: 1 / A
v^2 = u
M^{0.5} = M
    said: no power
    piece: M^{0.5}
v^u = u
    said: no power
    piece: v^u
u^\top v^\top = 1
    said: no product
    piece: u^\top v^\top
\lVert A \rVert = 1
    said: expected a vector in the norm
    piece: \lVert A \rVert
|v| = 1
    said: expected a number between bars
    piece: |v|

x = draw()
---
x^\top = x
    said: got a number
    piece: x^\top

import torch
X = draw(4, 3)
W = draw(2, 3)
b = draw(2)
Y = X @ W.T + b
---
Y = X W^\top + b^\top
    said: two of a kind
    piece: X W^\top + b^\top

v = draw(3)
r = v.sum() * 2
a = draw()
---
r = \sum_i v_i + \sum_i v_i + a

v = draw(3)
x = draw()
---
x = \sum_i v_i + v_i
    said: i is used outside of its sum
    piece: \sum_i v_i + v_i
x = v_i \sum_i v_i
    said: i is used outside of its sum
    piece: \sum_i
x = \sum_i \sum_i v_i
    said: outer sum
    piece: i
x = \sum_i x
    said: i counts nothing
    piece: \sum_i

v = draw(3)
w = draw(2)
x = draw()
---
x = \sum_i v_i w_i
    said: i counts v, which has 3, and w, which has 2
    piece: i

x = draw(positive=True)
y = draw()
---
\log x y = x
    said: two ways
    piece: y
1/2x = y
    said: two ways
    piece: x
\sin x (y) = x
    said: two ways
    piece: (y)

x = draw()
E = x**2
---
\frac{dE}{dx} = 2
\frac{dE}{dx} = 2.00000002 x

x = draw()
E = 1e6 + x**2
---
\frac{dE}{dx} = 2.00002 x

x = draw()
E = x**2
---
\frac{d^2 E}{dx} = 2
    said: as many symbols
    piece: dx
\frac{dE}{dx^2} = 2
    said: as many symbols
    piece: dx^2
\frac{\partial E}{dx} = 2 x
    said: expected
    piece: dx
\frac{dE}{dq} = 0
    said: q is not bound
    piece: q

x = 3
E = x**2
---
\frac{dE}{dx} = 6
    said: a tensor that autograd follows
    piece: x

v = draw(3)
E = (v**2).sum()
---
\frac{\partial E}{\partial v_4} = 0
    said: from 1 to 3
    piece: v_4
\frac{\partial E}{\partial v_i} = 2 v
    said: the left side is a number
\nabla E = 2 v
    said: the symbol as in \nabla_w
    piece: \nabla E

x = draw()
---
\frac{d}{dx} \ln(x - 10) = \frac{1}{x - 10}
    said: is
    piece: \ln

f = smooth()
x = draw()
---
f'''''(x) = 0
    said: at most 4 primes
    piece: f'''''

import torch
relu = torch.relu
x = draw(also=[0.0])
r = relu(x)
---
\frac{dr}{dx} = \begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}
    said: there is no derivative
    piece: \frac{dr}{dx}
\operatorname{relu}'(x) = \begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}
    said: there is no derivative
    piece: \operatorname{relu}'

x = draw(also=[0.0])
r = abs(x)
---
\frac{dr}{dx} = \frac{x}{|x|}
    said: there is no derivative
    piece: \frac{dr}{dx}

import torch
relu = torch.relu
x = draw()
r = relu(x)
---
r = \begin{cases} x & x > 0 \\ 0 & x < -5 \end{cases}
    said: no row of the cases applies
    piece: \begin{cases} x & x > 0 \\ 0 & x < -5 \end{cases}
r = \begin{cases} x & x > -9 \\ 0 & x < 0 \end{cases}
    said: both apply
    piece: \begin{cases} x & x > -9 \\ 0 & x < 0 \end{cases}
r = \begin{cases} x & x > 0 \\ 0 & x < 0 \\ 7 & x > 50 \end{cases}
    said: row 3
    piece: \begin{cases} x & x > 0 \\ 0 & x < 0 \\ 7 & x > 50 \end{cases}

x = draw(positive=True)
---
|x| = \begin{cases} x & x > 0 \\ 5 & \text{otherwise} \end{cases}
    said: row 2
    piece: \begin{cases} x & x > 0 \\ 5 & \text{otherwise} \end{cases}

import torch
relu = torch.relu
x = draw(also=[0.0])
r = relu(x)
---
r = \begin{cases} x & x > 0 \\ 1 & x \le 0 \end{cases}

x = draw()
---
x^2 \ge 0
    said: equality is never attained

x = draw(also=[0.0])
---
x^2 \ge -1
    said: equality is never attained
x^2 > 0
    said: the sides are equal
x^2 \le 0

import torch
x = draw(also=[0.0])
s = torch.sigmoid(x)
---
s (1 - s) \le \frac{1}{3}
    said: never attained

x = draw()
---
x < 0
x \ne |x|
    said: the sides are equal

v = draw(3)
u = draw(3)
w = draw(2)
A = draw(2, 3)
B = draw(3, 4)
M = draw(3, 3)
---
v < u
    said: expected numbers around <
    piece: v

x = draw()
---
x = x
    said: two different sides
2 x = 2 x
    said: two different sides
x = (x)
    said: two different sides
x = \mathrm{x}
    said: two different sides

x = draw()
y = x * 1
---
x = y = y
    said: two different sides
    piece: y = y

x0 = draw()
x1 = 0.7 * x0
x2 = 0.7 * x1
x = steps([x0, x1, x2])
---
x_t = 0.7 x_{t+1}
x_3 = 1
    said: from 0 to 2
    piece: x_3
x_t = 0.7 x_{t-2}
x = 1
    said: expected a subscript
    piece: x

x = draw()
---
\mathbb{E}[x] = x
    said: expected outcomes
    piece: \mathbb{E}[x]

g = outcomes([1.0, 2.0, 6.0])
---
\mathbb{E}[g] = 2
\mathbb{E}[g^2] = \mathbb{E}[g]^2

x = draw()
---
\lim_{h \to 0} \frac{|h|}{h} = 0
    said: from the right and from the left differ
    piece: \lim_{h \to 0} \frac{|h|}{h}
\lim_{h \to 0} \frac{1}{h} = x
    said: no limit
    piece: \lim_{h \to 0} \frac{1}{h}
\lim_{h \to 0} \frac{\sin h}{h} = 1.0001
|x| = x, x < 0
    piece: |x| = x
|x| = x, x > 9
    said: exclude every draw
    piece: |x| = x

v = draw(3)
---
v_i = 2 v_i, v > 0
    said: expected two numbers around
    piece: v > 0

x = draw()
---
x = 2, x
    said: expected a condition
    piece: x

import torch
x = torch.tensor(1.5).float()
---
x = 1.5
    said: float32
    piece: x

import torch
x = torch.tensor([3, 4])
---
x^\top x = 25
    said: int64
    piece: x^\top

import torch
x = torch.tensor(True)
---
x = 1
    said: bool
    piece: x

x = True
---
x = 1
    said: bool
    piece: x

x = 'a'
---
x = 1
    said: str
    piece: x

x = [1.0, 2.0]
---
x = 1
    said: expected a subscript on x, a list of 2
    piece: x

import torch
x = draw(2, 3, 4)
---
x = 1
    said: 3 axes
    piece: x

import torch
f = lambda x: x.float()
x = draw()
---
f(x) = x
    said: float32
    piece: f

x = draw()
y = 2 * x
---
y = 2.00000002 x
y = 2 x + 0.00000003

x = draw()
y = x * 1e-12
---
y = 0
y = x y
"""


@pytest.mark.parametrize(("setting", "tex"), examples(HOLD))
def test_holds(setting, tex, holds):
    assert holds(tex, setting).error <= 1e-7


@pytest.mark.parametrize(("setting", "tex", "said", "piece"), refusals(REFUSED))
def test_is_refused(setting, tex, said, piece, refused):
    error = refused(tex, setting)
    assert said in error.message
    assert error.piece == piece


# ---- autograd and differences ----


@pytest.mark.parametrize(
    "tex",
    [
        *[
            "f'(x) = 2 x^2",
            "f'(x) = 3 x^2",
            "f''(x) = 4 x",
            "f''(x) = 6 x",
            r"\frac{dy}{dx} = 2 x^2",
        ],
        *[r"\frac{dy}{dx} = 3 x^2", r"\frac{d^2 y}{dx^2} = 4 x", r"\frac{d}{dx} f(x) = 2 x^2"],
        *[r"\frac{d}{dx} f(2 x) = 16 x^2", r"\frac{\partial z}{\partial v_i} = 2 v_i^2"],
        *[r"\nabla_v z = (2 v_1^2, 2 v_2^2, 2 v_3^2)", r"\frac{d f(x)}{dx} = 2 x^2"],
    ],
)
def test_wrong_backward_is_found_whatever_the_formula_says(tex, refused):
    error = refused(tex, WRONG)
    assert "autograd gives" in error.message
    assert "differences give" in error.message
    assert "not the formula" in error.message


def test_wrong_backward_is_not_seen_without_differences():
    # So that it is the differences that find it.
    assert check("f'(x) = 2 x^2", WRONG, namespace={}, differences=False).points == 6


def test_wrong_backward_of_a_gradient_is_found(refused):
    setting = WRONG + "g = lambda v: f(v).sum()\n"
    assert "autograd gives" in refused(r"\nabla g(v) = (2v_1^2, 2v_2^2, 2v_3^2)", setting).message


def test_backward_that_is_wrong_for_one_entry_is_found(refused):
    setting = WRONG.replace("g * 2 * x**2", "torch.where(x == x.max(), 2 * g, 3 * g) * x**2")
    tex = r"\frac{\partial z}{\partial v_i} = 3 v_i^2"
    assert "autograd gives" in refused(tex, setting).message


def test_derivative_by_an_intermediate_symbol_moves_what_follows_only(holds):
    setting = "x = draw()\ns = x**2\nt = s + x\nE = t * s"
    assert holds(r"\frac{\partial E}{\partial s} = t + s", setting).points == 6


def test_second_derivatives_need_a_backward_that_can_be_differentiated(refused):
    setting = RIGHT.replace("(x,) = ctx.saved_tensors", "x = ctx.saved_tensors[0].detach()")
    setting = setting.replace("return g * 3", "return g.detach() * 3")
    refused("f''(x) = 6 x", setting)


# ---- graph states ----


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("w = draw()\nL = (w**2).detach()", "detach|cut"),
        ("import torch\nw = draw()\nwith torch.no_grad(): L = w**2", "detach|no_grad|graph"),
        (
            "import torch\nw = draw()\nL = torch.tensor(w.item() ** 2, dtype=torch.float64)",
            "detach|graph",
        ),
        ("import torch\nw = draw()\nL = torch.exp(w) * w\nL.backward()", "freed|backward"),
        ("import torch\nw = torch.tensor(3)\nL = w * 2.0", "int64|float32|autograd follows"),
        ("w = 3\nL = w * 2.0", "autograd follows"),
    ],
)
def test_state_of_the_graph_has_its_words(setting, said, refused):
    error = refused(r"\frac{dL}{dw} = 2 w", setting)
    assert re.search(said, error.message)
    assert "backward of a function is wrong" not in error.message
    assert error.piece


def live(tex, **values):
    return check(tex, namespace=values)


def leaf(number):
    return torch.tensor(number, dtype=torch.float64, requires_grad=True)


def test_live_values_are_one_point():
    w = leaf(1.7)
    found = live(r"\frac{dL}{dw} = 2 w", w=w, L=w**2)
    assert (found.points, found.draws) == (1, 1)


def test_live_detached_value_has_no_derivative_of_0():
    w = leaf(1.7)
    with pytest.raises(FormulaError, match=r"detach|connect|graph|cut"):
        live(r"\frac{dL}{dw} = 0", w=w, L=(w**2).detach())


def test_live_freed_graph_is_called_freed():
    w = leaf(1.7)
    value = torch.exp(w) * w
    value.backward()
    with pytest.raises(FormulaError, match="freed"):
        live(r"\frac{dL}{dw} = (1 + w) e^w", w=w, L=value)


def test_live_float32_is_refused():
    with pytest.raises(FormulaError, match="float32"):
        live("x = 1.5", x=torch.tensor(1.5))


def test_live_wrong_value_is_refused():
    with pytest.raises(FormulaError, match="sides differ"):
        live("x = 1.5", x=1.25)


def test_callers_variables_are_the_live_values():
    c = leaf(0.75)
    assert check("c = 0.75").points == 1
    assert c.grad is None


# ---- what is left alone ----

DERIVED = r"\frac{\partial E}{\partial w_i} = 2 w_i"


def test_grad_of_live_tensors_is_left_alone():
    w = torch.tensor([1.5, -0.3], dtype=torch.float64, requires_grad=True)
    w.grad = torch.tensor([7.0, 8.0], dtype=torch.float64)
    live(DERIVED, w=w, E=(w**2).sum())
    assert w.grad.tolist() == [7.0, 8.0]


def test_graph_of_live_tensors_can_be_used_again():
    w = torch.tensor([1.5, -0.3], dtype=torch.float64, requires_grad=True)
    loss = (w**3).sum()
    live(r"\frac{\partial E}{\partial w_i} = 3 w_i^2", w=w, E=loss)
    loss.backward()
    assert w.grad is not None


def test_live_tensors_keep_their_values_and_identity():
    w = leaf(1.5)
    values = {"w": w, "L": w**2}
    before = dict(values)
    live(r"\frac{dL}{dw} = 2 w", **values)
    assert values == before
    assert w.item() == 1.5


@pytest.mark.parametrize("tex", ["x = 2 y", "x = 3 y", "x = ("])
def test_random_state_of_torch_is_left_alone(tex):
    state = torch.get_rng_state()
    with contextlib.suppress(FormulaError):
        check(tex, "import torch\ny = draw() + torch.rand(()).double()\nx = 2 * y", namespace={})
    assert torch.equal(torch.get_rng_state(), state)


def test_random_numbers_of_the_setting_are_the_same_each_time():
    setting = "import torch\nseen.append(torch.rand(()).item())\nx = draw()\ny = x + 0"
    first, second = [], []
    for seen in (first, second):
        torch.rand(())
        check("x = y", setting, label="a", namespace={"seen": seen})
    assert first == second


def test_label_decides_about_the_draws():
    draws = {}
    for label in "ab":
        seen = []
        setting = "x = draw()\ny = 2 * x\nseen.append(x.item())"
        check("y = 2 x", setting, label=label, namespace={"seen": seen})
        draws[label] = seen
    assert draws["a"] != draws["b"]


@pytest.mark.parametrize("tex", ["y = 2 x", "y = 3 x", r"\frac{dy}{dx} = 2", "x = = y"])
def test_namespace_is_left_alone(tex):
    space = {"x": 5, "z": [1, 2]}
    with contextlib.suppress(FormulaError):
        check(tex, "x = draw()\ny = 2 * x\nk = 3", namespace=space)
    assert space == {"x": 5, "z": [1, 2]}


def test_setting_may_use_the_namespace_but_its_symbols_are_its_own(refused):
    space = {"c": 2.0, "twice": lambda x: 2 * x}
    assert check("y = 2 x", "x = draw()\ny = twice(x)", namespace=space).points == 6
    assert "c is not bound" in refused("y = c x", "x = draw()\ny = c * x", namespace=space).message


def test_gradients_can_be_switched_off_outside():
    with torch.no_grad():
        assert check(r"\frac{dy}{dx} = 2", "x = draw()\ny = 2 * x", namespace={}).points == 6


def test_default_dtype_is_left_alone_and_does_not_matter():
    assert torch.get_default_dtype() == torch.float32
    check("x = 2 y", "y = draw()\nx = 2 * y", namespace={})
    assert torch.get_default_dtype() == torch.float32


# ---- draws ----


def values_of(call, draws=6):
    seen = []
    check("r = 2 s", f"s = draw()\nr = 2 * s\nx = {call}\nseen.append(x)", namespace={"seen": seen})
    assert len(seen) >= draws
    return torch.stack([x.detach() for x in seen[:draws]])


def test_draw_is_a_float64_leaf():
    seen = []
    check("r = 2 s", "s = draw()\nr = 2 * s\nseen.append(s)", namespace={"seen": seen})
    assert all(x.dtype == torch.float64 and x.is_leaf and x.requires_grad for x in seen)


@pytest.mark.parametrize(
    ("call", "low", "high"),
    [
        *[
            ("draw()", -2, 2),
            ("draw(3)", -2, 2),
            ("draw(2, 3)", -2, 2),
            ("draw(between=(0, 1))", 0, 1),
        ],
        *[("draw(positive=True)", 0.2, 2), ("draw(4, between=(5, 7))", 5, 7)],
    ],
)
def test_draws_stay_in_their_interval(call, low, high):
    values = values_of(call)
    assert low <= values.min() and values.max() <= high


def test_draws_of_a_number_lie_on_both_sides_of_0():
    values = values_of("draw()")
    assert values.min() < -0.5 and values.max() > 0.5


def test_draws_are_not_near_each_other_or_0_or_1():
    values = values_of("draw(4)")
    for point in (0, 1, -1):
        assert (values - point).abs().min() > 0.03
    assert values.diff(dim=1).abs().min() > 0.03


def test_draws_differ_from_draw_to_draw():
    assert len(set(values_of("draw()").tolist())) == 6


def test_also_adds_its_values():
    values = values_of("draw(also=[0.0, 7.0])", 8)
    assert values[-2:].tolist() == [0.0, 7.0]


def test_also_is_counted_in_draws(holds):
    assert holds("y = 2 x", "x = draw(also=[0.0, 1.0])\ny = 2 * x").draws == 8


@pytest.mark.parametrize("setting", ["x = 2.0", "import torch\nx = torch.tensor(2.0).double()"])
def test_where_nothing_is_drawn_there_is_one_point(holds, setting):
    assert holds("x^2 = 2 x", setting).points == 1


def test_what_torch_draws_is_drawn(holds):
    assert holds("y = 2 x", "import torch\nx = torch.rand(()).double()\ny = 2 * x").points == 6


def test_smooth_is_neither_even_nor_odd(refused):
    setting = "f = smooth()\nx = draw()"
    assert "sides differ" in refused("f(x) = f(-x)", setting).message
    assert "sides differ" in refused("f(x) = -f(-x)", setting).message


def test_smooth_works_entrywise(holds):
    setting = "f = smooth()\nv = draw(3)\nw = f(v)"
    assert holds("w_i = f(v_i)", setting).points == 18


def test_smooth_of_a_size_takes_a_vector_or_numbers(holds):
    setting = "f = smooth(2)\nv = draw(2)"
    assert holds("f(v) = f(v_1, v_2)", setting).points == 6


# ---- chains ----

CHAIN = "a = draw()\nb = 2 * a\nc = a + a\nd_1 = b + 0\n"


@pytest.mark.parametrize(
    ("tex", "steps"),
    [
        ("b = 2 a", 1),
        ("b = 2 a = a + a", 2),
        ("b = 2 a = a + a = c", 3),
        (r"\begin{aligned} b &= 2 a \\ &= a + a \end{aligned}", 2),
        (r"\begin{aligned} b &= 2 a \\ c &= a + a \end{aligned}", 2),
        (r"\begin{aligned} b &= 2 a = c \\ &= a + a \\ c &= b \end{aligned}", 4),
        (r"\begin{aligned} b &= a \\ &\quad + a \end{aligned}", 1),
        (r"\begin{aligned} b &= 3 a \\ &\quad - a \\ &= c \end{aligned}", 2),
        ("b = 2 a \\\\ c = b", 2),
        (r"\begin{aligned} b + 1 &> b \\ &= 2 a \end{aligned}", 2),
        ("b = 2 a, a > 0", 1),
    ],
)
def test_each_relation_is_a_step(tex, steps, holds):
    assert holds(tex, CHAIN).steps == steps


@pytest.mark.parametrize(
    ("tex", "piece", "line", "step"),
    [
        ("b = 3 a", "b = 3 a", 1, 1),
        ("b = 2 a = a + 2 a", "2 a = a + 2 a", 1, 2),
        ("b = 3 a = a + 2 a", "b = 3 a", 1, 1),
        (r"\begin{aligned} b &= 2 a \\ &= 3 a \end{aligned}", r"2 a \\ &= 3 a", 2, 2),
        (r"\begin{aligned} b &= 2 a \\ c &= 3 a \end{aligned}", "c &= 3 a", 2, 2),
        (r"\begin{aligned} b &= 2 a \\ c &= b \\ &= 3 a \end{aligned}", r"b \\ &= 3 a", 3, 3),
        (r"\begin{aligned} b &= 2 a \\ &= c \\ &= 3 a \\ &= b \end{aligned}", r"c \\ &= 3 a", 3, 3),
    ],
)
def test_step_that_fails_is_named(tex, piece, line, step, refused):
    error = refused(tex, CHAIN)
    assert error.piece == piece
    assert f"line {line}, step {step}" in error.message


def test_continued_line_that_is_wrong_is_refused(refused):
    tex = r"\begin{aligned} b &= a \\ &\quad + 2 a \end{aligned}"
    assert "sides differ" in refused(tex, CHAIN).message


def test_line_that_begins_the_formula_needs_a_left_side(refused):
    assert "left side" in refused(r"\begin{aligned} &= 2 a \end{aligned}", CHAIN).message


def test_each_line_has_its_own_indices(holds):
    setting = "v = draw(3)\nw = draw(2)\nu = 2 * v\nr = 3 * w"
    found = holds(r"\begin{aligned} u_i &= 2 v_i \\ r_i &= 3 w_i \end{aligned}", setting)
    assert found.points == 6 * 3 + 6 * 2


def test_condition_belongs_to_its_line(refused):
    setting = "x = draw()\ny = abs(x)"
    tex = r"\begin{aligned} y &= x, x > 0 \\ y &= -x \end{aligned}"
    assert refused(tex, setting).piece == "y &= -x"


def test_condition_counts_only_where_it_applies(holds):
    found = holds("|x| = x, x > 0", "x = draw()")
    assert 0 < found.points < 6


def test_points_are_counted_over_draws_indices_and_steps(holds):
    setting = "v = draw(3)\nA = draw(3, 2)\nu = 2 * v\nB = A * 1"
    assert holds("u_i = 2 v_i = v_i + v_i", setting).points == 2 * 6 * 3
    assert holds("2 B_{ij} = A_{ij} + A_{ij}", setting).points == 6 * 6


def test_result_tells_formula_label_and_error():
    found = check("y = 2 x", "x = draw()\ny = 2 * x", label="eq-a", namespace={})
    assert (found.tex, found.label, found.steps) == ("y = 2 x", "eq-a", 1)
    assert 0 <= found.error < 1e-15


def test_what_is_left_of_a_zero_is_told_as_rounding(holds):
    setting = "a, b = draw(positive=True), draw(positive=True)\nB = lambda h: a * h + b / h\n"
    assert holds("B'(h) = 0", setting + "h = (b / a).sqrt()").error < 1e-14


def test_largest_error_is_that_of_rounding_where_there_is_some(holds):
    found = holds("y = x / 3 + x / 7", "x = draw()\ny = x * (10 / 21)")
    assert 0 < found.error < 1e-14


@pytest.mark.parametrize("lengths", ["0.5, 2", "-1", "'3'"])
def test_lengths_that_are_none_are_told_from_ends(lengths):
    with pytest.raises(FormulaError, match=r"draw: expected whole numbers .*; ends .* between="):
        check("x = x + 0 y", f"x = draw({lengths})\ny = draw()")
