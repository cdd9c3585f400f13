"""Puts faults between the journal and the app: the journal has to see what the client saw."""

from starlette.types import ASGIApp, Receive, Scope, Send

from voyado_bis_cli.sandbox.faults.asked import asked
from voyado_bis_cli.sandbox.faults.standing import StandingFaults
from voyado_bis_cli.sandbox.faults.strikes import around
from voyado_bis_cli.sandbox.messages import answer_of, is_control, read_body, replayed, sent


class FaultInjector:
    """ASGI middleware: lets the faults that stand strike; the control API is spared."""

    def __init__(self, app: ASGIApp, faults: StandingFaults) -> None:
        self._app = app
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if not self._faults or scope["type"] != "http":
            await self._app(scope, receive, send)
        elif is_control(scope["path"]):
            await self._working(scope, receive, send)
        else:
            await self._struck(scope, receive, send)

    async def _struck(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await read_body(receive)
        request = asked(scope, body)
        scope.setdefault("state", {})["operation"] = request.operation  # the journal's, where the app is not asked
        app: ASGIApp = self._working
        for fault in reversed(self._faults.striking(request)):
            app = around(fault, app)
        await app(scope, replayed(body, receive), send)

    async def _working(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the app work, and see what happened before it and, before its answer leaves, what it did."""
        self._faults.look_at_events()
        answer = await answer_of(self._app, scope, receive)
        self._faults.look_at_events()
        await sent(answer, send)
