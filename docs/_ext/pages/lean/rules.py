"""Style sheets taken apart into rules, and put together again without white space."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import tinycss2
from reading.style_sheets import inside
from tinycss2.ast import Node, URLToken
from tinycss2.serializer import serialize_url

NESTING = {"@media", "@supports", "@layer", "@container"}
# Gives the text of a file of the site.
Read = Callable[[str], str]


@dataclass
class Rule:
    """What stands before the braces, and in them: declarations or other rules, or neither."""

    prelude: str
    declarations: list[str] = field(default_factory=list)
    rules: list[Rule] | None = None
    braces: bool = True

    @property
    def keyword(self) -> str:
        """Return the word of a rule that begins with @, or ''."""
        return self.prelude.split()[0] if self.prelude.startswith("@") else ""

    def __str__(self) -> str:
        if not self.braces:
            return f"{self.prelude};"
        return f"{self.prelude}{{{write(self.rules or []) or ';'.join(self.declarations)}}}"

    @property
    def nested(self) -> bool:
        """Tell whether rules stand among the declarations, which are one text then."""
        return self.declarations[:1] != [] and "{" in self.declarations[0]

    @property
    def is_empty(self) -> bool:
        return self.braces and not self.declarations and not self.rules


def write(rules: Iterable[Rule]) -> str:
    """Return the rules as text."""
    return "".join(map(str, rules))


def rules_of(nodes: list[Node]) -> list[Rule]:
    """Return the rules that some nodes of a style sheet are."""
    found = []
    for node in nodes:
        at = f"@{node.at_keyword} " if node.type == "at-rule" else ""
        rule = Rule((at + text(node.prelude)).strip(), braces=node.content is not None)
        if rule.keyword in NESTING and rule.braces:
            held = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            rule.rules = rules_of(held)
        elif rule.braces:
            rule.declarations = declarations(node.content)
        if rule.keyword != "@charset":
            found.append(rule)
    return found


def declarations(nodes: list[Node]) -> list[str]:
    """Return what stands between braces, in its parts; rules there stay as they are."""
    if any(node.type == "{} block" for node in nodes):
        return [text(nodes)]
    return list(filter(None, map(text, parts(nodes, ";"))))


def parts(nodes: Iterable[Node], sign: str) -> Iterator[list[Node]]:
    """Yield the nodes between signs."""
    part: list[Node] = []
    for node in nodes:
        if node.type == "literal" and node.value == sign:
            yield part
            part = []
        else:
            part.append(node)
    yield part


def text(nodes: list[Node]) -> str:
    """Return nodes as text without comments, each white space one space."""
    return tinycss2.serialize(tidy(nodes)).strip()


def tidy(nodes: list[Node]) -> list[Node]:
    """Drop comments, and shorten white space; in what is in the nodes, too."""
    for node in nodes:
        if node.type == "whitespace":
            node.value = " "
        elif held := inside(node):
            held[:] = tidy(held)
    return [node for node in nodes if node.type != "comment"]


def sheet(file: str, read: Read, folder: str) -> Iterator[Rule]:
    """Yield the rules of a file and of what it imports, with addresses seen from a folder."""
    here = posixpath.dirname(file)
    for node in tinycss2.parse_stylesheet(read(file), skip_comments=True, skip_whitespace=True):
        if node.type == "error":
            raise ValueError(f"{file}:{node.source_line}: expected CSS, got '{node.message}'")
        if node.type == "at-rule" and node.lower_at_keyword == "import":
            found = next(filter(None, map(address, node.prelude)))
            yield from sheet(posixpath.normpath(posixpath.join(here, found)), read, folder)
        else:
            rebase(inside(node), here, folder)
            yield from rules_of([node])


def address(node: Node) -> str:
    """Return the address that a token is, or ''."""
    if node.type == "function" and node.lower_name == "url":
        return next(filter(None, map(address, node.arguments)), "")
    return node.value if node.type in {"url", "string"} else ""


def rebase(nodes: list[Node], here: str, folder: str) -> None:
    """Let the addresses in some tokens be seen from another folder."""
    for place, node in enumerate(nodes):
        found = address(node) if node.type in {"url", "function"} else ""
        rebase(inside(node), here, folder)
        if found and not (found.startswith(("#", "/")) or urlsplit(found).scheme):
            moved = posixpath.relpath(posixpath.join(here, found), folder)
            line, column = node.source_line, node.source_column
            nodes[place] = URLToken(line, column, moved, f"url({serialize_url(moved)})")
