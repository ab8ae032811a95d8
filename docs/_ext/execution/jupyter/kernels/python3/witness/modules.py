"""The project's modules are compiled from their sources.

Bytecode is recognized by the time and the size of its source: an edit that keeps both, as a sign
that is flipped within a second, would go unnoticed.
"""

from __future__ import annotations

import os
import sys
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, SourceFileLoader
from types import CodeType

from .places import is_ours


class FromSource(SourceFileLoader):
    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


def finder(path: str) -> FileFinder:
    """Return a finder for a folder of the project; other folders have the usual one."""
    folder = os.path.abspath(path or os.curdir)
    if not is_ours(folder + os.sep) or not os.path.isdir(folder):
        raise ImportError
    return FileFinder(folder, (FromSource, SOURCE_SUFFIXES))


def read_from_source() -> None:
    sys.path_hooks.insert(0, finder)
    sys.path_importer_cache.clear()
