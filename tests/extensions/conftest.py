import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "docs" / "_ext"))

ADDRESS = "https://owner.github.io/gradbook/"
REPOSITORY = "https://github.com/owner/gradbook"


@pytest.fixture(scope="session")
def published(small_site, tmp_path_factory):
    """Build the small book with an address and a repository."""
    folder = tmp_path_factory.mktemp("published") / "book"
    shutil.copytree(small_site.folder, folder, symlinks=True)
    with (folder / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(f'html_baseurl = "{ADDRESS}"\nbook_repository = "{REPOSITORY}"\n')
    book = type(small_site)(folder)
    run = book.make("html")
    assert run.returncode == 0, run.stderr
    return book
