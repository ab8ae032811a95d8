"""What a check says: for who reads, and as JSON."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Sequence
from typing import Any

from gradbook import __version__
from gradbook.cells.formulas import counted
from gradbook.tool.documents import Result

__all__ = ["as_json", "as_text", "described"]


def as_text(results: Sequence[Result], files: int) -> str:
    """Return the wrong formulas with their lines, and a summary."""
    wrong = [described(result) for result in results if result.status == "wrong"]
    return "\n\n".join([*wrong, summary(results, files)])


def described(result: Result) -> str:
    """Return what is wrong with a formula, after its file and line."""
    first, _, rest = result.message.partition("\n")
    text = f"{result.path}:{result.line}: {first}"
    return f"{text}\n{textwrap.indent(rest, '  ')}" if rest else text


def summary(results: Sequence[Result], files: int) -> str:
    """Return how many formulas held, at how many points, and how many did not."""
    count = Counter(result.status for result in results)
    points = sum(result.checked.points for result in results if result.checked)
    parts = [f"{count['held']} held at {counted(points, 'point')}"]
    parts += [f"{count['wrong']} did not"] if count["wrong"] else []
    parts += [f"{count['refused']} refused as announced"] if count["refused"] else []
    parts += [f"{count['unchecked']} not checked"] if count["unchecked"] else []
    total = f"{counted(len(results), 'formula')} in {counted(files, 'file')}"
    return f"{total}: {', '.join(parts)}"


def as_json(results: Sequence[Result], files: int) -> str:
    """Return all formulas, and how many there are of each status."""
    count = Counter(result.status for result in results)
    found = {
        "version": __version__,
        "formulas": [row(result) for result in results],
        "summary": {
            "files": files,
            **{status: count[status] for status in ("held", "wrong", "refused", "unchecked")},
            "points": sum(result.checked.points for result in results if result.checked),
        },
    }
    return json.dumps(found, indent=1, ensure_ascii=False)


def row(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = {
        "file": str(result.path),
        "line": result.line,
        "cell": result.cell,
        "label": result.label,
        "tex": result.tex,
        "status": result.status,
    }
    if result.checked:
        names = ("points", "steps", "draws", "error")
        found |= {name: getattr(result.checked, name) for name in names}
    return found | ({"message": result.message} if result.message else {})
