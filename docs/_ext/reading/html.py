"""HTML as the standard library reads it: elements, their attributes, and where they stand."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from html.parser import HTMLParser
from pathlib import Path

from hashed_files import digest, keep, read

# What stands in them is no HTML.
RAW = {"script", "style"}
# What a page in the cache depends on besides its text.
WAY = Path(__file__).read_text(encoding="utf-8") + sys.version


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


@dataclass
class Page:
    """What the elements of a page say: its anchors, where it links to, what styles may match."""

    ids: list[str]
    anchors: list[str]
    links: list[str]
    names: list[str]
    classes: list[str]
    styles: list[str]  # of single elements
    scripts: list[str]  # in the page itself
    head: list[Element]  # style sheets, scripts and the like, wherever they stand


def read_page(text: str) -> Page:
    """Return what the elements of a page say, each word once but ids."""
    found = elements(text)
    given = [(one.name, *item) for one in found for item in one.attributes.items()]
    ids = [value for _tag, name, value in given if name == "id"]
    named = {value for tag, name, value in given if (tag, name) == ("a", "name")}
    head = [element for element in found if element.name in {"link", "script", "meta"}]
    return Page(
        ids,
        sorted({*ids, *named}),
        sorted({value for _tag, name, value in given if name in {"href", "src"}}),
        sorted({element.name for element in found}),
        sorted({word for value in all_of(given, "class") for word in value.split()}),
        sorted(all_of(given, "style")),
        sorted({element.content for element in head}),
        head,
    )


def all_of(given: list[tuple[str, str, str]], attribute: str) -> set[str]:
    return {value for _tag, name, value in given if name == attribute}


def page(text: str, cache: Path) -> Page:
    """Return what the elements of a page say; from the cache if it was read before."""
    entry = cache / f"page-{digest(text, WAY)}.made"
    if (known := read(entry)) is None:
        known = asdict(read_page(text))
        keep(entry, known)
    return Page(**known | {"head": [Element(**element) for element in known["head"]]})


def elements(text: str) -> list[Element]:
    """Return the elements of a text in their order."""
    return Reader(text).elements


def words(text: str) -> str:
    """Return the text without its tags, scripts and styles, a space in the place of each tag."""
    return " ".join(Reader(text).words)


class Ended(Exception):
    """What was looked for is found."""


class Opening(Places):
    """Looks for the first element with a name, and reads no further."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.name, self.at = name, -1
        with suppress(Ended):
            self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == self.name:
            self.at = self.place()
            raise Ended


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


def start_of(text: str, name: str) -> int | None:
    """Return where the first element with a name begins, or None."""
    at = Opening(text, name).at
    return None if at < 0 else at


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
