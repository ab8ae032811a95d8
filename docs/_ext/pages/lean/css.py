"""Style sheets without the rules that nothing on the site can match.

A selector goes only if it asks for a class, an id or an element that stands on no page and in no
script. What it merely excludes or offers as a choice, in `:not()` or `:is()`, does not count, and
neither do attributes: in doubt a rule stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import tinycss2
from reading.html import Page
from tinycss2.ast import Node

from pages.lean.rules import Read, Rule, parts, sheet, text, write

VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
ANIMATION = re.compile(r"animation(?:-name)?:.*")
WORD = re.compile(r"[\w-]+")


@dataclass
class Names:
    """What the pages and the scripts of a site name."""

    classes: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    elements: set[str] = field(default_factory=lambda: {"html", "head", "body"})
    words: set[str] = field(default_factory=set)

    def add_page(self, page: Page) -> None:
        self.classes.update(page.classes)
        self.ids.update(page.ids)
        self.elements.update(page.names)
        for words in (*page.styles, *page.scripts):
            self.add_script(words)

    def add_script(self, text: str) -> None:
        self.words.update(WORD.findall(text))

    def has(self, kind: str, name: str) -> bool:
        found = {".": self.classes, "#": self.ids, "": self.elements}[kind]
        return name in found or name in self.words

    def text(self) -> str:
        """Return everything in one order, for a hash."""
        parts = (self.classes, self.ids, self.elements, self.words)
        return "\n".join(" ".join(sorted(part)) for part in parts)


def bundle(files: Iterable[str], read: Read, names: Names, folder: str) -> str:
    """Return one style sheet for a folder from several; `read` gives the text of a path."""
    rules = purge([rule for file in files for rule in sheet(file, read, folder)], names)
    before, made = "", write(rules)
    while made != before:
        rules = drop_unasked(rules, names)
        before, made = made, write(rules)
    return made


def selectors(rule: Rule) -> Iterator[list[Node]]:
    """Yield what a rule is for."""
    return parts(tinycss2.parse_component_value_list(rule.prelude), ",")


def matches(selector: list[Node], names: Names) -> bool:
    """Tell whether a selector may match something."""
    return all(names.has(kind, name) for kind, name in asked(selector))


def asked(selector: list[Node]) -> Iterator[tuple[str, str]]:
    """Yield the ids, classes and elements that a selector asks for."""
    before = ""
    for node in selector:
        if node.type == "hash":
            yield "#", node.value
        elif node.type == "ident" and before == ".":
            yield ".", node.value
        elif node.type == "ident" and before != ":":
            yield "", node.lower_value
        before = node.value if node.type == "literal" else ""


def purge(rules: Iterable[Rule], names: Names) -> list[Rule]:
    """Return the rules that may match something, each with the selectors that may."""
    kept = []
    for rule in rules:
        if rule.rules is not None:
            rule = replace(rule, rules=purge(rule.rules, names))
        elif not rule.keyword:
            prelude = ",".join(text(one) for one in selectors(rule) if matches(one, names))
            rule = replace(rule, prelude=prelude)
        if rule.prelude and not rule.is_empty:
            kept.append(rule)
    return kept


def drop_unasked(rules: list[Rule], names: Names) -> list[Rule]:
    """Drop fonts, animations and variables that nothing asks for."""
    said = [words for rule in flat(rules) for words in rule.declarations]
    variables = {*VARIABLE.findall("".join(said)), *names.words}
    drawn = (rule for rule in flat(rules) if rule.keyword != "@font-face")
    fonts = "".join(words for rule in drawn for words in rule.declarations).replace("\\", "")
    moving = " ".join(words for words in said if ANIMATION.match(words))

    def lean(rule: Rule) -> Rule:
        if rule.rules is not None:
            return replace(rule, rules=wanted(rule.rules))
        if rule.keyword == "@font-face":
            return rule if family(rule) in fonts else replace(rule, declarations=[])
        if rule.keyword.endswith("keyframes"):
            return rule if rule.prelude.split()[-1] in moving else replace(rule, declarations=[])
        left = [w for w in rule.declarations if w[:2] != "--" or variable(w) in variables]
        return rule if rule.nested else replace(rule, declarations=left)

    def wanted(rules: list[Rule]) -> list[Rule]:
        return [rule for rule in map(lean, rules) if not rule.is_empty]

    return wanted(rules)


def flat(rules: Iterable[Rule]) -> Iterator[Rule]:
    """Yield rules and those in them."""
    for rule in rules:
        yield rule
        yield from flat(rule.rules or [])


def family(rule: Rule) -> str:
    """Return the name of a `@font-face`."""
    named = (words for words in rule.declarations if variable(words) == "font-family")
    return next(named, "").partition(":")[2].strip(" \"'").replace("\\", "")


def variable(declaration: str) -> str:
    return declaration.partition(":")[0].strip()
