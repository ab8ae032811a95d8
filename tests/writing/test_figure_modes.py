import pytest
from writing import figure_modes

ROLES = {
    "ink": ("#24292f", "#e6edf3"),
    "paper": ("#fffffe", "#14181e"),
    "blue": ("#0b62a8", "#6cb6ff"),
}


def test_sizes_are_css_pixels():
    svg = (
        '<?xml?><svg height="72pt" viewBox="0 0 1 1" width="36.6pt" version="1.1"><g height="1pt"/>'
    )
    assert figure_modes.size(svg) == ("49", "96")


def test_a_picture_of_others_has_no_size():
    assert figure_modes.size('<svg width="3em" height="2pt">') == ()


def test_what_comes_from_the_cache_is_what_was_made(svg_of, tmp_path):
    svg = svg_of("plt.plot([1, 2], color='#0b62a8')")
    made = figure_modes.both(svg, ROLES, tmp_path)
    assert list(tmp_path.iterdir())
    assert figure_modes.both(svg, ROLES, tmp_path) == made
    assert "#0b62a8" in made.light and "#6cb6ff" in made.dark and made.fault is None


def test_a_fault_comes_from_the_cache_too(svg_of, tmp_path):
    svg = svg_of("plt.subplots()")
    made = figure_modes.both(svg, ROLES, tmp_path)
    assert made.fault and made.fault.endswith("on a light page")
    assert figure_modes.both(svg, ROLES, tmp_path) == made


def test_what_only_a_dark_page_hides_is_a_fault_there(svg_of, tmp_path):
    svg = svg_of("plt.imshow([[(20, 24, 30)]]); plt.axis('off')")
    assert figure_modes.both(svg, ROLES, tmp_path).fault.endswith("on a dark page")


def test_an_svg_that_is_no_xml_is_a_fault(tmp_path):
    broken = '<svg width="1pt" height="1pt"><g></svg>'
    assert "browsers can read" in figure_modes.both(broken, ROLES, tmp_path).fault


@pytest.mark.parametrize(
    ("code", "points"),
    [
        ("plt.text(0, 0, 'a', fontsize=9)", None),
        ("plt.text(0, 0, 'a', fontsize=8)", "8.0"),
        ("plt.gcf().set_size_inches(40, 3)", "2.6"),
        ("plt.title('$x^{y^z}$')", None),
    ],
)
def test_type_is_large_enough_on_a_page(svg_of, code, points):
    found = figure_modes.small_type(svg_of(f"plt.plot([1, 2]); {code}"))
    assert found is None if points is None else found.endswith(f"got {points}")
