"""The Subscription API: what the front end's form posts to."""

import json
from typing import Any

import httpx
import pytest

from voyado_bis_cli.sandbox.server import private_sandbox
from voyado_bis_cli.sandbox.settings import Settings, SubscriptionFields

WISH = {
    "email": "john-doe@voyado.com",
    "sku": "1234SIZEM",
    "newsletter": False,
    "store": "voyadotenant",
    "locale": "sv-SE",
    "externalId": "4",
}


def post(sandbox: Any, body: object) -> Any:
    return sandbox.http.post("/subscription-api", json=body)


def test_first_wish_creates_contact_and_subscription(sandbox: Any) -> None:
    answer = post(sandbox, WISH)
    engage = sandbox.state()["engage"]
    (contact,), (subscription,) = engage["contacts"], engage["subscriptions"]
    assert (answer.status_code, answer.json()) == (200, {"received": True})
    assert (contact["email"], contact["contactType"]) == ("john-doe@voyado.com", "Contact")
    assert contact["preferences"]["acceptsEmail"] is False
    assert subscription["contactId"] == contact["id"]
    assert [subscription[name] for name in ("sku", "locale", "externalId")] == ["1234SIZEM", "sv-SE", "4"]
    assert engage["emails"] == []


def test_next_wish_finds_the_oldest_contact_of_any_type(sandbox: Any) -> None:
    contact_id = sandbox.control("POST", "/contacts", {"email": "john-doe@voyado.com", "type": "Member"})["id"]
    sandbox.control("POST", "/contacts", {"email": "john-doe@voyado.com", "type": "Contact"})
    post(sandbox, WISH | {"email": "John-Doe@voyado.com"})
    engage = sandbox.state()["engage"]
    assert [subscription["contactId"] for subscription in engage["subscriptions"]] == [contact_id]
    assert len(engage["contacts"]) == 2


@pytest.mark.parametrize(
    ("before", "newsletter", "after"),
    [
        (None, True, True),
        (None, False, False),
        (True, False, True),
        (True, True, True),
        (False, False, False),
        (False, True, True),
    ],
)
def test_newsletter_opts_in_and_never_out(sandbox: Any, before: bool | None, newsletter: bool, after: bool) -> None:
    if before is not None:
        sandbox.control("POST", "/contacts", {"email": "john-doe@voyado.com", "accepts_email": before})
    post(sandbox, WISH | {"newsletter": newsletter})
    (contact,) = sandbox.state()["engage"]["contacts"]
    assert contact["preferences"]["acceptsEmail"] is after


@pytest.mark.parametrize("field", ["market", "marketId", "external_id", "externalid"])
def test_wrong_name_for_the_market_gives_a_subscription_without_one(
    sandbox: Any, engage: httpx.Client, field: str
) -> None:
    wish = {name: value for name, value in WISH.items() if name != "externalId"} | {field: "4"}
    assert post(sandbox, wish).status_code == 200
    engage.put("/inventory/stock-levels", json={"sku": "1234SIZEM", "quantity": 3, "externalId": "4"})
    engage_state = sandbox.state()["engage"]
    (subscription,) = engage_state["subscriptions"]
    assert (subscription["externalId"], engage_state["emails"]) == (None, [])


@pytest.mark.parametrize(
    ("store", "ours"),
    [
        ("voyadotenant", True),
        ("voyadotenant-1", True),
        ("voyadotenant-3", True),
        ("voyadotenant-4", False),
        ("voyadotenant-", False),
        ("Voyadotenant", False),
        ("othertenant", False),
        ("1", False),
    ],
)
def test_store_decides_the_tenant_in_silence(sandbox: Any, store: str, ours: bool) -> None:
    answer = post(sandbox, WISH | {"store": store})
    engage = sandbox.state()["engage"]
    assert (answer.status_code, answer.json()) == (200, {"received": True})
    assert (len(engage["contacts"]), len(engage["subscriptions"])) == (int(ours), int(ours))


