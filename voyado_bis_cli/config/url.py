"""Addresses in a profile: what is accepted, and what their hosts tell."""

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from voyado_bis_cli.domain.address import host_of

# What RFC 3986 allows, and so nothing on which two parsers disagree about the host.
_URL = re.compile(r"[!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]+")
_HOST = re.compile(r"[A-Za-z0-9.-]+|[0-9A-Fa-f:.]+")


def checked_url(text: str) -> str:
    """Return `text` if tokens and personal data may be sent there: https, or http on this machine.

    Raises ValueError with the rest of a sentence that begins with the key and never repeats the address.
    """
    parts = _split(text)
    if parts.scheme == "http" and not is_loopback(text):
        raise ValueError("must start with https://: over http:// tokens and addresses would travel in clear")
    return text


def checked_feed_url(text: str) -> str:
    """Return `text` if a product feed may be read from it: http or https. Raises ValueError as `checked_url`."""
    _split(text)
    return text


def address_of(url: str) -> str:
    """Return `host` or `host:port`, as people recognise a server."""
    port = urlsplit(url).port
    return host_of(url) if port is None else f"{host_of(url)}:{port}"


def base_of(url: str) -> str:
    """Return scheme, host and port: where a server's own paths begin."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def is_loopback(url: str) -> bool:
    """Tell whether `url` stays on this machine."""
    host = host_of(url)
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _split(text: str) -> SplitResult:
    if not text.lower().startswith(("https://", "http://")):
        raise ValueError("must start with https:// (http:// only on this machine)")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        parts, port = None, None
    if not (parts and port != 0 and _URL.fullmatch(text) and _HOST.fullmatch(parts.hostname or "")):
        raise ValueError("must be a URL such as https://host/path, without spaces or other special characters")
    if "@" in parts.netloc:
        raise ValueError("must not contain a user name or password")
    return parts
