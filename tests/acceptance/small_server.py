"""A web server of a few pages, for what the sandbox does not play: wrong feeds, an Engage of another version."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class SmallServer:
    """Answers what it was told to answer, and 404 otherwise."""

    url: str = ""
    pages: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def answer(self, path: str, body: str | bytes, *, content_type: str = "application/xml") -> None:
        """Answer GET `path` with this body."""
        self.pages[path] = (content_type, body if isinstance(body, bytes) else body.encode())


@contextmanager
def serving() -> Generator[SmallServer]:
    """Serve on a free port of this machine for the length of the block."""
    known = SmallServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content_type, body = known.pages.get(self.path, ("text/plain", b"not here"))
            self.send_response(200 if self.path in known.pages else 404)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the library's name
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        known.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield known
        finally:
            server.shutdown()
            thread.join()
