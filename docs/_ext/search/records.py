"""What the search knows of a page: a small page of its own for each section that has a text.

Bold words weigh more than others, code less. Formulas stand there as words, of code there are the
names. Pictures and printed numbers are left out; of what cells print, sentences can be found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from keyword import iskeyword

from docutils import nodes
from reading.tex_words import words
from sphinx import addnodes

from search.names import Thesaurus, names_of_place

# Weights of words; those where a chapter begins lead to it, those of a reference come later.
CHAPTER, BOLD, CODE, REFERENCE = 4, 4, 0.3, 0.2
# Exercises, and what comes after them, ask for what was taught before.
EXERCISES = 0.3
# A message that is a heading is looked for word for word.
MESSAGE = 2
# What a chapter promises at its beginning stands elsewhere in it.
PROMISE = 0.2
# A figure where a chapter begins shows more than the chapter is about.
FIGURE = 1
NAMED = (nodes.title, nodes.term, addnodes.desc_signature)
SKIPPED = (nodes.Invisible, nodes.image, nodes.raw, nodes.system_message, addnodes.toctree)
# The nodes and classes of our other extensions that tell of the build.
OF_THE_BUILD = {"formula_mark", "checked"}
# In code, one looks for what has a name: `torch.autograd.grad`, not `w` or `2.0`.
NO_NAMES = re.compile(r"^\s*(?:import|from|glue|plt\.show)\b.*$|^\s*[%#].*$", re.MULTILINE)
NAME = re.compile(r"\b[^\W\d][\w.]*\w{2}")
WORD = re.compile(r"\b[^\W\d_]{2,}\b")


def records(
    document: nodes.Element, language: str, reference: bool, known: Thesaurus
) -> Iterator[tuple[str, str]]:
    """Yield (id, HTML) of each place of a page that a search can lead to."""
    taught = True
    for node, above in places(document, ()):
        text = content(node)
        message = is_message(node)
        if message:
            text = weighted("p", MESSAGE, escape(title(node), quote=False)) + text
        taught = taught and not any(child.tagname == "exercise" for child in node.children)
        if text or not above:  # A page is found by its title alone, too.
            fields = {
                "entry" if reference or message else "title": title(node),
                "within" if reference else "above": " › ".join(above),
                "names": "|".join(names_of_place(node, title(node), [*own(node)], known)),
            }
            weight = REFERENCE if reference else CHAPTER if not above else 1
            weight *= 1 if taught else EXERCISES
            yield anchor(node) or "", record(fields, weighted("div", weight, text), language)


def places(
    node: nodes.Element, above: tuple[str, ...]
) -> Iterator[tuple[nodes.Element, tuple[str, ...]]]:
    """Yield sections, terms and functions of the API, each with the titles above it."""
    for child in node.children:
        if anchor(child):
            yield child, above
            yield from places(child, (*above, title(child)))
        elif isinstance(child, nodes.Element):
            yield from places(child, above)


def anchor(node: nodes.Node | None) -> str | None:
    """Return the id of a place, or None."""
    if isinstance(node, nodes.section):
        return node["ids"][0]
    if isinstance(node, nodes.definition_list_item | addnodes.desc):
        return next((name["ids"][0] for name in node if name.get("ids")), None)
    return None


def title(node: nodes.Element) -> str:
    name = next((child for child in node if isinstance(child, NAMED)), None)
    if isinstance(name, addnodes.desc_signature):
        return name["ids"][0]
    return " ".join("".join(plain(name)).split()) if name else ""


def plain(node: nodes.Node) -> Iterator[str]:
    """Yield the text of a title, its formulas as words."""
    if isinstance(node, nodes.Text):
        yield node.astext()
    elif isinstance(node, nodes.math):
        yield words(node.astext())
    else:
        for child in node.children:
            yield from plain(child)


def is_message(node: nodes.Element) -> bool:
    """Tell whether the title of a place is code of several words: what Python says of an error."""
    name = next((child for child in node if isinstance(child, nodes.title)), None)
    said = name.children if name else []
    return len(said) == 1 and isinstance(said[0], nodes.literal) and " " in title(node)


def content(node: nodes.Element) -> str:
    """Return the HTML of what a node holds, without the places in it."""
    return "".join(html(child) for child in node.children if not anchor(child))


def own(node: nodes.Element) -> Iterator[nodes.Node]:
    """Yield what a node holds, at any depth, without the places in it."""
    for child in node.children:
        if not anchor(child):
            yield child
            if isinstance(child, nodes.Element):
                yield from own(child)


def html(node: nodes.Node) -> str:
    if isinstance(node, nodes.Text):
        return escape(node.astext(), quote=False)
    if isinstance(node, SKIPPED) or OF_THE_BUILD & {node.tagname, *node["classes"]}:
        return ""
    if isinstance(node, NAMED) and anchor(node.parent):
        return ""
    if isinstance(node, nodes.math | nodes.math_block):
        return escape(words(node.astext()), quote=False)
    if isinstance(node, nodes.literal_block | nodes.doctest_block):
        return code(node)
    if isinstance(node, nodes.bullet_list) and begins_chapter(node.parent):
        return weighted("div", PROMISE, content(node))
    if isinstance(node, nodes.figure):
        return weighted("div", FIGURE, content(node))
    if isinstance(node, nodes.strong):
        return weighted("b", BOLD, content(node))
    if isinstance(node, nodes.TextElement) and not isinstance(node, nodes.Inline):
        return f"<p>{content(node)}</p>"
    return content(node)


def begins_chapter(node: nodes.Element) -> bool:
    """Tell whether a node is the first section below the title of a page."""
    above = node.parent
    sections = [child for child in above or () if isinstance(child, nodes.section)]
    return bool(sections) and node is sections[0] and isinstance(above.parent, nodes.document)


def code(node: nodes.Element) -> str:
    """Return the names in a cell, each once, or the sentences that it prints."""
    printed = node.parent.get("nb_element") in {"cell_code_output", "mime_bundle"}
    text = node.astext()
    said = filter(is_sentence, text.splitlines())
    words = said if printed else NAME.findall(NO_NAMES.sub("", text))
    found = [name for name in dict.fromkeys(words) if not iskeyword(name) and name != "print"]
    return weighted("p", CODE, escape(" ".join(found), quote=False)) if found else ""


def is_sentence(line: str) -> bool:
    return len(WORD.findall(line)) >= 5 or "Error" in line


def weighted(tag: str, weight: float, text: str) -> str:
    return f'<{tag} data-pagefind-weight="{weight}">{text}</{tag}>'


def record(fields: dict[str, str], text: str, language: str) -> str:
    """Return the page that Pagefind reads."""
    head = "".join(
        f'<p data-pagefind-ignore="index" data-pagefind-meta="{field}">{escape(value)}</p>'
        for field, value in fields.items()
        if value
    )
    return f'<html lang="{language}"><body>{head}{text}</body></html>'
