"""Lines below the title of a page; the last one that is put there is the first one to be read."""

from typing import Any

from reading import html


def put(context: dict[str, Any], line: str) -> None:
    """Put a line of HTML between the title of a page and its text."""
    body = context["body"]
    if end := html.end_of(body, "h1"):
        context["body"] = html.replaced(body, [(end, end, f"\n{line}")])
