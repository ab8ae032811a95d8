"""What the pages show when they are read: pictures, code from elsewhere, sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast
from xml.etree import ElementTree

from docutils import nodes
from PIL import Image
from pybtex.database import parse_file
from pybtex.exceptions import PybtexError
from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinxcontrib.bibtex.domain import BibtexDomain

logger = logging.getLogger(__name__)

NO_CELL = (
    "expected a {code-cell}, or the name of another language such as text, got %r "
    "(Python runs, with the tag raises-… where it fails; an outline of it is a ```text)"
)
SAYS_NOTHING = re.compile(
    r"(?:an? |the )?(?:image|picture|figure|fig|photo|plot|graph|diagram)\.?(?: \d+)?\.?", re.I
)
KINDS = {".png": "PNG", ".webp": "WEBP", ".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "GIF"}


def check_doctree(app: Sphinx, doctree: nodes.document) -> None:
    """Report code that no cell holds."""
    for node in doctree.findall(lambda n: isinstance(n, nodes.literal_block | nodes.doctest_block)):
        doctest = isinstance(node, nodes.doctest_block)
        if doctest or (may_be_python(node.get("language", "default")) and not known_code(node)):
            warn(placed(node), NO_CELL, first_line(node))


def may_be_python(language: str) -> bool:
    """Tell whether a block of code shows Python, or does not say what it shows."""
    try:
        name = find_lexer_class_by_name(language).name
    except ClassNotFound:  # Sphinx will say so, unless none is asked for
        return language in {"default", "none"}
    return "python" in name.lower() or name == "NumPy"


def known_code(node: nodes.Element) -> bool:
    """Tell whether a block of code comes from a cell, or a directive that reads it from a file."""
    # In the docstrings of the API, such a block is a formula.
    return node["classes"] or any(
        isinstance(parent, addnodes.desc_content) or "nb_element" in parent.attributes
        for parent in parents(node)
        if parent.parent
    )


def parents(node: nodes.Node) -> Iterator[nodes.Element]:
    while node.parent is not None:
        node = node.parent
        yield node


def placed(node: nodes.Element) -> nodes.Element:
    """Return the innermost node around this one whose line is known."""
    return next((one for one in [node, *parents(node)] if one.line), node)


def first_line(node: nodes.Element) -> str:
    return node.astext().strip().partition("\n")[0]


def warn(
    location: nodes.Node | tuple[str, int] | str,
    message: str,
    *arguments: object,
    subtype: str | None = None,
) -> None:
    logger.warning(message, *arguments, location=location, type="page", subtype=subtype)


def check_bibliography(app: Sphinx) -> None:
    """Report where a bibliography cannot be read: the extension that reads it does not say."""
    for name in app.config.bibtex_bibfiles:
        path = Path(app.confdir, name)
        try:
            parse_file(path, bib_format="bibtex")
        except PybtexError as error:
            place = f"{path}:{getattr(error, 'lineno', 1)}"
            warn(place, "expected entries in BibTeX, got: %s", error)


def check_citations(app: Sphinx, env: BuildEnvironment) -> None:
    """Report sources in the bibliography that no page cites."""
    domain = cast(BibtexDomain, env.get_domain("cite"))
    cited = {target.key for ref in domain.citation_refs for target in ref.targets}
    for path in app.config.bibtex_bibfiles:
        file = Path(app.confdir, path)
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            entry = re.match(r"\s*@(?!comment|string|preamble)\w+\s*\{\s*([^,\s]+)", line, re.I)
            if entry and entry[1] not in cited:
                message = "expected a source that a page cites, got %r"
                warn(f"{file}:{number}", message, entry[1], subtype="uncited")


def check_class(
    app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, contnode: nodes.Element
) -> None:
    """Report roles for classes that lead nowhere; in docstrings, the types of values are words."""
    if node.get("reftype") in {"class", "obj"} and isinstance(contnode, nodes.literal):
        warn(node, "expected a class of the module, got %r", node.get("reftarget"))


def check_pictures(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Report pictures without a text for those who cannot see them, and damaged ones."""
    for image in doctree.findall(nodes.image):
        text, file = image.get("alt", "").strip(), Path(image["uri"])
        if not text or text in {file.name, file.stem} or SAYS_NOTHING.fullmatch(text):
            warn(
                placed(image),
                "expected an alternative text, got %r for the picture %s",
                text,
                file.name,
            )
        if "://" in image["uri"] or image["uri"].startswith("//"):
            warn(placed(image), "expected a picture beside the chapter, got %r", image["uri"])
        path = Path(app.srcdir, image["uri"])
        fault = path.is_file() and picture_fault(path)
        if fault:
            warn(placed(image), "expected a picture of the kind %s, got %s", file.suffix, fault)


def picture_fault(path: Path) -> str | None:
    """Return what is wrong with the file of a picture, or None."""
    try:
        if path.suffix == ".svg":
            root = ElementTree.parse(path).getroot()
            if not root.tag.endswith("svg"):
                return f"the root <{root.tag}>"
            return "a script" if any(e.tag.endswith("script") for e in root.iter()) else None
        if path.suffix in KINDS:
            with Image.open(path, formats=[KINDS[path.suffix]]) as image:
                image.load()
    except (OSError, SyntaxError, ElementTree.ParseError):
        return "other bytes"
    return None


def setup(app: Sphinx) -> None:
    # Before sphinxcontrib.bibtex reads the files.
    app.connect("builder-inited", check_bibliography, priority=100)
    app.connect("doctree-read", check_doctree)
    app.connect("env-check-consistency", check_citations)
    app.connect("doctree-resolved", check_pictures, priority=900)
    app.connect("missing-reference", check_class)
