"""Subscribing, listing and unsubscribing over the API."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from voyado_bis_cli.sandbox.server import private_sandbox
from voyado_bis_cli.sandbox.settings import Settings

PATH = "/inventory/backinstock/subscriptions"
GHOST = "00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize("version", ["v2", "v3"])
def test_subscription_is_created_listed_and_deleted(
    sandbox: Any, engage: httpx.Client, make_contact: Callable[..., str], version: str
) -> None:
    engage.base_url = f"{sandbox.url}/api/{version}"
    sandbox.control("POST", "/clock", {"freeze": "2026-03-01T12:00:00.9Z"})
    contact_id = make_contact()
    body = {"contactId": contact_id, "sku": "1234SIZEM", "locale": "sv-SE", "externalId": "4"}

    created = engage.post(PATH, json=body)
    listed = engage.get(f"/contacts/{contact_id}/backinstock/subscriptions")
    deleted = engage.delete(f"{PATH}/{created.json()['id']}")

    assert created.status_code == 201
    assert created.json() == body | {"id": created.json()["id"], "createdOn": "2026-03-01T12:00:00+00:00"}
    assert listed.json() == [created.json()]
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert engage.get(f"/contacts/{contact_id}/backinstock/subscriptions").json() == []


def test_market_may_be_left_out(engage: httpx.Client, make_contact: Callable[..., str]) -> None:
    answer = engage.post(PATH, json={"contactId": make_contact(), "sku": "1234SIZEM", "locale": "sv-SE"})
    assert (answer.status_code, answer.json()["externalId"]) == (201, None)


def test_repeated_post_makes_a_second_subscription(
    engage: httpx.Client, make_contact: Callable[..., str], subscribe: Callable[..., str]
) -> None:
    contact_id = make_contact()
    ids = [subscribe(contact_id), subscribe(contact_id)]
    listed = engage.get(f"/contacts/{contact_id}/backinstock/subscriptions").json()
    assert [item["id"] for item in listed] == ids
    assert ids[0] != ids[1]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"sku": None}, "sku: Input should be a valid string"),
        ({"sku": ""}, "sku: String should have at least 1 character"),
        ({"locale": None}, "locale: Input should be a valid string"),
        ({"externalId": 4}, "externalId: Input should be a valid string"),
    ],
)
def test_invalid_subscription_is_refused(
    engage: httpx.Client, make_contact: Callable[..., str], change: dict[str, object], complaint: str
) -> None:
    body = {"contactId": make_contact(), "sku": "1234SIZEM", "locale": "sv-SE", "externalId": "4"} | change
    answer = engage.post(PATH, json=body)
    assert answer.status_code == 400
    assert answer.json()["validationErrors"] == [{"errorDescription": complaint}]


def test_nobody_subscribes_for_a_contact_that_is_not_there(engage: httpx.Client) -> None:
    answer = engage.post(PATH, json={"contactId": GHOST, "sku": "1234SIZEM", "locale": "sv-SE"})
    assert (answer.status_code, answer.json()["errorCode"]) == (404, "ContactNotFound")
    assert engage.get(f"/contacts/{GHOST}/backinstock/subscriptions").status_code == 404


def test_deleting_what_is_gone_is_not_found(engage: httpx.Client) -> None:
    answer = engage.delete(f"{PATH}/{GHOST}")
    assert (answer.status_code, answer.json()["errorCode"]) == (404, "SubscriptionNotFound")


def test_list_may_come_wrapped(engage: httpx.Client) -> None:
    with private_sandbox(Settings(wrapped_lists=True)) as sandbox:
        engage.base_url = f"{sandbox.url}/api/v3"
        contact_id = engage.post("/contacts", json={"email": "john-doe@voyado.com"}).json()["id"]
        listed = engage.get(f"/contacts/{contact_id}/backinstock/subscriptions")
    assert listed.json() == {"items": []}
