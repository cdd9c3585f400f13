"""JSON over HTTP with the standard library: the sandbox's own client shares nothing with the toolkit's."""

import json
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

_TIMEOUT = 30.0  # seconds


class JsonHttpError(Exception):
    """No answer came, or one that cannot be read; says so in a sentence."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what.removesuffix('.')}.")


class JsonHttp:
    """Asks one server, each time on a connection of its own."""

    def __init__(self, url: str, headers: Mapping[str, str]) -> None:
        self._address = urlsplit(url).netloc
        self._headers = {"Content-Type": "application/json", "User-Agent": "voyado-sandbox", **headers}

    def ask(self, method: str, path: str, body: object) -> tuple[int, object]:
        """Return status and JSON of the answer, None where its body is empty; raises JsonHttpError."""
        connection = HTTPConnection(self._address, timeout=_TIMEOUT)
        try:
            connection.request(method, path, json.dumps(body), dict(self._headers))
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, HTTPException) as error:
            raise JsonHttpError(f"{method} {path}: {str(error) or type(error).__name__}") from error
        finally:
            connection.close()
        try:
            return answer.status, json.loads(text) if text else None
        except ValueError as error:
            raise JsonHttpError(f"{method} {path} answered HTTP {answer.status} and no JSON") from error
