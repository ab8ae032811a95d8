import json
import subprocess
from pathlib import Path

import pytest
from stack import NODE

FOLDER = Path(__file__).resolve().parents[2] / "docs/_static/explorers"
PROGRAM = """import * as module from "MODULE";
process.stdout.write(JSON.stringify((ASK)(module)));"""


@pytest.fixture
def run_module():
    """Return a function that asks a module something, in JavaScript, on Node.js."""

    def run(name, ask):
        program = PROGRAM.replace("MODULE", (FOLDER / f"{name}.mjs").as_uri()).replace("ASK", ask)
        command = [NODE, "--input-type=module", "-e", program]
        done = subprocess.run(command, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run
