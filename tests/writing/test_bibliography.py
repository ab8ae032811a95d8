"""The bibliography is in the order of the names."""

from pybtex.database import Entry, Person
from writing.bibliography import ByName


def source(author):
    return Entry("misc", persons={"author": [Person(author)]})


def test_a_society_stands_among_people():
    names = ["Rumelhart, David E.", "{PyTorch}", "Polyak, Boris T.", "{IEEE}"]
    ordered = ByName().sort([source(name) for name in names])
    assert [str(entry.persons["author"][0]) for entry in ordered] == [
        "{IEEE}",
        "Polyak, Boris T.",
        "{PyTorch}",
        "Rumelhart, David E.",
    ]
