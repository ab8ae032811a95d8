"""Change every formula of the book in every way that a typo would, and see the change caught.

    mutate.py                     all chapters
    mutate.py losses/softmax …    some

Each mutant is evaluated in the setting of its formula. What survives must be a true statement and
stand, with its reason, in tests/book/true_statements.txt.
"""

import re
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import torch

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from gradbook.formula import FormulaError  # noqa: E402
from gradbook.formula.magic import arguments, parts  # noqa: E402
from gradbook.formula.setting.lines import Setting  # noqa: E402
from gradbook.formula.typos import typos  # noqa: E402
from gradbook.formula.verdict.formula import Formula  # noqa: E402

TRUE = ROOT / "tests" / "book" / "true_statements.txt"
CELL = re.compile(
    r"^```\{code-cell\}[^\n]*\n((?::[^\n]*\n)*)\n*%%formula([^\n]*)\n(.*?)^```",
    re.MULTILINE | re.DOTALL,
)
CAUGHT = 0.99
LISTED = 0.05


@dataclass
class Mutated:
    """What became of the mutants of one formula."""

    chapter: str
    label: str
    tex: str
    wrong: bool = False
    mutants: int = 0
    survivors: list[tuple[str, str]] = field(default_factory=list)  # kind and TeX


def formulas(chapters: list[str]) -> Iterator[tuple[str, str, str, str]]:
    """Yield chapter, label, setting and TeX of each formula that is checked."""
    for path in sorted((ROOT / "docs").rglob("*.md")):
        chapter = path.relative_to(ROOT / "docs").with_suffix("").as_posix()
        if chapters and chapter not in chapters:
            continue
        for match in CELL.finditer(path.read_text("utf-8")):
            options, line, cell = match.groups()
            label, unchecked = arguments(line)
            setting, tex = parts(cell)
            if not unchecked and setting is not None and "raises-" not in options:
                yield chapter, label, setting, tex


def mutate(job: tuple[str, str, str, str]) -> Mutated:
    """Evaluate all mutants of a formula."""
    chapter, label, source, tex = job
    torch.set_num_threads(1)
    setting = Setting(source, {}, label or tex)
    if not holds(tex, setting, True):
        return Mutated(chapter, label or tex, tex, wrong=True)
    result = Mutated(chapter, label or tex, tex)
    for typo in typos(tex):
        result.mutants += 1
        # Differences are dear, so they look only at what autograd lets through.
        if all(holds(typo.tex, setting, differences) for differences in (False, True)):
            result.survivors.append((typo.kind, flat(typo.tex)))
    return result


def holds(tex: str, setting: Setting, differences: bool) -> bool:
    try:
        Formula(tex, setting, differences).hold()
    except FormulaError:
        return False
    return True


def flat(tex: str) -> str:
    return " ".join(tex.split())


def true_statements() -> dict[tuple[str, str], str]:
    """Return the reason of each survivor that is known to be true, by label and TeX."""
    found = {}
    for number, line in enumerate(TRUE.read_text("utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            try:
                label, tex, reason = (piece.strip() for piece in line.split(" ;; "))
            except ValueError:
                sys.exit(f"{TRUE.name}, line {number}: expected 'label ;; TeX ;; reason'")
            found[label, tex] = reason
    return found


def report(results: list[Mutated], known: dict[tuple[str, str], str]) -> bool:
    """Print the share that is caught and each survivor; return whether that is enough."""
    total = sum(result.mutants for result in results)
    survivors = [(r.label, kind, tex) for r in results for kind, tex in r.survivors]
    listed = [s for s in survivors if (s[0], s[2]) in known]
    unknown = [s for s in survivors if (s[0], s[2]) not in known]
    alive = {(label, tex) for label, _, tex in survivors}
    labels = {result.label for result in results}
    stale = [key for key in known if key not in alive and key[0] in labels]
    for result in results:
        if result.wrong:
            print(f"does not hold itself: {result.chapter}, {result.label}")
    for label, kind, tex in unknown:
        print(f"survives: {label} ;; {tex} ;; {kind}")
    for label, tex in stale:
        print(f"no survivor any more: {label} ;; {tex}")
    others = total - len(listed)
    share = 1 - len(unknown) / others if others else 1.0
    print(f"formulas: {len(results)}, mutants: {total}")
    print(f"true statements: {len(listed)} ({len(listed) / max(total, 1):.2%})")
    print(f"caught of the others: {others - len(unknown)} of {others} ({share:.2%})")
    wrong_ones = any(result.wrong for result in results)
    return not wrong_ones and share >= CAUGHT and not stale and len(listed) <= LISTED * total


def main(chapters: list[str]) -> int:
    jobs = list(formulas(chapters))
    if not jobs:
        print(f"expected chapters with formulas, got {' '.join(chapters)}", file=sys.stderr)
        return 2
    with ProcessPoolExecutor() as pool:
        results = list(pool.map(mutate, jobs))
    return 0 if report(results, true_statements()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
