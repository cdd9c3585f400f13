"""An Engage that refuses some stock levels: the sandbox's own takes every one that Centra can have."""

import http.server
import json
import threading
from typing import Any, Self

from tests.conftest import SandboxAtHand

BATCH = "/inventory/stock-levels/batch"
ONE = "/inventory/stock-levels"
REASON = "The external id is not mapped."


class PickyEngage:
    """Hands everything on to a sandbox, except the levels of the markets in `refused`.

    A batch that holds one of them is refused as a whole, as nothing is published about partial failures.
    """

    def __init__(self, sandbox: SandboxAtHand) -> None:
        self.refused: set[str] = set()
        self._sandbox = sandbox
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def env(self) -> dict[str, str]:
        """The variables that send a profile's levels here."""
        return {"BIS_ENGAGE_URL": self.url}

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """Return status and body."""
        if method == "PUT" and path.endswith((BATCH, ONE)) and self._is_refused(json.loads(body)):
            return 400, json.dumps({"errorCode": "InvalidStockLevel", "message": REASON}).encode()
        kept = {name: value for name, value in headers.items() if name.lower() in {"apikey", "content-type"}}
        answer = self._sandbox.http.request(method, path, headers=kept, content=body)
        return answer.status_code, answer.content

    def _is_refused(self, sent: Any) -> bool:
        levels = sent if isinstance(sent, list) else [sent]
        return any(level["externalId"] in self.refused for level in levels)

    def _handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        picky = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def answered(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                status, content = picky.answer(self.command, self.path, dict(self.headers), body)
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_PUT = do_POST = answered  # noqa: N815  # the library's names

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        return Handler
