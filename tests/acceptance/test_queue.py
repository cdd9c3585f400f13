"""`bis queue`: who listens, how much waits, for how long, and what that means; nothing is ever confirmed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.acceptance.support import FRESH, OURS, VOYADOS, Bis, Env, Result, asked, queue_of
from tests.conftest import SandboxAtHand


@pytest.fixture
def look(bis: Bis, sandbox: SandboxAtHand) -> Any:
    """Look at a queue, and make sure that neither it nor a listener differs afterwards."""

    def looked(words: str = "", env: Env | None = None) -> Result:
        before = sandbox.state()["centra"]
        result = bis(f"queue {words} --json", env=env)
        assert sandbox.state()["centra"] == before
        return result

    return looked


def order(sandbox: SandboxAtHand, *, ago: timedelta = timedelta()) -> None:
    sandbox.control("POST", "/clock", {"freeze": (datetime.now(UTC) - ago).isoformat()})
    sandbox.control("POST", "/orders", {"market": 4, "lines": {"1234-1": 1}})


def graphql(sandbox: SandboxAtHand, token: str, query: str) -> Any:
    answer = sandbox.http.post("/graphql", json={"query": query}, headers={"Authorization": f"Bearer {token}"})
    return answer.json()["data"]


def test_an_empty_queue_of_a_listener_is_no_finding_but_proves_nothing(look: Any, sandbox: SandboxAtHand) -> None:
    result = look()

    assert result.exit_code == 0
    assert result.found == [("info", "queue-empty")]
    assert result.data["integration_name"] == VOYADOS
    assert [row["object_type"] for row in result.data["listeners"]] == ["Order", "Return", "StockChange"]
    assert (result.data["size"], result.data["size_is_exact"], result.data["oldest"]) == (0, True, None)
    assert asked(sandbox) == ["EventsWaiting"]


def test_what_waits_is_counted_by_type_with_the_oldest_first(look: Any, bis: Bis, sandbox: SandboxAtHand) -> None:
    order(sandbox)
    bis("set-stock --fta 10")

    result = look("--token toolkit")

    assert result.data["by_type"] == {"Order": 1, "StockChange": 1}
    assert result.data["oldest"]["object_type"] == "Order"
    assert result.data["size"] == len(queue_of(sandbox, OURS)) == 2


@pytest.mark.parametrize(
    ("ago", "exit_code", "found"),
    [
        (timedelta(minutes=2), 0, []),
        (timedelta(minutes=30), 0, [("warning", "voyado-reads-slowly")]),
        (timedelta(hours=5), 1, [("error", "voyado-not-reading")]),
    ],
    ids=str,
)
def test_the_age_of_the_oldest_event_tells_whether_voyado_reads(
    look: Any, sandbox: SandboxAtHand, ago: timedelta, exit_code: int, found: list[tuple[str, str]]
) -> None:
    order(sandbox, ago=ago)

    result = look()

    assert result.exit_code == exit_code
    assert result.found == found
    assert abs(result.data["oldest"]["age_s"] - ago.total_seconds()) < 10


def test_our_own_backlog_is_our_own_affair(look: Any, sandbox: SandboxAtHand) -> None:
    order(sandbox, ago=timedelta(hours=5))

    result = look("--token toolkit")

    assert result.exit_code == 0
    assert result.found == [("warning", "backlog")]
    assert "bis sync-stock --once" in result.json["findings"][0]["remedy"]["commands"]


def test_nobody_listening_is_voyados_side_missing(look: Any, sandbox: SandboxAtHand) -> None:
    types = ", ".join(f"{{objectType: {kind}}}" for kind in ("StockChange", "Order", "Return"))
    graphql(
        sandbox, "sandbox-guide", f"mutation {{ unsetEventListeners(input: [{types}]) {{ userErrors {{ message }} }} }}"
    )

    result = look()
    ours = look("--token toolkit", env=FRESH)

    assert (result.exit_code, result.found) == (1, [("error", "nobody-listens")])
    assert "Voyado has not configured its side yet" in result.json["findings"][0]["title"]
    assert (ours.exit_code, ours.found) == (0, [("warning", "nobody-listens")])
    assert ours.json["findings"][0]["remedy"]["commands"] == ["bis listeners add"]


def test_a_missing_object_type_is_named(look: Any, sandbox: SandboxAtHand) -> None:
    graphql(
        sandbox,
        "sandbox-guide",
        "mutation { unsetEventListeners(input: [{objectType: Return}]) { userErrors { message } } }",
    )

    result = look()

    assert result.found[0] == ("warning", "listeners-missing")
    assert "does not listen to Return" in result.json["findings"][0]["title"]


def test_strange_object_types_say_that_the_name_is_shared(look: Any, sandbox: SandboxAtHand) -> None:
    graphql(
        sandbox,
        "sandbox-guide",
        "mutation { setEventListeners(input: [{objectType: Customer}]) { userErrors { message } } }",
    )

    result = look()

    assert result.data["unexpected"] == ["Customer"]
    assert result.found[0] == ("warning", "name-shared")


def test_an_object_that_may_not_be_read_does_not_end_it(look: Any, sandbox: SandboxAtHand) -> None:
    only_events = {"token": "only-events", "integration": VOYADOS, "permissions": ["Event:read"]}
    sandbox.control("PUT", "/tokens", only_events)
    order(sandbox)

    result = look(env={"BIS_CENTRA_VOYADO_TOKEN": "only-events"})

    assert result.exit_code == 0
    assert result.data["by_type"] == {"Order": 1}


def test_a_long_queue_is_counted_to_an_end_that_is_said(look: Any, bis: Bis, sandbox: SandboxAtHand) -> None:
    sandbox.control("POST", "/seed", {"events": 1300, "skus": 20, "integration": VOYADOS})

    result = look()

    assert (result.data["size"], result.data["size_is_exact"]) == (1000, False)
    assert asked(sandbox) == ["EventsWaiting"] * 5
    assert "more than 1000 events waiting" in bis("queue").stdout


def test_another_name_than_declared_is_a_warning(look: Any) -> None:
    result = look(env={"BIS_CENTRA_VOYADO_INTEGRATION_NAME": "Voyado_Integration_BrandX"})

    assert ("warning", "integration-name-differs") in result.found


def test_it_needs_the_permission_to_read_events(look: Any) -> None:
    result = look(env={"BIS_CENTRA_VOYADO_TOKEN": "sandbox-strict"})

    assert result.exit_code == 4
    assert result.json["error"]["details"]["permissions"] == ["Event:read"]


def test_on_a_terminal_it_is_a_table(bis: Bis, sandbox: SandboxAtHand) -> None:
    order(sandbox, ago=timedelta(minutes=3))

    shown = bis("queue").stdout

    assert shown.startswith(
        "Voyado's queue  integration: Engage integration\n1 event waiting, the oldest 3 min old (Order "
    )
    assert "nothing was confirmed" in shown
