"""What the module must not do, as the cells must not: nobody would see it on a page.

Clocks, the environment of a machine, hidden warnings, and handlers that keep failures to
themselves. The part that checks formulas limits its own time, and judges what others wrote.
"""

from pathlib import Path

from sphinx.util import logging

from checks import code

logger = logging.getLogger(__name__)


def check(app, env, docnames):
    module = Path(app.confdir, "gradbook")
    for path in sorted(set(module.rglob("*.py")) - set(module.glob("formula/**/*.py"))):
        for line, message in faults(path.read_bytes()):
            logger.warning(message, location=f"{path}:{line}", type="module")


def faults(data):
    """Yield line and message of all that is wrong with the source of a module."""
    try:
        yield from code.check_module(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        yield data.count(b"\n", 0, error.start) + 1, f"expected UTF-8, got {error.reason}"


def setup(app):
    app.connect("env-before-read-docs", check)
