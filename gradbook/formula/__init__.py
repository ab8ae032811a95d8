"""Formulas that run: TeX that is checked against PyTorch before it is displayed.

``check(tex, setting)`` says whether a formula holds; ``%load_ext gradbook.formula`` gives
notebooks the cell magic ``%%formula``.
"""

from __future__ import annotations

from typing import Any

from gradbook.formula.errors import FormulaError
from gradbook.formula.verdict.checking import Checked, check

__all__ = ["Checked", "FormulaError", "check", "load_ipython_extension"]


def load_ipython_extension(shell: Any) -> None:
    """Give an IPython shell the cell magic ``%%formula``."""
    from gradbook.formula.magic import load

    load(shell)
