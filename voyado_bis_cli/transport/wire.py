"""A request as it goes over the wire: address, headers and body, checked before anything is sent."""

import json
import re

from voyado_bis_cli.errors import ConfigError
from voyado_bis_cli.transport.library import httpx
from voyado_bis_cli.transport.model import Request

_HEADER_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_HEADER_VALUE = re.compile(r"([!-~]([ -~]*[!-~])?)?")  # printable ASCII without blanks at the ends
_HIGHEST_PORT = 65535


def wire_request(request: Request, defaults: dict[str, str]) -> httpx.Request:
    """Return the library's request; the request's own headers win over `defaults`.

    Raises ConfigError for an address or a header that cannot be sent; the sentence never repeats its value.
    """
    headers = httpx.Headers(defaults)
    for name, value in request.headers.items():
        _check_header(request, name, value)
        headers[name] = value
    body = None if request.json is None else json.dumps(request.json, separators=(",", ":")).encode()
    return httpx.Request(request.method, _url(request), headers=headers, content=body)


def _check_header(request: Request, name: str, value: str) -> None:
    if not _HEADER_NAME.fullmatch(name) or not _HEADER_VALUE.fullmatch(value):
        raise ConfigError(
            f"The header {name!a} for {request.party} cannot be sent: it holds a line break, a blank at an end or a "
            "character outside ASCII.",
            hint="Usually a token or key was copied with something around it: check how the profile resolves it.",
        )


def _url(request: Request) -> httpx.URL:
    try:
        url = httpx.URL(request.url)
        if request.params:
            url = url.copy_merge_params(request.params)  # `params=` would drop what the address itself asks
        url.raw_host.decode("ascii").encode("idna")  # as the resolver does: it fails for empty and overlong labels
    except (httpx.InvalidURL, ValueError):  # both may repeat the address
        raise _unusable(request, "is not a URL") from None
    if url.scheme not in {"http", "https"}:
        raise _unusable(request, "does not begin with https:// (or http:// on this machine)")
    if not url.host or not 0 < (url.port or 1) <= _HIGHEST_PORT:
        raise _unusable(request, "names no server")
    return url


def _unusable(request: Request, why: str) -> ConfigError:
    return ConfigError(
        f"The address of {request.party} {why}.",
        hint="Correct the URL in the profile: https://host/path, as the system's owner gave it.",
    )
