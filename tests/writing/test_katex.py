from bs4 import BeautifulSoup
from writing import katex


def test_formulas_become_html_with_mathml():
    ((html, error),) = katex.typeset([(r"\sigma(z)", False)]).values()
    assert error is None
    assert 'class="katex"' in html and "<mi>σ</mi>" in html


# How many children an element of MathML takes: a browser calls one with others invalid.
CHILDREN = {"mfrac": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2}
CHILDREN |= {"msubsup": 3, "munderover": 3, "mroot": 2}


def miscounted(page):
    """Return the elements of MathML that have not the number of children that they take."""
    found = page.find_all(list(CHILDREN))
    counted = [(one, len(one.find_all(True, recursive=False))) for one in found]
    return [str(one) for one, count in counted if count != CHILDREN[one.name]]


def test_a_name_as_an_index_is_one_element_of_mathml():
    ((html, _error),) = katex.typeset([(r"\lambda_{\max} + x^{\log y}", False)]).values()
    page = BeautifulSoup(html, "html.parser")
    assert page.msub and not miscounted(page)


def test_each_element_of_mathml_in_the_book_is_valid(book):
    faults = [f"{name}: {one}" for name, page in book.pages.items() for one in miscounted(page)]
    assert not faults


def test_a_formula_that_katex_does_not_know_is_an_error():
    ((html, error),) = katex.typeset([(r"\frax{1}{2}", True)]).values()
    assert html == "" and r"\frax" in error


def test_one_process_keeps_formulas_apart():
    results = katex.typeset([("a", False), ("a", True), ("}", False)])
    assert "katex-display" not in results["a", False][0]
    assert "katex-display" in results["a", True][0]
    assert results["}", False][1]


def test_no_formula_of_the_book_is_left_as_tex(book):
    for name, page in book.pages.items():
        for formula in page.select(".math"):
            assert formula.select_one(".katex"), f"{name}: {formula.get_text()}"


def test_a_short_formula_keeps_the_full_stop_that_follows(book):
    for name, page in book.pages.items():
        for formula in page.select("article span.math"):
            tex = formula.select_one("annotation").get_text()
            mark = formula.next_sibling
            if isinstance(mark, str) and mark[:1] in tuple(katex.PUNCTUATION):
                together = "together" in formula.parent.get("class", [])
                assert together or len(tex) > katex.SHORT, f"{name}: {tex}{mark}"


def runs(tex):
    """Return what stays on one line, as TeX without the rest of the HTML."""
    ((html, _error),) = katex.typeset([(tex, False)]).values()
    found = BeautifulSoup(katex.unbroken(html), "html.parser")
    assert found.get_text() == BeautifulSoup(html, "html.parser").get_text()
    return [run.get_text() for run in found.select(".katex-html > .together")]


def test_a_formula_in_a_sentence_breaks_after_relations_and_not_after_signs():
    assert runs("f(x, y, z) = a - b + c + d + e") == ["a−b+c+d+e"]
    assert runs("x = y") == ["x=y"]
    assert runs("-1") == []


def test_a_long_sum_may_break_before_its_signs():
    tex = " + ".join("abcdefghijklmn")
    assert runs(tex) == []
    ((html, _error),) = katex.typeset([(tex, False)]).values()
    bases = BeautifulSoup(katex.unbroken(html), "html.parser").select(".katex-base")
    assert [base.get_text() for base in bases] == ["a", *(f"+{one}" for one in "bcdefghijklmn")]


def test_rows_of_fractions_get_room_and_those_of_a_matrix_in_them_none():
    matrix = r"\begin{pmatrix} 1 \\ 2 \end{pmatrix}"
    rows = rf"a &= 1 \\ &= \frac{{1}}{{2}} \\ &= {matrix} \\[1em] &= b"
    tex = rf"\begin{{aligned}} {rows} \end{{aligned}}"
    assert katex.apart(tex).count(r"\\[0.85em]") == katex.apart(tex).count(r"\\[0.2em]") == 1
    assert r"1 \\ 2" in katex.apart(tex) and r"\\[1em]" in katex.apart(tex)


def test_a_row_below_a_root_in_a_fraction_gets_more_room():
    tex = r"\begin{aligned}a &= \frac{1}{\sqrt{2}} \\ &= \frac{1}{2} \\ &= b\end{aligned}"
    assert [katex.apart(tex).count(f"[{room}]") for room in ("1.2em", "0.85em")] == [1, 1]


def test_rows_of_sums_keep_their_limits_apart():
    tex = r"\begin{aligned}a &= \sum_{k=1}^n a_k \\ &= \sum_{k=1}^n b_k \\ &= c\end{aligned}"
    assert katex.apart(tex).count(r"\\[0.45em]") == 1 and r"b_k \\ &= c" in katex.apart(tex)
