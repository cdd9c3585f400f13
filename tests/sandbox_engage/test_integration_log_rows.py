"""The integration log: which rows are written, and who may read them."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

KEY = {"apikey": "sandbox-engage-key"}


def rows(sandbox: Any, **query: str) -> Any:
    answer = sandbox.http.get("/integration-log", headers=KEY, params=query)
    assert answer.status_code == 200
    return answer.json()


def told(sandbox: Any) -> list[tuple[str, str, str]]:
    return [(row["type"], row["level"], row["message"]) for row in rows(sandbox)]


def test_a_whole_story_is_told_with_masked_addresses(sandbox: Any, send_level: Callable[..., None]) -> None:
    wish = {"email": "john-doe@voyado.com", "sku": "1234SIZEM", "store": "voyadotenant", "locale": "sv-SE"}
    sandbox.http.post("/subscription-api", json=wish | {"externalId": "4"})
    send_level(quantity=0, externalId="4")
    send_level(quantity=3, externalId="4")
    assert told(sandbox) == [
        ("Subscription", "Information", "Registered for j***@voyado.com: sv-SE, market 4"),
        ("StockLevel", "Information", "Quantity 0; 1 waiting for it"),
        (
            "BackInStock",
            "Information",
            "Not started for j***@voyado.com: the quantity is not above 0. The subscription stays",
        ),
        ("StockLevel", "Information", "Quantity 3; 1 waiting for it"),
        ("BackInStock", "Information", "Started for j***@voyado.com. The subscription is used up"),
        ("Email", "Information", "Sent to j***@voyado.com: Back in stock: Linen shirt White M"),
    ]
    assert {(row["sku"], row["market"]) for row in rows(sandbox)} == {("1234SIZEM", "4")}


def test_wish_without_market_says_so(sandbox: Any) -> None:
    wish = {"email": "john-doe@voyado.com", "sku": "1234SIZEM", "store": "voyadotenant", "locale": "sv-SE"}
    sandbox.http.post("/subscription-api", json=wish)
    (row,) = rows(sandbox)
    assert (row["message"], row["market"]) == ("Registered for j***@voyado.com: sv-SE, no market", None)


def test_blocked_address_is_a_warning(
    sandbox: Any, let_wait: Callable[..., str], send_level: Callable[..., None]
) -> None:
    let_wait("john-doe@blocked.example")
    send_level()
    assert told(sandbox)[-1] == (
        "Email",
        "Warning",
        "Not sent to j***@blocked.example: the address is not on the allowlist",
    )


def test_refused_change_is_a_warning_and_a_failed_look_up_is_not(sandbox: Any, engage: httpx.Client) -> None:
    engage.put("/inventory/stock-levels", json={})
    engage.get("/contacts/id", params={"email": "nobody@example.com"})
    sandbox.http.post("/subscription-api", json={"email": "x", "sku": "s", "store": "t", "locale": "l"})
    assert told(sandbox) == [
        ("Request", "Warning", "PUT /api/v3/inventory/stock-levels refused with 400: The request is not valid."),
        (
            "Request",
            "Warning",
            "POST /subscription-api refused with 400: email: Value error, is not a valid email address",
        ),
    ]


def test_since_leaves_out_what_was_before(sandbox: Any, send_level: Callable[..., None]) -> None:
    sandbox.control("POST", "/clock", {"freeze": "2026-03-01T12:00:00Z"})
    send_level(quantity=1)
    sandbox.control("POST", "/clock", {"advance": 60})
    send_level(quantity=2)
    messages = [row["message"] for row in rows(sandbox, since="2026-03-01T13:00:30+01:00")]
    assert messages == ["Quantity 2; 0 waiting for it"]
    assert [row["timestamp"] for row in rows(sandbox)] == [
        "2026-03-01T12:00:00.000000+00:00",
        "2026-03-01T12:01:00.000000+00:00",
    ]


def test_email_of_a_wait_step_is_logged_when_it_goes(
    sandbox: Any, let_wait: Callable[..., str], send_level: Callable[..., None]
) -> None:
    sandbox.control("POST", "/clock", {"freeze": True})
    sandbox.control("POST", "/automation", {"wait_seconds": 60})
    let_wait()
    send_level()
    kinds_now = [row["type"] for row in rows(sandbox)]
    sandbox.control("POST", "/clock", {"advance": 60})
    assert (kinds_now, rows(sandbox)[-1]["type"]) == (["StockLevel", "BackInStock"], "Email")


@pytest.mark.parametrize(
    ("headers", "query", "status", "body"),
    [
        ({}, {}, 401, {"errorCode": "Unauthorized", "message": "The API key is missing or wrong."}),
        (
            KEY,
            {"since": "yesterday"},
            400,
            {
                "errorCode": "InvalidRequest",
                "message": "The request is not valid.",
                "validationErrors": [{"errorDescription": "since: is no moment"}],
            },
        ),
        (
            KEY,
            {"since": "2026-03-01T12:00:00"},
            400,
            {
                "errorCode": "InvalidRequest",
                "message": "The request is not valid.",
                "validationErrors": [{"errorDescription": "since: is no moment"}],
            },
        ),
        (KEY, {}, 200, []),
    ],
)
def test_reading_needs_the_key_and_a_moment_with_an_offset(
    sandbox: Any, headers: dict[str, str], query: dict[str, str], status: int, body: object
) -> None:
    answer = sandbox.http.get("/integration-log", headers=headers, params=query)
    assert (answer.status_code, answer.json()) == (status, body)
