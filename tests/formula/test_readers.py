r"""Formulas that a reader would write and that the book does not contain, right and wrong.

A line that begins with ``!`` is wrong: a sign, a factor, an index or a term is not as it should be.
"""

from __future__ import annotations

import re

import pytest

from tests.formula.examples import table

pytestmark = pytest.mark.usefixtures("no_hints")

# What an error says that is not about the mathematics.
NOT_READ = r"not supported|is not bound|not expected|cannot be evaluated|setting, line|too early"

ADAM = """
import torch
theta = draw(2)
path, first, second, slopes = [theta.detach().clone()], [], [], []
p = theta.detach().clone().requires_grad_()
optimizer = torch.optim.Adam([p], lr=0.3, betas=(0.8, 0.95), eps=1e-3)
first.append(torch.zeros(2).double())
second.append(torch.zeros(2).double())
slopes.append(torch.zeros(2).double())
for _ in range(4):
    optimizer.zero_grad()
    ((p - 1.5) ** 4 + 0.3 * p**2).sum().backward()
    slopes.append(p.grad.clone())
    optimizer.step()
    state = optimizer.state[p]
    path.append(p.detach().clone())
    first.append(state["exp_avg"].clone())
    second.append(state["exp_avg_sq"].clone())
theta, g, m, v = steps(path), steps(slopes), steps(first), steps(second)
m_hat = steps([m[0]] + [m[t] / (1 - 0.8**t) for t in range(1, 5)])
v_hat = steps([v[0]] + [v[t] / (1 - 0.95**t) for t in range(1, 5)])
beta_1, beta_2, alpha, epsilon = 0.8, 0.95, 0.3, 1e-3
"""

MLP = """
import torch
x = draw(4)
A = draw(3, 4)
b = draw(3)
B = draw(2, 3)
c = draw(2)
t = draw(2)
z = A @ x + b
a = torch.tanh(z)
y = B @ a + c
E = 0.5 * ((y - t) ** 2).sum()
"""

