"""Which server a URL names, however it is spelled."""

from urllib.parse import urlsplit

_USUAL_PORTS = {"https": 443, "http": 80}


def host_of(url: str) -> str:
    """Return the host in lower case, without port and without the root's dot."""
    return (urlsplit(url).hostname or "").rstrip(".")


def place_of(url: str) -> str:
    """Return host and port, also where the URL leaves out the usual one: two spellings of a server are one place."""
    parts = urlsplit(url)
    return f"{host_of(url)}:{parts.port or _USUAL_PORTS.get(parts.scheme)}"
