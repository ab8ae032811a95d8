"""The glossary holds every term that a chapter defines, each with its Chinese term."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
PARTS = ("gradient", "activations", "losses", "chain_rule", "optimization", "autograd", "descent")
CHAPTERS = sorted(path for part in PARTS for path in (DOCS / part).glob("*.md"))

CHINESE = re.compile(r"[\u4e00-\u9fff]")
BLOCK = re.compile(r"^(`{3,})\{(?!erratum|note)\S+\}.*?^\1[ ]*$", re.MULTILINE | re.DOTALL)


def entries():
    """Return (terms, definition) of each entry."""
    text = (DOCS / "reference/glossary.md").read_text("utf-8")
    body = text.partition("```{glossary}\n")[2].partition("\n```")[0]
    for entry in body.strip().split("\n\n"):
        lines = entry.splitlines()
        yield [n for n in lines if n[0] != " "], [n.strip() for n in lines if n[0] == " "]


TERMS = {term.casefold() for terms, _ in entries() for term in terms}


def defined(path):
    """Return the words that a chapter sets in bold, where it defines them."""
    prose = BLOCK.sub("", path.read_text("utf-8"))
    return [word.casefold() for word in re.findall(r"\*\*([^*\n`]+)\*\*", prose)]


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_the_glossary_has_every_term_of(path):
    # A chapter may need the plural or a verb's third person.
    missing = [word for word in defined(path) if not {word, word.removesuffix("s")} & TERMS]
    assert not missing


def test_every_term_has_its_chinese_one():
    assert not [terms for terms, _ in entries() if not CHINESE.search(terms[-1])]


def test_a_definition_is_one_sentence_and_a_link_to_a_chapter():
    for terms, (sentence, link) in entries():
        assert sentence.endswith(".") and ". " not in sentence, terms
        target = re.fullmatch(r"→&nbsp;\[\]\(\.\./(\S+\.md)\)", link)[1]
        assert (DOCS / target).is_file(), terms


def test_the_terms_are_in_the_order_of_the_alphabet():
    first = [terms[0].casefold() for terms, _ in entries()]
    assert first == sorted(set(first))
