from types import SimpleNamespace

from myst_parser.config.main import MdParserConfig
from reading.blocks import blocks_of


def test_a_first_page_without_a_word_has_no_blocks():
    app = SimpleNamespace(env=SimpleNamespace(myst_config=MdParserConfig()))
    assert blocks_of(app, "") == []
    assert blocks_of(app, "One.\n")
