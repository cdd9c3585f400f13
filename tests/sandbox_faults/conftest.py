"""A sandbox that misbehaves on demand, and clients who meet it."""

import ssl
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

KEY = {"apikey": "sandbox-engage-key", "Content-Type": "application/json"}
TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # never used; the default one takes 30 ms to load its authorities

SET_STOCK = """
mutation SetStock($sku: String!, $quantity: Int!) {
  setStock(input: {warehouse: {id: 1}, description: "test", stockQuantityType: PHYSICAL,
                   productSizes: [{productSize: {SKU: $sku}, quantity: $quantity}]}) {
    stockChanges { id } userErrors { message } userWarnings { message } } }
"""
NEXT_EVENTS = "query NextEvents { events(limit: 200) { id objectType objectReference object { __typename } } }"


@dataclass(frozen=True)
class Client:
    """Someone who talks to the sandbox, with and without credentials."""

    sandbox: Any
    http: httpx.Client

    def graphql(self, query: str, *, token: str = "sandbox-toolkit", **variables: object) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"}
        return self.http.post("/graphql", json={"query": query, "variables": variables}, headers=headers)

    def markets(self, **options: Any) -> httpx.Response:
        return self.graphql("query Markets { markets { id } }", **options)

    def set_stock(self, quantity: int, sku: str = "1234SIZEM") -> httpx.Response:
        return self.graphql(SET_STOCK, sku=sku, quantity=quantity)

    def events(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.graphql(NEXT_EVENTS).json()["data"]["events"]
        return found

    def engage(self, method: str, path: str, json: object = None) -> httpx.Response:
        return self.http.request(method, f"/api/v3{path}", json=json, headers=KEY)

    def fta(self, sku: str = "1234SIZEM") -> int:
        fta: int = self.sandbox.state()["centra"]["stock"][sku]["1"]["fta"]
        return fta

    def levels(self) -> dict[str, int]:
        return {level["sku"]: level["quantity"] for level in self.sandbox.state()["engage"]["stock_levels"]}


@pytest.fixture
def client(sandbox: Any) -> Generator[Client]:
    with httpx.Client(base_url=sandbox.url, verify=TLS) as http:
        yield Client(sandbox, http)


@pytest.fixture
def fault(sandbox: Any) -> Callable[..., dict[str, Any]]:
    """Add a fault."""

    def add(kind: str, **options: object) -> dict[str, Any]:
        added: dict[str, Any] = sandbox.control("POST", "/faults", {"kind": kind, **options})
        return added

    return add


@pytest.fixture
def hits(sandbox: Any) -> Callable[[], list[int]]:
    """How often each fault struck."""
    return lambda: [fault["hits"] for fault in sandbox.control("GET", "/faults")["faults"]]
