"""Clipping: a limit on gradients, on their common length or on each entry."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from gradbook.arguments import check_floating, check_positive, expected


def clip_by_norm(
    gradients: Sequence[Tensor], limit: float, eps: float = 1e-6
) -> tuple[list[Tensor], Tensor]:
    """Return gradients that are together no longer than a limit, and how long they were.

    All are multiplied by the smaller one of 1 and limit / (norm + eps), where norm is the length
    of all of them as one vector: its direction stays.

    Parameters
    ----------
    gradients : sequence of Tensor
        One for each parameter, at least one, floating point; not changed.
    limit : float
        The largest length, positive.
    eps : float, optional
        What keeps the quotient finite; because of it a clipped vector is a little shorter than
        the limit.

    Returns
    -------
    tuple of list of Tensor and Tensor
        The clipped gradients, and the norm before, shape ``()``. Where an entry is infinite, the
        clipped one is NaN and all others 0, and where one is NaN, all are.

    Raises
    ------
    ValueError
        If there is no gradient, or limit is not positive and finite.
    TypeError
        If a gradient is not floating point.

    Notes
    -----
    As `torch.nn.utils.clip_grad_norm_`, which changes ``.grad``.
    Source: R. Pascanu, T. Mikolov and Y. Bengio, *On the difficulty of training recurrent neural
    networks* (2013).
    """
    _check(gradients, limit)
    norm = torch.linalg.vector_norm(torch.cat([gradient.flatten() for gradient in gradients]))
    factor = (limit / (norm + eps)).clamp(max=1)
    return [gradient * factor for gradient in gradients], norm


def clip_by_value(gradients: Sequence[Tensor], limit: float) -> list[Tensor]:
    """Return gradients whose every entry lies between −limit and limit.

    Where entries lose different shares of their size, the vector turns.

    Parameters
    ----------
    gradients : sequence of Tensor
        One for each parameter, at least one, floating point; not changed.
    limit : float
        The largest size of an entry, positive.

    Returns
    -------
    list of Tensor
        As `torch.nn.utils.clip_grad_value_`, which changes ``.grad``.

    Raises
    ------
    ValueError
        If there is no gradient, or limit is not positive and finite.
    TypeError
        If a gradient is not floating point.
    """
    _check(gradients, limit)
    return [gradient.clamp(-limit, limit) for gradient in gradients]


def _check(gradients: Sequence[Tensor], limit: float) -> None:
    check_positive("limit", limit)
    if not gradients:
        raise expected("gradients", "one or more", "none")
    for gradient in gradients:
        check_floating("gradients", gradient)
