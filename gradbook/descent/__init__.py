"""Going downhill, from one start or from thousands at once."""

from gradbook.descent.basins import basins
from gradbook.descent.checks import ELEMENTWISE
from gradbook.descent.paths import descend, gradient_descent

__all__ = ["ELEMENTWISE", "basins", "descend", "gradient_descent"]
