"""Settings of the execution that must be as they are, so that no failure passes unseen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.util import logging

logger = logging.getLogger(__name__)

STRICT: dict[str, Any] = {
    "nb_execution_mode": "force",
    "nb_execution_excludepatterns": (),
    "nb_execution_allow_errors": False,
    "nb_execution_in_temp": False,
    "nb_output_stderr": "show",
    "nb_custom_formats": {},
    "nb_remove_code_outputs": False,
    "suppress_warnings": [],
}


def check(app: Any) -> None:
    """Report settings that would let failures pass; the command line may have its reasons."""
    path = Path(app.confdir, "conf.py")
    for name, expected in STRICT.items():
        value = getattr(app.config, name)
        if name not in app.config.overrides and (value or expected) and value != expected:
            warn(path, name, repr(expected), value)
    seconds = app.config.nb_execution_timeout
    if seconds is None or seconds <= 0:  # a cell that hangs would hang the build
        warn(path, "nb_execution_timeout", "a number of seconds", seconds)


def warn(path: Path, name: str, expected: str, value: Any) -> None:
    """Report a setting, where conf.py has it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next((i for i, text in enumerate(lines, 1) if text.startswith(name)), 1)
    message = "expected %s = %s, got %r"
    logger.warning(message, name, expected, value, location=f"{path}:{line}")


def setup(app: Any) -> None:
    app.connect("builder-inited", check)
