"""The header of a chapter, without which no cell runs, and its headings."""

import re
from collections.abc import Iterator

import yaml
from reading.blocks import Block

Found = Iterator[tuple[int, str]]

HEADER = {"file_format": "mystnb", "kernelspec": {"name": "python3"}}
# What JupyterLab and Jupytext write beside it.
WRITTEN = {"jupytext": None, "language_info": None}
NOTED = {"display_name", "language"}


def check_header(found: list[Block]) -> Found:
    """Yield front matter that is not the book's, and cells without it."""
    if found and found[0].token.type == "front_matter":
        given = yaml.safe_load(found[0].token.content)
        if not isinstance(given, dict):
            yield 1, f"expected front matter with file_format and kernelspec, got {given!r}"
            return
        if isinstance(given.get("kernelspec"), dict):
            spec = given["kernelspec"]
            given["kernelspec"] = {key: spec[key] for key in spec.keys() - NOTED}
        for key in [k for k in given.keys() - WRITTEN if given[k] != HEADER.get(k)]:
            expected = f"{key}: {HEADER[key]!r}" if key in HEADER else "file_format and kernelspec"
            line = found[0].locate(f"{key}:")
            yield line, f"expected nothing but {expected} in the front matter, got {key!r}"
        for key in HEADER.keys() - given.keys():
            yield 1, f"expected {key!r} in the front matter, got none, so that no cell runs"
    elif any(block.directive and block.directive[0] == "code-cell" for block in found):
        yield 1, "expected the header of a chapter before its cells, got none, so that no cell runs"


def check_headings(found: list[Block]) -> Found:
    """Yield headings that stand twice or skip a level, and those under which there is nothing."""
    starts = [i for i, block in enumerate(found) if block.token.type == "heading_open"]
    if not starts:
        content = any(b.token.type != "front_matter" and not b.nested for b in found)
        yield 1, f"expected a title and text, got {'no title' if content else 'an empty page'}"
    seen: dict[str, int] = {}
    level = 0
    for i in starts:
        title, line = found[i + 1].token.content, found[i].line
        before, level = level, int(found[i].token.tag[1])
        if title in seen:
            yield line, f"expected headings that differ, got {title!r} as in line {seen[title]}"
        if i != starts[0] and level == 1:
            yield line, f"expected one title on a page, got {title!r} as another one"
        if level > before + 1:
            yield line, f"expected '{'#' * (before + 1)}' before {title!r}, got '{'#' * level}'"
        if not re.fullmatch("#+", found[i].token.markup):
            message = "expected '##' before a heading, or an empty line before a rule"
            yield line, f"{message}, got {title!r} with a rule below it"
        seen.setdefault(title, line)
        after = found[i + 2].token if i + 2 < len(found) else None
        if after is None or (after.type == "heading_open" and after.tag <= found[i].token.tag):
            yield line, f"expected text under the heading {title!r}, got nothing"
