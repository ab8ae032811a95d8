"""The header of a chapter, without which no cell runs, and its headings."""

import yaml

HEADER = {"file_format": "mystnb", "kernelspec": {"name": "python3"}}


def check_header(found, fences):
    """Yield front matter that is not the book's, and cells without it."""
    if found and found[0].token.type == "front_matter":
        given = yaml.safe_load(found[0].token.content)
        if not isinstance(given, dict):
            yield 1, f"expected front matter with file_format and kernelspec, got {given!r}"
            return
        for key in [k for k in given if given[k] != HEADER.get(k)]:
            expected = f"{key}: {HEADER[key]!r}" if key in HEADER else "file_format and kernelspec"
            line = found[0].locate(f"{key}:")
            yield line, f"expected nothing but {expected} in the front matter, got {key!r}"
        for key in HEADER.keys() - given.keys():
            yield 1, f"expected {key!r} in the front matter, got none, so that no cell runs"
    elif any(block.directive and block.directive[0] == "code-cell" for block in fences):
        yield 1, "expected the header of a chapter before its cells, got none, so that no cell runs"


def check_headings(found):
    """Yield headings that stand twice, and those under which there is nothing."""
    starts = [i for i, block in enumerate(found) if block.token.type == "heading_open"]
    if not starts:
        content = any(b.token.type != "front_matter" and not b.nested for b in found)
        yield 1, f"expected a title and text, got {'no title' if content else 'an empty page'}"
    seen = {}
    for i in starts:
        title = found[i + 1].token.content
        if title in seen:
            yield found[i].line, f"expected headings that differ, got {title!r} as in {seen[title]}"
        if i != starts[0] and found[i].token.tag == "h1":
            yield found[i].line, f"expected one title on a page, got {title!r} as another one"
        seen.setdefault(title, f"line {found[i].line}")
        after = found[i + 2].token if i + 2 < len(found) else None
        if after is None or (after.type == "heading_open" and after.tag <= found[i].token.tag):
            yield found[i].line, f"expected text under the heading {title!r}, got nothing"
