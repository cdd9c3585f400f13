"""A shop in memory and someone who asks it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from voyado_bis_cli.sandbox.centra.app import execute
from voyado_bis_cli.sandbox.centra.seed import seed_centra
from voyado_bis_cli.sandbox.centra.shop import Shop
from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.database import Database
from voyado_bis_cli.sandbox.settings import Settings


@dataclass(frozen=True)
class Reply:
    status: int
    body: dict[str, Any]
    operation: str | None

    @property
    def data(self) -> Any:
        assert (self.status, self.body.get("errors")) == (200, None)
        return self.body["data"]

    @property
    def messages(self) -> list[str]:
        return [error["message"] for error in self.body["errors"]]


Ask = Callable[..., Reply]


def assert_shape(status: int, body: dict[str, Any]) -> None:
    """Every answer is JSON; an executed one has data and Centra's extensions, any other one only errors."""
    assert json.loads(json.dumps(body)) == body
    for error in body.get("errors", []):
        assert error["message"]
        assert error.keys() <= {"message", "locations", "path", "extensions"}
    if status != 200:
        assert body.keys() == {"errors"}
        return
    assert body.keys() - {"errors"} == {"data", "extensions"}
    assert body.get("errors") != []
    extensions = body["extensions"]
    assert extensions.keys() - {"deprecatedFieldsUsed"} == {"complexity", "permissionsUsed", "appVersion"}
    assert isinstance(extensions["complexity"], int)
    assert extensions["permissionsUsed"] == sorted(set(extensions["permissionsUsed"]))


@pytest.fixture
def clock() -> SandboxClock:
    clock = SandboxClock()
    clock.freeze(datetime(2026, 1, 31, 10, 0, 0, tzinfo=UTC))
    return clock


@pytest.fixture
def db(clock: SandboxClock) -> Iterator[Database]:
    database = Database(":memory:")
    seed_centra(database, clock)
    yield database
    database.close()


@pytest.fixture
def shop(db: Database, clock: SandboxClock) -> Shop:
    return Shop(db, clock)


@pytest.fixture
def ask(db: Database, clock: SandboxClock) -> Ask:
    def ask(
        query: str,
        *,
        token: str | None = "sandbox-toolkit",
        auth_errors: str = "first",
        operation: str | None = None,
        **variables: object,
    ) -> Reply:
        body = {"query": query, "variables": variables, "operationName": operation}
        status, answer, name = execute(db, clock, Settings(auth_errors=auth_errors), token, json.dumps(body).encode())
        assert_shape(status, answer)
        return Reply(status, answer, name)

    return ask


@pytest.fixture
def set_stock(ask: Ask) -> Callable[..., Any]:
    """Set stock by SKU; returns the payload."""

    def set_stock(sku: str, quantity: int, *, warehouse: int = 1, kind: str = "PHYSICAL", text: str = "test") -> Any:
        reply = ask(
            """mutation Set($quantity: Int!, $sku: String!, $warehouse: Int!, $text: String!,
                            $kind: StockQuantityType!) {
              setStock(input: {warehouse: {id: $warehouse}, description: $text, stockQuantityType: $kind,
                               productSizes: [{productSize: {SKU: $sku}, quantity: $quantity}]}) {
                stockChanges { id comment warehouse { id }
                               lines { deliveredQuantity freeToAllocateQuantity productSize { SKU } } }
                userErrors { message path } userWarnings { message path } } }""",
            sku=sku,
            quantity=quantity,
            warehouse=warehouse,
            kind=kind,
            text=text,
        )
        return reply.data["setStock"]

    return set_stock
