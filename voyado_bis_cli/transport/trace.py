"""What `-v` and `-v -v` show of the network, redacted line by line before it leaves this module."""

import json
from collections.abc import Callable, Iterator, Mapping

from voyado_bis_cli.domain.redaction import Redactor
from voyado_bis_cli.transport.model import Exchange, Request

_LONGEST_BODY = 4000  # characters
_DETAILED = 2


class Trace:
    """An observer that says one line per attempt and per wait; from `verbosity` 2 on, also headers and bodies.

    `say` is called once per line, without line breaks.
    """

    def __init__(self, say: Callable[[str], None], redactor: Redactor, *, verbosity: int = 1) -> None:
        self._say = say
        self._redactor = redactor
        self._verbosity = verbosity

    def exchanged(self, exchange: Exchange) -> None:
        """Say what was asked and what came back."""
        self._tell(_summary(exchange))
        if self._verbosity >= _DETAILED:
            for line in (*self._sent(exchange.request), *self._received(exchange)):
                self._say(line)

    def waiting(self, seconds: float, reason: str) -> None:
        """Say how long the transport waits, and why."""
        self._tell(f"waiting {seconds:.1f} s: {reason}")

    def _tell(self, line: str) -> None:
        self._say(self._redactor.text(line))

    def _sent(self, request: Request) -> Iterator[str]:
        parameters = "".join(f" {name}={value}" for name, value in request.params.items())
        yield "> " + self._redactor.text(f"{request.method} {request.url}{parameters}")
        yield from self._headers(">", request.headers)
        if request.json is not None:
            yield from self._body(">", json.dumps(self._redactor.value(request.json), ensure_ascii=False, indent=1))

    def _received(self, exchange: Exchange) -> Iterator[str]:
        yield from self._headers("<", exchange.answer_headers)
        if exchange.answer_text:
            yield from self._body("<", self._readable(exchange.answer_text))

    def _headers(self, mark: str, headers: Mapping[str, str]) -> Iterator[str]:
        for name, value in self._redactor.headers(headers).items():
            yield f"{mark} {name}: {value}"

    def _readable(self, body: str) -> str:
        try:
            parsed: object = json.loads(body)
        except ValueError:
            return self._redactor.text(body)
        return json.dumps(self._redactor.value(parsed), ensure_ascii=False, indent=1)

    def _body(self, mark: str, body: str) -> Iterator[str]:
        shown, cut = body[:_LONGEST_BODY], len(body) - _LONGEST_BODY
        for line in shown.splitlines():
            yield f"{mark} {line}"
        if cut > 0:
            yield f"{mark} ... {cut} more characters"


def _summary(exchange: Exchange) -> str:
    outcome = exchange.failure or str(exchange.status)
    again = f" (attempt {exchange.attempt})" if exchange.attempt > 1 else ""
    return f"{exchange.request.method} {exchange.request.label} {outcome} {exchange.duration_ms} ms{again}"
