"""How much the gradient of a random batch differs from the gradient of all samples."""

from gradbook.noise.sampling import batch_means, example_gradients, sampling_factor, spread
from gradbook.noise.scale import noise_scale

__all__ = ["batch_means", "example_gradients", "noise_scale", "sampling_factor", "spread"]
