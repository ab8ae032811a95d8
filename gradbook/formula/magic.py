"""The cell magic ``%%formula``, for Jupyter, Colab and the book."""

from __future__ import annotations

import re
from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display

from gradbook.formula.errors import FormulaError
from gradbook.formula.verdict.checking import Checked, check

__all__ = ["KINDS", "MIME", "load"]

MIME = "application/vnd.gradbook.formula+json"
KINDS = ("words", "limit", "order", "assignment", "membership", "quotation")
LABEL = re.compile(r"[A-Za-z][\w-]*")


def load(shell: InteractiveShell) -> None:
    """Register the magic, and let its errors come without the frames of this package."""

    def formula(line: str, cell: str) -> None:
        label, kind = arguments(line)
        setting, tex = parts(cell)
        if kind:
            show(unchecked(label, kind, setting, tex))
            return
        try:
            result = check(tex, setting, label=label, namespace=shell.user_ns)
        except FormulaError as error:
            error.cell_line = line_of(error, cell)
            raise
        show(checked(result, setting))

    shell.register_magic_function(formula, "cell", "formula")  # type: ignore[arg-type]
    shell.set_custom_exc((FormulaError,), short_traceback)


def line_of(error: FormulaError, cell: str) -> int:
    """Return the line of a cell, the magic's own being the first, that an error is about."""
    if error.setting_line:
        return 1 + error.setting_line
    _, tex = parts(cell)
    start = cell.rindex(tex) + (error.span[0] if error.span else 0)
    return 2 + cell.count("\n", 0, start)


def short_traceback(
    shell: Any, kind: type[Exception], error: Exception, traceback: Any, tb_offset: Any = None
) -> list[str]:
    """Show the cell's line and the message, and nothing of how they were found."""
    lines = [f"{kind.__name__}: {error}"]
    if getattr(error, "cell_line", 0):
        lines.insert(0, f"Cell In[{shell.execution_count}], line {error.cell_line}\n")  # type: ignore[attr-defined]
    shell._showtraceback(kind, error, lines)
    return lines


def arguments(line: str) -> tuple[str, str]:
    """Return label and kind of ``%%formula label unchecked=kind``, both optional."""
    label, kind = "", ""
    for word in line.split():
        if word.startswith("unchecked="):
            kind = word.removeprefix("unchecked=")
            if kind not in KINDS:
                raise FormulaError(
                    f"expected unchecked to be one of {', '.join(KINDS)}, got {kind}"
                )
        elif not label and LABEL.fullmatch(word):
            label = word
        else:
            raise FormulaError(f"expected %%formula label, got {line.strip()!r}")
    return label, kind


def parts(cell: str) -> tuple[str | None, str]:
    """Return the setting, if there is one, and the formula below the line ``---``."""
    line = re.search(r"^---[ \t]*$", cell, re.MULTILINE)
    if line is None:
        return None, cell.strip("\n").rstrip()
    return cell[: line.start()], cell[line.end() :].strip("\n").rstrip()


def unchecked(label: str, kind: str, setting: str | None, tex: str) -> dict[str, Any]:
    """Return what is shown of a formula that cannot be evaluated; it must not be checkable."""
    if setting is not None:
        raise FormulaError("expected no setting above a formula that is not checked")
    return {"tex": tex, "label": label, "unchecked": kind}


def checked(result: Checked, setting: str | None) -> dict[str, Any]:
    return {
        "tex": result.tex,
        "label": result.label,
        "setting": setting,
        "points": result.points,
        "steps": result.steps,
        "draws": result.draws,
        "error": result.error,
    }


def mark(data: dict[str, Any]) -> str:
    """Return the words behind the formula."""
    if "unchecked" in data:
        return f"not checked: {data['unchecked']}"
    points = data["points"]
    return f"✓ {points} point{'s' * (points != 1)}, error {data['error']:.0e}"


def show(data: dict[str, Any]) -> None:
    """Display the mathematics, and behind it the mark."""
    latex = f"$$\n{data['tex']}\n$$\n\n{mark(data)}"
    display(
        {MIME: data, "text/latex": latex, "text/plain": f"{data['tex']}\n{mark(data)}"}, raw=True
    )
