"""A page's place comes from the first page alone."""

import pytest
from reading.contents import Place, contents, numbered

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
