"""What a run cost."""

from tests.transport.support import FakeClock, ScriptedServer, reply
from voyado_bis_cli.domain.report import Usage
from voyado_bis_cli.transport.http import HttpTransport
from voyado_bis_cli.transport.model import Request
from voyado_bis_cli.transport.usage import UsageMeter


def test_a_run_that_asked_nothing_cost_nothing() -> None:
    assert UsageMeter().usage() == Usage()


def test_every_attempt_counts() -> None:
    meter = UsageMeter()
    with (
        ScriptedServer(reply(503), reply(429, retry_after="2.25"), reply()) as server,
        HttpTransport(FakeClock(), [meter], user_agent="x") as transport,
    ):
        transport.send(Request("Engage", "count", "GET", server.url))
        transport.send(Request("Engage", "count", "GET", server.url))

    assert meter.usage() == Usage(requests=4)


def test_clients_add_what_centra_reports() -> None:
    meter = UsageMeter()

    meter.add_centra(60)
    meter.add_centra(11, mutations=2)

    assert meter.usage() == Usage(complexity=71, mutations=2)
