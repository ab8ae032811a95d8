"""What every machine with this environment reads alike, wherever it stands.

A list, since systems differ: libraries, devices, fonts, and what tells a place and its words.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time

from .places import ROOT

# Python may be a part of the system, whose folder holds all kinds of files.
SHARED = {"/", "/usr", "/usr/local"}
SYSTEM = re.compile(
    r"/(?:dev|proc|sys|lib\w*|usr/(?:local/)?lib\w*|nix/store|System|Library)/"
    r"|/usr/(?:local/)?share/(?:fonts|zoneinfo|locale|i18n|mime|icu|ca-certificates|X11)/"
    r"|/(?:private/)?etc/(?:ssl|pki|fonts|ca-certificates|ld\.so|locale|localtime|timezone"
    r"|nsswitch\.conf|os-release)"
    r"|/var/(?:cache/fontconfig|db/timezone)/"
    r"|.*/mime\.types$|.*\.(?:ttf|otf|ttc|afm|pfb|woff2?)$",
    re.IGNORECASE,
)
OWN = ("HOME", "TMPDIR", "IPYTHONDIR", "MPLCONFIGDIR")

# A file system's clock is a little late.
began = time.time() - 0.1
temporary = tuple({f"{os.path.realpath(f)}{os.sep}" for f in ("/tmp", tempfile.gettempdir())})


def folder(path: str) -> str:
    return os.path.join(os.path.abspath(path), "")


environment = tuple(
    folder(path)
    for path in {sys.prefix, sys.base_prefix, sys.exec_prefix, *filter(None, sys.path)} - SHARED
    if folder(path) != ROOT
)
own = tuple(folder(os.environ[name]) for name in OWN if os.environ.get(name))


def is_everywhere(path: str) -> bool:
    """Tell whether a file is of the environment or the system, or was made by this kernel."""
    if path.startswith((*environment, *own)) or SYSTEM.match(path):
        return True
    try:
        made = os.stat(path).st_mtime >= began
    except OSError:
        return True  # whoever opens it will say so
    return made and path.startswith(temporary)
