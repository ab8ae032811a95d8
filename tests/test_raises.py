"""Each error that a docstring speaks of is raised, in each of the cases that it names.

The docstrings are read: a case stands under the very words that name it, and when all cases are
crossed out, no word may be left that could name another.
"""

import ast
import operator
import re
import sys
from functools import partial
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gradbook import (
    activations,
    autograd,
    descent,
    differences,
    digits,
    losses,
    noise,
    optimizers,
    parallel,
    perceptron,
    stacks,
    stochastic,
    surfaces,
)
from gradbook.autograd.network import START, network_error, train_network
from gradbook.mlp import Layer
from tests.formula.choices import tried

PACKAGE = Path(activations.__file__).parent
ROOMS = {"plots", "formula", "tool", "cells", "sphinx"}  # they speak to others
GRAMMAR = re.compile(r".+: expected .+, got .+", re.DOTALL)
FILLERS = re.compile(r"[\W\d_]|\b(If|if|or|a|an|it|its|and|is|may|not|named?s?|start|step|than)\b")
NAN, WHOLE = float("nan"), torch.tensor([[1, 2]])
SGD = partial(torch.optim.SGD, lr=0.1)
GENERATOR = torch.Generator()
first = operator.itemgetter(0)


def documented():
    """Yield for each docstring and error the words below it, none where it has no section."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if ROOMS & set(path.relative_to(PACKAGE).parts):
            continue
        tree = ast.parse(path.read_text("utf-8"))
        family = path.stem if path.stem != "__init__" else path.parent.name
        yield from errors(family, ast.get_docstring(tree) or "")
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                yield from errors(f"{family}.{node.name}", ast.get_docstring(node) or "")


def errors(name, text):
    before, _, section = text.partition("\nRaises\n------\n")
    section = section.partition("\n\n")[0]
    for head, words in re.findall(r"^(\w+Error.*)\n((?:    .*\n?)+)", section, re.MULTILINE):
        yield name, tuple(sorted(re.findall(r"\w+Error", head))), " ".join(words.split())
    for error in sorted(set(re.findall(r"\w+Error", before))):
        yield name, (error,), ""


def layer(z):
    return [Layer(z[:1], z[:1, 0])]


def other(z):
    return z.to(torch.float32 if z.dtype == torch.float64 else torch.float64)


def many(z, optimizer):
    start = torch.ones(len(z) + 1, 2, dtype=z.dtype)
    return descent.descend(surfaces.BOWL, start, partial(optimizer, lr=0.1), 1)


def far(z):
    start = torch.full((2,), 100.0, dtype=z.dtype)
    return descent.descend(surfaces.BOWL, start, partial(torch.optim.SGD, lr=1e30), 99)


def training(z, **changed):
    labels = torch.zeros(len(z), dtype=torch.int64)
    settings = {"batch_size": 1, "learning_rate": 0.1, "generator": GENERATOR} | changed
    return layer(z), z, labels, settings


def epochs(z, **changed):
    layers, images, labels, settings = training(z, **changed)
    return stochastic.train(layers, images, labels, test=(z, labels), **{"epochs": 1} | settings)


def steps(z, **changed):
    layers, images, labels, settings = training(z, **changed)
    activation = torch.relu
    return stacks.train(layers, images, labels, activation, **{"steps": 1} | settings)


def ball(z, gradient=torch.sin, **changed):
    settings = {"learning_rate": 0.1, "momentum": 0.5, "steps": 1} | changed
    return optimizers.heavy_ball(gradient, z, **settings)


def by_rule(z, gradient=torch.sin, rates=(0.1,), momentum=0.5, rule=optimizers.rate_inside):
    return optimizers.walk_by(rule, gradient, z, rates, momentum)


def of_logits(f):
    return {
        "No last axis": lambda z: f(z[0, 0]),
        "an empty one": lambda z: f(z[:, :0]),
        "A dtype that is not floating": lambda z: f(WHOLE),
    }


def of_target(f):
    return {
        "A shape that does not fit": lambda z: f(z, z[0, 0].long()),
        "no rows": lambda z: f(z[:0], z[:0]),
        "an index outside 0 … n − 1": lambda z: f(z, torch.full(z.shape[:1], z.shape[1])),
        "probabilities that are negative": lambda z: f(z, -z.softmax(-1)),
        "NaN": lambda z: f(z, NAN * z),
        "have the sum 1": lambda z: f(z, 3 * z.softmax(-1)),
        "Logits that are floating": lambda z: f(WHOLE, z),
        "probabilities of another dtype": lambda z: f(z, other(z.softmax(-1))),
    }


def of_pair(f):
    return {
        "Different shapes": lambda z: f(z, z[0, 0]),
        "no entries": lambda z: f(z[:0], z[:0]),
        "an unknown reduction": lambda z: f(z, z, "median"),
        "A dtype that is floating": lambda z: f(WHOLE, WHOLE),
        "two different ones": lambda z: f(z, other(z)),
    }


def of_units(f):
    def call(x, weight):
        return f(x, weight, weight[:, 0]) if f is not perceptron.output else f(x, weight)

    return {
        "argument isn't floating tensor": lambda z: call(z[0].long(), z),
        "dtypes differ": lambda z: call(other(z[0]), z),
        "shapes don't fit": lambda z: call(z[0, :0], z),
    }


CASES = {
    "activations.step": {
        "`z` is a tensor of floats": lambda z: activations.step(z.long()),
        "so do all functions of this module": lambda z: activations.tanh_grad(z.long()),
    },
    "basins.basins": {
        "`ends` is a tensor of floats": lambda z: descent.basins(WHOLE, ()),
        "the tolerance no number": lambda z: descent.basins(z[:, :1].expand(-1, 2), (), "far"),
        "the last axis of `ends`": lambda z: descent.basins(z[:, :1], ()),
        "`minima` is 2 long": lambda z: descent.basins(z[:, :1].expand(-1, 2), ((0.0,),)),
        "minimum is finite": lambda z: descent.basins(torch.ones(1, 2), ((0.0, NAN),)),
        "the tolerance is negative": lambda z: descent.basins(torch.ones(1, 2), (), -1.0),
        "NaN": lambda z: descent.basins(torch.ones(1, 2), (), NAN),
    },
    "paths.descend": {
        "an argument is not as described": lambda z: descent.descend(torch.sin, z[:, :1], SGD, 1),
        "a learning rate is positive": lambda z: many(z, lambda p, lr: torch.optim.SGD(p, lr=0.0)),
        "there are many starts": lambda z: many(z, torch.optim.Adafactor),
        "the optimizer mixes coordinates (LBFGS": lambda z: many(z, torch.optim.LBFGS),
        "Adafactor": lambda z: many(z, torch.optim.Adafactor),
        "Muon": lambda z: many(z, getattr(torch.optim, "Muon", torch.optim.LBFGS)),
        "path leaves the finite numbers": far,
    },
    "adaptive.adagrad": {
        "p is not floating point": lambda z: optimizers.adam(WHOLE, WHOLE, None, 0.1),
        "g has another dtype": lambda z: optimizers.rmsprop(z, other(z), None, 0.1),
        "state is of another kind": {
            "list": lambda z: optimizers.adagrad(z, z, [z], 0.1),
            "tensor": lambda z: optimizers.adam(z, z, z, 0.1),
            "moments": lambda z: optimizers.rmsprop(z, z, optimizers.Moments(z, z, 1), 0.1),
            "without a mean": lambda z: optimizers.adam(z, z, optimizers.Moments(None, z, 1), 0.1),
            "without a number of steps": lambda z: optimizers.amsgrad(
                z, z, optimizers.Moments(z, z, 1.0), 0.1
            ),
        },
        "g has another shape than p": lambda z: optimizers.adagrad(z, z[0], None, 0.1),
        "or state has": {
            "tensor": lambda z: optimizers.rmsprop(z, z, z[0], 0.1),
            "moments": lambda z: optimizers.adamw(z, z, optimizers.Moments(z, z[0], 1), 0.1),
        },
        "learning_rate is not positive and finite": {
            "zero": lambda z: optimizers.amsgrad(z, z, None, 0.0),
            "infinite": lambda z: optimizers.adamw(z, z, None, NAN),
        },
        "eps is negative": lambda z: optimizers.adagrad(z, z, None, 0.1, -1.0),
        "NaN": lambda z: optimizers.adam(z, z, None, 0.1, eps=NAN),
        "infinite": lambda z: optimizers.adamw(z, z, None, 0.1, eps=float("inf")),
    },
    "adaptive.rmsprop": {
        "beta is below 0": lambda z: optimizers.rmsprop(z, z, None, 0.1, -0.1),
        "1 and more": lambda z: optimizers.rmsprop(z, z, None, 0.1, 1.0),
    },
    "adaptive.adam": {
        "betas is no pair": {
            "one": lambda z: optimizers.adam(z, z, None, 0.1, (0.9,)),
            "three": lambda z: optimizers.adamw(z, z, None, 0.1, 0.0, (0.9, 0.99, 0.999)),
            "a number": lambda z: optimizers.amsgrad(z, z, None, 0.1, 0.9),
        },
        "a beta is below 0": lambda z: optimizers.adam(z, z, None, 0.1, (-0.1, 0.9)),
        "1 and more": lambda z: optimizers.amsgrad(z, z, None, 0.1, (0.9, 1.0)),
    },
    "adaptive.adamw": {
        "weight_decay is negative": lambda z: optimizers.adamw(z, z, None, 0.1, -0.1),
        "NaN": lambda z: optimizers.adamw(z, z, None, 0.1, NAN),
        "infinite": lambda z: optimizers.adamw(z, z, None, 0.1, float("inf")),
    },
    "digits.load": {
        "scikit-learn is installed": lambda z: digits.load(),
        "``dtype`` is a floating dtype": lambda z: digits.load(torch.int64),
    },
    "probabilities.softmax": of_logits(losses.softmax),
    "probabilities.softmax_jacobian": {"As `softmax`": of_logits(losses.softmax_jacobian)},
    "probabilities.cross_entropy": of_target(losses.cross_entropy),
    "probabilities.cross_entropy_grad": {
        "As `cross_entropy`": of_target(losses.cross_entropy_grad)
    },
    "squared_error.mse_loss": of_pair(losses.mse_loss),
    "squared_error.mse_loss_grad": {"As `mse_loss`": of_pair(losses.mse_loss_grad)},
    "perceptron.output": of_units(perceptron.output),
    "perceptron.error": of_units(perceptron.error),
    "perceptron.delta": {
        "As `error` does": {
            "floats": lambda z: perceptron.delta(z.long(), z),
            "dtypes": lambda z: perceptron.delta(z, other(z)),
            "shapes": lambda z: perceptron.delta(z, z[0, 0]),
        }
    },
    "perceptron.error_grad": {
        "As `error` does": of_units(perceptron.error_grad),
        "``x`` isn't single input": lambda z: perceptron.error_grad(z, z, z[:, :1]),
    },
    "stacks.train": {
        "a number is out of range": {
            "steps": lambda z: steps(z, steps=0),
            "batch_size": lambda z: steps(z, batch_size=len(z) + 1),
            "learning_rate": lambda z: steps(z, learning_rate=-0.1),
        }
    },
    "catalog.surface": {"another name": lambda z: surfaces.surface("plain")},
    "complex_step.complex_step": {
        "h is no number or tensor": lambda z: autograd.complex_step(torch.sin, z.float(), "1"),
        "x is real": lambda z: autograd.complex_step(torch.sin, z.to(torch.complex64)),
        "f(x + i h) is no complex tensor": lambda z: autograd.complex_step(abs, z.float()),
        "h is positive": lambda z: autograd.complex_step(torch.sin, z.float(), 0.0),
        "finite": lambda z: autograd.complex_step(torch.sin, z.float(), NAN),
        "f changes the shape": lambda z: autograd.complex_step(torch.sum, z.float()),
    },
    "curvature.hvp": {
        "x has no floating dtype": lambda z: autograd.hvp(torch.sum, z.long(), z.long()),
        "v has another one": lambda z: autograd.hvp(torch.sum, z, other(z)),
        "f(x) is no tensor": lambda z: autograd.hvp(lambda x: 1.0, z, z),
        "v has another shape than x": lambda z: autograd.hvp(torch.sum, z, z[0]),
        "f(x) is not a single number": lambda z: autograd.hvp(torch.sin, z, z),
    },
    "curvature.top_eigenvalue": {
        "start is 0": lambda z: autograd.top_eigenvalue(torch.sum, z, 0 * z),
        "not finite": lambda z: autograd.top_eigenvalue(torch.sum, z, NAN * z),
        "steps is below 1": lambda z: autograd.top_eigenvalue(torch.sum, z, z + 101, 0),
    },
    "curvature.descend_with_curvature": {
        "x is 0": lambda z: autograd.descend_with_curvature(torch.sum, 0 * z, 0.1, 1, 1),
        "not finite": lambda z: autograd.descend_with_curvature(torch.sum, NAN * z, 0.1, 1, 1),
        "learning_rate is not positive and finite": {
            "zero": lambda z: autograd.descend_with_curvature(torch.sum, z, 0.0, 1, 1),
            "infinite": lambda z: autograd.descend_with_curvature(torch.sum, z, NAN, 1, 1),
        },
        "so large that x does not stay finite": lambda z: autograd.descend_with_curvature(
            lambda x: x.square().sum(), z + 101, 1e30, 9, 9
        ),
        "steps": lambda z: autograd.descend_with_curvature(torch.sum, z, 0.1, 0, 1),
        "every is below 1": lambda z: autograd.descend_with_curvature(torch.sum, z, 0.1, 1, 0),
    },
    "finite.scaled_gradient": {
        "x is not floating point": lambda z: autograd.scaled_gradient(
            torch.sum, z.long(), 1.0, torch.half
        ),
        "dtype is not floating": lambda z: autograd.scaled_gradient(torch.sum, z, 1.0, torch.int8),
        "scale is not positive": lambda z: autograd.scaled_gradient(torch.sum, z, 0.0, torch.half),
        "finite": lambda z: autograd.scaled_gradient(torch.sum, z, NAN, torch.half),
        "f(x) is no tensor": lambda z: autograd.scaled_gradient(lambda x: 1.0, z, 2.0, torch.half),
        "f(x) is not a single number": lambda z: autograd.scaled_gradient(
            torch.sin, z, 2.0, torch.half
        ),
    },
    "finite.guarded": {
        "x is not floating point": lambda z: autograd.guarded(torch.sin, WHOLE, WHOLE > 0),
        "allowed is not of dtype bool": {
            "numbers": lambda z: autograd.guarded(torch.sin, z, z),
            "no tensor": lambda z: autograd.guarded(torch.sin, z, True),
        },
        "f(x) or otherwise has another dtype than x": {
            "f": lambda z: autograd.guarded(other, z, z > 0),
            "no tensor": lambda z: autograd.guarded(lambda x: 1.0, z, z > 0),
            "otherwise": lambda z: autograd.guarded(torch.sin, z, z > 0, z.to(torch.complex128)),
        },
        "allowed": lambda z: autograd.guarded(torch.sin, z, z[0] > 0),
        "f(x) has another shape than x": lambda z: autograd.guarded(torch.sum, z, z > 0),
        "otherwise broadcasts to a larger one": lambda z: autograd.guarded(
            torch.sin, z, z > 0, z[None]
        ),
    },
    "finite.logsumexp": {
        "z is not floating point": lambda z: autograd.logsumexp(WHOLE),
        "z has no last axis": lambda z: autograd.logsumexp(z[0, 0]),
        "an empty one": lambda z: autograd.logsumexp(z[:, :0]),
    },
    "dual.dual_gradient": {
        "f returns no number": lambda z: autograd.dual_gradient(lambda x: x, z[0].tolist())
    },
    "tape.tape_gradient": {
        "f returns no number": lambda z: autograd.tape_gradient(lambda x: x, z[0].tolist())
    },
    "network.network_error": {"w has not seven weights": lambda z: network_error(z[0])},
    "network.train_network": {
        "learning_rate is not positive": lambda z: train_network(START, 0.0, 1),
        "not finite": lambda z: train_network(START, NAN, 1),
        "steps is less than 1": lambda z: train_network(START, 0.1, 0),
    },
    "products.jvp": {
        "f returns no sequence of numbers": lambda z: autograd.jvp(first, [1.0], [1.0]),
        "v has another length than x": lambda z: autograd.jvp(list, [1.0], [1.0, 2.0]),
    },
    "products.vjp": {
        "f returns no sequence of numbers": lambda z: autograd.vjp(first, [1.0]),
        "back gets more or fewer weights than values": lambda z: autograd.vjp(list, [1.0])[1]([]),
    },
    "products.forward_jacobian": {
        "f returns no sequence of numbers": lambda z: autograd.forward_jacobian(first, [1.0]),
        "x is empty: without a column nothing says how many rows there are": (
            lambda z: autograd.forward_jacobian(list, [])
        ),
    },
    "products.reverse_jacobian": {
        "f returns no sequence of numbers": lambda z: autograd.reverse_jacobian(first, [1.0]),
    },
    "momentum.heavy_ball": {
        "start has no floating dtype": lambda z: ball(z.long()),
        "the gradient another one": lambda z: ball(z, gradient=other),
        "start is not finite": lambda z: ball(NAN * z),
        "learning_rate": lambda z: ball(z, learning_rate=0.0),
        "momentum": {
            "one": lambda z: ball(z, momentum=1.0),
            "negative": lambda z: ball(z, momentum=-0.1),
            "no number": lambda z: ball(z, momentum=NAN),
        },
        "steps is out of range": lambda z: ball(z, steps=-1),
        "the gradient has another shape": lambda z: ball(z, gradient=first),
    },
    "conventions.walk_by": {
        "start has no floating dtype": lambda z: by_rule(z.long()),
        "the gradient another one": lambda z: by_rule(z, gradient=other),
        "what the rule returns": lambda z: by_rule(z, rule=lambda x, *rest: (other(x), x)),
        "a learning rate": lambda z: by_rule(z, rates=(0.1, -0.1)),
        "momentum is out of range": lambda z: by_rule(z, momentum=1.0),
        "the gradient has another shape": lambda z: by_rule(z, gradient=first),
        "or what the rule returns": lambda z: by_rule(z, rule=lambda x, *rest: (x[0], x)),
    },
    "momentum_rates.roots": {
        "h has no floating dtype": lambda z: optimizers.roots(z.long(), 0.5),
        "momentum is a tensor of another one": lambda z: optimizers.rate(z, 0 * z.long()),
        "momentum is out of range": {
            "number": lambda z: optimizers.roots(z, 1.0),
            "tensor": lambda z: optimizers.roots(z, torch.tensor([0.5, -0.1])[:, None, None]),
        },
    },
    "momentum_rates.border": {
        "momentum has no floating dtype": lambda z: optimizers.border(z.long()),
        "momentum is out of range": lambda z: optimizers.border(z.abs() + 1),
    },
    "momentum_rates.best_settings": {
        "least": lambda z: optimizers.best_settings("1", 2.0),
        "most is no number": lambda z: optimizers.best_settings(1.0, None),
        "one is not positive": {
            "least": lambda z: optimizers.best_settings(0.0, 2.0),
            "most": lambda z: optimizers.best_settings(1.0, -2.0),
        },
        "finite": lambda z: optimizers.best_settings(1.0, float("inf")),
        "most is below least": lambda z: optimizers.best_settings(2.0, 1.0),
    },
    "measured.measured_rate": {
        "h has no floating dtype": lambda z: optimizers.measured_rate(z.long(), [0.5]),
        "steps is below 2": lambda z: optimizers.measured_rate(z, [0.5], steps=1),
        "there are no momenta": lambda z: optimizers.measured_rate(z, []),
        "one is out of range": lambda z: optimizers.measured_rate(z, [0.5, 1.0]),
    },
    "measured.steps_needed": {
        "share is no number": lambda z: optimizers.steps_needed((1,), "half", lr=0.1),
        "share is not positive": lambda z: optimizers.steps_needed((1,), 0.0, lr=0.1),
        "finite": lambda z: optimizers.steps_needed((1,), NAN, lr=0.1),
        "the walk diverges": lambda z: optimizers.steps_needed((1,), 0.5, lr=3.0),
    },
    "scheduled.scheduled_descent": {
        "start is not floating point": lambda z: optimizers.scheduled_descent(
            torch.sum, WHOLE, [0.1]
        ),
        "limit is not positive": lambda z: optimizers.scheduled_descent(
            torch.sum, z.double(), [0.1], 0.0
        ),
        "finite": lambda z: optimizers.scheduled_descent(torch.sum, z.double(), [], NAN),
        "a rate is negative": lambda z: optimizers.scheduled_descent(torch.sum, z, [-0.1]),
        "NaN": lambda z: optimizers.scheduled_descent(torch.sum, z, [NAN]),
        "infinite": lambda z: optimizers.scheduled_descent(torch.sum, z, [float("inf")]),
        "f(x) is no tensor": lambda z: optimizers.scheduled_descent(lambda x: 1.0, z, [0.1]),
        "f(x) is not a single number": lambda z: optimizers.scheduled_descent(torch.sin, z, [0.1]),
    },
    "schedules.step_decay": {
        "step is negative": lambda z: optimizers.step_decay(-len(z), 0.1, 3),
        "every is below 1": lambda z: optimizers.step_decay(0, 0.1, 0),
        "rate": lambda z: optimizers.step_decay(0, -0.1, 3),
        "factor is not positive": lambda z: optimizers.step_decay(0, 0.1, 3, 0.0),
        "finite": lambda z: optimizers.step_decay(0, NAN, 3),
    },
    "schedules.cosine": {
        "step is negative": lambda z: optimizers.cosine(-len(z), 0.1, 3),
        "steps is below 1": lambda z: optimizers.cosine(0, 0.1, 0),
        "rate is not positive": lambda z: optimizers.cosine(0, 0.0, 3),
        "finite": lambda z: optimizers.cosine(0, NAN, 3),
        "last is not in its range": {
            "below": lambda z: optimizers.cosine(0, 0.1, 3, -0.1),
            "above": lambda z: optimizers.cosine(0, 0.1, 3, 0.2),
        },
    },
    "schedules.inverse_time": {
        "step is negative": lambda z: optimizers.inverse_time(-len(z), 0.1),
        "rate is not positive": lambda z: optimizers.inverse_time(0, 0.0),
        "finite": lambda z: optimizers.inverse_time(0, NAN),
    },
    "schedules.warm_up": {
        "step is negative": lambda z: optimizers.warm_up(-len(z), 3, lambda s: 0.1),
        "steps is below 1": lambda z: optimizers.warm_up(0, 0, lambda s: 0.1),
    },
    "noise_floor.noise_floor": {
        "argument is not positive": {
            "rate": lambda z: optimizers.noise_floor(0.0),
            "curvature": lambda z: optimizers.noise_floor(0.1, -1.0),
            "noise": lambda z: optimizers.noise_floor(0.1, 1.0, 0.0),
        },
        "finite": lambda z: optimizers.noise_floor(NAN),
        "rate is not below 2/λ": lambda z: optimizers.noise_floor(0.5, 4.0),
    },
    "noise_floor.squared_distances": {
        "curvature": lambda z: optimizers.squared_distances([0.1], 1.0, 0.0),
        "noise is not positive": lambda z: optimizers.squared_distances([0.1], 1.0, 1.0, -1.0),
        "finite": lambda z: optimizers.squared_distances([0.1], 1.0, NAN),
        "start is negative": lambda z: optimizers.squared_distances([0.1], -1.0),
    },
    "noise_floor.noisy_descent": {
        "walks is below 1": lambda z: optimizers.noisy_descent([0.1], 1.0, 0, GENERATOR),
        "curvature": lambda z: optimizers.noisy_descent([0.1], 1.0, 2, GENERATOR, 0.0),
        "noise is not positive": lambda z: optimizers.noisy_descent(
            [0.1], 1.0, 2, GENERATOR, 1.0, 0.0
        ),
        "finite": lambda z: optimizers.noisy_descent([0.1], 1.0, 2, GENERATOR, NAN),
    },
    "clipping.clip_by_norm": {
        "there is no gradient": lambda z: optimizers.clip_by_norm([], 1.0),
        "limit is not positive": lambda z: optimizers.clip_by_norm([z], 0.0),
        "finite": lambda z: optimizers.clip_by_norm([z], NAN),
        "eps is negative": lambda z: optimizers.clip_by_norm([z], 1.0, -1.0),
        "NaN": lambda z: optimizers.clip_by_norm([z], 1.0, NAN),
        "infinite": lambda z: optimizers.clip_by_norm([z], 1.0, float("inf")),
        "gradients is no sequence": {
            "tensor": lambda z: optimizers.clip_by_norm(z, 1.0),
            "used up": lambda z: optimizers.clip_by_norm((one for one in [z]), 1.0),
        },
        "a gradient is not floating point": lambda z: optimizers.clip_by_norm([z, WHOLE], 1.0),
    },
    "clipping.clip_by_value": {
        "there is no gradient": lambda z: optimizers.clip_by_value([], 1.0),
        "limit is not positive": lambda z: optimizers.clip_by_value([z], 0.0),
        "finite": lambda z: optimizers.clip_by_value([z], NAN),
        "gradients is no sequence": lambda z: optimizers.clip_by_value(z, 1.0),
        "a gradient is not floating point": lambda z: optimizers.clip_by_value([z, WHOLE], 1.0),
    },
    "steps.sgd_step": {
        "an argument is as described": {
            "rate": lambda z: stochastic.sgd_step(layer(z), layer(z), NAN),
            "dtype": lambda z: stochastic.sgd_step(layer(z), layer(other(z)), 0.1),
        }
    },
    "training.train": {
        "the training loss is finite after epoch": lambda z: epochs(NAN * z),
    },
}
# Errors in sentences: which one, and how it comes.
MENTIONED = {
    ("differences", "TypeError"): lambda z: differences.central_difference(torch.sin, z.long()),
    ("differences", "ValueError"): lambda z: differences.forward_difference(torch.sum, z, 1.0),
    ("gradients.directional_derivative", "ValueError"): lambda z: (
        differences.directional_derivative(lambda q: q.sum(-1), z, 0 * z[0])
    ),
    ("sampling.spread", "ValueError"): lambda z: noise.spread(z, z[0, :0]),
    ("sampling.spread", "TypeError"): lambda z: noise.spread(z, other(z[0])),
    ("sampling.sampling_factor", "ValueError"): lambda z: noise.sampling_factor(len(z) + 1, len(z)),
    ("steps.minibatches", "ValueError"): lambda z: list(
        stochastic.minibatches(len(z), len(z) + 1, GENERATOR)
    ),
    ("training.train", "ValueError"): lambda z: epochs(z, epochs=0),
    ("scale.noise_scale", "ValueError"): lambda z: noise.noise_scale(z[0]),
    ("scale.noise_scale", "TypeError"): lambda z: noise.noise_scale(z.long()),
    ("accumulation.accumulate", "ValueError"): lambda z: stochastic.accumulate(
        layer(z), z, z.long()[:, 0], 0
    ),
    ("needed.steps_to_loss", "ValueError"): lambda z: stochastic.steps_to_loss(
        z, z.long()[:, 0], len(z) + 1, [1.0], target=1.0, generator=GENERATOR
    ),
    ("parallel.all_reduce_mean", "ValueError"): lambda z: parallel.all_reduce_mean([z], -1),
    ("parallel.launch", "ValueError"): lambda z: parallel.launch(z.sum, 0),
    ("functions", "TypeError"): lambda z: surfaces.bowl(z[:, :1].long().expand(-1, 2)),
    ("functions", "ValueError"): lambda z: surfaces.bowl_grad(z[:, :1]),
}

DOCUMENTED = list(documented())
SECTIONS = [one for one in DOCUMENTED if one[2]]


def flat(cases):
    for words, case in cases.items():
        if isinstance(case, dict):
            yield from ((words, one) for one in case.values())
        else:
            yield words, case


def without(text, fillers=FILLERS):
    return " ".join(fillers.sub(" ", text).split())


def test_every_documented_error_has_a_case_and_every_case_is_documented():
    message = "a section Raises has its cases in CASES"
    assert {name for name, _, _ in SECTIONS} == set(CASES), message
    mentioned = {(n, e) for n, es, words in DOCUMENTED if not words for e in es}
    assert mentioned == set(MENTIONED), "an error in a sentence has its case in MENTIONED"


@pytest.mark.parametrize("name", CASES)
def test_no_word_of_a_documented_error_is_without_a_case(name):
    left = without(" ".join(words for one, _, words in SECTIONS if one == name))
    for words in sorted(CASES[name], key=len, reverse=True):
        assert without(words) in left, words
        left = left.replace(without(words), " ", 1)
    assert not left.split()


RAISED = [(name, words, case) for name, cases in CASES.items() for words, case in flat(cases)]


@st.composite
def arrays(draw):
    shape = draw(st.tuples(st.integers(1, 4), st.integers(2, 4)))
    dtype = draw(st.sampled_from([torch.float16, torch.bfloat16, torch.float32, torch.float64]))
    entries = st.floats(-100, 100, width=16)
    count = shape[0] * shape[1]
    drawn = draw(st.lists(entries, min_size=count, max_size=count))
    return torch.tensor(drawn, dtype=dtype).reshape(shape)


@pytest.mark.parametrize(("name", "words", "case"), RAISED)
@tried(20)
@given(z=arrays())
def test_a_documented_error_is_raised(name, words, case, z):
    kinds = {kind for one, es, text in SECTIONS if one == name for kind in es}
    with pytest.MonkeyPatch.context() as patch:
        if "ImportError" in kinds:
            patch.setitem(sys.modules, "sklearn.datasets", None)
        with pytest.raises((TypeError, ValueError, FloatingPointError, ImportError)) as caught:
            case(z)
    assert type(caught.value).__name__ in kinds, caught.value
    if isinstance(caught.value, TypeError | ValueError):
        assert GRAMMAR.fullmatch(str(caught.value))


@pytest.mark.parametrize(("name", "error"), MENTIONED)
@tried(20)
@given(z=arrays())
def test_an_error_that_a_sentence_names_is_raised(name, error, z):
    with pytest.raises((TypeError, ValueError), match=GRAMMAR) as caught:
        MENTIONED[name, error](z)
    assert type(caught.value).__name__ == error
