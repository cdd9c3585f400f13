"""Writes every exchange into the journal, from outside the app, so that nothing the app does can hide from it."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.journal import Exchange, Journal

CONTROL_PATH = "/_sandbox"


class Recorder:
    """ASGI middleware: reads the request to its end, lets the app answer, and writes both down.

    An endpoint that knows the name of the GraphQL operation leaves it in `request.state.operation`. The control API
    is left out: it is the sandbox's own.
    """

    def __init__(self, app: ASGIApp, journal: Journal, clock: SandboxClock) -> None:
        self._app = app
        self._journal = journal
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] != "http" or _is_control(scope["path"]):
            await self._app(scope, receive, send)
            return
        state: dict[str, object] = scope.setdefault("state", {})
        request_body = await _read(receive)
        answer = _Answer()
        arrived, started = self._clock.now(), time.perf_counter()
        try:
            await self._app(scope, _replayed(request_body, receive), answer.tapped(send))
        finally:
            operation = state.get("operation")
            self._journal.record(
                Exchange(
                    time=arrived,
                    method=scope["method"],
                    path=scope["path"],
                    query=scope["query_string"].decode("latin-1"),
                    operation=operation if isinstance(operation, str) else None,
                    status=answer.status,
                    duration_ms=(time.perf_counter() - started) * 1000,
                    request_headers=_text(scope["headers"]),
                    request_body=request_body,
                    response_headers=_text(answer.headers),
                    response_body=bytes(answer.body),
                )
            )


class _Answer:
    """What the app sends, seen in passing."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.body = bytearray()

    def tapped(self, send: Send) -> Send:
        async def tap(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.status = message["status"]
                self.headers = list(message.get("headers", ()))
            elif message["type"] == "http.response.body":
                self.body += message.get("body", b"")
            await send(message)

        return tap


def _is_control(path: str) -> bool:
    return path == CONTROL_PATH or path.startswith(f"{CONTROL_PATH}/")


async def _read(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(body)


def _replayed(body: bytes, receive: Receive) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay


def _text(headers: list[tuple[bytes, bytes]]) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
