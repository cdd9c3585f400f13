"""Whether a server is our own sandbox."""

import pytest

from tests.transport.support import FakeClock, Reaction, ScriptedServer, hang_up, refused_port, reply
from voyado_bis_cli.transport.http import HttpTransport
from voyado_bis_cli.transport.identity import answers_as_sandbox
from voyado_bis_cli.transport.model import Answer, Request


class NoTransport:
    """Fails the test that asks it."""

    def send(self, request: Request) -> Answer:
        raise AssertionError(request)


def asked(url: str) -> bool:
    clock = FakeClock()
    with HttpTransport(clock, user_agent="x") as transport:
        answer = answers_as_sandbox(transport, url)
    assert clock.slept == []
    return answer


def test_a_server_of_this_machine_that_says_so_is_the_sandbox() -> None:
    with ScriptedServer(reply(200, '{"sandbox": "voyado-bis-cli", "version": "0.1.0"}')) as server:
        assert asked(f"{server.url}/graphql?x=1")

    assert server.requests[0].startswith(b"GET /_sandbox HTTP/1.1\r\n")


@pytest.mark.parametrize(
    "reaction",
    [
        hang_up,
        reply(200, "<html>"),
        reply(200, "[]"),
        reply(200, "{}"),
        reply(200, '{"sandbox": true}'),
        reply(404, '{"sandbox": "voyado-bis-cli"}'),
        reply(302, "", location="https://example.com"),
        reply(429, "", retry_after="1"),
        reply(503),
    ],
)
def test_any_other_answer_means_no_at_once(reaction: Reaction) -> None:
    with ScriptedServer(reaction) as server:
        assert not asked(server.url)

    assert len(server.requests) == 1


def test_nobody_there_means_no() -> None:
    assert not asked(f"http://127.0.0.1:{refused_port()}")


@pytest.mark.parametrize("url", ["https://x.centraqa.com/graphql", "http://127.0.0.1.example.com", "http://10.0.0.1"])
def test_a_server_elsewhere_is_never_asked(url: str) -> None:
    assert not answers_as_sandbox(NoTransport(), url)
