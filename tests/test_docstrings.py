"""The formulas of the docstrings are true of what the functions return."""

import pytest
import torch
from reading.plain_formulas import formulas, tex

from gradbook import (
    activations,
    autograd,
    differences,
    losses,
    mlp,
    optimizers,
    perceptron,
    stochastic,
    surfaces,
)
from gradbook.descent import gradient_descent
from gradbook.formula import FormulaError, check
from tests.turns import of_today

NAMESPACE = {
    **{"torch": torch, "activations": activations, "differences": differences, "losses": losses},
    **{"mlp": mlp, "perceptron": perceptron, "surfaces": surfaces},
    **{"autograd": autograd, "stochastic": stochastic},
    **{"gradient_descent": gradient_descent, "optimizers": optimizers},
}

NUMBER = "z, sigma = draw(), torch.sigmoid\nrelu, step = torch.relu, lambda x: (x >= 0) + 0 * x\n"
ANY = NUMBER.replace("draw()", "draw(also=[0.0])")
PARTS = ANY + "a, b = torch.exp(z.clamp(max=0)), torch.exp(-z.clamp(min=0))"
PATH = """\
f, eta = smooth(), draw(between=(0.01, 0.1))

def slope(x):
    x = x.detach().requires_grad_()
    return torch.autograd.grad(f(x), x)[0]

x = steps(gradient_descent(slope, draw(), eta.item(), 5))
"""
STEP = """\
x, eps = draw(between=(-3, 3)), torch.finfo(torch.float64).eps
F = differences.default_step(x, {root})
"""
DIFFERENCE = """\
f, x = smooth(), draw()
h = draw(positive=True)
F = differences.{name}(f, x, h)
"""
GRADIENT = """\
f, x = smooth(3), draw(3)
h, e = draw(positive=True), torch.eye(3, dtype=torch.float64)
F = differences.numerical_gradient(f, x, h)
"""
JACOBIAN = """\
x, A = draw(2), draw(3, 2)
f = A @ x
F = differences.numerical_jacobian(lambda x: A @ x, x)
"""
DIRECTION = """\
f, x, direction = smooth(3), draw(3), draw(3)
u = direction / direction.norm()
h = differences.default_step(x, 3).amax()
F = differences.directional_derivative(f, x, direction)
"""
LOGITS = """\
z, y, n = draw(4), torch.softmax(draw(4), 0), 4
softmax, logits = losses.softmax, z
p = torch.softmax(z, 0)
"""
MISSED = "z, t, sigma = draw(), draw(), torch.sigmoid\n"
ROWS = """\
z, y, m = draw(2, 3), torch.softmax(draw(2, 3), -1), 2
p = torch.softmax(z, -1)
F = losses.cross_entropy_grad(z, y)
F, p, y = F[1], p[1], y[1]
"""
ERRORS = """\
prediction, target = draw(3), draw(3)
r, n = prediction - target, 3
F = losses.{name}(prediction, target, "{reduction}")
"""
# The formulas count the units of the layer below first; PyTorch's weights, those above.
UNITS = """\
x, w, t = draw(3), draw(3, 2), draw(2)
O, sigma = perceptron.output(x, w.T), torch.sigmoid
E = perceptron.error(x, w.T, t)
delta = perceptron.delta(O, t)
"""
SUMS = """\
z, t = draw(2), draw(2)
O = torch.sigmoid(z)
E = perceptron.error(z, torch.eye(2, dtype=torch.float64), t)
F = perceptron.delta(O, t)
"""
NETWORK = """\
w, b, below = draw(3, 2), draw(2), mlp.Layer(draw(3, 4), draw(3))
x, t = draw(4), torch.softmax(draw(2), 0)
layers = [below, mlp.Layer(w.T, b)]
outputs = mlp.forward(layers, x, "{head}")
E = mlp.loss(layers, x, t, "{head}")
hidden, delta = mlp.deltas(layers, outputs, t, "{head}")
O = p = outputs[-1]
"""
SIGMOID, SOFTMAX = NETWORK.format(head="sigmoid"), NETWORK.format(head="softmax")
BACKWARD = SIGMOID + "F = mlp.backward(layers, outputs, t)[-1]\nO = outputs[1]\n"
LAYER = """\
x, W, b = draw(1, 3), draw(2, 3), draw(1, 2)
layer, sigma = mlp.Layer(W, b[0]), torch.sigmoid
z = mlp.affine(layer, x)
O = mlp.forward([layer], x)[-1]
"""
POINT = "x, y = point = draw(2)\na, b = curvatures = 1.5, 4.0\n"
CURVATURES = POINT + "F = surfaces.bowl{grad}(point, curvatures)"
BOWL_RATE = """\
a, b = draw(2, positive=True)
F = 2 / torch.linalg.eigvalsh(torch.diag(torch.stack([a, b])))[-1]
"""

