"""A Centra that answers from a script, for what a real server cannot easily be made to say."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from voyado_bis_cli.centra.client import CentraClient
from voyado_bis_cli.centra.refusals import TokenName
from voyado_bis_cli.transport.model import Answer, Request

Line = Mapping[str, object] | tuple[int, Mapping[str, object] | str] | tuple[int, str, Mapping[str, str]]
"""What Centra says next: a body under HTTP 200, or a status and a body, or a status, a body and headers."""


@dataclass
class ScriptedTransport:
    script: list[Line]
    sent: list[Request] = field(default_factory=list)

    def send(self, request: Request) -> Answer:
        self.sent.append(request)
        line = self.script.pop(0)
        status, body, headers = (200, line, {}) if isinstance(line, Mapping) else (*line, {})[:3]
        text = body if isinstance(body, str) else json.dumps(body)
        return Answer(request, status, headers, text, datetime(2026, 1, 5, 12, tzinfo=UTC))


@dataclass
class Tally:
    costs: list[tuple[int, int]] = field(default_factory=list)

    def add_centra(self, *, complexity: int, mutations: int) -> None:
        self.costs.append((complexity, mutations))


@pytest.fixture
def tally() -> Tally:
    return Tally()


@pytest.fixture
def costs(tally: Tally) -> list[tuple[int, int]]:
    """What the client metered: complexity and mutations of each answered operation."""
    return tally.costs


@pytest.fixture
def play(tally: Tally) -> Iterator[Callable[..., tuple[CentraClient, list[Request]]]]:
    """Return a client of a Centra that says these lines, and the list of what it is sent; all must be used up."""
    transports: list[ScriptedTransport] = []

    def play(*script: Line, token_name: TokenName = "toolkit") -> tuple[CentraClient, list[Request]]:
        transport = ScriptedTransport(list(script))
        transports.append(transport)
        url = "https://brandx.centraqa.com/graphql"
        client = CentraClient(transport, url=url, token="secret-token", token_name=token_name, meter=tally)
        return client, transport.sent

    yield play
    assert [transport.script for transport in transports if transport.script] == []
