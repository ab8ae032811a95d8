"""A site on the loopback, gzipped as publishers do it, that remembers what it gave."""

from __future__ import annotations

import gzip
import mimetypes
import threading
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

# These are compressed already.
PACKED = (".woff2", ".webp", ".png", ".jpg", ".zip", ".whl", ".gz", ".epub", ".pdf")
TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".woff2": "font/woff2"}
CDN = b"https://cdn.jsdelivr.net"


@cache
def packed(path: Path, instead: bytes) -> tuple[bytes, bool]:
    """Return a file as it is sent, and whether that is gzipped."""
    data = path.read_bytes()
    if path.suffix in PACKED:
        return data, False
    return gzip.compress(data.replace(CDN, instead) if instead else data, mtime=0), True


class Site:
    """Serves a folder while it is open; `given` holds the bytes of each path since `forget`."""

    def __init__(self, folder: Path, host: str = "127.0.0.1", instead_of_cdn: bool = False) -> None:
        self.folder = folder.resolve()
        self.given: dict[str, int] = {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.answer(self)

            def log_message(self, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://{host}:{self.server.server_port}"
        self.instead = self.address.encode() if instead_of_cdn else b""

    def file(self, path: str) -> Path | None:
        """Return what a path means; `name@version` is `name`, as on a CDN."""
        parts = [part[:1] + part[1:].partition("@")[0] for part in path.strip("/").split("/")]
        file = (self.folder / "/".join(parts)).resolve()
        file = file / "index.html" if file.is_dir() else file
        return file if file.is_file() and file.is_relative_to(self.folder) else None

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        path = unquote(urlsplit(request.path).path)
        file = self.file(path)
        body, zipped = packed(file, self.instead) if file else (b"not here", False)
        self.given[path] = len(body)
        request.send_response(200 if file else 404)
        suffix = file.suffix if file else ".txt"
        kind = TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "text/html"
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(body)))
        request.send_header("Cache-Control", "max-age=31536000")
        request.send_header("Access-Control-Allow-Origin", "*")
        if zipped:
            request.send_header("Content-Encoding", "gzip")
        request.end_headers()
        request.wfile.write(body)

    def forget(self) -> None:
        self.given = {}

    def __enter__(self) -> Site:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.server.shutdown()
        self.server.server_close()
