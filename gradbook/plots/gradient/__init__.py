"""The figures of the part on the gradient: slopes, fields and ways downhill."""

from gradbook.plots.gradient.downhill import descent_on_contours, descent_on_curve, values_by_step
from gradbook.plots.gradient.fields import gradient_field, slope_by_angle
from gradbook.plots.gradient.gallery import field_gallery, function_gallery
from gradbook.plots.gradient.precision import difference_error
from gradbook.plots.gradient.rates import derivative_to_gradient
from gradbook.plots.gradient.slopes import function_and_derivative, secants, tangent

__all__ = [
    "derivative_to_gradient",
    "descent_on_contours",
    "descent_on_curve",
    "difference_error",
    "field_gallery",
    "function_and_derivative",
    "function_gallery",
    "gradient_field",
    "secants",
    "slope_by_angle",
    "tangent",
    "values_by_step",
]