WALK = """\
f, eta, beta = smooth(), draw(between=(0.01, 0.1)).item(), draw(between=(0.2, 0.9)).item()
"""
HEAVY = WALK + "x = steps(optimizers.heavy_ball(torch.func.grad(f), draw(), eta, beta, 5))"
AHEAD = """\
path, ahead = optimizers.nesterov(torch.func.grad(f), draw(), eta, beta, 5)
x, v = steps(path), steps((ahead - path) / beta)
"""
PIECES = """\
layers, images, labels = [mlp.Layer(draw(2, 3), draw(2))], draw(5, 3), torch.tensor([0, 1, 1, 0, 1])
n = torch.tensor([3.0, 2.0], dtype=torch.float64)
pieces = zip(images.split(3), labels.split(3))
g = torch.stack([stochastic.by_hand(layers, *piece)[0].bias[0] for piece in pieces])
F = stochastic.accumulate(layers, images, labels, 3)[0].bias[0]
"""
SETTLED = "eta, sigma, lambda_ = (draw(between=(0.2, 0.9)).item() for _ in range(3))\n"
STEPPED = """\
p, g, before = draw(), draw(), draw(positive=True)
eta, beta, epsilon = (draw(between=(0.1, 0.9)).item() for _ in range(3))
F, q = optimizers.{call}
"""
MEAN = STEPPED.format(call="rmsprop(p, g, before, eta, beta, epsilon)")
# Both roots are real there.
ROOT = """\
h, beta = draw(between=(4, 6)), draw(between=(0.1, 0.9))
r = optimizers.roots(h, beta, nesterov={nesterov}).real[0]
"""


def of_surface(name):
    """Return the setting in which F is what a surface, or its gradient, returns."""
    products = "u = x**2 + y - 11\nv = x + y**2 - 7\n"
    return POINT + products + f"F = surfaces.{name}(point)"


