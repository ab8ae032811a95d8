"""Files with the hash of their name and content: as they were written, or nothing."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any


def digest(*parts: str | bytes) -> str:
    """Return the hash of some texts, kept apart."""
    total = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode()
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()


def write(path: Path, content: object) -> None:
    """Write a file whole or not at all, with its own hash."""
    body = json.dumps(content)
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with open(handle, "w", encoding="utf-8") as file:
            json.dump({"digest": digest(path.name, body), "body": body}, file)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def keep(path: Path, content: object) -> None:
    """Write a file into a cache; where the folder cannot be written, go on without."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, content)


def read(path: Path) -> Any:
    """Return what a file holds, or None if it is not as it was written."""
    try:
        entry = json.loads(path.read_text(encoding="utf-8"))
        right = digest(path.name, entry["body"]) == entry["digest"]
        return json.loads(entry["body"]) if right else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
