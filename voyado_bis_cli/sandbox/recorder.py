"""Writes every exchange into the journal, from outside the app, so that nothing the app does can hide from it."""

import time
from dataclasses import dataclass, field
from datetime import datetime

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.journal import Exchange, Journal
from voyado_bis_cli.sandbox.messages import AnswerTap, is_control, read_body, replayed


class Recorder:
    """ASGI middleware: reads the request to its end, lets the app answer, and writes both down.

    An exchange is written before the end of its answer is sent: who has an answer finds it in the journal.
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
        scope.setdefault("state", {})
        exchange = _Exchange(scope, await read_body(receive), self._clock.now(), time.perf_counter())

        async def written_then_sent(message: Message) -> None:
            await exchange.answer(message)
            if exchange.answer.is_complete:
                self._write(exchange)
            await send(message)

        try:
            await self._app(scope, replayed(exchange.request_body, receive), written_then_sent)
        finally:
            if not exchange.answer.is_complete:  # the connection was reset before that
                self._write(exchange)

    def _write(self, exchange: "_Exchange") -> None:
        scope, answer = exchange.scope, exchange.answer
        operation = scope["state"].get("operation")
        self._journal.record(
            Exchange(
                time=exchange.arrived,
                method=scope["method"],
                path=scope["path"],
                query=scope["query_string"].decode("latin-1"),
                operation=operation if isinstance(operation, str) else None,
                status=answer.status,
                duration_ms=(time.perf_counter() - exchange.started) * 1000,
                request_headers=_text(scope["headers"]),
                request_body=exchange.request_body,
                response_headers=_text(answer.headers),
                response_body=bytes(answer.body),
            )
        )


@dataclass(frozen=True, slots=True)
class _Exchange:
    """A request that came in, and its answer as far as there is one."""

    scope: Scope
    request_body: bytes
    arrived: datetime
    started: float
    answer: AnswerTap = field(default_factory=AnswerTap)


def _text(headers: list[tuple[bytes, bytes]]) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
