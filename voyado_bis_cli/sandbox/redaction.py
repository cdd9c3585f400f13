"""What never stands in the sandbox's journal or log: email addresses, names of people, keys and tokens.

The sandbox's own rule, not the toolkit's: what the toolkit forgets to mask must not pass here for the same reason.
"""

import json
import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

REMOVED = "***"
_SHORTEST_SECRET = 6  # replacing shorter strings everywhere would garble the text and hide nothing
_DEEPEST_ENCODING = 3  # an address inside a URL inside a parameter

_EMAIL_KEYS = frozenset({"email", "emailaddress"})
_PERSONAL_KEYS = frozenset({"firstname", "lastname", "mobilephone", "socialsecuritynumber", "street", "zipcode"})
_SECRET_KEYS = frozenset({"apikey", "authorization", "cookie", "password", "secret", "token"})
_READABLE_HEADERS = frozenset(
    {"accept", "allow", "content-length", "content-type", "date", "host", "retry-after", "server", "user-agent"}
)

_DELIMITERS = r"\s\"<>(),:;\\@"
_EMAIL = re.compile(
    rf"(?P<local>\"[^\"\n]{{1,64}}\"|(?<![^{_DELIMITERS}])[^{_DELIMITERS}]+)@(?P<domain>[\w-]+(?:\.[\w-]+)*)"
)
_ESCAPE = re.compile(r"\\u([0-9a-cefA-CEF][0-9a-fA-F]{3}|[dD][0-7][0-9a-fA-F]{2})")  # no surrogates


def masked_email(address: str) -> str:
    """`john-doe@voyado.com` becomes `j***@voyado.com`; what has no domain keeps its first character."""
    local, at, domain = address.rpartition("@")
    return f"{(local or domain)[:1]}{REMOVED}{at}{domain if at else ''}"


def masked(text: str) -> str:
    """Mask each email address of a text, also a percent-encoded or JSON-escaped one; a text without any stays."""
    plain, found = _EMAIL.subn(lambda match: masked_email(match[0]), _decoded(text))
    return plain if found else text


def _decoded(text: str) -> str:
    plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    for _ in range(_DEEPEST_ENCODING):
        if "%" not in plain:
            break
        plain = unquote(plain)
    return plain


class Redactor:
    """Redacts one exchange: personal data everywhere, and the credentials this very request carried."""

    def __init__(self, request_headers: Iterable[tuple[str, str]]) -> None:
        sent = {name.lower(): value for name, value in request_headers}
        credentials = [
            sent.get("apikey", ""),
            sent.get("authorization", "").removeprefix("Bearer "),
            sent.get("cookie", "").partition("=")[2],
        ]
        self._secrets = tuple(secret for secret in credentials if len(secret) >= _SHORTEST_SECRET)

    def text(self, text: str) -> str:
        """Return a text without addresses and credentials."""
        for secret in self._secrets:
            text = text.replace(secret, REMOVED)
        return masked(text)

    def headers(self, headers: Iterable[tuple[str, str]]) -> dict[str, str]:
        """Return all header names in lower case; only values known to be harmless are kept."""
        return {
            name.lower(): self.text(value) if name.lower() in _READABLE_HEADERS else REMOVED for name, value in headers
        }

    def query(self, query: str) -> str:
        """Return a query string, decoded for reading."""
        pairs = [part.partition("=") for part in query.split("&") if part]
        return "&".join(f"{name}{equals}{self._field(name, unquote(value))}" for name, equals, value in pairs)

    def body(self, body: bytes) -> str:
        """Return a body as text: JSON stays JSON, with its structure."""
        text = body.decode("utf-8", "replace")
        try:
            document = json.loads(text)
        except ValueError:
            return self.text(text)
        redacted = json.dumps(self._value(document), ensure_ascii=False, separators=(",", ":"))
        return redacted.encode("utf-8", "replace").decode()  # a lone surrogate is JSON, but no text to store

    def _value(self, value: object) -> object:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {self.text(str(key)): self._field(str(key), item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._value(item) for item in value]
        return value

    def _field(self, key: str, value: object) -> object:
        name = key.lower().replace("_", "")
        if not isinstance(value, str):
            return self._value(value)
        if name in _SECRET_KEYS or name in _PERSONAL_KEYS:
            return REMOVED
        return masked_email(value) if name in _EMAIL_KEYS and value else self.text(value)
