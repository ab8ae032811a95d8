"""The lines above a formula: plain Python that can be run again, with one quantity moved."""

from __future__ import annotations

import ast
import symtable
import zlib
from functools import lru_cache
from types import CodeType
from typing import Any

import torch
from torch import Tensor

from gradbook.formula.errors import FormulaError
from gradbook.formula.setting.drawing import Random, Steps

__all__ = ["DRAWS", "Setting"]

DRAWS = 6


class Setting:
    """Python that gives symbols their values, once for each draw.

    Parameters
    ----------
    source : str or None
        The lines; none at all means the values that `namespace` holds already.
    namespace : dict
        What the lines can use. It is not changed.
    seed : str
        What the random numbers depend on; the label of the formula.

    Raises
    ------
    FormulaError
        If the lines are no Python, or raise; the error names the line.
    """

    def __init__(self, source: str | None, namespace: dict[str, Any], seed: str) -> None:
        self.namespace = namespace
        self.seed = zlib.crc32(seed.encode(errors="replace"))
        self.live = source is None
        self.source = source or ""
        self.statements = compiled(self.source)
        self.leaves: set[str] = set()  # names that a derivative is taken by
        self.outcomes = 1
        self.extra = 0
        self.varies = False
        self.assigned = last_assignments(self.source)
        self.runs: dict[object, dict[str, Any]] = {}

    @property
    def draws(self) -> int:
        """The number of draws: six and those named by `also`, or one where nothing is drawn."""
        return DRAWS + self.extra if self.varies else 1

    def differentiate(self, name: str) -> None:
        """Let a derivative be taken by a name from now on."""
        if name not in self.leaves:
            self.leaves.add(name)
            self.runs.clear()

    def run(
        self,
        draw: int,
        moved: tuple[str, tuple[int, ...], float] | None = None,
        outcome: int | None = None,
    ) -> dict[str, Any]:
        """Return the values of a draw; they are computed once.

        Parameters
        ----------
        draw : int
            Which one.
        moved : tuple, optional
            A name, the place of one of its entries and by how much that entry is moved: right
            after its last assignment, so that all that follows is computed with it.
        outcome : int, optional
            Which of the equally likely outcomes is to happen.
        """
        key = draw, moved, outcome
        if key not in self.runs:
            self.runs[key] = self.executed(draw, moved, outcome)
        return self.runs[key]

    def executed(self, draw: int, moved: Any, outcome: int | None) -> dict[str, Any]:
        random = Random(self.seed, draw, outcome)
        given = {
            "draw": random.draw,
            "smooth": random.smooth,
            "outcomes": random.outcomes,
            "steps": Steps,
        }
        values = self.namespace | ({} if self.live else given)
        if moved and moved[0] not in self.assigned:
            move(values, *moved)
        with torch.random.fork_rng(devices=[]):
            torch.default_generator.manual_seed(self.seed + draw)
            before = torch.get_rng_state(), random.generator.get_state()
            for place, (line, code) in enumerate(self.statements):
                execute(code, line, values)
                for name in self.leaves:
                    if self.assigned.get(name) == place:
                        make_leaf(values, name)
                if moved and self.assigned.get(moved[0]) == place:
                    move(values, *moved)
            after = torch.get_rng_state(), random.generator.get_state()
        drawn = random.count > 1 or not all(map(torch.equal, before, after))
        self.varies = self.varies or (drawn and not self.live)
        for name in self.leaves - self.assigned.keys():
            make_leaf(values, name)
        self.extra = max(self.extra, random.extra)
        self.outcomes = max(self.outcomes, random.count)
        return values


@lru_cache(maxsize=64)
def last_assignments(source: str) -> dict[str, int]:
    """Return each name that the statements assign or import, with the last one that does."""
    found = {}
    for place, statement in enumerate(ast.parse(source).body):
        table = symtable.symtable(ast.unparse(statement), "<setting>", "exec")
        counters = loop_counters(statement)
        for symbol in table.get_symbols():
            assigned = symbol.is_assigned() and symbol.get_name() not in counters
            if assigned or symbol.is_imported():
                found[symbol.get_name()] = place
    return found


def loop_counters(statement: ast.stmt) -> set[str]:
    """Return the names that only loops bind: what is left in them is no quantity."""
    # Since Python 3.12, the table of a statement has the names of its comprehensions as well.
    kinds = (ast.For, ast.comprehension)
    loops = [node for node in ast.walk(statement) if isinstance(node, kinds)]
    counters = [name for loop in loops for name in ast.walk(loop.target)]
    others = [name for name in ast.walk(statement) if name not in counters]
    names, stored = (
        {n.id for n in group if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        for group in (counters, others)
    )
    return names - stored


@lru_cache(maxsize=64)
def compiled(source: str) -> list[tuple[int, CodeType]]:
    """Return the statements of a setting, each with its line and compiled by itself."""
    try:
        body = ast.parse(source).body
        return [
            (part.lineno, compile(ast.Module([part], []), "<setting>", "exec")) for part in body
        ]
    except (SyntaxError, ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None) or 1
        text = f"setting, line {line}: {getattr(error, 'msg', error)}"
        raise FormulaError(text, setting_line=line) from None


def execute(code: CodeType, line: int, values: dict[str, Any]) -> None:
    try:
        exec(code, values)
    except FormulaError as error:
        text = f"setting, line {line}: {error.message}"
        raise FormulaError(text, setting_line=line) from None
    except (Exception, SystemExit) as error:
        text = f"setting, line {line}: {type(error).__name__}: {error}"
        raise FormulaError(text, setting_line=line) from error


def make_leaf(values: dict[str, Any], name: str) -> None:
    """Replace a constant by one that autograd follows."""
    value = values.get(name)
    if isinstance(value, float):
        value = torch.tensor(value, dtype=torch.float64)
    if isinstance(value, Tensor) and value.is_floating_point() and not value.requires_grad:
        values[name] = value.detach().clone().requires_grad_()


def move(values: dict[str, Any], name: str, place: tuple[int, ...], amount: float) -> None:
    """Replace a value by one of which an entry is moved."""
    value = values[name]
    if isinstance(value, (list, tuple)):
        first, *rest = place
        part = {name: value[first]}
        move(part, name, tuple(rest), amount)
        values[name] = type(value)([*value[:first], part[name], *value[first + 1 :]])
        return
    shift = torch.zeros_like(value, requires_grad=False)
    shift[place] = amount
    values[name] = value + shift
