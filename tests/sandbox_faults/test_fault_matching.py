"""Which request a fault strikes: by path, method and operation, after so many, so often."""

from typing import Any

import httpx
import pytest

from voyado_bis_cli.sandbox.centra.event_queue import Change, EventQueue
from voyado_bis_cli.sandbox.centra.seed import seed_centra
from voyado_bis_cli.sandbox.centra.shop import ShopError
from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.database import Database
from voyado_bis_cli.sandbox.faults.model import ObjectGoneFault
from voyado_bis_cli.sandbox.faults.standing import StandingFaults


def statuses(client: Any, requests: int) -> list[int]:
    return [client.markets().status_code for _ in range(requests)]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, [500, 200, 200, 200, 200, 200]),
        ({"times": 2}, [500, 500, 200, 200, 200, 200]),
        ({"times": 0}, [500, 500, 500, 500, 500, 500]),
        ({"after": 2}, [200, 200, 500, 200, 200, 200]),
        ({"after": 1, "times": 2}, [200, 500, 500, 200, 200, 200]),
        ({"every": 2}, [200, 500, 200, 500, 200, 500]),
        ({"every": 2, "times": 1}, [200, 500, 200, 200, 200, 200]),
        ({"every": 2, "after": 1}, [200, 200, 500, 200, 500, 200]),
    ],
)
def test_fault_strikes_after_so_many_so_often(
    client: Any, fault: Any, options: dict[str, object], expected: list[int]
) -> None:
    fault("status", **options)
    assert statuses(client, 6) == expected


@pytest.mark.parametrize("seed", [0, 1])
def test_chance_is_drawn_from_the_seed(client: Any, fault: Any, seed: int) -> None:
    runs = []
    for _ in range(2):
        client.sandbox.control("POST", "/reset")
        fault("status", chance=0.5, seed=seed, times=0)
        runs.append(statuses(client, 20))
    assert runs[0] == runs[1]
    assert set(runs[0]) == {200, 500}


def test_other_seed_strikes_other_requests(client: Any, fault: Any) -> None:
    runs = []
    for seed in (0, 1):
        client.sandbox.control("POST", "/reset")
        fault("status", chance=0.5, seed=seed, times=0)
        runs.append(statuses(client, 20))
    assert runs[0] != runs[1]


@pytest.mark.parametrize(
    ("options", "struck"),
    [
        ({"operation": "Markets"}, True),
        ({"operation": "Mark*"}, True),
        ({"operation": "markets"}, True),  # a root field
        ({"operation": "Stores"}, False),
        ({"path": "/graphql"}, True),
        ({"path": "/graph*"}, True),
        ({"path": "/api/*"}, False),
        ({"method": "post"}, True),
        ({"method": "GET"}, False),
        ({"path": "/graphql", "method": "POST", "operation": "Markets"}, True),
        ({"path": "/graphql", "operation": "Stores"}, False),
    ],
)
def test_fault_matches_by_path_method_and_operation(
    client: Any, fault: Any, options: dict[str, object], struck: bool
) -> None:
    fault("status", **options)
    assert client.markets().status_code == (500 if struck else 200)


def test_nameless_operation_matches_by_its_root_fields(client: Any, fault: Any) -> None:
    fault("status", operation="markets", times=2)
    assert client.graphql("{ stores { id } m: markets { id } }").status_code == 500
    assert client.graphql("{ ... { markets { id } } }").status_code == 200  # only root fields that stand there
    assert client.graphql("{ stores { id } }").status_code == 200


def test_operation_of_several_is_the_one_that_is_executed(client: Any, fault: Any) -> None:
    fault("status", operation="B", times=0)
    body = {"query": "query A { stores { id } } query B { markets { id } }"}
    headers = {"Authorization": "Bearer sandbox-toolkit"}
    answers = [
        client.http.post("/graphql", json={**body, "operationName": name}, headers=headers).status_code
        for name in ("A", "B")
    ]
    assert answers == [200, 500]


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"query": 1}', b'{"query": "{"}', b'{"query": "{ a }", "x": 1}'])
def test_broken_query_has_no_operation_and_is_refused_as_ever(client: Any, fault: Any, body: bytes) -> None:
    fault("status", operation="Markets")
    headers = {"Authorization": "Bearer sandbox-toolkit"}
    assert client.http.post("/graphql", content=body, headers=headers).status_code == 400


def test_faults_wait_for_each_other(client: Any, fault: Any, hits: Any) -> None:
    fault("status", status=503, times=2)
    fault("reset")
    fault("html", status=502)
    assert statuses(client, 2) == [503, 503]
    with pytest.raises(httpx.ReadError):
        client.markets()
    assert statuses(client, 2) == [502, 200]
    assert hits() == [2, 1, 1]


def test_latency_adds_to_whatever_else_strikes(client: Any, fault: Any, hits: Any) -> None:
    fault("latency", seconds=0.01, times=0)
    fault("status")
    assert statuses(client, 2) == [500, 200]
    assert hits() == [2, 1]


def test_control_api_is_spared(client: Any, fault: Any) -> None:
    fault("status", times=0)
    assert client.http.get("/_sandbox").status_code == 200
    assert client.http.get("/_sandbox/state").status_code == 200


