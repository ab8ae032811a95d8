import re

from bs4 import BeautifulSoup


def test_a_chapter_ends_with_what_was_checked_in_it(small_site):
    text = (small_site.site / "part/one.html").read_text("utf-8")
    line = BeautifulSoup(text, "html.parser").select_one("p.checked").get_text()
    assert line.startswith("Checked in this build: formulas, each computed on both sides: 1; ")
    assert "steps in them: 1; random points at which they hold: 6; " in line
    assert "largest error there: < 10⁻¹². " in line
    assert "Cells executed: 6; assertions in them: 0;" in line
    assert line.endswith("numbers that they paste into the text: 3; figures that they draw: 1.")


def test_the_page_of_the_book_counts_what_its_chapters_show(book):
    table, versions = book.pages["reference/checked"].select("table.checked")
    rows = [[cell.get_text(strip=True) for cell in row.select("td")] for row in table.select("tr")]
    heads = [cell.get_text(strip=True) for cell in table.select("th")]
    *chapters, total = [dict(zip(heads, row, strict=True)) for row in rows if row]
    formulas = sum(len(page.select(".formula-mark")) for page in book.pages.values())
    unchecked = number(total["unchecked"])
    assert number(total["formulas"]) + unchecked == formulas
    for head in ("formulas", "steps", "points", "cells", "assertions", "numbers", "figures"):
        assert sum(number(row[head]) for row in chapters) == number(total[head]) > 0
    assert "torch" in versions.get_text()


def number(text):
    return int(re.sub(r"\D", "", text))
