"""A page's place comes from the first page alone."""

from pathlib import Path

import pytest
from reading.contents import Place, contents, numbered

ROOT = Path(__file__).resolve().parents[2]
TEXT = """# Book

```{toctree}
:caption: First
:hidden:

a/one
Two, by another name <a/two>
```

```{toctree}

reference/list
b/three
reference/words
```
"""


def test_pages_stand_in_the_order_of_the_toctrees_with_their_parts():
    assert list(contents(TEXT)) == [
        *(("First", "a/one"), ("First", "a/two")),
        *(("", "reference/list"), ("", "b/three"), ("", "reference/words")),
    ]


@pytest.mark.parametrize(
    ("name", "number"), [("a/one", "1"), ("a/two", "2"), ("b/three", "3"), ("reference/words", "B")]
)
def test_chapters_have_numbers_and_pages_of_the_reference_letters(name, number):
    place = numbered(TEXT)[name]
    assert place.number == number
    assert place.is_appendix == name.startswith("reference/")


def test_the_first_page_has_no_number():
    assert "index" not in numbered(TEXT)
    assert numbered(TEXT)["a/one"] == Place("First", "1")


def test_what_concerns_the_build_stands_apart_at_the_end_of_the_book():
    found = list(contents((ROOT / "docs/index.md").read_text("utf-8")))
    parts = list(dict.fromkeys(part for part, _name in found))
    assert parts[-3:] == ["When gradients go wrong", "Reference", "How this book is built"]
    of_the_build = {name for part, name in found if part == parts[-1]}
    assert of_the_build == {
        *("reference/faults", "reference/freely", "reference/speed"),
        *("reference/checked", "reference/build"),
    }
