"""Numbers, vectors, rows and matrices with the rules of linear algebra."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import torch
from torch import Tensor

from gradbook.formula.errors import FormulaError
from gradbook.formula.values.shapes import divides, is_multiple, is_shift, kronecker
from gradbook.formula.values.underflow import Underflow

__all__ = ["ALGEBRA", "Quantity", "is_finite", "largest", "number"]

ALGEBRA = 1e-10  # the relative error that float64 arithmetic may have


@dataclass(slots=True, eq=False)  # frozen would be slow, and all are made in one place
class Quantity:
    """A value, the sum of the absolute addends behind it, and what is known of it.

    Attributes
    ----------
    value : Tensor
        Float64, of shape (), (n,) or (m, n), with its graph.
    size : Tensor
        What the error of the value is measured by: for a − b it is |a| + |b|.
    row : bool
        Whether a vector lies: a transposed one.
    tolerance : float
        The relative error that it may have.
    literal : bool
        Whether it is written as a number, which alone is added to every entry of an array.
    """

    value: Tensor
    size: Tensor
    row: bool = False
    tolerance: float = ALGEBRA
    literal: bool = False

    @property
    def kind(self) -> str:
        """The words for its shape."""
        if self.value.ndim == 0:
            return "a number"
        if self.value.ndim == 1:
            return f"a {'row' if self.row else 'vector'} of {len(self.value)}"
        return "a matrix of " + " by ".join(map(str, self.value.shape))

    @property
    def is_nothing(self) -> bool:
        """Whether it is the number 0, as it is written."""
        return self.literal and not self.value.ndim and self.value.item() == 0

    def __neg__(self) -> Quantity:
        return Quantity(-self.value, self.size, self.row, self.tolerance, self.literal)

    def __add__(self, other: Quantity) -> Quantity:
        alike = self.value.shape == other.value.shape and self.row == other.row
        if not alike and is_multiple(self.value, other.value, (self.literal, other.literal)):
            text = "two ways to read this: of a matrix, a number may be a multiple of I"
            raise FormulaError(f"{text}; write a matrix")
        if not (alike or self.literal or other.literal or is_shift(self.value, other.value)):
            raise FormulaError(f"expected two of a kind, got {self.kind} and {other.kind}")
        size = self.size + other.size
        return self.joined(other, self.value + other.value, size, self.row or other.row)

    def __mul__(self, other: Quantity) -> Quantity:
        """Return the product of juxtaposed quantities."""
        if self.value.ndim == 0 or other.value.ndim == 0:
            row, value = self.row or other.row, self.value * other.value
            if self.literal and other.literal and value == 0 and self.value * other.value.sign():
                Underflow.check()
            product = self.joined(other, value, self.size * other.size, row)
            # A factor of no addends leaves them none.
            nothing = not value.ndim and (self.is_nothing or other.is_nothing)
            return replace(product, literal=True) if nothing else product
        left, right = self.sides(other)
        value, size = left @ right, self.sized(left) @ other.sized(right)
        row = self.row and other.value.ndim == 2
        if self.row and other.value.ndim == 1:  # a row times a column
            value, size = value.reshape(()), size.reshape(())
        elif self.value.ndim == 2 and other.value.ndim == 1:
            value, size = value[:, 0], size[:, 0]
        elif row:
            value, size = value[0], size[0]
        return self.joined(other, value, size, row)

    def sides(self, other: Quantity) -> tuple[Tensor, Tensor]:
        """Return both factors as matrices that fit, or raise."""
        left = self.value if self.value.ndim == 2 else self.value.unsqueeze(0 if self.row else 1)
        right = (
            other.value if other.value.ndim == 2 else other.value.unsqueeze(0 if other.row else 1)
        )
        two_vectors = self.value.ndim == other.value.ndim == 1 and self.row == other.row
        column_first = self.value.ndim == 1 and not self.row and other.value.ndim == 2
        matrix_row = self.value.ndim == 2 and other.row
        if two_vectors or column_first or matrix_row or left.shape[1] != right.shape[0]:
            how = "; entry by entry, it is \\odot" if two_vectors else ""
            raise FormulaError(f"no product of {self.kind} and {other.kind}{how}")
        return left, right

    def sized(self, like: Tensor) -> Tensor:
        return self.size.expand(self.value.shape).reshape(like.shape)

    def __truediv__(self, other: Quantity) -> Quantity:
        if other.value.ndim:
            return self.each_by(other)
        if other.value.item() == 0:
            raise FormulaError("the denominator is 0")
        value = self.value / other.value
        size = (self.size + value.detach().abs() * other.size) / abs(other.value.item())
        return self.joined(other, value, size, self.row)

    def each_by(self, other: Quantity) -> Quantity:
        """Return a number, or a vector, over a vector: entry by entry."""
        if not divides(other.value, self.value, self.row == other.row):
            raise FormulaError(f"expected a number below {self.kind}, got {other.kind}")
        if bool((other.value == 0).any()):
            raise FormulaError("the denominator is 0")
        value, below = self.value / other.value, other.value.detach().abs()
        size = (self.size + value.detach().abs() * other.size) / below
        return self.joined(other, value, size, other.row)

    def dot(self, other: Quantity) -> Quantity:
        """Return what `\\cdot` means: the product, of two vectors as well."""
        if self.value.ndim == 0 or other.value.ndim == 0:
            return self * other
        if self.value.ndim == other.value.ndim == 1 and not self.row and not other.row:
            return self.transposed() * other
        if self.value.ndim == 2:
            return self * other
        raise FormulaError(f"no dot product of {self.kind} and {other.kind}")

    def times(self, other: Quantity) -> Quantity:
        """Return what `\\times` means: the product of numbers."""
        if self.value.ndim or other.value.ndim:
            raise FormulaError(f"expected numbers around \\times, got {self.kind} and {other.kind}")
        return self * other

    def hadamard(self, other: Quantity) -> Quantity:
        """Return what `\\odot` means: the product entry by entry."""
        if self.value.shape != other.value.shape or self.row != other.row or not self.value.ndim:
            raise FormulaError(f"no entrywise product of {self.kind} and {other.kind}")
        return self.joined(other, self.value * other.value, self.size * other.size, self.row)

    def tensor_product(self, other: Quantity) -> Quantity:
        """Return what `\\otimes` means: u vᵀ of two vectors, Kronecker's product of matrices."""
        two = self.value.ndim == other.value.ndim and not self.row and not other.row
        if not two or not self.value.ndim:
            raise FormulaError(f"no product \\otimes of {self.kind} and {other.kind}")
        product = torch.outer if self.value.ndim == 1 else kronecker
        sizes = self.size.expand(self.value.shape), other.size.expand(other.value.shape)
        return self.joined(other, product(self.value, other.value), product(*sizes), False)

    def transposed(self) -> Quantity:
        """Return the row of a vector, the vector of a row, the transpose of a matrix."""
        if self.value.ndim == 0:
            raise FormulaError("expected a vector or a matrix to transpose, got a number")
        if self.value.ndim == 1:
            return replace(self, row=not self.row)
        return replace(self, value=self.value.T, size=self.size.expand(self.value.shape).T)

    def of(self, value: Tensor) -> Quantity:
        """Return what a function of this quantity gives."""
        row = self.row and value.shape == self.value.shape
        return Quantity(value, value.detach().abs(), row, self.tolerance)

    def joined(self, other: Quantity, value: Tensor, size: Tensor, row: bool) -> Quantity:
        literal = self.literal and other.literal
        return Quantity(value, size, row, max(self.tolerance, other.tolerance), literal)

    def index(self) -> int:
        """Return a whole number as Python's, or raise."""
        value: float = math.nan if self.value.ndim else self.value.item()
        if not value.is_integer():
            raise FormulaError(f"expected a whole number, got {self.kind} {self.value.tolist()}")
        return int(value)


@lru_cache(maxsize=4096, typed=True)
def number(value: float, *, literal: bool = True) -> Quantity:
    """Return a plain number as a quantity; −0.0 is 0.0, which is the same key."""
    tensor = torch.tensor(float(value) or 0.0, dtype=torch.float64)
    return Quantity(tensor, tensor if value >= 0 else -tensor, literal=literal)


def is_finite(value: Tensor) -> bool:
    """Tell whether all entries are finite."""
    return bool(torch.isfinite(value).all()) if value.ndim else math.isfinite(value)


def largest(values: Tensor) -> float:
    """Return the largest absolute value."""
    return float(values.detach().abs().max()) if values.ndim else abs(values.item())
