"""The parser is made once on a machine: what was kept reads as what was made, or is made again."""

import os
from pathlib import Path

import pytest

from gradbook.formula.reading import grammar as kept
from gradbook.formula.reading.brackets import Brackets
from gradbook.formula.reading.lexer import tokens
from gradbook.formula.reading.trees import span

# Settings are lines there as well, which are no formulas.
TEX = Path(__file__).with_name("field.txt").read_text("utf-8").splitlines()


@pytest.fixture(autouse=True)
def fresh(tmp_path, monkeypatch):
    """Begin as a process does, on a machine where nothing is kept."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    forget()
    yield
    forget()


def forget():
    kept.grammar.cache_clear()
    kept.lexer.cache_clear()


def files(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def refuse(*_, **__):
    raise AssertionError("made again")


def read(tex):
    """Return all that is read in a formula, or why it is not."""
    try:
        tree = kept.grammar().parse(tex)
    except Exception as error:
        return type(error), str(error)
    leaves = [(token.type, span(token)) for token in tree.scan_values(lambda _: True)]
    return tree.pretty(), leaves, [(part.data, span(part)) for part in tree.iter_subtrees()]


def test_a_kept_parser_reads_what_the_made_one_reads(monkeypatch):
    made = [read(tex) for tex in TEX]
    forget()
    monkeypatch.setattr(kept, "Lark", type("Lark", (kept.Lark,), {"__init__": refuse}))
    assert [read(tex) for tex in TEX] == made
    assert sum(isinstance(tree, str) for tree, *_ in made) > 100


def test_spaces_are_tokens_as_well():
    assert [token.type for token in tokens("a +\\; b")].count("SPACE") > 1


@pytest.mark.parametrize("text", [b"", b"\x80\x05", b"no pickle"], ids=["empty", "cut", "other"])
def test_what_cannot_be_read_is_made_again(tmp_path, text):
    kept.grammar()
    (place,) = (tmp_path / "gradbook").iterdir()
    whole = place.read_bytes()
    place.write_bytes(text)
    forget()
    assert isinstance(read("a = b")[0], str)
    assert len(place.read_bytes()) > len(whole) / 2


@pytest.mark.parametrize("there", [True, False])
def test_where_nothing_can_be_kept_it_is_made(tmp_path, monkeypatch, there):
    if there:
        (tmp_path / "gradbook").touch()  # no folder can be there
    else:
        monkeypatch.delenv("XDG_CACHE_HOME")
        monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError))
    assert isinstance(read("a = b")[0], str)


def test_a_parser_that_cannot_be_put_in_place_leaves_nothing(tmp_path, monkeypatch):
    def replace(*_):
        raise OSError

    monkeypatch.setattr(os, "replace", replace)
    assert isinstance(read("a = b")[0], str)
    assert files(tmp_path) == []


@pytest.mark.parametrize("what", ["grammar", "options", "tokens", "lark", "python"])
def test_another_grammar_is_another_parser(tmp_path, monkeypatch, what):
    kept.grammar()
    forget()
    if what == "grammar":
        text = (Path(kept.__file__).with_name("grammar.lark")).read_text("utf-8") + "\n"
        (tmp_path / "grammar.lark").write_text(text)
        monkeypatch.setattr(kept, "files", lambda _: tmp_path)
    elif what == "options":
        monkeypatch.setitem(kept.OPTIONS, "propagate_positions", False)
    elif what == "tokens":
        monkeypatch.setattr(Brackets, "always_accept", (*Brackets.always_accept, "SPACE"))
    elif what == "lark":
        monkeypatch.setattr(kept.lark, "__version__", "0")
    else:
        monkeypatch.setattr(kept.sys, "version", "0")
    kept.grammar()
    assert len(files(tmp_path / "gradbook")) == 2
