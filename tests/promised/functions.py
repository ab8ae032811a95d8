"""Calls of the functions of numbers, logits, points, and of other functions."""

from __future__ import annotations

from functools import partial

import torch

from gradbook import activations, descent, differences, losses
from gradbook import surfaces as planes
from tests.promised.cases import ROWS, Case, each, inputs, numbers, pairs, shares

CASES = {
    "activations": {
        name + end: each(getattr(activations, name + end))
        for name in ("step", "sigmoid", "tanh", "relu")
        for end in ("", "_grad")
    },
    "losses": {
        "softmax": each(losses.softmax, (4,)),
        "softmax_jacobian": each(losses.softmax_jacobian, (4,)),
        "cross_entropy": Case(losses.cross_entropy, lambda b: (numbers(*b, 4), shares(*b)), by=1),
        "cross_entropy_grad": Case(
            losses.cross_entropy_grad, lambda b: (numbers(*b, 4), shares(*b)), by=1
        ),
        "mse_loss": pairs(losses.mse_loss),
        "mse_loss_grad": pairs(losses.mse_loss_grad),
    },
    "surfaces": {
        name + end: each(getattr(planes, name + end), (2,))
        for name in ("himmelblau", "rosenbrock", "bowl", "saddle")
        for end in ("", "_grad")
    },
    "differences": {
        "forward_difference": each(partial(differences.forward_difference, torch.sin)),
        "central_difference": each(partial(differences.central_difference, torch.sin)),
        "second_difference": each(partial(differences.second_difference, torch.sin)),
        "numerical_gradient": each(
            partial(differences.numerical_gradient, lambda x: x.sin().sum())
        ),
        "numerical_jacobian": Case(
            partial(differences.numerical_jacobian, torch.sin), lambda b: (numbers(*b),), axes=ROWS
        ),
        "directional_derivative": Case(
            partial(differences.directional_derivative, lambda x: x.sin().sum(-1)),
            lambda b: (inputs(b), numbers(3)),
        ),
        "default_step": each(partial(differences.default_step, root=3)),
    },
    "descent": {
        "gradient_descent": each(lambda x: descent.gradient_descent(torch.sin, x, 0.1, 3)),
        "descend": each(
            lambda x: descent.descend(planes.BOWL, x, partial(torch.optim.SGD, lr=0.05), 3), (2,)
        ),
        "basins": each(lambda x: descent.basins(x, ((0.5, 0.5), (-1.0, 1.0)), 0.8), (2,)),
    },
}
