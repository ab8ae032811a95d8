import pytest
from writing import module_source

TEXT = '''
"""Module."""

import torch

LIMIT = 3


@torch.no_grad()
def double(x):
    """Return twice x."""
    # why
    return 2 * x


class Pair:
    """Two."""

    first = 1
'''


def test_a_function_is_shown_with_its_decorator_and_without_its_docstring():
    assert module_source.source([TEXT], "double") == (
        "@torch.no_grad()\ndef double(x):\n    # why\n    return 2 * x"
    )


def test_a_class_is_shown_without_its_docstring():
    assert module_source.source([TEXT], "Pair") == "class Pair:\n\n    first = 1"


def test_a_constant_is_shown():
    assert module_source.source([TEXT], "LIMIT") == "LIMIT = 3"
    typed = "LIMIT: int = 3"
    assert module_source.source([typed], "LIMIT") == typed


def test_a_package_is_searched_file_by_file():
    assert module_source.source([TEXT, "def triple(x):\n    return 3 * x"], "triple").endswith(
        "3 * x"
    )


def test_an_unknown_name_is_refused():
    with pytest.raises(LookupError, match="triple"):
        module_source.source([TEXT], "triple")


def test_the_book_copies_the_import_line_and_not_the_source(book):
    for page in book.pages.values():
        for block in page.select("div.module-source"):
            line = block.select_one(".import-line pre").get_text().strip()
            assert line.startswith("from gradbook.")
            exec(line, {})
