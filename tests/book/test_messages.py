"""When gradients go wrong: what a heading quotes was raised by the PyTorch of this build."""

import pytest

FEWEST = 30
PART = "errors/"


def entries(book):
    """Yield the page, the section and its heading for each entry of the part."""
    for name, page in book.pages.items():
        if name.startswith(PART):
            for section in page.select("article section section"):
                yield name, section, section.find(["h2", "h3"])


def quoted(heading):
    """Return the message that is a heading, or None where the heading is in other words."""
    code = heading.find("code")
    text = heading.get_text().removesuffix("#").strip()
    return text if code and code.get_text().strip() == text else None


def test_there_are_entries_with_messages_and_without(book):
    found = [quoted(heading) for _, _, heading in entries(book)]
    assert sum(message is not None for message in found) >= FEWEST
    assert None in found


def test_a_heading_is_a_message_word_for_word(book):
    """Lines of an output may break anywhere between words, or after a hyphen."""
    for name, section, heading in entries(book):
        if message := quoted(heading):
            said = "".join(o.get_text() for o in section.select(".cell_output"))
            squeezed = "".join(said.split())
            text = f"{name}: expected the message {message!r} in the outputs, got {said!r}"
            assert "".join(message.split()) in squeezed, text


def test_an_entry_mends_what_it_shows(book):
    """The mend was run, too: an entry has a cell that raises nothing, or ends with the mend."""
    for name, section, heading in entries(book):
        cells = section.select("div.cell")
        lines = [len(o.text.splitlines()) for o in section.select(".cell_output pre")[:1]]
        message = f"{name}: {heading.get_text()}: expected a second cell, or a second line"
        assert len(cells) > 1 or (cells and max(lines, default=0) > 1), message


@pytest.mark.parametrize("page", ["backward", "tensors", "tools", "silent", "nan", "training"])
def test_the_pages_are_there(book, page):
    assert f"{PART}{page}" in book.pages
