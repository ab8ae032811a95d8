"""The kernels that run the cells: the book's own kernelspec and this tree's gradbook."""

import os
from pathlib import Path


def prepend(variable, path):
    paths = [str(path), *filter(None, os.environ.get(variable, "").split(os.pathsep))]
    os.environ[variable] = os.pathsep.join(dict.fromkeys(paths))


def set_time(app, config):
    """Tell the kernels how long a cell may take, so that they can say where it still is."""
    os.environ["GRADBOOK_CELL_SECONDS"] = str(config.nb_execution_timeout or 0)


def setup(app):
    # Emitted once, when the first chapter turns out to have to run.
    app.add_event("kernels-needed")
    prepend("JUPYTER_PATH", Path(__file__).with_name("jupyter"))
    # Cells import the gradbook beside the book, never another one, nor modules from elsewhere.
    os.environ["PYTHONPATH"] = str(app.confdir)
    # A user's own IPython would run its startup files in every kernel.
    folder = Path(app.doctreedir, "ipython")
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["IPYTHONDIR"] = str(folder)
    app.connect("config-inited", set_time, priority=100)
