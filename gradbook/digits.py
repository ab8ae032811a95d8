"""The handwritten digits that ship inside scikit-learn, as tensors."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from gradbook.arguments import check_floating_dtype

TRAINING_COUNT = 1437


class Digits(NamedTuple):
    """Images (N, 64), one row of 8 × 8 pixels each, and labels (N,) from 0 to 9."""

    train_images: Tensor
    train_labels: Tensor
    test_images: Tensor
    test_labels: Tensor


def load(dtype: torch.dtype = torch.float64) -> Digits:
    """Return the 1,797 digits: the first 1,437 for training, the last 360 for the test.

    A pixel is stored as a whole number from 0 to 16 and returned divided by 16.
    The split is by place and hence the same everywhere, and nothing is shuffled.

    Parameters
    ----------
    dtype : torch.dtype
        A floating dtype for the images; the labels are int64.

    Returns
    -------
    Digits
        Training images (1437, 64) and labels (1437,), test images (360, 64) and labels (360,).

    Raises
    ------
    ImportError
        If scikit-learn is not installed.
    TypeError
        If ``dtype`` is not a floating dtype.

    Notes
    -----
    Source: E. Alpaydin and C. Kaynak (1998), Optical Recognition of Handwritten Digits,
    UCI Machine Learning Repository; scikit-learn holds its test set.
    """
    check_floating_dtype("dtype", dtype)
    try:
        from sklearn.datasets import load_digits
    except ImportError as error:
        raise ImportError('the digits need scikit-learn: pip install "gradbook[book]"') from error
    data = load_digits()
    images = torch.tensor(data.data, dtype=dtype) / 16
    labels = torch.tensor(data.target, dtype=torch.int64)
    n = TRAINING_COUNT
    return Digits(images[:n], labels[:n], images[n:], labels[n:])
