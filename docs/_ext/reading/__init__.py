"""Reads a chapter: its blocks, its sentences and formulas, the code of its cells."""