# For each formula of a function's docstring: what the function returned, and the setting.
SETTINGS = {
    "step": [("F", ANY + "F = activations.step(z)")],
    "step_grad": [("F", NUMBER + "F = activations.step_grad(z)")],
    "sigmoid": [("F", ANY + "F = activations.sigmoid(z)")] + [("", PARTS)] * 3,
    "sigmoid_grad": [("F", ANY + "F = activations.sigmoid_grad(z)")],
    "tanh": [("F", ANY + "F = activations.tanh(z)"), ("F", ANY + "F = torch.expm1(2 * z)")],
    "tanh_grad": [("F", ANY + "F = activations.tanh_grad(z)")],
    "relu": [("F", ANY + "F = activations.relu(z)")],
    "relu_grad": [("F", NUMBER + "F = activations.relu_grad(z)")],
    "gradient_descent": [("", PATH)],
    "default_step": [("F", STEP.format(root=3) + "h, root = F, 3")],
    "forward_difference": [
        ("F", DIFFERENCE.format(name="forward_difference")),
        ("F", STEP.format(root=2)),
    ],
    "central_difference": [
        ("F", DIFFERENCE.format(name="central_difference")),
        ("F", STEP.format(root=3)),
    ],
    "second_difference": [
        ("F", DIFFERENCE.format(name="second_difference")),
        ("F", STEP.format(root=4)),
    ],
    "numerical_gradient": [
        ("F_i", GRADIENT),
        ("F_i", STEP.format(root=3).replace("draw(", "draw(3, ")),
    ],
    "numerical_jacobian": [("F_{ij}", JACOBIAN)],
    "directional_derivative": [("F", DIRECTION), ("", DIRECTION)],
    "softmax": [("F_i", LOGITS + "F = losses.softmax(z)")],
    "softmax_jacobian": [("F_{ij}", LOGITS + "F = losses.softmax_jacobian(z)")] * 2,
    "cross_entropy": [
        ("", LOGITS),
        ("F", LOGITS + "F = losses.cross_entropy(z, y)"),
        ("", LOGITS),
    ],
    "cross_entropy_grad": [("F_i", ROWS)],
    "sigmoid_residual": [("F", MISSED + "F = losses.residuals.sigmoid_residual(z, t)")],
    "softmax_residual": [("F", LOGITS + "F = losses.residuals.softmax_residual(z, y)")],
    "mse_loss": [("", ERRORS.format(name="mse_loss", reduction="sum"))]
    + [
        ("F", ERRORS.format(name="mse_loss", reduction=reduction))
        for reduction in ("mean", "sum", "half_sum")
    ],
    "mse_loss_grad": [
        ("F_i", ERRORS.format(name="mse_loss_grad", reduction=reduction))
        for reduction in ("mean", "sum", "half_sum")
    ],
    "affine": [("", LAYER)],
    "forward": [("", LAYER)],
    "loss": [("", SIGMOID), ("", SOFTMAX)],
    "deltas": [
        (r"\delta_k", SIGMOID),
        (r"\delta_k", SOFTMAX),
        ("F_j", SIGMOID + "F, O = hidden, outputs[1]"),
    ],
    "backward": [("F_{jk}", BACKWARD + "F = F.weight.T"), ("F_k", BACKWARD + "F = F.bias")],
    "output": [("", UNITS), ("", "k = 1")],
    "error": [("", UNITS)],
    "delta": [("F_k", SUMS + "delta = F"), ("", MISSED + "O = torch.sigmoid(z)"), ("", UNITS)],
    "error_grad": [("F_{jk}", UNITS + "F = perceptron.error_grad(x, w.T, t).T")] * 2,
    "accumulate": [("F", PIECES)],
    "logsumexp": [("F", "z = draw(4)\nF = autograd.logsumexp(z)")],
    "noise_floor": [("F", SETTLED + "F = optimizers.noise_floor(eta, lambda_, sigma**2)")],
    "squared_distances": [
        (
            "F",
            SETTLED
            + "V = draw(positive=True).item()\n"
            + "F = optimizers.squared_distances([eta], V, lambda_, sigma**2)[1]",
        )
    ],
    "adagrad": [("F", STEPPED.format(call="adagrad(p, g, before, eta, epsilon)"))],
    "rmsprop": [("F", MEAN), ("F", MEAN + "F, q = q, before")],
    "adamw": [
        (
            "F",
            SETTLED
            + "p = draw()\nF = optimizers.adamw(p, torch.zeros_like(p), None, eta, lambda_)[0]",
        )
    ],
    "heavy_ball": [("", HEAVY)],
    "nesterov": [("", WALK + AHEAD)] * 2,
    "roots": [("", ROOT.format(nesterov=False)), ("", ROOT.format(nesterov=True))],
    "himmelblau": [("F", of_surface("himmelblau"))],
    "himmelblau_grad": [(left, of_surface("himmelblau_grad")) for left in ("F", "", "")],
    "rosenbrock": [("F", of_surface("rosenbrock"))],
    "rosenbrock_grad": [("F", of_surface("rosenbrock_grad"))],
    "bowl": [("F", CURVATURES.format(grad="")), ("F", BOWL_RATE)],
    "bowl_grad": [("F", CURVATURES.format(grad="_grad"))],
    "saddle": [("F", of_surface("saddle"))],
    "saddle_grad": [("F", of_surface("saddle_grad"))],
}


# Those without a setting make one test red, and not all of them.
SET = [one for one in formulas() if one[1] < len(SETTINGS.get(one[0], ()))]


@pytest.mark.parametrize(
    ("name", "place", "text"), SET, ids=[f"{name}-{place}" for name, place, _ in SET]
)
def test_a_formula_of_a_docstring_is_true(name, place, text):
    left, setting = SETTINGS[name][place]
    check(f"{left} = {tex(text)}" if left else tex(text), setting, namespace=NAMESPACE)


def test_every_formula_has_a_setting_and_every_setting_a_formula():
    found = [name for name, _, _ in formulas()]
    settings = {name: len(settings) for name, settings in SETTINGS.items()}
    message = "SETTINGS has a row for each formula of a docstring"
    assert {name: found.count(name) for name in found} == settings, message


SIGNED = of_today([each for each in SET if set("+−") & set(each[2])], 3)


@pytest.mark.parametrize(
    ("name", "place", "text"), SIGNED, ids=[f"{name}-{place}" for name, place, _ in SIGNED]
)
def test_a_flipped_sign_in_a_docstring_is_found(name, place, text):
    left, setting = SETTINGS[name][place]
    at = max(text.rfind("+"), text.rfind("−"))
    alone = text[:at].rstrip()[-1:] in {"", "(", ",", "="}
    sign = "" if alone else {"+": "−", "−": "+"}[text[at]]
    flipped = f"{text[:at]}{sign}{text[at + 1 :]}"
    with pytest.raises(FormulaError, match="sides differ"):
        check(f"{left} = {tex(flipped)}" if left else tex(flipped), setting, namespace=NAMESPACE)