def test_journal_shows_what_the_client_saw(client: Any, fault: Any) -> None:
    fault("status", status=429, retry_after="3", operation="Markets")
    statuses(client, 2)
    first, second = client.sandbox.journal(operation="Markets")
    assert (first["status"], second["status"]) == (429, 200)
    assert first["response"]["headers"]["retry-after"] == "3"


def test_list_shows_every_fault_with_what_became_of_it(client: Any, fault: Any) -> None:
    added = fault("status", status=503, operation="Markets", after=1)
    fault("events-off")
    statuses(client, 3)
    first, second = client.sandbox.control("GET", "/faults")["faults"]
    assert first == {
        "id": added["id"],
        "kind": "status",
        "operation": "Markets",
        "after": 1,
        "status": 503,
        "matches": 3,
        "hits": 1,
    }
    assert second == {"id": added["id"] + 1, "kind": "events-off", "matches": 0, "hits": 1}


def test_one_fault_is_cleared_by_its_id(client: Any, fault: Any) -> None:
    fault("status", status=500, times=0)
    second = fault("status", status=503, times=0)
    assert client.sandbox.control("DELETE", f"/faults/{second['id'] - 1}") == {"cleared": 1}
    assert statuses(client, 1) == [503]
    assert client.sandbox.control("DELETE", "/faults/999") == {"cleared": 0}


@pytest.mark.parametrize(("method", "path"), [("DELETE", "/faults"), ("POST", "/reset")])
def test_clearing_or_resetting_leaves_no_fault(client: Any, fault: Any, method: str, path: str) -> None:
    fault("status", times=0)
    fault("events-off")
    client.sandbox.control(method, path)
    assert client.sandbox.control("GET", "/faults") == {"faults": []}
    assert client.set_stock(1).status_code == 200
    assert len(client.events()) == 1


def test_two_switches_are_both_needed_to_turn_events_on_again(client: Any, fault: Any) -> None:
    first, second = fault("events-off"), fault("events-off")
    client.sandbox.control("DELETE", f"/faults/{first['id']}")
    client.set_stock(1)
    assert client.events() == []
    client.sandbox.control("DELETE", f"/faults/{second['id']}")
    client.set_stock(2)
    assert len(client.events()) == 1


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"kind": "gremlins"}, "Input tag 'gremlins'"),
        ({}, "Unable to extract tag"),
        ({"kind": "status", "seconds": 3}, "status.seconds: Extra inputs are not permitted"),
        ({"kind": "status", "status": 99}, "greater than or equal to 200"),
        ({"kind": "partial-batch"}, "say which levels are refused: skus, or every nth"),
        ({"kind": "status", "chance": 0}, "greater than 0"),
        ({"kind": "object-gone", "event": 999}, "there is no unconfirmed event 999"),
    ],
)
def test_wrong_fault_is_refused_and_does_not_stand(client: Any, body: dict[str, object], error: str) -> None:
    answer = client.http.post("/_sandbox/faults", json=body)
    assert answer.status_code == 400
    assert error in answer.json()["error"]
    assert client.sandbox.control("GET", "/faults") == {"faults": []}


def test_object_whose_units_are_promised_stays(client: Any, fault: Any) -> None:
    client.set_stock(3)
    (event,) = client.events()
    client.sandbox.control("POST", "/orders", {"market": 4, "lines": {"1234SIZEM": 1}})
    answer = client.http.post("/_sandbox/faults", json={"kind": "object-gone", "event": event["id"]})
    reference = event["objectReference"]
    assert answer.json() == {"error": f"units of stock change {reference} are promised to orders"}
    assert client.fta() == 2


def test_event_whose_kind_of_object_cannot_be_deleted_is_refused() -> None:
    db, clock = Database(":memory:"), SandboxClock()
    seed_centra(db, clock)
    queue = EventQueue(db, clock)
    queue.listen("bis toolkit", "Market")
    queue.publish([Change("Market", "UPDATED", 4)])
    faults = StandingFaults(db, clock)
    with pytest.raises(ShopError, match="the object of event 1, a Market, cannot be deleted"):
        faults.add(ObjectGoneFault(event=1))
    assert not faults
    db.close()


def test_next_event_is_the_next_one_whose_object_can_be_deleted() -> None:
    db, clock = Database(":memory:"), SandboxClock()
    seed_centra(db, clock)
    queue = EventQueue(db, clock)
    queue.listen("bis toolkit", "Market")
    faults = StandingFaults(db, clock)
    standing = faults.add(ObjectGoneFault())
    queue.publish([Change("Market", "UPDATED", 4)])
    faults.look_at_events()
    assert standing.hits == 0
    db.close()


def test_cookie_that_cannot_be_read_carries_no_token(client: Any, fault: Any) -> None:
    fault("token-expired")
    cookie = {"Cookie": "graph ql=1; ;;=,graphql-access"}
    assert client.http.post("/graphql", json={"query": "{ __typename }"}, headers=cookie).status_code == 403
    assert client.sandbox.control("GET", "/faults")["faults"][0]["matches"] == 0
