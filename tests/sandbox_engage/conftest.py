"""Engage as a client sees it, and a shopper who waits."""

import ssl
from collections.abc import Callable, Generator
from typing import Any

import httpx
import pytest

HEADERS = {"apikey": "sandbox-engage-key", "Content-Type": "application/json", "User-Agent": "tests"}
TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # never used; the default one takes 30 ms to load its authorities


@pytest.fixture
def engage(sandbox: Any) -> Generator[httpx.Client]:
    with httpx.Client(base_url=f"{sandbox.url}/api/v3", headers=HEADERS, verify=TLS) as client:
        yield client


@pytest.fixture
def engage_v2(sandbox: Any) -> Generator[httpx.Client]:
    with httpx.Client(base_url=f"{sandbox.url}/api/v2", headers=HEADERS, verify=TLS) as client:
        yield client


@pytest.fixture
def make_contact(sandbox: Any) -> Callable[..., str]:
    def make(email: str = "john-doe@voyado.com", **fields: object) -> str:
        return str(sandbox.control("POST", "/contacts", {"email": email, **fields})["id"])

    return make


@pytest.fixture
def subscribe(engage: httpx.Client) -> Callable[..., str]:
    def subscribe(contact_id: str, sku: str = "1234SIZEM", locale: str = "sv-SE", external_id: str | None = "4") -> str:
        body = {"contactId": contact_id, "sku": sku, "locale": locale, "externalId": external_id}
        answer = engage.post("/inventory/backinstock/subscriptions", json=body)
        assert answer.status_code == 201
        return str(answer.json()["id"])

    return subscribe


@pytest.fixture
def let_wait(make_contact: Callable[..., str], subscribe: Callable[..., str]) -> Callable[..., str]:
    """Make a contact that waits for 1234SIZEM in market 4."""

    def let_wait(email: str = "john-doe@voyado.com") -> str:
        contact_id = make_contact(email)
        subscribe(contact_id)
        return contact_id

    return let_wait


@pytest.fixture
def send_level(engage: httpx.Client) -> Callable[..., None]:
    def send(**level: object) -> None:
        answer = engage.put("/inventory/stock-levels", json={"sku": "1234SIZEM", "quantity": 3} | level)
        assert (answer.status_code, answer.content) == (200, b"")

    return send
