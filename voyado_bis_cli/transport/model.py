"""What goes out and what comes back, free of any HTTP library's types."""

import json
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from voyado_bis_cli.errors import ErrorCode, RefusedError


class RetryPolicy(StrEnum):
    """When a request may be sent again by itself (design: each operation has its own policy)."""

    REPEAT = "repeat"
    """Harmless to repeat: reads, confirmEvents, setEventListeners, setStock, PUT of a stock level."""

    REPEAT_IF_NOT_DONE = "repeat-if-not-done"
    """Only where the first one surely did nothing: after 429 or a refused connection (changeStock)."""

    NEVER = "never"
    """Never by itself: the caller looks whether the first one arrived (Voyado's POSTs)."""


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request. `operation` names it in journals and messages (`Centra MarketsOfStores`, `Engage contact id`).

    `system` is `Centra`, `Engage`, `Subscription API`, `feed` or `log`: messages to the user start with it.
    """

    system: str
    operation: str
    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, str] = field(default_factory=dict)
    json: object | None = None
    policy: RetryPolicy = RetryPolicy.REPEAT

    @property
    def label(self) -> str:
        """Return the operation as people read it: with its system in front."""
        named = self.operation.startswith(self.system)
        return self.operation if named else f"{self.system} {self.operation}"

    @property
    def party(self) -> str:
        """Return who was asked, as it reads inside a sentence."""
        return self.system if self.system in {"Centra", "Engage"} else f"the {self.system}"


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer, whatever its status. Header names are lower case."""

    request: Request
    status: int
    headers: Mapping[str, str]
    text: str
    received: datetime

    def json(self) -> object:
        """Return the body as JSON; raises RefusedError(unexpected_answer) that shows how the body begins."""
        try:
            parsed: object = json.loads(self.text)
        except ValueError:
            looks = "an HTML page" if self.text.lstrip()[:1] == "<" else "something that is not JSON"
            asked = self.request.url.partition("?")[0]  # a query may hold personal data
            raise RefusedError(
                f"{self.request.system} answered {looks} instead of JSON (HTTP {self.status} from {asked}).",
                code=ErrorCode.UNEXPECTED_ANSWER,
                status=self.status,
                hint="Check that the URL in the profile is the API's own address, not a web page or a proxy.",
                details={"excerpt": self.text[:200]},
            ) from None
        return parsed


@dataclass(frozen=True, slots=True)
class StreamedAnswer:
    """An answer whose body is read as it comes. `chunks` yields it once, decompressed; header names are lower case.

    Reading on raises NetworkError when the connection breaks or the run's deadline passes.
    """

    request: Request
    status: int
    headers: Mapping[str, str]
    chunks: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One attempt as an observer sees it: `status` is None where no answer came; `failure` then says why.

    Nothing in it is redacted. `answer_text` is empty for a streamed answer.
    """

    request: Request
    attempt: int
    status: int | None
    failure: str | None
    duration_ms: int
    answer_text: str
    answer_headers: Mapping[str, str] = field(default_factory=dict)


class Observer(Protocol):
    """Told of every attempt and every wait, after it happened."""

    def exchanged(self, exchange: Exchange) -> None:
        """Be told that one attempt ended."""
        ...

    def waiting(self, seconds: float, reason: str) -> None:
        """Be told that the transport is about to wait this long before it tries again."""
        ...


class Transport(Protocol):
    """Sends requests; the only door to the network."""

    def send(self, request: Request) -> Answer:
        """Return the last answer, whatever its status, after repeating as the request's policy allows.

        Raises NetworkError (not reached, no answer in time, deadline of the run passed), RateLimitedError (429 that may
        not be waited out: its resume time is too far away, all attempts are used up, or the policy forbids another) and
        ConfigError (an address or a header that cannot be sent).
        """
        ...


class StreamingTransport(Transport, Protocol):
    """A transport that also reads big bodies, such as product feeds, piece by piece."""

    def stream(self, request: Request) -> AbstractContextManager[StreamedAnswer]:
        """Open the last answer for reading, as `send` does; leaving the context closes it."""
        ...
