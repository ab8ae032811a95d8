"""The bibliography in the order of the names, those of societies among those of people.

A society stands between braces, {{PyTorch}}, which sort after all letters.
"""

from pybtex.database import Person
from pybtex.plugin import register_plugin
from pybtex.style.formatting.alpha import Style
from pybtex.style.sorting.author_year_title import SortingStyle
from sphinx.application import Sphinx
from sphinx.config import Config

NAME = "by_name"


class ByName(SortingStyle):
    def person_key(self, person: Person) -> str:
        return super().person_key(person).replace("{", "")


class Sorted(Style):
    default_sorting_style = NAME


def choose(app: Sphinx, config: Config) -> None:
    config.bibtex_default_style = NAME


def setup(app: Sphinx) -> None:
    register_plugin("pybtex.style.sorting", NAME, ByName)
    register_plugin("pybtex.style.formatting", NAME, Sorted)
    app.connect("config-inited", choose)
