"""The kernels that run the cells: the book's own kernelspec and this tree's gradbook."""

import os
from pathlib import Path


def prepend(variable, path):
    paths = [str(path), *filter(None, os.environ.get(variable, "").split(os.pathsep))]
    os.environ[variable] = os.pathsep.join(dict.fromkeys(paths))


def setup(app):
    prepend("JUPYTER_PATH", Path(app.srcdir) / "_kernel")
    # Cells import the gradbook beside the book, never an installed one.
    prepend("PYTHONPATH", Path(app.confdir))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
