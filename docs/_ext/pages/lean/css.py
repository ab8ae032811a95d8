"""Style sheets without the rules that nothing on the site can match.

A selector goes only if it asks for a class, an id or an element that stands on no page and in no
script. What it merely excludes or offers as a choice, in `:not()` or `:is()`, does not count, and
neither do attributes: in doubt a rule stays.
"""

import re
from dataclasses import dataclass, field

from pages.lean.rules import declarations, sheet, split, write

CHOICE = re.compile(r":(?:not|is|where|has|-webkit-any|-moz-any)\([^()]*\)")
BESIDES = re.compile(r"\[[^\]]*\]|::?[\w-]+(?:\([^()]*\))?")
NAME = re.compile(r"([.#]?)((?:[\w-]|[^\x00-\x7f]|\\[0-9a-fA-F]{1,6}\s?|\\.)+)")
ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)")
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
FONT = re.compile(r"@font-face\{[^}]*\}")
TAG = re.compile(r"<[a-zA-Z][^>]*>")
SCRIPT = re.compile(r"<script[^>]*>(.*?)</script>", re.DOTALL)
WORD = re.compile(r"[\w-]+")


@dataclass
class Names:
    """What the pages and the scripts of a site name."""

    classes: set = field(default_factory=set)
    ids: set = field(default_factory=set)
    elements: set = field(default_factory=lambda: {"html", "head", "body"})
    words: set = field(default_factory=set)

    def add_page(self, html):
        for tag in set(TAG.findall(html)):
            self.elements.add(re.match(r"<([\w-]+)", tag)[1].lower())
            for kind, value in re.findall(r'\s(class|id|style)="([^"]*)"', tag):
                into = {"class": self.classes, "id": self.ids, "style": self.words}[kind]
                into.update(WORD.findall(value) if kind == "style" else value.split())
        for script in set(SCRIPT.findall(html)):
            self.add_script(script)

    def add_script(self, text):
        self.words.update(WORD.findall(text))

    def has(self, kind, name):
        found = {".": self.classes, "#": self.ids, "": self.elements}[kind]
        return name in found or name in self.words

    def text(self):
        """Return everything in one order, for a hash."""
        parts = (self.classes, self.ids, self.elements, self.words)
        return "\n".join(" ".join(sorted(part)) for part in parts)


def bundle(files, read, names, folder):
    """Return one style sheet for a folder from several; `read` gives the text of a path."""
    rules = purge([rule for file in files for rule in sheet(file, read, folder)], names)
    before, text = "", write(rules)
    while text != before:
        rules = drop_unasked(rules, text, names)
        before, text = text, write(rules)
    return text


def matches(selector, names):
    """Tell whether a selector may match something."""
    plain = selector
    while (shorter := CHOICE.sub("", plain)) != plain:
        plain = shorter
    for kind, name in NAME.findall(BESIDES.sub(" ", plain)):
        name = ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else m[2], name)
        if not names.has(kind, name if kind else name.lower()):
            return False
    return True


def purge(rules, names):
    """Return the rules that may match something, each with the selectors that may."""
    kept = []
    for prelude, content in rules:
        if isinstance(content, list):
            content = purge(content, names)
        elif content is not None and not prelude.startswith("@"):
            prelude = ",".join(s.strip() for s in split(prelude, ",") if matches(s, names))
        if prelude and content != []:
            kept.append((prelude, content))
    return kept


def drop_unasked(rules, text, names):
    """Drop fonts, animations and variables that nothing asks for."""
    variables = {*VARIABLE.findall(text), *names.words}
    asked = FONT.sub("", text).replace("\\", "")
    moving = " ".join(re.findall(r"animation(?:-name)?:[^;}]*", text))

    def kept(prelude, content):
        if isinstance(content, list):
            return lean(content)
        if prelude == "@font-face":
            return content if family(content) in asked else ""
        if "keyframes " in prelude:
            return content if prelude.split()[-1] in moving else ""
        if content and "{" not in content:
            parts = declarations(content)
            return ";".join(p for p in parts if p[:2] != "--" or variable(p) in variables)
        return content

    def lean(rules):
        pairs = ((prelude, kept(prelude, content)) for prelude, content in rules)
        return [(prelude, content) for prelude, content in pairs if content or content is None]

    return lean(rules)


def family(content):
    """Return the name of a `@font-face`."""
    return re.search(r"font-family:\s*([^;}]+)", content)[1].strip(" \"'").replace("\\", "")


def variable(declaration):
    return declaration.partition(":")[0].strip()
