"""From how many samples on a batch says more about the gradient than its noise does."""

from __future__ import annotations

from torch import Tensor

from gradbook.arguments import check_filled, check_floating, expected, shape
from gradbook.precision import norm, wide


def noise_scale(gradients: Tensor) -> Tensor:
    """Return the noise scale tr Σ / ‖g‖²: the batch size whose noise is as long as the gradient.

    g is the mean of the samples' gradients and Σ their covariance: a batch of B has the variance
    tr Σ / B, which is ‖g‖² where B is the noise scale.

    Parameters
    ----------
    gradients : Tensor
        One sample's gradient a row, (N, P), as `example_gradients` returns them.

    Returns
    -------
    Tensor
        A number, (). It is infinite where the gradients cancel, as in a minimum, and NaN where
        they are all 0.

    Notes
    -----
    Other shapes raise a ValueError, other dtypes than floating ones a TypeError.
    The samples are all that there are: Σ divides by N, not by N − 1.
    Source: S. McCandlish, J. Kaplan and D. Amodei (2018), An Empirical Model of Large-Batch
    Training, who call it the simple noise scale.
    """
    check_floating("gradients", gradients)
    check_filled("gradients", gradients)
    if gradients.ndim != 2:
        raise expected("gradients", "shape (N, P)", shape(gradients))
    samples = wide(gradients)
    mean = samples.mean(0)
    ratio = norm(samples - mean) / norm(mean)
    return (ratio.square() / len(samples)).to(gradients.dtype)
