def test_a_solution_is_folded_and_executed(small_site):
    page = (small_site.site / "part/one.html").read_text("utf-8")
    before, _, after = page.partition('<details class="solution">')
    assert "Exercise 1" in before
    folded = after.partition("</details>")[0]
    assert "<summary>Solution</summary>" in folded
    assert "<span></span>4\n" in folded


def test_every_exercise_of_the_book_has_a_solution_that_ran(book):
    for name, page in book.pages.items():
        exercises = page.select("div.exercise")
        solutions = page.select("details.solution:not(.folded)")
        assert len(exercises) == len(solutions), name
        for solution in solutions:
            assert solution.select("div.cell_input"), name


def test_every_chapter_has_two_to_five_exercises(book):
    for name, page in book.pages.items():
        if "/" in name and not name.startswith(("reference/", "errors/")):
            assert 2 <= len(page.select("div.exercise")) <= 5, name
