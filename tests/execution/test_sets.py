"""Sets of words that give their elements backwards, and are sets in all else."""

import ast
import copy
import importlib.util
import pickle
from pathlib import Path

import pytest
from reading import syntax

WITNESS = "docs/_ext/execution/jupyter/kernels/python3/witness/sets.py"
spec = importlib.util.spec_from_file_location("sets", Path(__file__).parents[2] / WITNESS)
sets = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sets)

A, B = {"a", "b"}, frozenset(("c", "d"))


@pytest.mark.parametrize("original", [A, B])
def test_words_come_backwards(original):
    turned = sets.backwards(original)
    assert list(turned) == list(original)[::-1] and turned == original
    assert list(turned | {"e"}) == list(original | {"e"})[::-1]
    assert repr(turned).replace(", ", "") != repr(original).replace(", ", "")


@pytest.mark.parametrize("original", [{3, 1, 2}, {1.5, (1, 2)}, {"one"}, set(), frozenset()])
def test_numbers_and_single_words_are_as_they_were(original):
    turned = sets.backwards(original)
    assert list(turned) == list(original) and repr(turned) == repr(original)


def test_a_turned_set_is_a_set():
    turned = sets.backwards(set(A))
    turned.add("c")
    turned.discard("a")
    assert turned == {"b", "c"} and isinstance(turned, set) and sorted(turned) == ["b", "c"]
    assert copy.deepcopy(turned) == pickle.loads(pickle.dumps(turned)) == turned
    assert turned.pop() in {"b", "c"} and len(turned) == 1 and sets.backwards(1) == 1


WRITTEN = {
    "{1, 2}": True,
    "{x for x in y}": True,
    "set(x)": True,
    "frozenset()": True,
    "a.keys() - b": True,
    "x in {1, 2}": False,
    "{1: 2}": False,
    "ax.set(xlabel='x')": False,
    "a - b": False,
}


@pytest.mark.parametrize("source", WRITTEN)
def test_sets_are_known_as_they_are_written(source):
    turned = ast.unparse(sets.Turns().visit(ast.parse(source)))
    assert (sets.BACKWARDS in turned) is WRITTEN[source] is syntax.has_sets(source)
