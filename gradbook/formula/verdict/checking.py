"""The public door: check a formula, or raise what explains why it fails."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from types import NoneType
from typing import Any

from gradbook.arguments import check_type
from gradbook.cells.formulas import counted, magnitude
from gradbook.formula.errors import FormulaError
from gradbook.formula.setting.lines import Setting
from gradbook.formula.verdict.explanation import explained
from gradbook.formula.verdict.formula import Beside, Failure, Formula, Silent

__all__ = ["Checked", "check"]


@dataclass(frozen=True)
class Checked:
    """A formula that held.

    Attributes
    ----------
    tex : str
        The formula.
    label : str
        Its name.
    points : int
        At how many draws and indices it held, over all steps.
    steps : int
        The number of relations.
    draws : int
        The number of draws.
    error : float
        The largest difference of the two sides of an equality, over the sum of their absolute
        addends. Where both sides are no more than rounding, that sum is taken 1 larger.
    fixed : tuple of Beside
        What each ∂ holds fixed, or moves, where it could do either.
    silent : tuple of Silent
        The numbers and names that any other could stand for, as b in d(wx + b)/dx = w. Of them,
        nothing was found out.
    excluded : int
        At how many more points a condition of the formula says that it need not hold.
    """

    tex: str
    label: str
    points: int
    steps: int
    draws: int
    error: float
    fixed: tuple[Beside, ...] = ()
    silent: tuple[Silent, ...] = ()
    excluded: int = 0

    def __str__(self) -> str:
        held = f"held at {counted(self.points, 'point')}, error < 1e{magnitude(self.error)}"
        left_out = [f"{counted(self.excluded, 'point')} excluded"] if self.excluded else []
        return "; ".join([held, *left_out, *map(str, self.fixed + self.silent)])


def check(
    tex: str,
    /,
    setting: str | None = None,
    *,
    label: str = "",
    namespace: dict[str, Any] | None = None,
    differences: bool = True,
) -> Checked:
    r"""Check that a formula holds, step by step, or raise.

    Parameters
    ----------
    tex : str
        The formula in TeX, without dollar signs: relations between expressions, on one line or
        on the lines of an ``aligned``.
    setting : str, optional
        Python that gives the symbols their values; it is run afresh for each draw, or once if it
        draws nothing, and can call ``draw``, ``smooth``, ``steps`` and ``outcomes``. Without it,
        the symbols are those of `namespace`: one point, and derivatives by autograd alone.
    label : str
        The name of the formula, which its random numbers depend on.
    namespace : dict, optional
        What the setting can use; the caller's variables by default.
    differences : bool
        Whether derivatives are computed by central differences as well.

    Returns
    -------
    Checked
        At how many points it held, and the largest error.

    Raises
    ------
    FormulaError
        If a step does not hold, with the values where it fails; if a piece of the TeX is not
        understood or not bound, with that piece; if the setting raises, with its line.
    TypeError
        If the formula, its setting or its label is no string, or the namespace no dict.
    """
    check_type("tex", tex, str)
    check_type("setting", setting, str, NoneType)
    check_type("label", label, str)
    check_type("namespace", namespace, dict, NoneType)
    if namespace is None:
        frame = inspect.currentframe()
        caller = frame.f_back if frame else None
        namespace = {**caller.f_globals, **caller.f_locals} if caller else {}
    try:
        prepared = Setting(setting, dict(namespace), label or tex)
        formula = Formula(tex, prepared, differences)
        held = formula.hold()
        quiet = formula.silent()
    except Failure as failure:
        raise explained(failure, formula, label) from None
    except FormulaError as refused:
        refused.tex, refused.label = refused.tex or tex, label
        raise
    points, excluded, steps, error = held
    fixed = formula.fixed()
    return Checked(tex, label, points, steps, prepared.draws, error, fixed, quiet, excluded)
