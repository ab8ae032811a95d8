"""Checks the formulas of files: on the command line, and as tests of pytest."""
