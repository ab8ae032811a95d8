"""Changes each formula of some files in every way that a typo would, and sees the change caught.

Each mutant is evaluated in the setting of its formula. A mutant that survives is a true statement,
or it says that the setting is too weak to tell it from the formula.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import torch

from gradbook.cells import formulas
from gradbook.formula import FormulaError
from gradbook.formula.setting.lines import Setting
from gradbook.formula.typos import typos
from gradbook.formula.verdict.formula import Formula
from gradbook.tool.documents import Document
from gradbook.tool.running import CellError, at_home

__all__ = ["Mutated", "report", "true_statements", "try_typos"]

CAUGHT = 0.99
LISTED = 0.05
# Survivors that are known to be true, by label and TeX, and why they are.
Known = dict[tuple[str, str], str]


@dataclass
class Mutated:
    """What became of the mutants of one formula."""

    path: Path
    line: int
    label: str
    tex: str
    wrong: bool = False
    mutants: int = 0
    survivors: list[tuple[str, str]] = field(default_factory=list)  # kind and TeX


def try_typos(documents: Sequence[Document]) -> list[Mutated]:
    """Evaluate all mutants of all formulas that have a setting and are to hold."""
    jobs = [
        (document.path, place)
        for document in documents
        for place in document.formulas
        if not document.cells[place].raises
    ]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        return [found for found in pool.map(mutate, jobs) if found is not None]


def mutate(job: tuple[Path, int]) -> Mutated | None:
    """Evaluate all mutants of a formula, or return None where nothing is checked in a setting."""
    path, place = job
    torch.set_num_threads(1)
    document = Document(path)
    cell = document.cells[place]
    try:
        read = formulas.read(cell.source)
        if read.kind or read.setting is None:
            return None
        setting = Setting(read.setting, document.values_for(place, read), read.label or read.tex)
    except (ValueError, CellError):
        return Mutated(path, cell.line, "", cell.source, wrong=True)
    result = Mutated(path, cell.line, read.label or read.tex, read.tex)
    with at_home(path):
        result.wrong = not holds(read.tex, setting, True)
        for typo in () if result.wrong else typos(read.tex):
            result.mutants += 1
            # Differences are dear, so they look only at what autograd lets through.
            if all(holds(typo.tex, setting, differences) for differences in (False, True)):
                result.survivors.append((typo.kind, flat(typo.tex)))
    return result


def holds(tex: str, setting: Setting, differences: bool) -> bool:
    try:
        Formula(tex, setting, differences).hold()
    except FormulaError:
        return False
    return True


def flat(tex: str) -> str:
    return " ".join(tex.split())


def true_statements(path: Path) -> Known:
    """Return the reason of each survivor that is known to be true, by label and TeX.

    Raises
    ------
    ValueError
        If a line of the file is no comment and not ``label ;; TeX ;; reason``.
    """
    found = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            pieces = [piece.strip() for piece in line.split(" ;; ")]
            if len(pieces) != 3:
                raise ValueError(
                    f"{path}:{number}: expected 'label ;; TeX ;; reason', got {line!r}"
                )
            found[pieces[0], pieces[1]] = pieces[2]
    return found


def report(results: Sequence[Mutated], known: Known) -> tuple[str, bool]:
    """Return each survivor and the share that is caught, and whether that is enough."""
    total = sum(result.mutants for result in results)
    survivors = [(r, kind, tex) for r in results for kind, tex in r.survivors]
    unknown = [s for s in survivors if (s[0].label, s[2]) not in known]
    listed = len(survivors) - len(unknown)
    alive = {(result.label, tex) for result, _, tex in survivors}
    labels = {result.label for result in results}
    stale = [key for key in known if key not in alive and key[0] in labels]
    wrong = [result for result in results if result.wrong]
    others = total - listed
    share = 1 - len(unknown) / others if others else 1.0
    lines = [f"{r.path}:{r.line}: does not hold itself: {r.label}" for r in wrong]
    lines += [f"{r.path}:{r.line}: survives: {r.label} ;; {tex} ;; {k}" for r, k, tex in unknown]
    lines += [f"no survivor any more: {label} ;; {tex}" for label, tex in stale]
    lines += [
        f"formulas: {len(results)}, mutants: {total}",
        f"true statements: {listed} ({listed / max(total, 1):.2%})",
        f"caught of the others: {others - len(unknown)} of {others} ({share:.2%})",
    ]
    enough = share >= CAUGHT and listed <= LISTED * total
    return "\n".join(lines), enough and not wrong and not stale
