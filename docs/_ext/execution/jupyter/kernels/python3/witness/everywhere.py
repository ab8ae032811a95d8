"""What every machine with this environment reads alike, wherever it stands.

A list, since systems differ: libraries, devices, fonts, and what tells a place and its words.
"""

from __future__ import annotations

import os
import re
import sys

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


def folder(path: str) -> str:
    return os.path.join(os.path.abspath(path), "")


environment = tuple(
    folder(path)
    for path in {sys.prefix, sys.base_prefix, sys.exec_prefix, *filter(None, sys.path)} - SHARED
    if folder(path) != ROOT
)
given = [os.environ[name] for name in OWN if os.environ.get(name)]
own = tuple({folder(path) for each in given for path in (each, os.path.realpath(each))})


def is_own(path: str) -> bool:
    """Tell whether a file is a device, or goes with this kernel."""
    return f"{path}{os.sep}".startswith((*own, "/dev/", "/proc/"))  # or is one of them itself


def is_everywhere(path: str) -> bool:
    """Tell whether a file is of the environment or the system, or goes with this kernel."""
    known = path.startswith((*environment, *own)) or SYSTEM.match(path)
    return bool(known) or not os.path.exists(path)  # whoever opens that will say so
