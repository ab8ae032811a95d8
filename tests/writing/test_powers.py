import pytest
from docutils import nodes
from writing import powers


@pytest.mark.parametrize(
    "text, expected",
    [
        ("about 3.7e-11 or 2e+20", "about 3.7·10⁻¹¹ or 2·10²⁰"),
        ("below 1e-06.", "below 10⁻⁶."),
        ("the commit 3e8, v1e-3", "the commit 3e8, v1e-3"),
    ],
)
def test_a_number_of_a_sentence_is_written_as_a_power_of_ten(text, expected):
    assert powers.written(text) == expected


def test_code_stays_as_it_runs():
    assert not powers.is_prose(nodes.literal("", "1e-06").children[0])
    assert not powers.is_prose(nodes.literal_block("", "1e-06").children[0])
    assert powers.is_prose(nodes.paragraph("", "1e-06").children[0])


def test_exponents_are_marked_where_they_are_seen():
    html = powers.marked('<i title="2·10⁻⁹">2·10⁻⁹</i>')
    assert html == '<i title="2·10⁻⁹">2·10<span class="exponent">⁻⁹</span></i>'
