"""Tensors as Matplotlib takes them."""

from __future__ import annotations

import numpy as np
from torch import Tensor


def array(values: Tensor) -> np.ndarray:
    """A tensor's numbers, cut off from autograd, on the CPU and in float64."""
    return values.detach().cpu().double().numpy()
