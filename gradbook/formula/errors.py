"""The one error of gradbook.formula: a formula that is wrong, or that is not understood."""

from __future__ import annotations

__all__ = ["FormulaError"]


class FormulaError(ValueError):
    r"""A formula that does not hold, or that cannot be read or evaluated.

    Parameters
    ----------
    message : str
        What is wrong, and what was expected.
    span : tuple of int, optional
        Where the piece of TeX begins and ends that the message is about.
    setting_line : int
        The line of the setting that it is about, or 0.

    Notes
    -----
    The text of the error quotes the line of TeX, with a mark under the piece, once
    `gradbook.formula.check` has told it the formula. Where the message proposes another line, the
    text says which of the two is that of the formula.
    """

    def __init__(
        self, message: str, span: tuple[int, int] | None = None, setting_line: int = 0
    ) -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.setting_line = setting_line
        self.tex = ""
        self.label = ""
        self.cell_line = 0
        self.proposes = False

    def __str__(self) -> str:
        head = f"{self.label}: {self.message}" if self.label else self.message
        if self.proposes:
            head += "\nit fails as it stands:"
        return f"{head}\n{self.quotation()}".rstrip()

    @property
    def piece(self) -> str:
        """The piece of TeX that the message is about, or nothing."""
        return self.tex[slice(*self.span)] if self.span else ""

    def quotation(self) -> str:
        """Return the line of TeX with the piece, and a line that marks it."""
        if not self.tex or not self.span:
            return ""
        start, end = self.span
        first = self.tex.rfind("\n", 0, start) + 1
        last = self.tex.find("\n", start)
        line = self.tex[first : last if last >= 0 else len(self.tex)]
        width = max(1, min(end, first + len(line)) - start)
        return f"    {line}\n    {' ' * (start - first)}{'^' * width}"