TABLE = r"""
# Layer norm with its definitions, and a gradient of a coefficient and more.
import torch
n = 5
x = draw(n)
epsilon = 1e-5
mu = x.mean()
sigma = x.var(unbiased=False).sqrt()
x_hat = torch.nn.functional.layer_norm(x, (n,))
X = draw(3, n)
y = draw(3)
---
\hat{x}_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}, \; \mu = \frac{1}{n} \sum_j x_j
\nabla_x \frac{1}{3} \lVert X x - y \rVert^2 = \frac{2}{3} X^\top (X x - y)
\nabla_x 2 \lVert X x - y \rVert^2 = 4 X^\top (X x - y)
! \hat{x}_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}, \; \mu = \frac{2}{n} \sum_j x_j
! \nabla_x \frac{1}{3} \lVert X x - y \rVert^2 = \frac{1}{3} X^\top (X x - y)
! \nabla_x 2 \lVert X x - y \rVert^2 = 2 X^\top (X x - y)

# Cross-entropy with logits.
import torch
z = draw(4)
y = torch.softmax(draw(4), 0).detach()
p = torch.softmax(z, 0)
L = torch.nn.functional.cross_entropy(z, y)
---
L = -\sum_k y_k \ln(p_k)
L = \ln(\sum_k e^{z_k}) - \sum_k y_k z_k
\frac{\partial L}{\partial z_k} = p_k - y_k
\nabla_z L = p - y
\frac{\partial^2 L}{\partial z_i \partial z_j} = p_i (\delta_{ij} - p_j)
! L = \sum_k y_k \ln(p_k)
! L = -\sum_k p_k \ln(y_k)
! L = \sum_k e^{z_k} - \sum_k y_k z_k
! \frac{\partial L}{\partial z_k} = y_k - p_k
! \frac{\partial L}{\partial z_k} = p_k - 1
! \frac{\partial L}{\partial z_k} = p_k (1 - y_k)
! \frac{\partial^2 L}{\partial z_i \partial z_j} = p_i (1 - p_j)

# The class as a number.
import torch
z = draw(5)
t = 2
p = torch.softmax(z, 0)
L = torch.nn.functional.cross_entropy(z, torch.tensor(1))
---
L = -\ln(p_t)
L = -z_t + \ln \left( \sum_{j=1}^{5} e^{z_j} \right)
\frac{\partial L}{\partial z_i} = p_i - \delta_{it}
! L = -\ln(p_1)
! L = z_t + \ln \left( \sum_{j=1}^{5} e^{z_j} \right)
! L = -z_t + \ln \left( \sum_{j=1}^{4} e^{z_j} \right)
! \frac{\partial L}{\partial z_i} = p_i - 1

# Log-sum-exp.
import torch
z = draw(4)
s = torch.logsumexp(z, 0)
m = z.max()
---
s = \ln(\sum_i e^{z_i})
s = m + \ln(\sum_i e^{z_i - m})
\frac{\partial s}{\partial z_i} = \frac{e^{z_i}}{\sum_j e^{z_j}}
\frac{\partial s}{\partial z_i} = e^{z_i - s}
\sum_i \frac{\partial s}{\partial z_i} = 1
m < s
! s = \sum_i \ln(e^{z_i})
! s = \ln(\sum_i e^{z_i - m})
! s = m - \ln(\sum_i e^{z_i - m})
! \frac{\partial s}{\partial z_i} = e^{s - z_i}
! \frac{\partial s}{\partial z_i} = \frac{e^{z_i}}{\sum_j e^{z_j} - e^{z_i}}
! s < m

# Layer norm.
import torch
x = draw(5)
n = 5
epsilon = 0.01
mu = x.mean()
v = x.var(correction=0)
s = torch.sqrt(v + epsilon)
y = torch.nn.functional.layer_norm(x, (5,), eps=0.01)
---
\mu = \frac{1}{n} \sum_i x_i
v = \frac{1}{n} \sum_i (x_i - \mu)^2
v = \frac{1}{n} \sum_i x_i^2 - \mu^2
y_i = \frac{x_i - \mu}{\sqrt{v + \epsilon}}
\frac{\partial y_i}{\partial x_j} = \frac{1}{s} (\delta_{ij} - \frac{1 + y_i y_j}{n})
\sum_i y_i = 0
! v = \frac{1}{n - 1} \sum_i (x_i - \mu)^2
! v = \frac{1}{n} \sum_i x_i^2 - \mu
! v = \frac{1}{n} \sum_i (x_i + \mu)^2
! y_i = \frac{x_i - \mu}{\sqrt{v} + \epsilon}
! y_i = \frac{x_i - \mu}{v + \epsilon}
! y_i = \frac{x_i}{\sqrt{v + \epsilon}}
! \frac{\partial y_i}{\partial x_j} = \frac{1}{s} (\delta_{ij} - \frac{1}{n})
! \frac{\partial y_i}{\partial x_j} = \frac{1}{s} (\delta_{ij} - \frac{1 - y_i y_j}{n})
! \frac{\partial y_i}{\partial x_j} = \frac{1}{v} (\delta_{ij} - \frac{1 + y_i y_j}{n})

# GELU.
import torch
x = draw()
erf = torch.erf
g = torch.nn.functional.gelu(x)
t = torch.nn.functional.gelu(x, approximate="tanh")
---
g = \frac{x}{2} \left( 1 + \operatorname{erf}\left( \frac{x}{\sqrt{2}} \right) \right)
t = \frac{x}{2} \left( 1 + \tanh\left( \sqrt{\frac{2}{\pi}} (x + 0.044715 x^3) \right) \right)
\operatorname{erf}'(x) = \frac{2}{\sqrt{\pi}} e^{-x^2}
\frac{dg}{dx} = \frac{g}{x} + \frac{x}{\sqrt{2 \pi}} e^{-x^2/2}
! g = \frac{x}{2} \left( 1 + \operatorname{erf}(x) \right)
! g = \frac{x}{2} \left( 1 - \operatorname{erf}\left( \frac{x}{\sqrt{2}} \right) \right)
! g = t
! t = \frac{x}{2} \left( 1 + \tanh\left( \sqrt{\frac{2}{\pi}} (x + 0.044715 x^2) \right) \right)
! t = \frac{x}{2} \left( 1 + \tanh\left( \sqrt{\frac{2}{\pi}} (x + 0.0447 x^3) \right) \right)
! t = \frac{x}{2} \left( 1 + \tanh\left( \frac{2}{\pi} (x + 0.044715 x^3) \right) \right)
! \operatorname{erf}'(x) = \frac{2}{\pi} e^{-x^2}
! \frac{dg}{dx} = \frac{g}{x} + \frac{x}{\sqrt{2 \pi}} e^{-x^2}

# SiLU.
import torch
x = draw()
sigma = torch.sigmoid
s = torch.nn.functional.silu(x)
---
s = x \sigma(x)
s = \frac{x}{1 + e^{-x}}
\frac{ds}{dx} = \sigma(x) (1 + x (1 - \sigma(x)))
\frac{ds}{dx} = s + \sigma(x) (1 - s)
! s = x^2 \sigma(x)
! s = \frac{x}{1 + e^{x}}
! s = \frac{x}{1 - e^{-x}}
! \frac{ds}{dx} = \sigma(x) (1 + x (1 + \sigma(x)))
! \frac{ds}{dx} = \sigma(x) (1 - s)
! \frac{ds}{dx} = s + \sigma(x) (1 + s)

# Softplus.
import torch
x = draw()
sigma = torch.sigmoid
f = torch.nn.functional.softplus
---
f(x) = \ln(1 + e^x)
f'(x) = \sigma(x)
f''(x) = \sigma(x) (1 - \sigma(x))
f(x) - f(-x) = x
f(x) = \max(0, x) + \ln(1 + e^{-|x|})
! f(x) = \ln(1 + e^{-x})
! f(x) = \ln(e^x)
! f'(x) = \sigma(-x)
! f''(x) = \sigma(x) (1 + \sigma(x))
! f(x) + f(-x) = x
! f(x) = \max(0, x) + \ln(1 + e^{|x|})

# Adam, against the state of torch.optim.Adam.
<ADAM>
---
m_t = \beta_1 m_{t-1} + (1 - \beta_1) g_t
v_t = \beta_2 v_{t-1} + (1 - \beta_2) g_t \odot g_t
v_{t,i} = \beta_2 v_{t-1,i} + (1 - \beta_2) g_{t,i}^2
\theta_{ti} = \theta_{t-1,i} - \alpha \frac{\hat m_{ti}}{\sqrt{\hat v_{ti}} + \epsilon}, t > 0
\hat m_t = \frac{m_t}{1 - \beta_1^t}, t > 0
\hat v_t = \frac{v_t}{1 - \beta_2^t}, t > 0
! m_t = \beta_1 m_{t-1} + \beta_1 g_t
! m_t = \beta_1 m_{t-1} + (1 - \beta_2) g_t
! m_t = \beta_1 m_{t-1} + (1 - \beta_1) g_{t-1}
! v_{t,i} = \beta_2 v_{t-1,i} + (1 - \beta_2) g_{t,i}
! v_t = \beta_2 v_{t-1} + (1 + \beta_2) g_t \odot g_t
! \theta_{ti} = \theta_{t-1,i} - \alpha \frac{\hat m_{ti}}{\sqrt{\hat v_{ti} + \epsilon}}, t > 0
! \theta_{ti} = \theta_{t-1,i} - \alpha \frac{\hat m_{ti}}{\sqrt{\hat v_{ti}}}, t > 0
! \theta_{ti} = \theta_{t-1,i} + \alpha \frac{\hat m_{ti}}{\sqrt{\hat v_{ti}} + \epsilon}, t > 0
! \theta_{ti} = \theta_{t-1,i} - \alpha \frac{m_{t,i}}{\sqrt{v_{t,i}} + \epsilon}, t > 0
! \hat m_t = \frac{m_t}{1 - \beta_1}, t > 0
! \hat v_t = \frac{v_t}{1 - \beta_1^t}, t > 0

# Momentum, against torch.optim.SGD.
import torch
p = draw(2).detach().clone().requires_grad_()
path, speed, slope = [p.detach().clone()], [torch.zeros(2).double()], []
optimizer = torch.optim.SGD([p], lr=0.1, momentum=0.8)
for _ in range(4):
    optimizer.zero_grad()
    ((p - 1.5) ** 2 * p).sum().backward()
    slope.append(p.grad.clone())
    optimizer.step()
    path.append(p.detach().clone())
    speed.append(optimizer.state[p]["momentum_buffer"].clone())
theta, v, g = steps(path), steps(speed), steps(slope)
mu, eta = 0.8, 0.1
---
v_{t+1} = \mu v_t + g_t
\theta_{t+1} = \theta_t - \eta v_{t+1}
\theta_{t+1} = \theta_t - \eta (\mu v_t + g_t)
! v_{t+1} = \mu v_t - g_t
! v_{t+1} = \mu v_t + (1 - \mu) g_t
! v_{t+1} = \mu v_t + \eta g_t
! \theta_{t+1} = \theta_t + \eta v_{t+1}
! \theta_{t+1} = \theta_t - \eta v_t
! \theta_{t+1} = \theta_t - v_{t+1}

# A network of two layers, by indices and by matrices.
<MLP>
---
z_j = \sum_i A_{ji} x_i + b_j
y = B a + c
\frac{\partial E}{\partial y_k} = y_k - t_k
\frac{\partial E}{\partial z_j} = (1 - a_j^2) \sum_k B_{kj} (y_k - t_k)
\nabla_z E = (1 - a \odot a) \odot (B^\top (y - t))
\nabla_z E = \operatorname{diag}(1 - a \odot a) B^\top (y - t)
\frac{\partial E}{\partial A_{ji}} = \frac{\partial E}{\partial z_j} x_i
\frac{\partial E}{\partial B_{kj}} = (y_k - t_k) a_j
\frac{\partial E}{\partial b_j} = \frac{\partial E}{\partial z_j}
\nabla_A E = (\nabla_z E) x^\top
\nabla_B E = (y - t) a^\top
\frac{\partial E}{\partial x_i} = \sum_j A_{ji} \frac{\partial E}{\partial z_j}
! \frac{\partial E}{\partial y_k} = t_k - y_k
! \frac{\partial E}{\partial z_j} = (1 - a_j) \sum_k B_{kj} (y_k - t_k)
! \frac{\partial E}{\partial z_j} = \sum_k B_{kj} (y_k - t_k)
! \frac{\partial E}{\partial z_j} = (1 - z_j^2) \sum_k B_{kj} (y_k - t_k)
! \frac{\partial E}{\partial z_j} = (1 - a_j^2) \sum_k B_{jk} (y_k - t_k)
! \nabla_z E = (1 - a \odot a) \odot (B (y - t))
! \nabla_z E = (1 + a \odot a) \odot (B^\top (y - t))
! \frac{\partial E}{\partial A_{ji}} = \frac{\partial E}{\partial z_j} a_j
! \nabla_A E = x (\nabla_z E)^\top
! \nabla_B E = (y - t) z^\top
! \nabla_B E = a (y - t)^\top

# A quadratic form.
x = draw(3)
A = draw(3, 3)
b = draw(3)
E = x @ A @ x / 2 - b @ x
---
E = \frac{1}{2} x^\top A x - b^\top x
\nabla_x E = \frac{1}{2} (A + A^\top) x - b
\frac{\partial^2 E}{\partial x_i \partial x_j} = \frac{1}{2} (A_{ij} + A_{ji})
\frac{\partial^2 E}{\partial x_i^2} = A_{ii}
! \nabla_x E = A x - b
! \nabla_x E = A^\top x - b
! \nabla_x E = (A + A^\top) x - b
! \frac{\partial^2 E}{\partial x_i \partial x_j} = A_{ij}
! \frac{\partial^2 E}{\partial x_i^2} = 2 A_{ii}
! E = \frac{1}{2} x^\top A x + b^\top x

# The Kullback-Leibler divergence.
import torch
z = draw(4)
p = torch.softmax(draw(4), 0)
q = torch.softmax(z, 0)
D = torch.nn.functional.kl_div(q.log(), p, reduction="sum")
---
D = \sum_i p_i \ln(\frac{p_i}{q_i})
D = \sum_i p_i (\ln(p_i) - \ln(q_i))
\frac{\partial D}{\partial z_i} = q_i - p_i
\frac{\partial D}{\partial q_i} = -\frac{p_i}{q_i}
D \ge 0
! D = \sum_i q_i \ln(\frac{q_i}{p_i})
! D = \sum_i p_i \ln(\frac{q_i}{p_i})
! D = -\sum_i p_i \ln(q_i)
! \frac{\partial D}{\partial z_i} = p_i - q_i
! \frac{\partial D}{\partial q_i} = \ln(\frac{p_i}{q_i})

# Cosine similarity.
import torch
a = draw(4)
b = draw(4)
c = torch.nn.functional.cosine_similarity(a, b, dim=0)
m = a.norm()
n = b.norm()
---
c = \frac{a^\top b}{\lVert a \rVert \lVert b \rVert}
c = \frac{\sum_i a_i b_i}{\sqrt{\sum_i a_i^2} \sqrt{\sum_i b_i^2}}
\frac{\partial c}{\partial a_i} = \frac{b_i}{m n} - c \frac{a_i}{m^2}
c \le 1
! c = \frac{a^\top b}{\lVert a \rVert + \lVert b \rVert}
! c = \frac{a^\top b}{\lVert a \rVert^2}
! c = \frac{\lVert a \rVert}{\lVert b \rVert}
! \frac{\partial c}{\partial a_i} = \frac{b_i}{\lVert a \rVert \lVert b \rVert}
! \frac{\partial c}{\partial a_i} = \frac{b_i}{m n} - c \frac{a_i}{m}
! c > 1

# Attention.
import torch
q = draw(3)
K = draw(4, 3)
V = draw(4, 2)
s = K @ q / 3**0.5
p = torch.softmax(s, dim=0)
o = torch.nn.functional.scaled_dot_product_attention(q[None, None], K[None], V[None])[0, 0]
---
s = \frac{1}{\sqrt{3}} K q
p_i = \frac{e^{s_i}}{\sum_k e^{s_k}}
o = V^\top p
o^\top = p^\top V
\frac{\partial p_i}{\partial s_j} = p_i (\delta_{ij} - p_j)
\frac{\partial p_i}{\partial q_k} = \frac{p_i}{\sqrt{3}} (K_{ik} - \sum_j p_j K_{jk})
! s = K q
! s = \frac{1}{3} K q
! s = \frac{1}{\sqrt{3}} K^\top q
! p_i = \frac{e^{s_i}}{\sum_k e^{q_k}}
! o = p^\top V
! \frac{\partial p_i}{\partial s_j} = p_i (1 - p_j)
! \frac{\partial p_i}{\partial s_j} = p_i (\delta_{ij} - p_i)
! \frac{\partial p_i}{\partial q_k} = \frac{p_i}{\sqrt{3}} (K_{ik} + \sum_j p_j K_{jk})
! \frac{\partial p_i}{\partial q_k} = \frac{p_i}{3} (K_{ik} - \sum_j p_j K_{jk})

# A batch.
import torch
X = draw(5, 3)
w = draw(3)
y = draw(5)
n = 5
p = X @ w
L = torch.nn.functional.mse_loss(p, y)
---
L = \frac{1}{n} \sum_s (p_s - y_s)^2
L = \frac{1}{n} \lVert X w - y \rVert^2
\frac{\partial L}{\partial w_j} = \frac{2}{n} \sum_s (p_s - y_s) X_{sj}
\nabla_w L = \frac{2}{n} X^\top (X w - y)
! L = \sum_s (p_s - y_s)^2
! L = \frac{1}{n} \lVert X w - y \rVert
! \frac{\partial L}{\partial w_j} = \frac{1}{n} \sum_s (p_s - y_s) X_{sj}
! \frac{\partial L}{\partial w_j} = \frac{2}{n} \sum_s (y_s - p_s) X_{sj}
! \nabla_w L = \frac{2}{n} X (X w - y)
! \nabla_w L = \frac{2}{n} X^\top (X w + y)

# Minibatches.
import itertools
import torch
r = draw(4)
pairs = list(itertools.combinations(range(4), 2))
g = outcomes([(r[i] + r[j]) / 2 for i, j in pairs])
m = r.mean()
v = r.var(correction=0)
---
\mathbb{E}[g] = m
\mathbb{E}[g] = \frac{1}{4} \sum_i r_i
\mathbb{E}[(g - m)^2] = \frac{v}{2} \cdot \frac{4 - 2}{4 - 1}
\mathbb{E}[g^2] - \mathbb{E}[g]^2 = \frac{v}{3}
! \mathbb{E}[g] = 2 m
! \mathbb{E}[g] = \sum_i r_i
! \mathbb{E}[(g - m)^2] = \frac{v}{2}
! \mathbb{E}[g^2] = \mathbb{E}[g]^2

# The rules of differentiation.
f = smooth()
g = smooth()
x = draw()
---
\frac{d}{dx} (f(x) g(x)) = f'(x) g(x) + f(x) g'(x)
\frac{d}{dx} \frac{f(x)}{g(x)} = \frac{f'(x) g(x) - f(x) g'(x)}{g(x)^2}
\frac{d}{dx} f(g(x)) = f'(g(x)) g'(x)
\frac{d^2}{dx^2} f(g(x)) = f''(g(x)) g'(x)^2 + f'(g(x)) g''(x)
\frac{d}{dx} (2 f(x) - 3 g(x)) = 2 f'(x) - 3 g'(x)
\frac{d}{dx} f(x)^3 = 3 f(x)^2 f'(x)
\frac{d}{dx} e^{f(x)} = e^{f(x)} f'(x)
! \frac{d}{dx} (f(x) g(x)) = f'(x) g'(x)
! \frac{d}{dx} (f(x) g(x)) = f'(x) g(x) - f(x) g'(x)
! \frac{d}{dx} f(x) g(x) = f'(x) g(x)
! \frac{d}{dx} \frac{f(x)}{g(x)} = \frac{f'(x) g(x) + f(x) g'(x)}{g(x)^2}
! \frac{d}{dx} \frac{f(x)}{g(x)} = \frac{f'(x) g(x) - f(x) g'(x)}{g(x)}
! \frac{d}{dx} f(g(x)) = f'(x) g'(x)
! \frac{d}{dx} f(g(x)) = f'(g(x))
! \frac{d}{dx} f(g(x)) = f(g'(x)) g'(x)
! \frac{d^2}{dx^2} f(g(x)) = f''(g(x)) g'(x)^2
! \frac{d}{dx} e^{f(x)} = f(x) e^{f'(x)}

# Bounds of Taylor's remainder.
x = draw(also=[0.0])
---
e^x \ge 1 + x
|\sin(x) - x| \le \frac{|x|^3}{6}
\cos(x) \ge 1 - \frac{x^2}{2}
|\cos(x) - 1| \le \frac{x^2}{2}
! e^x \ge 1 + x + \frac{x^2}{2}
! e^x \le 1 + x
! |\sin(x) - x| \le \frac{|x|^3}{60}
! \cos(x) \ge 1 - \frac{x^2}{4}
! \cos(x) > 1 - \frac{x^2}{2}
! |\cos(x) - 1| \le \frac{x^2}{2} + 1

# The Huber loss.
import torch
r = draw(also=[1.0, -1.0])
L = torch.nn.functional.huber_loss(r, torch.zeros(()).double(), delta=1.0)
---
L = \begin{cases} \frac{1}{2} r^2 & |r| \le 1 \\ |r| - \frac{1}{2} & |r| > 1 \end{cases}
\frac{dL}{dr} = \begin{cases} r & |r| \le 1 \\ 1 & r > 1 \\ -1 & r < -1 \end{cases}
\frac{dL}{dr} = \max(-1, \min(r, 1))
! L = \begin{cases} \frac{1}{2} r^2 & |r| \le 1 \\ |r| & |r| > 1 \end{cases}
! L = \begin{cases} r^2 & |r| \le 1 \\ |r| - \frac{1}{2} & |r| > 1 \end{cases}
! L = \begin{cases} \frac{1}{2} r^2 & |r| > 1 \\ |r| - \frac{1}{2} & |r| \le 1 \end{cases}
! \frac{dL}{dr} = \begin{cases} r & |r| \le 1 \\ 1 & |r| > 1 \end{cases}
! \frac{dL}{dr} = \begin{cases} r & |r| \le 1 \\ 1 & r > 1 \\ 0 & r < -1 \end{cases}

# The Frobenius norm.
import torch
W = draw(2, 3)
F = torch.linalg.matrix_norm(W)
L = F**2
---
F = \sqrt{\sum_i \sum_j W_{ij}^2}
F^2 = \sum_{i=1}^{2} \sum_{j=1}^{3} W_{ij}^2
F^2 = \operatorname{tr}(W^\top W)
\frac{\partial L}{\partial W_{ij}} = 2 W_{ij}
\nabla_W L = 2 W
\frac{\partial F}{\partial W_{ij}} = \frac{W_{ij}}{F}
! F = \sum_i \sum_j W_{ij}^2
! F = \sqrt{\sum_i \sum_j W_{ij}}
! F^2 = \sum_{i=1}^{2} \sum_{j=1}^{2} W_{ij}^2
! F^2 = \operatorname{tr}(W^\top W) + 1
! \frac{\partial L}{\partial W_{ij}} = W_{ij}
! \nabla_W L = 2 W^\top
! \frac{\partial F}{\partial W_{ij}} = 2 W_{ij}

# Binary cross-entropy with a logit.
import torch
z = draw()
y = draw(between=(0.1, 0.9))
p = torch.sigmoid(z)
L = torch.nn.functional.binary_cross_entropy_with_logits(z, y)
---
L = -y \ln(p) - (1 - y) \ln(1 - p)
L = \max(z, 0) - z y + \ln(1 + e^{-|z|})
\frac{dL}{dz} = p - y
! L = -y \ln(p) + (1 - y) \ln(1 - p)
! L = -y \ln(p)
! \frac{dL}{dz} = y - p
! \frac{dL}{dz} = \frac{p - y}{p (1 - p)}
"""


TABLE = TABLE.replace("<ADAM>", ADAM.strip()).replace("<MLP>", MLP.strip())


def cases(wrong):
    rows = []
    for setting, tex, *_ in table(TABLE):
        if tex.startswith("!") == wrong:
            rows.append(pytest.param(setting, tex.removeprefix("! "), id=tex.removeprefix("! ")))
    return rows


@pytest.mark.parametrize(("setting", "tex"), cases(wrong=False))
def test_right_formula_holds(setting, tex, holds):
    assert holds(tex, setting).error < 1e-9


@pytest.mark.parametrize(("setting", "tex"), cases(wrong=True))
def test_wrong_formula_is_refused_for_its_mathematics(setting, tex, refused):
    error = refused(tex, setting)
    assert not re.search(NOT_READ, error.message)
    assert error.piece


def test_each_topic_has_three_wrong_formulas_at_least():
    topics = {}
    for setting, tex, *_ in table(TABLE):
        topics.setdefault(setting, []).append(tex.startswith("!"))
    assert len(topics) >= 20
    assert all(sum(wrong) >= 3 and not all(wrong) for wrong in topics.values())
