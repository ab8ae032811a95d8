"""A walk of PyTorch's SGD, beside which the tests hold others."""

import torch

START = torch.tensor([0.5, -1.0], dtype=torch.float64)


def number(value):
    return torch.tensor(value, dtype=torch.float64)


def by_torch(rates, gradient, start, **settings):
    """Return the path of SGD with a learning rate for each step."""
    point = start.clone()
    optimizer = torch.optim.SGD([point], lr=1.0, **settings)
    path = [start]
    for each in rates:
        optimizer.param_groups[0]["lr"] = each
        point.grad = gradient(point)
        optimizer.step()
        path.append(point.clone())
    return torch.stack(path)
