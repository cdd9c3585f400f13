"""What goes out and what comes back, free of any HTTP library's types."""

import json
from collections.abc import Mapping
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
            raise RefusedError(
                f"{self.request.system} answered {looks} instead of JSON (HTTP {self.status} from {self.request.url}).",
                code=ErrorCode.UNEXPECTED_ANSWER,
                status=self.status,
                hint="Check that the URL in the profile is the API's own address, not a web page or a proxy.",
                details={"excerpt": self.text[:200]},
            ) from None
        return parsed


@dataclass(frozen=True, slots=True)
class Exchange:
    """One attempt as an observer sees it: `status` is None where no answer came; `failure` then says why."""

    request: Request
    attempt: int
    status: int | None
    failure: str | None
    duration_ms: int
    answer_text: str


class Observer(Protocol):
    """Told of every attempt and every wait, after it happened."""

    def exchanged(self, exchange: Exchange) -> None:
        """One attempt ended."""
        ...

    def waiting(self, seconds: float, reason: str) -> None:
        """The transport is about to wait this long before it tries again."""
        ...


class Transport(Protocol):
    """Sends requests; the only door to the network."""

    def send(self, request: Request) -> Answer:
        """Return the last answer, whatever its status, after repeating as the request's policy allows.

        Raises NetworkError (not reached, no answer in time, deadline of the run passed) and RateLimitedError (429 whose
        resume time is further away than the run may wait).
        """
        ...
