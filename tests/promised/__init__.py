"""What is promised of each function, how it is called, and its right value.

The promises themselves are data, docs/reference/promises.json, from which the API page makes its
tables; `CASES` has one call for each function that stands there, and `EXACT` one formula for each
of those whose error is promised, as "ulp", for each of `DTYPES`.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch

from tests.promised import derivatives, faster, functions, networks
from tests.promised.exact import BESIDE, EXACT, error_in_ulp

__all__ = ["BESIDE", "CASES", "DTYPES", "EXACT", "PROMISES", "error_in_ulp"]

ROOT = Path(__file__).resolve().parents[2]
PROMISES = json.loads((ROOT / "docs/reference/promises.json").read_text("utf-8"))
DTYPES = [torch.float16, torch.bfloat16, torch.float32, torch.float64]
CASES = functions.CASES | networks.CASES | faster.CASES | derivatives.CASES
