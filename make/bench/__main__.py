"""Measure gradbook, print the tables, write them to docs/reference/bench.json.

`bench` measures everything; `bench page`, for instance, measures one part and keeps the others.
"""

from __future__ import annotations

import datetime
import json
import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path

import build
import descent
import page

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "make"))

from cores import cores  # noqa: E402

RESULT = ROOT / "docs" / "reference" / "bench.json"
SUBJECTS = {"descent": descent, "build": build, "page": page}


def machine() -> dict:
    """Return what is measured on."""
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return {
        "processor": names[0] if names else platform.processor() or platform.machine(),
        "cores": cores(),
        "load": round(os.getloadavg()[0], 2),
        "system": platform.system(),
        "python": platform.python_version(),
        "torch": version("torch"),
        "date": datetime.date.today().isoformat(),
    }


def main(names: list[str]) -> int:
    """Measure, print and write; fail where a bar is missed."""
    unknown = set(names) - set(SUBJECTS)
    if unknown:
        sys.exit(f"bench: expected some of {', '.join(SUBJECTS)}, got {', '.join(unknown)}")
    results = json.loads(RESULT.read_text()) if RESULT.exists() else {}
    for name in names or SUBJECTS:
        results[name] = {"machine": machine()} | SUBJECTS[name].run()
        print(SUBJECTS[name].report(results[name]), end="\n\n")
        RESULT.write_text(json.dumps(results, indent=2) + "\n")
    return int(any(SUBJECTS[name].missed(results[name]) for name in names or SUBJECTS))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
