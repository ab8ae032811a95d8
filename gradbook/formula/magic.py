"""The cell magic ``%%formula``, for Jupyter, VS Code, Colab and books."""

from __future__ import annotations

from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display

from gradbook.cells import formulas
from gradbook.cells.formulas import MIME, FormulaCell
from gradbook.formula.errors import FormulaError
from gradbook.formula.verdict.checking import Checked, check
from gradbook.formula.verdict.formula import Beside, Silent

__all__ = ["load"]

# Not as text/latex: notebooks would prefer it to Markdown, in which details unfold.
MARKDOWN = """$$
{tex}
$$

<details>
<summary>{mark}</summary>

{details}

</details>
"""


def load(shell: InteractiveShell) -> None:
    """Register the magic, and let its errors come without the frames of this package."""

    def formula(line: str, cell: str) -> None:
        try:
            read = formulas.read(f"%%formula {line}\n{cell}")
        except ValueError as error:
            raise FormulaError(str(error)) from None
        if read.kind:
            show({"tex": read.tex, "label": read.label, "unchecked": read.kind})
            return
        try:
            result = check(read.tex, read.setting, label=read.label, namespace=shell.user_ns)
        except FormulaError as error:
            error.cell_line = read.line(error.setting_line, error.span[0] if error.span else 0)
            raise
        show(checked(result, read))

    shell.register_magic_function(formula, "cell", "formula")  # type: ignore[arg-type]
    shell.set_custom_exc((FormulaError,), short_traceback)


def short_traceback(
    shell: Any, kind: type[Exception], error: Exception, traceback: Any, tb_offset: Any = None
) -> list[str]:
    """Show the cell's line and the message, and nothing of how they were found."""
    lines = [f"{kind.__name__}: {error}"]
    if getattr(error, "cell_line", 0):
        number = shell.displayhook.prompt_count  # execution_count may be the next cell's already
        lines.insert(0, f"Cell In[{number}], line {error.cell_line}\n")  # type: ignore[attr-defined]
    shell._showtraceback(kind, error, lines)
    return lines


def checked(result: Checked, read: FormulaCell) -> dict[str, Any]:
    return {
        "tex": result.tex,
        "label": result.label,
        "setting": read.setting,
        "points": result.points,
        "excluded": result.excluded,
        "steps": result.steps,
        "draws": result.draws,
        "error": result.error,
        "fixed": [list(each) for each in result.fixed],
        "silent": [list(each) for each in result.silent],
    }


def mark(data: dict[str, Any]) -> str:
    """Return the words behind the formula."""
    if "unchecked" in data:
        return f"not checked: {formulas.KINDS[data['unchecked']]}"
    points = formulas.counted(data["points"], "point")
    below = f"1e{formulas.magnitude(data['error'])}"
    held = f"✓ held at {points}, error < {below}"
    if data["excluded"]:
        held += f"; {formulas.counted(data['excluded'], 'point')} excluded"
    fixed = (str(Beside(*each)) for each in data["fixed"])
    return "; ".join([held, *fixed, *(str(Silent(*each)) for each in data["silent"])])


def details(data: dict[str, Any]) -> str:
    """Return what the mark counts, as a list in Markdown."""
    if "unchecked" in data:
        return "This formula was displayed as it stands. Nothing of it was evaluated."
    live = data["setting"] is None
    below = f"1e{formulas.magnitude(data['error'])}"
    rows = {
        "Steps": f"{data['steps']}, one for each relation",
        "Draws": "none, the notebook's own values" if live else f"{data['draws']}",
        "Points": f"{data['points']}, draws times values of the indices, over all steps",
        "Excluded": f"{data['excluded']}, where a condition of the formula is not met",
        "Derivatives": "by autograd" + ("" if live else " and by central differences"),
        "Largest error": f"below {below}, relative to the terms of both sides",
    }
    return "\n".join(f"- {name}: {text}" for name, text in rows.items())


def show(data: dict[str, Any]) -> None:
    """Display the mathematics, and behind it the mark, which unfolds."""
    words = mark(data)
    # A blank line would end the formula.
    tex = "\n".join(line for line in data["tex"].splitlines() if line.strip())
    markdown = MARKDOWN.format(tex=tex, mark=words, details=details(data))
    plain = f"{data['tex']}\n{words}"
    display({MIME: data, "text/markdown": markdown, "text/plain": plain}, raw=True)
