"""A notebook's picture with its alternative text.

Converters give an SVG that stands by itself no text, and Jupyter shows none that it does not trust.
So the output has the same picture as an image in HTML as well, which all of them prefer.
"""

from __future__ import annotations

import base64
import html
from typing import Any

SVG = "image/svg+xml"


def describe(cells: list[dict[str, Any]], words: str) -> None:
    """Give the last picture in cells its alternative text."""
    outputs = (o for cell in reversed(cells) for o in reversed(cell.get("outputs", ())))
    shown = next((output["data"] for output in outputs if SVG in output.get("data", ())), None)
    if shown is not None:
        data = base64.b64encode(shown[SVG].encode()).decode()
        text = f'<img alt="{html.escape(words)}" src="data:{SVG};base64,{data}">'
        shown["text/html"] = text
