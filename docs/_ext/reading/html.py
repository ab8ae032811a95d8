"""HTML as the standard library reads it: elements, their attributes, and where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser

# What stands in them is no HTML.
RAW = {"script", "style"}


@dataclass(slots=True)
class Element:
    """An element; its opening tag is `text[start:end]`."""

    name: str
    attributes: dict[str, str]
    start: int
    end: int
    content: str = ""  # of a script or a style


class Places(HTMLParser):
    """Knows where in its text it is."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = text
        self.line, self.line_start = 1, 0

    def place(self) -> int:
        """Return where the tag begins that is read; lines only go forward."""
        line, column = self.getpos()
        while self.line < line:
            self.line_start = self.text.index("\n", self.line_start) + 1
            self.line += 1
        return self.line_start + column


class Reader(Places):
    """Reads a text once: its elements in their order, and the words between their tags."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.elements: list[Element] = []
        self.words: list[str] = []
        self.raw: Element | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self.place()
        # Of an attribute that stands twice, browsers take the first.
        attributes = {name: value or "" for name, value in reversed(attrs)}
        end = start + len(self.get_starttag_text() or "")
        self.elements.append(element := Element(tag, attributes, start, end))
        if tag in RAW:
            self.raw = element

    def handle_endtag(self, tag: str) -> None:
        self.raw = None

    def handle_data(self, data: str) -> None:
        if self.raw is None:
            self.words.append(data)
        else:
            self.raw.content += data


class Page:
    """What the elements of a page say: its anchors, where it links to, what styles may match."""

    def __init__(self, text: str) -> None:
        self.ids: list[str] = []
        self.anchors: set[str] = set()
        self.links: set[str] = set()
        self.names: set[str] = set()
        self.classes: set[str] = set()
        self.styles: set[str] = set()
        self.scripts: set[str] = set()
        self.head: list[Element] = []  # style sheets, scripts and the like, wherever they stand
        for element in Reader(text).elements:
            self.add(element)

    def add(self, element: Element) -> None:
        self.names.add(element.name)
        for name, value in element.attributes.items():
            if name == "class":
                self.classes.update(value.split())
            elif name == "style":
                self.styles.add(value)
            elif name == "id":
                self.ids.append(value)
                self.anchors.add(value)
            elif name == "name" and element.name == "a":
                self.anchors.add(value)
            elif name in {"href", "src"}:
                self.links.add(value)
        if element.name in {"link", "script", "meta"}:
            self.head.append(element)
            self.scripts.add(element.content)


@cache  # several steps read the finished pages; the last one forgets them
def page(text: str) -> Page:
    return Page(text)


def elements(text: str) -> list[Element]:
    """Return the elements of a text in their order."""
    return Reader(text).elements


def words(text: str) -> str:
    """Return the text without its tags, scripts and styles, a space in the place of each tag."""
    return " ".join(Reader(text).words)


class Ended(Exception):
    """The element that was looked for has ended."""


class Closing(Places):
    """Looks for the tag that closes the first element with a name, and reads no further."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.name, self.depth, self.at = name, 0, -1
        with suppress(Ended):
            self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += tag == self.name

    def handle_endtag(self, tag: str) -> None:
        if tag == self.name and self.depth == 1:
            self.at = self.place()
            raise Ended
        if tag == self.name and self.depth:
            self.depth -= 1


def end_of(text: str, name: str, start: int = 0) -> int | None:
    """Return where the first element with a name ends, or None; nothing before `start` counts."""
    at = Closing(text[start:], name).at
    return None if at < 0 else text.index(">", start + at) + 1


def replaced(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """Return the text with others from start to end, in the order of their places."""
    parts, done = [], 0
    for start, end, instead in edits:
        parts += [text[done:start], instead]
        done = end
    return "".join([*parts, text[done:]])