def test_stores_it_knows_are_the_ones_centra_has(sandbox: Any) -> None:
    answer = sandbox.http.post(
        sandbox.env["BIS_CENTRA_URL"],
        headers={"Authorization": f"Bearer {sandbox.env['BIS_CENTRA_TOKEN']}"},
        json={"query": "{ stores { id } }"},
    )
    stores = answer.json()["data"]["stores"]
    for store in stores:
        post(sandbox, WISH | {"store": f"voyadotenant-{store['id']}"})
    assert len(sandbox.state()["engage"]["subscriptions"]) == len(stores) == 3


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"email": "john-doe"}, "email: Value error, is not a valid email address"),
        ({"email": None}, "email: Input should be a valid string"),
        ({"sku": ""}, "sku: String should have at least 1 character"),
        ({"locale": ""}, "locale: String should have at least 1 character"),
        ({"store": ""}, "store: String should have at least 1 character"),
        ({"newsletter": "true"}, "newsletter: Input should be a valid boolean"),
        ({"externalId": 4}, "externalId: Input should be a valid string"),
    ],
)
def test_malformed_field_is_refused_by_its_name(sandbox: Any, change: dict[str, object], error: str) -> None:
    answer = post(sandbox, WISH | change)
    assert answer.status_code == 400
    assert answer.json() == {"message": "The subscription is not valid.", "errors": [error]}
    assert sandbox.state()["engage"]["subscriptions"] == []


def test_text_that_cannot_be_stored_is_refused(sandbox: Any) -> None:
    answer = sandbox.http.post("/subscription-api", content=json.dumps(WISH | {"sku": "\ud800"}))
    assert answer.json()["errors"] == [
        "sku: Input should be a valid string, unable to parse raw data as a unicode string"
    ]


def test_all_missing_fields_are_named_at_once(sandbox: Any) -> None:
    assert post(sandbox, {}).json()["errors"] == [
        f"{name}: Field required" for name in ("email", "sku", "store", "locale")
    ]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"text"', b"\xff"])
def test_what_is_no_json_object_is_refused(sandbox: Any, body: bytes) -> None:
    answer = sandbox.http.post("/subscription-api", content=body)
    assert (answer.status_code, answer.json()["errors"]) == (400, ["body: is no JSON object"])


@pytest.mark.parametrize(("email", "welcomed"), [("john-doe@voyado.com", True), ("john-doe@blocked.example", False)])
def test_first_contact_may_be_welcomed(sandbox: Any, email: str, welcomed: bool) -> None:
    sandbox.control("POST", "/automation", {"welcome_email": True})
    post(sandbox, WISH | {"email": email})
    post(sandbox, WISH | {"email": email, "sku": "1234SIZEL"})
    emails = sandbox.state()["engage"]["emails"]
    assert [(sent["name"], sent["source"]) for sent in emails] == [("Welcome", "Automation")] * welcomed


def test_fields_can_have_other_names() -> None:
    names = SubscriptionFields(market="market", newsletter="acceptsNewsletter")
    with private_sandbox(Settings(subscription_fields=names)) as sandbox:
        wish = {name: WISH[name] for name in ("email", "sku", "store", "locale")}
        url = f"{sandbox.url}/subscription-api"
        refused = httpx.post(url, json=wish | {"acceptsNewsletter": 1, "market": 4})
        accepted = httpx.post(url, json=wish | {"acceptsNewsletter": True, "market": "4"})
        engage = httpx.get(f"{sandbox.url}/_sandbox/state").json()["engage"]
    assert refused.json()["errors"] == [
        "acceptsNewsletter: Input should be a valid boolean",
        "market: Input should be a valid string",
    ]
    assert accepted.status_code == 200
    assert engage["subscriptions"][0]["externalId"] == "4"
    assert engage["contacts"][0]["preferences"]["acceptsEmail"] is True
