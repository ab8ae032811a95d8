"""The site carries gradbook's wheel."""

from __future__ import annotations

from pathlib import Path

from book import wheel_name
from flit_core.wheel import make_wheel_in
from sphinx.application import Sphinx


def build(app: Sphinx) -> None:
    if app.builder.format == "html":
        info = make_wheel_in(Path(app.confdir, "pyproject.toml"), Path(app.outdir))
        assert info.file.name == wheel_name(app), info.file.name
