"""Change every formula of the book in every way that a typo would, and see the change caught.

    mutate.py                     all chapters
    mutate.py losses/softmax …    some

What survives must be a true statement and stand, with its reason, in
tests/book/true_statements.txt.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from gradbook.tool.command import main  # noqa: E402

TRUE = ROOT / "tests" / "book" / "true_statements.txt"
DOCS = ROOT / "docs"


if __name__ == "__main__":
    chapters = [str(DOCS / f"{name}.md") for name in sys.argv[1:]]
    sys.exit(main(["check", "--typos", "--true", str(TRUE), *(chapters or [str(DOCS)])]))
