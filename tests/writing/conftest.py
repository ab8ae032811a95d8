import io

import matplotlib
import matplotlib.pyplot as plt
import pytest

# As the cells' kernel is set.
SETTINGS = {"svg.hashsalt": "gradbook", "axes.facecolor": "none", "savefig.dpi": 144}


@pytest.fixture
def svg_of():
    """Return a function that draws with pyplot, and gives the SVG that a cell would."""

    def draw(code: str) -> str:
        plt.close("all")
        with matplotlib.rc_context(SETTINGS):
            exec(code, {"plt": plt})
            file = io.StringIO()
            options = {"bbox_inches": "tight", "facecolor": "none", "dpi": 192}
            plt.savefig(file, format="svg", metadata={"Date": None}, **options)
        plt.close("all")
        return file.getvalue()

    return draw
