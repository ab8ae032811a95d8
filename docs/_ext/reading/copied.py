'''What a reader copies of a cell: Python that runs by itself, in a file and line by line.

A formula's cell is a call that says what was checked::

    print(check(r"""
    y = x w
    """, label="eq-model", setting="""
    x, w = draw(), draw()
    y = x * w
    """))

At Python's own prompt, a blank line ends a block, and nothing else does.
'''

from __future__ import annotations

import ast
import tokenize
from io import StringIO

from gradbook.cells.formulas import LOAD, FormulaCell, is_formula, read

IMPORT = "from gradbook.formula import check"


def copied(source: str) -> str:
    """Return what is copied of a cell; its last line ends, so that it runs when it is pasted."""
    if source.strip() == LOAD:
        return f"{IMPORT}\n"
    formula = formula_of(source)
    if formula is None:
        return at_prompt(source)
    load = "" if formula.kind else f"{IMPORT}\n\n"
    return f"{load}{call(formula)}\n"


def formula_of(source: str) -> FormulaCell | None:
    """Return what the cell of a formula says; None if it is none, or begins as none may."""
    try:
        return read(source) if is_formula(source) else None
    except ValueError:
        return None


def call(formula: FormulaCell) -> str:
    """Return the call that checks a formula, or a comment where nothing is checked."""
    if formula.kind:
        return f"# Not checked: {formula.kind}\n{commented(formula.tex.strip())}"
    arguments = [quoted(formula.tex)]
    arguments += [f'label="{formula.label}"'] if formula.label else []
    arguments += [f"setting={quoted(formula.setting)}"] if formula.setting is not None else []
    return f"print(check({', '.join(arguments)}))"


def commented(text: str) -> str:
    return "\n".join(f"# {line}".rstrip() for line in text.split("\n"))


def quoted(text: str) -> str:
    """Return a text between three quotes; raw where it has backslashes."""
    raw = "r" if "\\" in text else ""
    quotes = "'''" if '"""' in text else '"""'
    return "{0}{1}\n{2}\n{1}".format(raw, quotes, text.strip("\n"))


def at_prompt(source: str) -> str:
    """Return a program so that each block ends with the only blank line of it."""
    try:
        blocks = [spans(one) for one in ast.parse(source).body if is_block(one)]
    except SyntaxError:
        return f"{source.rstrip()}\n"
    inside = {line for first, last in blocks for line in range(first, last)}
    dropped, ends = inside & blank(source), {last for _, last in blocks}
    lines = source.rstrip().split("\n")
    made: list[str] = []
    for number, line in enumerate(lines, 1):
        made += [] if number in dropped else [line]
        if number in ends and (number == len(lines) or lines[number].strip()):
            made.append("")
    return "".join(f"{line}\n" for line in made)


def is_block(statement: ast.stmt) -> bool:
    """Tell whether a prompt waits for more after a statement's last line."""
    return bool({"body", "cases"} & {*statement._fields})


def spans(block: ast.stmt) -> tuple[int, int]:
    """Return the first and the last line of a block."""
    heads = (one.lineno for one in getattr(block, "decorator_list", ()))
    return min([block.lineno, *heads]), block.end_lineno or block.lineno


def blank(source: str) -> set[int]:
    """Return the blank lines of a program that are no part of a text in it."""
    tokens = tokenize.generate_tokens(StringIO(source).readline)
    return {t.start[0] for t in tokens if t.type == tokenize.NL and not t.line.strip()}
