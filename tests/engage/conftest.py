"""A wire without a network: it answers from a script and keeps what was asked."""

import json
from collections import deque
from datetime import UTC, datetime

import pytest

from voyado_bis_cli.errors import BisError
from voyado_bis_cli.transport.model import Answer, Request

NO_BODY = object()


class Wire:
    """A scripted Transport: one scripted answer or error for each request, in order."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self._script: deque[tuple[int, str, dict[str, str]] | BisError] = deque()

    def answers(
        self, status: int, json_body: object = NO_BODY, *, text: str = "", headers: dict[str, str] | None = None
    ) -> None:
        body = text if json_body is NO_BODY else json.dumps(json_body)
        self._script.append((status, body, headers or {}))

    def fails(self, error: BisError) -> None:
        self._script.append(error)

    def send(self, request: Request) -> Answer:
        self.requests.append(request)
        scripted = self._script.popleft()
        if isinstance(scripted, BisError):
            raise scripted
        status, body, headers = scripted
        return Answer(request, status, headers, body, datetime(2026, 7, 1, 12, 0, tzinfo=UTC))


@pytest.fixture
def wire() -> Wire:
    return Wire()
