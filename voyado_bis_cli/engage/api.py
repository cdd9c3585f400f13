"""How Engage is asked: base address, version and headers of every call."""

from collections.abc import Mapping
from typing import Literal

from voyado_bis_cli.transport.model import Answer, Request, Transport

ApiVersion = Literal["v2", "v3"]


def headers(api_key: str) -> dict[str, str]:
    """Return what every call carries. `Content-Type` also on GET: without it Engage answers 500 (contract)."""
    return {"apikey": api_key, "Content-Type": "application/json"}


class EngageApi:
    """Sends one call to the Engage API of one tenant and returns the answer, whatever its status.

    Every call here may be repeated: reads, deletes, and PUTs of a current stock level.
    """

    def __init__(self, transport: Transport, *, url: str, api_key: str, api_version: ApiVersion) -> None:
        self.version = api_version
        self._transport = transport
        self._base = f"{url.rstrip('/')}/api/{api_version}"
        self._headers = headers(api_key)

    def get(self, what: str, path: str, params: Mapping[str, str] | None = None) -> Answer:
        """Read `path`; `what` names the call to the user."""
        return self._send(Request("Engage", f"Engage {what}", "GET", self._base + path, self._headers, params or {}))

    def put(self, what: str, path: str, json: object) -> Answer:
        """Write `json` to `path`."""
        return self._send(Request("Engage", f"Engage {what}", "PUT", self._base + path, self._headers, json=json))

    def delete(self, what: str, path: str) -> Answer:
        """Delete `path`."""
        return self._send(Request("Engage", f"Engage {what}", "DELETE", self._base + path, self._headers))

    def _send(self, request: Request) -> Answer:
        return self._transport.send(request)
