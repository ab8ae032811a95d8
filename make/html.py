"""Build the book into a fresh folder and, only when all went well, put it in its place.

`html.py` builds the site `_build/html`; `html.py activations/sigmoid` drafts one chapter.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Last, since this file has the name of a module of Python's.
sys.path = [*(path for path in sys.path if path != str(ROOT / "make")), str(ROOT / "make")]

from alone import alone  # noqa: E402
from binding import archive  # noqa: E402
from starting import PR_SET_PDEATHSIG, SPHINX, processes  # noqa: E402
from surroundings import surroundings  # noqa: E402

DOCS = ROOT / "docs"
BUILD = ROOT / "_build"
SITE = BUILD / "html"

# By its suffix, what writes an edition of a site into a file.
Editions = Mapping[str, Callable[[Path, Path], object]]

# A chapter alone cannot reach the labels, terms and sources of the other pages.
OF_OTHER_PAGES = "ref,myst.xref_missing,bibtex,page.uncited"


def end_with_parent() -> None:
    """Let the kernel end this process when the one that started it is killed; on Linux."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def sphinx(work: Path, *options: str) -> int:
    """Run a strict build in a folder of its own; never on an earlier environment."""
    command = [sys.executable, "-c", SPHINX, "-b", "html", "-q", "-W", "-n", "-E"]
    command += ["-j", str(processes()), *options, "-c", str(ROOT), "-d", str(work / "doctrees")]
    return subprocess.run(
        [*command, str(DOCS), str(work / "html")],
        cwd=ROOT,
        env=surroundings(ROOT),
        preexec_fn=end_with_parent,
    ).returncode


def publish(built: Path) -> None:
    """Swap the link to the site in one step, then drop the site that stood there."""
    sites = BUILD / "sites"
    sites.mkdir(exist_ok=True)
    new = Path(tempfile.mkdtemp(dir=sites))
    new.rmdir()
    built.rename(new)
    if SITE.is_dir() and not SITE.is_symlink():
        SITE.rename(sites / f"{new.name}.before")
    link = BUILD / f".publishing-{new.name}"
    link.symlink_to(new.relative_to(BUILD))
    os.replace(link, SITE)
    for old in sites.iterdir():
        if old != new:
            shutil.rmtree(old, ignore_errors=True)


def drop_abandoned() -> None:
    """Remove what killed builds left, published or not; no other build is running now."""
    unpublished = [site for site in BUILD.glob("sites/*") if site != SITE.resolve()]
    for folder in [*BUILD.glob(".building-*"), *unpublished]:
        shutil.rmtree(folder, ignore_errors=True)
    for link in BUILD.glob(".publishing-*"):
        link.unlink()


def build(editions: Editions) -> int:
    """Build and publish the whole book, with other editions of it beside the pages."""
    drop_abandoned()
    work = Path(tempfile.mkdtemp(prefix=".building-", dir=BUILD))
    try:
        status = sphinx(work, f"-Dbook_editions={','.join(editions)}")
        if status == 0:
            for name, write in editions.items():
                write(work / "html", work / "html" / f"gradbook.{name}")
            # It hashes paths of this machine, for builds that go on where another one ended.
            (work / "html" / ".buildinfo").unlink(missing_ok=True)
            archive.write(work / "html")
            publish(work / "html")
            print(f"The book is in {SITE.relative_to(ROOT)}/index.html")
        else:
            kept = "the site of the last good build is untouched" if SITE.exists() else "no site"
            print(f"The build failed: the messages above say where ({kept}).", file=sys.stderr)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return status


def draft(chapter: str) -> int:
    """Build one chapter on its own into `_build/draft`."""
    name = chapter.removesuffix(".md").removeprefix("docs/")
    known = sorted(p.relative_to(DOCS).with_suffix("").as_posix() for p in DOCS.glob("*/*.md"))
    if name not in known:
        sys.exit(f"html: there is no chapter {chapter!r}; there are {', '.join(known)}")
    work = BUILD / "draft" / name.replace("/", "-")
    settings = {
        "root_doc": name,
        "include_patterns": f"{name}.md",
        "suppress_warnings": OF_OTHER_PAGES,
        "lean_pages": 0,
    }
    status = sphinx(work, *(f"-D{key}={value}" for key, value in settings.items()))
    if status == 0:
        print(f"The draft is in {(work / 'html' / name).relative_to(ROOT)}.html")
    return status


def main(arguments: list[str], editions: Editions | None = None) -> int:
    if os.pathsep in str(ROOT):
        sys.exit(f"html: the path of the book cannot have {os.pathsep!r} in it: {ROOT}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        BUILD.mkdir(exist_ok=True)
        if arguments:
            return draft(arguments[0])
        with alone(BUILD / ".lock", "another build of this book is running"):
            return build(editions or {})
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        sys.exit(f"html: {error}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
