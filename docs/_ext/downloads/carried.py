"""The files of gradbook that a notebook or a script carries, in a cell that unpacks them.

Where the book has no address, pip finds gradbook nowhere: no index has it.
"""

from __future__ import annotations

import base64
import json
import lzma
from typing import Any

from reading.cells import code_cell

CODE = """# The module gradbook, as this page uses it; it is gone when this Python ends.
import base64
import json
import lzma
import pathlib
import sys
import tempfile

folder = tempfile.TemporaryDirectory()
packed = "{packed}"
for name, text in json.loads(lzma.decompress(base64.b85decode(packed))).items():
    file = pathlib.Path(folder.name, name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
sys.path.insert(0, folder.name)"""


def cell(files: dict[str, str]) -> dict[str, Any]:
    """Return a cell that brings files to Python; Jupyter shows it folded."""
    text = json.dumps(files, sort_keys=True).encode()
    packed = base64.b85encode(lzma.compress(text)).decode()
    return code_cell(CODE.format(packed=packed)) | {
        "metadata": {"jupyter": {"source_hidden": True}}
    }
