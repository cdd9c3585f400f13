"""Writes every exchange into the journal, from outside the app, so that nothing the app does can hide from it."""

import time

from starlette.types import ASGIApp, Receive, Scope, Send

from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.journal import Exchange, Journal
from voyado_bis_cli.sandbox.messages import AnswerTap, is_control, read_body, replayed


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
        if scope["type"] != "http" or is_control(scope["path"]):
            await self._app(scope, receive, send)
            return
        state: dict[str, object] = scope.setdefault("state", {})
        request_body = await read_body(receive)
        answer = AnswerTap()
        arrived, started = self._clock.now(), time.perf_counter()
        try:
            await self._app(scope, replayed(request_body, receive), answer.on(send))
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


def _text(headers: list[tuple[bytes, bytes]]) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
