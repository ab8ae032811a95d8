"""Clipping: a limit on gradients, on their common length or on each entry."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from gradbook.arguments import check_floating, check_positive, check_type, expected
from gradbook.optimizers.step_arguments import check_size
from gradbook.precision import norm as length
from gradbook.precision import wide


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
        clipped one is NaN and all others 0, and where one is NaN, all are. Of half precision the
        factor is computed in float32, where its norm fits.

    Raises
    ------
    ValueError
        If there is no gradient, limit is not positive and finite, or eps is negative, NaN or
        infinite.
    TypeError
        If gradients is no sequence, or a gradient is not floating point.

    Notes
    -----
    As `torch.nn.utils.clip_grad_norm_`, which changes ``.grad``.
    Source: R. Pascanu, T. Mikolov and Y. Bengio, *On the difficulty of training recurrent neural
    networks* (2013).
    """
    _check(gradients, limit)
    check_size("eps", eps)
    together = torch.cat([gradient.flatten() for gradient in gradients])
    norm = length(wide(together))
    factor = (limit / (norm + eps)).clamp(max=1)
    clipped = [(wide(gradient) * factor).to(gradient.dtype) for gradient in gradients]
    return clipped, norm.to(together.dtype)


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
        If gradients is no sequence, or a gradient is not floating point.
    """
    _check(gradients, limit)
    return [_cut(gradient, limit) for gradient in gradients]


def _cut(gradient: Tensor, limit: float) -> Tensor:
    if not isinstance(limit, Tensor):  # a number beyond the dtype's range is refused by clamp
        limit = min(limit, torch.finfo(gradient.dtype).max)
    return gradient.clamp(-limit, limit).to(gradient.dtype)


def _check(gradients: Sequence[Tensor], limit: float) -> None:
    check_positive("limit", limit)
    check_type("gradients", gradients, Sequence)
    if not gradients:
        raise expected("gradients", "one or more", "none")
    for gradient in gradients:
        check_floating("gradients", gradient)
