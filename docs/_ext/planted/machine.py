"""Faults around the book. It is longer than 200 lines, since it is data."""

from planted.rows import MACHINE, ByOther, Change, Fault

FAULTS: list[Fault] = []

CHANGES = [
    Change(
        MACHINE,
        "A theme that is not installed",
        "conf.py",
        "sphinx_book_theme",
        "sphinx_back_theme",
        "no theme named 'sphinx_back_theme' found",
    ),
]

ELSEWHERE = [
    ByOther(
        MACHINE,
        "Variables of the shell that switch checks off",
        "every fault in these tables planted under PYTHONOPTIMIZE=1 and PYTHONWARNINGS=ignore",
        "the same messages",
    ),
    ByOther(
        MACHINE,
        "Settings of a user",
        "a matplotlibrc in the folder and in MATPLOTLIBRC, a file in PYTHONSTARTUP",
        "they are ignored: the same figures, byte for byte",
    ),
    ByOther(
        MACHINE,
        "A killed or interrupted build",
        "five kills at different moments; by hand twenty at random ones",
        "the site stays as it was, the next build is right",
    ),
    ByOther(
        MACHINE,
        "Two builds at once",
        "started together",
        "the second waits for the first; both are right",
    ),
    ByOther(
        MACHINE,
        "A cache that cannot be written",
        "a file in the place of the folder; by hand a folder mounted read-only",
        "said in one line, everything runs, the build is right",
    ),
    ByOther(
        MACHINE,
        "A full disk",
        "by hand: a disk of a few megabytes for what is built",
        "the build fails, the site stays as it was",
    ),
    ByOther(
        MACHINE,
        "The same command again",
        "the build repeated after a fault",
        "it fails again with the same messages, until the cause is gone",
    ),
]
