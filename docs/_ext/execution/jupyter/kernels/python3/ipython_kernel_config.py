"""How cells are run: figures become SVG on the page's own background."""

import importlib.util
import sys
from pathlib import Path

c = get_config()  # type: ignore[name-defined]  # noqa: F821

c.InlineBackend.figure_formats = {"svg"}
c.InlineBackend.print_figure_kwargs = {
    "bbox_inches": "tight",
    "facecolor": "none",
    # Only the parts of a figure that are pixels: two for each one of the page.
    "dpi": 192,
    "metadata": {"Date": None, "Creator": None},
}
# The witness sets what figures look like, before a cell chooses a style.
c.InlineBackend.rc = {}

# The kernel's remark on unencrypted connections is no news on one's own machine.
c.IPKernelApp.log_level = "ERROR"

# A line such as `ls` or `time x` is Python or an error, never a magic.
c.InteractiveShell.automagic = False
c.InteractiveShellApp.exec_PYTHONSTARTUP = False

# The witness is loaded from its file: no folder is added to the path of the cells.
folder = Path(__file__).with_name("witness")
# Cells import the gradbook beside the book, never another one.
sys.path.insert(0, str(folder.parents[6]))
spec = importlib.util.spec_from_file_location(
    "gradbook_witness", folder / "__init__.py", submodule_search_locations=[str(folder)]
)
assert spec and spec.loader
sys.modules[spec.name] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sys.modules[spec.name])
c.InteractiveShellApp.extensions = [spec.name]
