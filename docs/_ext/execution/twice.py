"""What a chapter would publish, compared with what it gives when it runs again elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from nbformat import NotebookNode

from execution.judge import Failure
from execution.outputs import line_of_output

AROUND = 30  # characters of a result that are shown beside a difference
NOTHING = "nothing"


def compare(notebook: NotebookNode, again: NotebookNode) -> Iterator[Failure]:
    """Yield the first difference of each cell."""
    for index, (one, other) in enumerate(zip(notebook.cells, again.cells, strict=True)):
        if one.cell_type == "code":
            yield from (Failure(index, *found) for found in difference(one, other))


def difference(one: NotebookNode, other: NotebookNode) -> Iterator[tuple[int, str]]:
    """Yield line and message of the first output that differs."""
    for output, later in zip_longest(one.get("outputs", []), other.get("outputs", [])):
        if output != later:
            first, second = pieces(*texts(output, later))
            yield (
                line_of_output(one, output or later),
                "expected the same output when it runs again elsewhere, "
                f"got {first!r} and then {second!r}",
            )
            return


def texts(one: Any, other: Any) -> tuple[str, str]:
    """Return two outputs as texts that differ."""
    found = text_of(one), text_of(other)
    return found if found[0] != found[1] else (str(one), str(other))


def text_of(output: Any) -> str:
    """Return an output as text, its pieces in an order that is always the same."""
    if output is None:
        return ""
    if "text" in output:
        return str(output["text"])
    if "traceback" in output:
        return "\n".join(output["traceback"])
    parts = output.get("data", {})
    found = [str(parts[mime]) for mime in sorted(parts)]
    return "\n".join(found) if len(found) == 1 else json.dumps(parts, sort_keys=True)


def pieces(one: str, other: str) -> tuple[str, str]:
    """Return where two texts differ first, with a little of what stands around."""
    place = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if place is None:
        place = min(len(one), len(other))
    # A number or a name is shown from its beginning.
    while place and one[place - 1].isalnum():
        place -= 1
    start = max(place - AROUND // 3, 0)
    found = [text[start : place + AROUND].strip() for text in (one, other)]
    return found[0] or NOTHING, found[1] or NOTHING
