"""Expressions and the values that they have at a point, derivatives among them."""
