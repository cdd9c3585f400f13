"""HTTP status, token, and the endpoint itself (contract: HTTP status and errors)."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest
from starlette.applications import Starlette

from voyado_bis_cli.sandbox.centra.app import centra_routes, execute
from voyado_bis_cli.sandbox.centra.moments import stored
from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.database import Database
from voyado_bis_cli.sandbox.settings import Settings


@pytest.mark.parametrize("token", [None, "", "unknown", "sandbox-expired"])
def test_a_missing_unknown_or_expired_token_is_403(ask: Any, token: str | None) -> None:
    reply = ask("{ stores { id } }", token=token)
    assert (reply.status, reply.messages) == (403, ["Access denied: this token is missing, unknown or expired."])


def test_a_token_expires_when_its_time_comes(ask: Any, db: Database, clock: SandboxClock) -> None:
    db.run(
        "UPDATE centra_tokens SET expires_at = ? WHERE token = 'sandbox-toolkit'",
        (stored(clock.now() + timedelta(days=30)),),
    )
    assert ask("{ stores { id } }").status == 200
    clock.advance(30 * 24 * 3600)
    assert ask("{ stores { id } }").status == 403


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "The request body is not JSON."),
        (b"{", "The request body is not JSON."),
        (b"\xff\xfe\xfd", "The request body is not JSON."),
        (b"[]", "The request body has no query."),
        (b"{}", "The request body has no query."),
        (b'{"query": 1}', "The request body has no query."),
        (b'{"query": "{ stores { id } }", "variables": [1]}', "variables must be an object."),
        (b'{"query": "{ stores { id } }", "operationName": 1}', "operationName must be a string."),
        (b'{"query": "{ stores { id } }", "operationName": "X"}', "Unknown or missing operation: 'X'."),
        (b'{"query": "query A { __typename } query B { __typename }"}', "Unknown or missing operation: None."),
        (b'{"query": "{ stores { id }"}', "Syntax Error: Expected Name, found <EOF>."),
        (b'{"query": "{ stores { zzzzzz } }"}', "Cannot query field 'zzzzzz' on type 'Store'."),
        (
            b'{"query": "query ($id: Int!) { market(id: $id) { id } }"}',
            "Variable '$id' has invalid value: Expected a value of non-null type 'Int!' to be provided.",
        ),
    ],
)
def test_what_is_no_query_is_400(db: Database, clock: SandboxClock, body: bytes, message: str) -> None:
    status, answer, _ = execute(db, clock, Settings(), "sandbox-toolkit", body)
    assert (status, [error["message"] for error in answer["errors"]], list(answer)) == (400, [message], ["errors"])


def test_the_operations_name_comes_back_for_the_journal(ask: Any) -> None:
    query = "query Shops { stores { id } } query Places { warehouses { id } }"
    assert ask(query, operation="Places").operation == "Places"
    assert ask("query Alone { stores { id } }").operation == "Alone"
    assert ask("{ stores { id } }").operation is None
    assert ask("query Wrong { nope }", operation="Wrong").operation == "Wrong"


def test_the_schema_can_be_introspected(ask: Any) -> None:
    reply = ask('{ __schema { queryType { name } } __type(name: "Stock") { name } }')
    assert reply.data == {"__schema": {"queryType": {"name": "Query"}}, "__type": {"name": "Stock"}}
    assert reply.body["extensions"] == {"complexity": 0, "permissionsUsed": [], "appVersion": "v1.60.0"}


def test_a_bug_of_the_stand_in_is_raised_and_not_answered(ask: Any, db: Database) -> None:
    db.run("DROP VIEW centra_stock")
    with pytest.raises(Exception, match="no such table: centra_stock"):
        ask("{ productSizes { stock { freeToAllocateQuantity } } }")


def _send(app: Starlette, method: str, headers: dict[str, str], body: bytes = b"") -> tuple[int, Any, dict[str, Any]]:
    """Speak ASGI to the app: no server, no client library."""
    sent: list[Any] = []
    scope: dict[str, Any] = {
        "type": "http",
        "method": method,
        "path": "/graphql",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "state": {},
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    payload = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], payload, scope["state"]


@pytest.fixture
def app(db: Database, clock: SandboxClock) -> Starlette:
    return Starlette(routes=centra_routes(db, clock, Settings()))


QUERY = json.dumps({"query": "query Shops { stores(limit: 1) { id } }"}).encode()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"authorization": "Bearer sandbox-toolkit"}, 200),
        ({"authorization": "bearer sandbox-toolkit"}, 200),
        ({"cookie": "graphql-access=sandbox-toolkit"}, 200),
        ({"authorization": "Basic sandbox-toolkit"}, 403),
        ({"authorization": "sandbox-toolkit"}, 403),
        ({}, 403),
    ],
)
def test_the_token_comes_as_bearer_or_cookie(app: Starlette, headers: dict[str, str], status: int) -> None:
    assert _send(app, "POST", headers, QUERY)[0] == status


def test_the_endpoint_answers_json_and_leaves_the_operations_name(app: Starlette) -> None:
    status, payload, state = _send(app, "POST", {"authorization": "Bearer sandbox-toolkit"}, QUERY)
    assert (status, json.loads(payload)["data"], state) == (200, {"stores": [{"id": 1}]}, {"operation": "Shops"})


def test_get_is_refused(app: Starlette) -> None:
    assert _send(app, "GET", {"authorization": "Bearer sandbox-toolkit"})[0] == 405
