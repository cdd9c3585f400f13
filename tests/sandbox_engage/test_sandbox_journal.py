"""The request journal: what was really sent, redacted."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from voyado_bis_cli.sandbox import journal as journal_module
from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.database import Database
from voyado_bis_cli.sandbox.journal import Exchange, Journal
from voyado_bis_cli.sandbox.recorder import Recorder


def test_an_exchange_is_written_down_without_key_and_address(sandbox: Any, engage: httpx.Client) -> None:
    sandbox.control("POST", "/clock", {"freeze": "2026-03-01T12:00:00Z"})
    sandbox.http.get(
        "/api/v3/contacts/id?email=john-doe%40voyado.com",
        headers={"apikey": "sandbox-engage-key", "Content-Type": "application/json", "User-Agent": "tests"},
    )
    (entry,) = sandbox.journal()
    duration = entry.pop("duration_ms")
    assert 0 < duration < 1000
    assert {key: value for key, value in entry.items() if key not in {"request", "response"}} == {
        "id": 1,
        "time": "2026-03-01T12:00:00.000+00:00",
        "method": "GET",
        "path": "/api/v3/contacts/id",
        "query": "email=j***@voyado.com",
        "operation": None,
        "status": 404,
    }
    assert entry["request"]["headers"]["apikey"] == "***"
    assert entry["request"]["headers"]["content-type"] == "application/json"
    assert entry["request"]["headers"]["user-agent"] == "tests"
    assert entry["request"]["body"] is None
    assert entry["response"]["body"] == {"errorCode": "ContactNotFound", "message": "The contact was not found."}


def test_bodies_are_kept_as_json_with_masked_addresses(sandbox: Any) -> None:
    wish = {"email": "john-doe@voyado.com", "sku": "S", "store": "voyadotenant", "locale": "sv-SE"}
    sandbox.http.post("/subscription-api", json=wish)
    (entry,) = sandbox.journal()
    assert entry["request"]["body"] == wish | {"email": "j***@voyado.com"}
    assert entry["response"]["body"] == {"received": True}


@pytest.mark.parametrize("path", ["/contacts/john-doe@voyado.com", "/contacts/john-doe%2540voyado.com"])
def test_address_in_a_path_is_masked_however_it_is_encoded(sandbox: Any, engage: httpx.Client, path: str) -> None:
    engage.get(path)
    (entry,) = sandbox.journal()
    assert "john-doe" not in json.dumps(entry)
    assert "***@voyado.com" in entry["path"]


def test_graphql_requests_carry_their_operation_and_no_token(sandbox: Any) -> None:
    query = {"query": "query ListStores { stores { id } }", "variables": {}}
    sandbox.http.post("/graphql", json=query, headers={"Authorization": "Bearer sandbox-toolkit"})
    sandbox.http.post("/graphql", json={"query": "{ stores { id } }"}, headers={"Authorization": "Bearer nonsense"})
    (named,) = sandbox.journal(operation="ListStores")
    assert (named["path"], named["status"], named["request"]["body"]) == ("/graphql", 200, query)
    assert [(entry["operation"], entry["status"]) for entry in sandbox.journal()] == [("ListStores", 200), (None, 403)]
    assert "sandbox-toolkit" not in json.dumps(sandbox.journal())


def test_control_api_is_not_in_it(sandbox: Any) -> None:
    sandbox.http.get("/_sandbox")
    sandbox.http.get("/_sandbox/state")
    sandbox.http.get("/_sandboxed")
    assert [entry["path"] for entry in sandbox.journal()] == ["/_sandboxed"]


def test_feeds_are_recorded_to_their_end(sandbox: Any) -> None:
    feed = sandbox.http.get("/feeds/sv-SE.xml")
    (entry,) = sandbox.journal(path="/feeds/*")
    assert entry["response"]["body"] == feed.text


def test_entries_are_found_by_path_and_followed_by_id(sandbox: Any, engage: httpx.Client) -> None:
    for _ in range(3):
        engage.get("/contacts/count")
        engage.get("/contacts/nobody")
    count = "/api/v3/contacts/count"
    assert [entry["id"] for entry in sandbox.journal(path=count)] == [1, 3, 5]
    assert [entry["id"] for entry in sandbox.journal(path="/api/*")] == [1, 2, 3, 4, 5, 6]
    assert [entry["id"] for entry in sandbox.journal(limit=2)] == [5, 6]
    assert [entry["id"] for entry in sandbox.journal(since_id=2, limit=2)] == [3, 4]
    assert [entry["id"] for entry in sandbox.journal(path=count, since_id=3)] == [5]


@pytest.mark.parametrize("query", ["limit=0", "limit=1001", "since_id=x", "nonsense=1"])
def test_query_that_does_not_fit_is_refused(sandbox: Any, query: str) -> None:
    assert sandbox.http.get(f"/_sandbox/journal?{query}").status_code == 400


def exchange(**changes: Any) -> Exchange:
    values: dict[str, Any] = {
        "time": datetime(2026, 3, 1, tzinfo=UTC),
        "method": "GET",
        "path": "/x",
        "query": "",
        "operation": None,
        "status": 200,
        "duration_ms": 1.0,
        "request_headers": [],
        "request_body": b"",
        "response_headers": [],
        "response_body": b"",
    }
    return Exchange(**(values | changes))


@pytest.fixture
def journal() -> Any:
    db = Database(":memory:")
    journal = Journal(db)
    journal.create()
    yield journal
    db.close()


def test_whoever_has_the_whole_answer_finds_it_in_the_journal(journal: Journal) -> None:
    found: list[int] = []

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"in two ", "more_body": True})
        await send({"type": "http.response.body", "body": b"parts"})

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    async def send(_message: Any) -> None:
        found.append(len(journal.entries()))

    scope = {"type": "http", "path": "/x", "method": "GET", "query_string": b"", "headers": []}
    asyncio.run(Recorder(app, journal, SandboxClock())(scope, receive, send))

    assert found == [0, 0, 1]
    (entry,) = journal.entries()
    assert entry["response"] == {"headers": {}, "body": "in two parts"}


def test_very_long_bodies_are_noted_only(journal: Journal) -> None:
    journal.record(exchange(response_body=b"j" * 300_000))
    (entry,) = journal.entries()
    assert entry["response"] == {"headers": {}, "body": "[300000 bytes, not kept]"}


def test_oldest_entries_go_when_there_are_too_many(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "_KEPT_ENTRIES", 4)
    monkeypatch.setattr(journal_module, "_TRIM_EVERY", 5)
    for _ in range(11):
        journal.record(exchange())
    assert [entry["id"] for entry in journal.entries()] == [7, 8, 9, 10, 11]
