"""Sums in a dtype wide enough that they fit where their result does."""

from __future__ import annotations

import torch
from torch import Tensor


def wide(values: Tensor) -> Tensor:
    """Return half precision as float32, where a sum is taken and then rounded once.

    float16 ends at 65504: the squares of errors of 300 leave it, though their mean's root is 300.
    """
    return values.float() if values.dtype in (torch.float16, torch.bfloat16) else values
