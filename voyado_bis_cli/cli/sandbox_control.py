"""Talks to the control API of a sandbox on this machine."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from voyado_bis_cli.errors import ErrorCode, NetworkError, RefusedError, UsageError
from voyado_bis_cli.transport.model import Request, RetryPolicy, Transport


def address_at(port: int) -> str:
    """Return the address of a sandbox on this machine."""
    return f"http://127.0.0.1:{port}"


def control(
    transport: Transport,
    method: str,
    url: str,
    params: Mapping[str, str] | None = None,
    *,
    json: Mapping[str, object] | None = None,
) -> dict[str, Any]:
    """Send a control request (`url` is whole, such as `http://127.0.0.1:8787/_sandbox/reset`) and return its JSON.

    Raises NetworkError where no sandbox answers there, UsageError where it refuses what was asked of it, and
    RefusedError where something else answers.
    """
    policy = RetryPolicy.NEVER if method == "POST" else RetryPolicy.REPEAT  # a fault or a seed comes on top of another
    request = Request("sandbox", url.rpartition("/")[2], method, url, params=params or {}, json=json, policy=policy)
    try:
        answer = transport.send(request)
    except NetworkError as error:
        raise NetworkError(
            f"No sandbox answers there. {error.message}",
            code=error.code,
            hint="Start one in another terminal: bis sandbox serve. With --port, use the same port here.",
        ) from error
    body = answer.json()
    if answer.status == HTTPStatus.BAD_REQUEST and isinstance(body, dict) and isinstance(body.get("error"), str):
        raise UsageError(f"The sandbox refuses this: {body['error']}.")
    if answer.status != HTTPStatus.OK or not isinstance(body, dict):
        raise RefusedError(
            f"What answers at {url} is not a sandbox of this version, or it refused.",
            code=ErrorCode.UNEXPECTED_ANSWER,
            status=answer.status,
            hint="Look which program listens on that port, and choose another with --port.",
            details={"excerpt": answer.text[:200]},
        )
    return body
