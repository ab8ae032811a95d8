"""Where lines of a formula break, and how far apart they stand, beyond what KaTeX decides."""

from __future__ import annotations

import re

# Parts between which a line may break; what holds up a part; a sign such as − that ends one; how
# long a sum that is kept on one line may be, and a whole formula, in letters that one sees.
PART = '<span class="katex-base">'
STRUT = re.compile(r'(?:<span class="strut"[^>]*></span>)*')
SIGN = re.compile(
    r'(<span class="mbin">[^<]*</span>(?:<span class="mspace"[^>]*></span>)*)</span>$'
)
END = "</span></span>"
LONGEST, WHOLE = 26, 16
TAG = re.compile(r"<[^>]*>")
# What opens and closes an environment, and what ends a row.
ROWS = re.compile(r"(\\begin\{\w+\*?\}|\\end\{\w+\*?\}|\\\\(?!\[))")


def apart(tex: str) -> str:
    """Keep rows of fractions and of sums apart, which KaTeX sets close to each other."""
    around: list[str] = []
    row, parts = "", ROWS.split(tex)
    for place, part in enumerate(parts):
        row += part
        if part.startswith(r"\begin"):
            around.append(part)
        elif part.startswith(r"\end") and around:
            around.pop()
        elif part == r"\\" and around[-1:] == [r"\begin{aligned}"]:
            parts[place] = part + room(row, parts[place + 1])
            row = ""
    return "".join(parts)


def room(above: str, below: str) -> str:
    """Return how far apart two rows are: the limits of sums meet where both have one."""
    if r"\frac" in above:
        # A root below a fraction's bar reaches farther down.
        return "[1.2em]" if r"\sqrt" in above else "[0.85em]"
    if r"\sum" in above and r"\sum" in below:
        return "[0.45em]"
    return "[0.2em]" if r"\frac" in below else ""


def unbroken(html: str) -> str:
    """Let no line of a text end with a sign such as −, which looks like a hyphen there.

    A line breaks before the sign; a short sum and a very short formula stay on one line.
    """
    if PART not in html:
        return html
    head, *parts = html.removesuffix(END).split(PART)
    runs: list[list[str]] = []
    sign = ""
    for part in parts:
        strut = STRUT.match(part).end()  # type: ignore[union-attr]
        whole = part[:strut] + sign + part[strut:]
        if not sign:
            runs.append([])
        found = SIGN.search(whole)
        sign = found[1] if found else ""
        runs[-1].append(f"{whole[: found.start()]}</span>" if found else whole)
    if letters("".join(parts)) <= WHOLE:
        runs = [[part for run in runs for part in run]]
    return head + "".join(map(on_one_line, runs)) + END


def letters(html: str) -> int:
    """Count the letters that one sees."""
    return len(TAG.sub("", html).replace("\u200b", ""))


def on_one_line(parts: list[str]) -> str:
    html = "".join(PART + part for part in parts)
    short = len(parts) > 1 and letters(html) <= LONGEST
    return f'<span class="together">{html}</span>' if short else html
