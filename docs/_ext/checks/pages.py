"""What the pages show when all are read: labels, pictures, code from elsewhere, links, sources."""

import os
import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from book import files_of_editions as made_later
from docutils import nodes
from PIL import Image
from pybtex.database import parse_file
from pybtex.exceptions import PybtexError
from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound
from sphinx import addnodes
from sphinx.util import logging

logger = logging.getLogger(__name__)

SCRIPT = re.compile(r"<script\b.*?</script>|<!--.*?-->", re.DOTALL)
ID = re.compile(r"<[^<>]*?\s(?:id|name)=\"([^\"]*)\"")
DUPLICATE = re.compile(r"<[^<>]*?\sid=\"([^\"]*)\"")
LINK = re.compile(r"<[^<>]*?\s(?:href|src)=\"([^\"]*)\"")
NAME_OF_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]\w+")
KINDS = {".png": "PNG", ".webp": "WEBP", ".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "GIF"}


def check_doctree(app, doctree):
    """Report code that no cell holds, and remember the labels of a page."""
    for node in doctree.findall(lambda n: isinstance(n, nodes.literal_block | nodes.doctest_block)):
        doctest = isinstance(node, nodes.doctest_block)
        if doctest or (may_be_python(node.get("language", "default")) and not known_code(node)):
            message = "expected a {code-cell}, or the name of another language such as text, got %r"
            warn(placed(node), message, first_line(node))
    labels(app.env)[app.env.docname] = dict(own_labels(doctree))


def may_be_python(language):
    """Tell whether a block of code shows Python, or does not say what it shows."""
    try:
        name = find_lexer_class_by_name(language).name
    except ClassNotFound:  # Sphinx will say so, unless none is asked for
        return language in {"default", "none"}
    return "python" in name.lower() or name == "NumPy"


def own_labels(doctree):
    """Yield the labels that a page gives, with their lines."""
    for name, explicit in doctree.nametypes.items():
        node = doctree.ids.get(doctree.nameids.get(name))
        if explicit and node is not None and not isinstance(node, nodes.footnote):
            yield name, node.line or 1
    for node in doctree.findall(nodes.math_block):
        if node.get("label"):
            yield node["label"], node.line or 1


def known_code(node):
    """Tell whether a block of code comes from a cell, or a directive that reads it from a file."""
    # In the docstrings of the API, such a block is a formula.
    return node["classes"] or any(
        isinstance(parent, addnodes.desc_content) or "nb_element" in parent.attributes
        for parent in parents(node)
        if parent.parent
    )


def parents(node):
    while node.parent is not None:
        node = node.parent
        yield node


def placed(node):
    """Return the innermost node around this one whose line is known."""
    return next((one for one in [node, *parents(node)] if one.line), node)


def first_line(node):
    return node.astext().strip().partition("\n")[0]


def warn(location, message, *arguments, subtype=None):
    logger.warning(message, *arguments, location=location, type="page", subtype=subtype)


def labels(env):
    """Return for each page its labels of figures, exercises and the like, with their lines."""
    if not hasattr(env, "gradbook_labels"):
        env.gradbook_labels = {}
    return env.gradbook_labels


def forget(app, env, docname):
    labels(env).pop(docname, None)


def merge(app, env, docnames, other):
    labels(env).update({name: labels(other)[name] for name in docnames if name in labels(other)})


def check_labels(app, env):
    """Report labels that two pages have."""
    seen = {}
    for docname, found in sorted(labels(env).items()):
        for label, line in found.items():
            if label in seen:
                warn(
                    (docname, line),
                    "expected a label of its own, got %r as in %s",
                    label,
                    seen[label],
                )
            seen.setdefault(label, f"{docname}, line {line}")


def check_bibliography(app):
    """Report where a bibliography cannot be read: the extension that reads it does not say."""
    for name in app.config.bibtex_bibfiles:
        path = Path(app.confdir, name)
        try:
            parse_file(path, bib_format="bibtex")
        except PybtexError as error:
            place = f"{path}:{getattr(error, 'lineno', 1)}"
            warn(place, "expected entries in BibTeX, got: %s", error)


def check_citations(app, env):
    """Report sources in the bibliography that no page cites."""
    domain = env.get_domain("cite")
    cited = {target.key for ref in domain.citation_refs for target in ref.targets}
    for path in app.config.bibtex_bibfiles:
        file = Path(app.confdir, path)
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            entry = re.match(r"\s*@(?!comment|string|preamble)\w+\s*\{\s*([^,\s]+)", line, re.I)
            if entry and entry[1] not in cited:
                message = "expected a source that a page cites, got %r"
                warn(f"{file}:{number}", message, entry[1], subtype="uncited")


def check_class(app, env, node, contnode):
    """Report roles for classes that lead nowhere; in docstrings, the types of values are words."""
    if node.get("reftype") in {"class", "obj"} and isinstance(contnode, nodes.literal):
        warn(node, "expected a class of the module, got %r", node.get("reftarget"))


def check_pictures(app, doctree, docname):
    """Report pictures without a text for those who cannot see them, and damaged ones."""
    for image in doctree.findall(nodes.image):
        text, file = image.get("alt", "").strip(), Path(image["uri"])
        if not text or text in {file.name, file.stem}:
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


def picture_fault(path):
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


def check_site(app, error):
    """Report links, within the finished site, to files and anchors that are not there."""
    if error or app.builder.format != "html":
        return
    site = Path(app.outdir)
    files = {site / f"{docname}.html": docname for docname in sorted(app.env.found_docs)}
    pages = {path: SCRIPT.sub("", path.read_text(encoding="utf-8")) for path in files}
    anchors = {path: set(ID.findall(text)) for path, text in pages.items()}
    anchors |= {site / name: set() for name in made_later(app.config)}
    for path, text in pages.items():
        found = DUPLICATE.findall(text)
        for name in sorted({name for name in found if found.count(name) > 1}):
            warn(
                source(app, files[path], name),
                "expected ids that differ, got %r twice",
                unescape(name),
            )
        for link in sorted(set(LINK.findall(text))):
            if not leads_somewhere(path, link, site, anchors):
                message = "expected a link to a page, file or anchor of the site, got %r"
                warn(source(app, files[path], link), message, unescape(link))


def leads_somewhere(page, link, site, anchors):
    """Tell whether a link leaves the site, or ends at something in it."""
    parts = urlsplit(unescape(link))
    if parts.scheme or parts.netloc:
        return is_public(parts)
    base = site if parts.path.startswith("/") else page.parent
    target = Path(os.path.normpath(base / unquote(parts.path).lstrip("/"))) if parts.path else page
    if target.is_dir():
        target /= "index.html"
    anchor = unquote(parts.fragment)
    if target in anchors:
        return not anchor or anchor in anchors[target]
    return target.is_file()


def is_public(parts):
    """Tell whether an address means the same to every reader."""
    if parts.scheme in {"http", "https", ""}:
        return bool(NAME_OF_HOST.fullmatch(parts.hostname or ""))
    return parts.scheme in {"mailto", "data"}


def source(app, docname, text):
    """Return the place in a chapter where a text of its page comes from, as well as we know."""
    words = [text, text.rpartition("#")[2], Path(urlsplit(text).path).stem]
    lines = Path(app.env.doc2path(docname)).read_text(encoding="utf-8", errors="replace")
    for word in filter(None, words):
        for number, line in enumerate(lines.splitlines(), 1):
            if word in line:
                return docname, number
    return docname, 1


def setup(app):
    # Before sphinxcontrib.bibtex reads the files.
    app.connect("builder-inited", check_bibliography, priority=100)
    app.connect("doctree-read", check_doctree)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("env-check-consistency", check_labels)
    app.connect("env-check-consistency", check_citations)
    app.connect("doctree-resolved", check_pictures, priority=900)
    app.connect("missing-reference", check_class)
