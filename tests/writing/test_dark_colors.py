import pytest
from writing.dark_colors import channels, contrast, dark

INK, PAPER = channels("#e6edf3"), channels("#14181e")


def test_contrast_is_that_of_wcag():
    """Black on white has 21, and #767676 is the lightest gray with 4.5, as W3C's pages say."""
    white = (255, 255, 255)
    assert contrast((0, 0, 0), white) == pytest.approx(21)
    assert contrast(channels("#767676"), white) >= 4.5 > contrast(channels("#777777"), white)


def test_black_is_ink_and_white_is_paper():
    assert dark((0, 0, 0), INK, PAPER) == INK
    assert dark((255, 255, 255), INK, PAPER) == PAPER


def test_grays_keep_their_order_between_ink_and_paper():
    found = [dark((gray, gray, gray), INK, PAPER)[0] for gray in range(0, 256, 15)]
    assert found == sorted(found, reverse=True)


@pytest.mark.parametrize("color", ["#000080", "#440154", "#8b0000", "#006400"])
def test_a_color_too_dark_becomes_lighter(color):
    assert (
        contrast(channels(color), PAPER) < 3 <= contrast(dark(channels(color), INK, PAPER), PAPER)
    )


@pytest.mark.parametrize("color", ["#1f77b4", "#ff7f0e", "#2ca02c", "#ffff00"])
def test_a_color_that_is_clear_stays(color):
    assert dark(channels(color), INK, PAPER) == channels(color)


def test_a_pale_ground_is_as_pale_on_dark_paper():
    """Ink stands on it as it stood on the light one."""
    wheat = channels("#f5deb3")
    ground = dark(wheat, INK, PAPER, True)
    assert contrast(ground, PAPER) == pytest.approx(contrast(wheat, (255, 255, 255)), abs=0.1)
    assert contrast(INK, ground) > 7
