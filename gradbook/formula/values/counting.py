"""Numbers that count: factorials and binomial coefficients."""

from __future__ import annotations

import math

from gradbook.formula.errors import FormulaError
from gradbook.formula.values.quantity import Quantity, number

__all__ = ["binomial", "factorial"]

LARGEST = 170  # whose factorial is still a float


def factorial(quantity: Quantity) -> Quantity:
    """Return n!, of a whole number that is not negative."""
    count = quantity.index()
    if not 0 <= count <= LARGEST:
        raise FormulaError(f"expected a whole number from 0 to {LARGEST} before !, got {count}")
    return number(float(math.factorial(count)), literal=quantity.literal)


def binomial(above: Quantity, below: Quantity) -> Quantity:
    """Return how many ways there are to choose some of so many."""
    whole, part = above.index(), below.index()
    if not (part >= 0 and 0 <= whole <= LARGEST):
        text = f"expected whole numbers up to {LARGEST} in \\binom, got {whole} and {part}"
        raise FormulaError(text)
    return number(float(math.comb(whole, part)), literal=above.literal and below.literal)
