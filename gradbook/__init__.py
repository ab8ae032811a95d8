"""Gradients that run: the functions, derivatives and figures of the book gradbook."""

__version__ = "0.1.0"
