"""The table that says where each section and each lost picture of the notes is restored."""

import re
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def tables(book):
    return book.pages["reference/mirror"].select("article table")


def rows(table):
    return [row.select("td") for row in table.select("tbody tr")]


def test_the_sixteen_sections_are_there(tables):
    sections = rows(tables[0])
    assert len(sections) == 16
    for section in sections:
        assert section[-1].select("a"), section


def test_the_thirty_five_pictures_are_there_once_and_in_order(tables):
    names = [row[0].get_text().strip() for row in rows(tables[1])]
    assert names == [f"P{n}" for n in range(1, 36)]


def test_each_picture_leads_to_a_labelled_figure_or_equation(book, tables):
    for picture, *_, restored in rows(tables[1]):
        links = restored.select("a")
        assert links, picture
        for link in links:
            path, _, label = link["href"].partition("#")
            name = re.sub(r"^\.\./|\.html$", "", path)
            target = book.pages[name].find(id=label)
            assert target is not None, f"{picture}: {link['href']}"
            kinds = set(target.get("class", []))
            assert kinds & {"math", "cell-figure"} or target.name == "figure", (
                f"{picture}: {target.name}"
            )


def test_no_two_pictures_are_restored_by_the_same_thing_alone(tables):
    places = [tuple(a["href"] for a in row[-1].select("a")) for row in rows(tables[1])]
    assert len(set(places)) >= 30


def test_each_printed_result_leads_to_a_cell_with_an_output(book, tables):
    noted = (Path(__file__).parent / "notes_printed.txt").read_text("utf-8")
    printed = rows(tables[2])
    assert len(printed) == len(re.findall(r"^## ", noted, re.MULTILINE))
    for section, _, by in printed:
        path, _, label = by.select_one("a")["href"].partition("#")
        cell = book.pages[re.sub(r"^\.\./|\.html$", "", path)].find(id=label)
        if not cell.select(".cell_output"):
            cell = cell.find_next(class_="cell")
        assert cell.select(".cell_output"), section.get_text()
