"""How each kind of fault strikes: it puts something between the client and the app."""

import asyncio
import json
from collections.abc import Mapping
from functools import singledispatch
from http import HTTPStatus
from typing import Any

from pydantic import JsonValue
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from voyado_bis_cli.sandbox.connection import reset
from voyado_bis_cli.sandbox.faults.model import (
    HtmlFault,
    LatencyFault,
    PartialBatchFault,
    RequestFault,
    ResetFault,
    ShapeFault,
    StatusFault,
    TokenExpiredFault,
    TruncatedFault,
)
from voyado_bis_cli.sandbox.messages import answer_of, read_body, replayed, sent

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Be right back</title></head>
<body><h1>Be right back</h1><p>This page stands where an API should answer.</p></body></html>
"""


@singledispatch
def around(fault: RequestFault, _app: ASGIApp) -> ASGIApp:
    """Return the app as a client meets it while the fault strikes."""
    raise TypeError(type(fault).__name__)


@around.register
def _status(fault: StatusFault, app: ASGIApp) -> ASGIApp:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if fault.done:
            await answer_of(app, scope, receive)
        await _refusal(fault)(scope, receive, send)

    return answer


@around.register
def _latency(fault: LatencyFault, app: ASGIApp) -> ASGIApp:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(fault.seconds)
        await app(scope, receive, send)

    return answer


@around.register
def _reset(fault: ResetFault, app: ASGIApp) -> ASGIApp:
    async def answer(scope: Scope, receive: Receive, _send: Send) -> None:
        if fault.done:
            await answer_of(app, scope, receive)
        await reset(scope, receive)

    return answer


@around.register
def _truncated(_fault: TruncatedFault, app: ASGIApp) -> ASGIApp:
    """Announce the whole length and send half; an app that returns before its answer's end makes the server hang up."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        whole = await answer_of(app, scope, receive)
        length = str(max(len(whole.body), 1)).encode()  # an empty body has to miss something too
        headers = [(name, value) for name, value in whole.headers if name.lower() != b"content-length"]
        start = {"type": "http.response.start", "status": whole.status}
        await send({**start, "headers": [*headers, (b"content-length", length)]})
        await send({"type": "http.response.body", "body": whole.body[: len(whole.body) // 2], "more_body": True})

    return answer


@around.register
def _html(fault: HtmlFault, app: ASGIApp) -> ASGIApp:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if fault.done:
            await answer_of(app, scope, receive)
        await HTMLResponse(PAGE, fault.status)(scope, receive, send)

    return answer


@around.register
def _shape(fault: ShapeFault, app: ASGIApp) -> ASGIApp:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        status = (await answer_of(app, scope, receive)).status if fault.done else HTTPStatus.OK
        await _response(fault.body, status)(scope, receive, send)

    return answer


@around.register
def _partial_batch(fault: PartialBatchFault, app: ASGIApp) -> ASGIApp:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        body = await read_body(receive)
        refused, accepted = _parted(fault, body)
        if not refused:
            await app(scope, replayed(body, receive), send)
            return
        taken_in = await answer_of(app, scope, replayed(json.dumps(accepted).encode(), receive))
        if taken_in.status >= HTTPStatus.BAD_REQUEST:  # the batch would have been refused for another reason
            await sent(taken_in, send)
            return
        await JSONResponse({"errors": [_error(level) for level in refused]}, fault.status)(scope, receive, send)

    return answer


@around.register
def _token_expired(_fault: TokenExpiredFault, app: ASGIApp) -> ASGIApp:
    """Withhold the token: the app then answers what it answers to one that has expired."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(name, value) for name, value in scope["headers"] if name not in {b"authorization", b"cookie"}]
        await app({**scope, "headers": headers}, receive, send)

    return answer


def _refusal(fault: StatusFault) -> Response:
    headers = {} if fault.retry_after is None else {"Retry-After": fault.retry_after}
    saying_so: JsonValue = {"message": f"A fault of the sandbox: HTTP {fault.status}."}
    return _response(saying_so if fault.body is None else fault.body, fault.status, headers)


def _response(body: JsonValue, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """Return an answer that calls itself JSON; text is sent as it is, whatever it is."""
    text = body if isinstance(body, str) else json.dumps(body)
    return Response(text, status, headers, media_type="application/json")


def _parted(fault: PartialBatchFault, body: bytes) -> tuple[list[dict[str, Any]], list[Any]]:
    """Return the levels that are refused and the others; what is no batch refuses nothing."""
    try:
        levels = json.loads(body)
    except ValueError:
        return [], []
    refused: list[dict[str, Any]] = []
    accepted: list[Any] = []
    for number, level in enumerate(levels if isinstance(levels, list) else (), start=1):
        nth = fault.nth is not None and number % fault.nth == 0
        if isinstance(level, dict) and (nth or level.get("sku") in fault.skus):
            refused.append(level)
        else:
            accepted.append(level)
    return refused, accepted


def _error(level: dict[str, Any]) -> dict[str, object]:
    named = {name: level[name] for name in ("sku", "externalId", "locale") if level.get(name) is not None}
    return {**named, "errorCode": "StockLevelNotAccepted", "message": "A fault of the sandbox: this level is refused."}
