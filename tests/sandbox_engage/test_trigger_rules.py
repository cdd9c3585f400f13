"""What starts the email, rule by rule (contract: "What starts the email")."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from voyado_bis_cli.sandbox.engage.automation import Automation, ProductData, Shopper, concerns, obstacle
from voyado_bis_cli.sandbox.engage.bodies import StockLevelBody
from voyado_bis_cli.sandbox.engage.subscriptions import Subscription


def waiting(*, locale: str = "sv-SE", market: str | None = "4") -> Subscription:
    return Subscription("id", "contact", "1234SIZEM", locale, market, "2026-03-01T12:00:00+00:00")


@pytest.mark.parametrize(
    ("level", "subscription", "concerned"),
    [
        ({"externalId": "4", "locale": "sv-SE"}, waiting(), True),
        ({"externalId": "4"}, waiting(), True),
        ({"locale": "sv-SE"}, waiting(), True),
        ({}, waiting(), True),
        ({}, waiting(market=None), True),
        ({"externalId": "5"}, waiting(), False),
        ({"externalId": "4"}, waiting(market=None), False),
        ({"externalId": ""}, waiting(), False),
        ({"locale": "de-DE"}, waiting(), False),
        ({"locale": "sv-se"}, waiting(), False),
        ({"sku": "1234SIZEL"}, waiting(), False),
    ],
)
def test_each_attribute_of_a_level_must_equal_the_subscriptions(
    level: dict[str, str], subscription: Subscription, concerned: bool
) -> None:
    body = StockLevelBody.model_validate({"sku": "1234SIZEM", "quantity": 1} | level)
    assert concerns(body, subscription) is concerned


KNOWN = ProductData(feed_exists=True, sku_in_feed=True)
WILLING = Shopper(accepts_email=True, bought_recently=False)


@pytest.mark.parametrize(
    ("automation", "quantity", "product", "shopper", "reason"),
    [
        ({}, 1, KNOWN, WILLING, ""),
        ({}, 0, KNOWN, WILLING, "the quantity is not above 0"),
        ({}, -2, KNOWN, WILLING, "the quantity is not above 0"),
        ({}, 1, ProductData(feed_exists=False, sku_in_feed=False), WILLING, "there is no product feed for sv-SE"),
        (
            {},
            1,
            ProductData(feed_exists=True, sku_in_feed=False),
            WILLING,
            "the product feed for sv-SE does not hold the SKU",
        ),
        ({"active": False}, 1, KNOWN, WILLING, "the automation is not active"),
        ({"minimum_quantity": 5}, 4, KNOWN, WILLING, "the automation asks for 5 or more"),
        ({"minimum_quantity": 5}, 5, KNOWN, WILLING, ""),
        ({"locales": ("de-DE",)}, 1, KNOWN, WILLING, "the automation is for other locales"),
        ({"locales": ("de-DE", "sv-SE")}, 1, KNOWN, WILLING, ""),
        ({"skus": ()}, 1, KNOWN, WILLING, "the automation is for other SKUs"),
        ({"skus": ("1234SIZEM",)}, 1, KNOWN, WILLING, ""),
        ({}, 1, KNOWN, Shopper(accepts_email=True, bought_recently=True), "the contact bought it recently"),
        (
            {"only_opted_in": True},
            1,
            KNOWN,
            Shopper(accepts_email=False, bought_recently=False),
            "the contact does not accept newsletters",
        ),
        ({"only_opted_in": True}, 1, KNOWN, WILLING, ""),
        ({}, 1, KNOWN, Shopper(accepts_email=False, bought_recently=False), ""),
    ],
)
def test_first_obstacle_is_named(
    automation: dict[str, Any], quantity: int, product: ProductData, shopper: Shopper, reason: str
) -> None:
    level = StockLevelBody(sku="1234SIZEM", quantity=quantity)
    assert obstacle(Automation(**automation), level, product, shopper, "sv-SE") == reason


@pytest.fixture
def outcome(
    sandbox: Any, engage: httpx.Client, make_contact: Callable[..., str], subscribe: Callable[..., str]
) -> Callable[..., tuple[int, int]]:
    """Let a shopper wait, send a level, and count the emails sent and the subscriptions left."""

    def outcome(level: dict[str, object], **subscription: Any) -> tuple[int, int]:
        contact_id = make_contact()
        subscribe(contact_id, **subscription)
        sku = subscription.get("sku", "1234SIZEM")
        engage.put("/inventory/stock-levels", json={"sku": sku, "quantity": 3, "externalId": "4"} | level)
        emails = engage.get(f"/contacts/{contact_id}/emailmessages").json()["count"]
        return emails, len(engage.get(f"/contacts/{contact_id}/backinstock/subscriptions").json())

    return outcome


@pytest.mark.parametrize(
    ("level", "subscription", "sent_and_left"),
    [
        ({}, {}, (1, 0)),
        ({"quantity": 0}, {}, (0, 1)),
        ({"externalId": "5"}, {}, (0, 1)),
        ({"externalId": None}, {}, (1, 0)),
        ({"locale": "de-DE"}, {}, (0, 1)),
        ({}, {"external_id": None}, (0, 1)),
        ({"externalId": None}, {"external_id": None}, (1, 0)),
        ({}, {"locale": "fr-FR"}, (0, 1)),
        ({}, {"sku": "1234SIZEXL"}, (0, 1)),
        ({}, {"sku": "no-such-sku"}, (0, 1)),
        ({"sku": "1234SIZEL"}, {}, (0, 1)),
    ],
)
def test_level_starts_the_email_and_uses_the_subscription_up_or_does_neither(
    outcome: Callable[..., tuple[int, int]],
    level: dict[str, object],
    subscription: dict[str, Any],
    sent_and_left: tuple[int, int],
) -> None:
    assert outcome(level, **subscription) == sent_and_left


@pytest.mark.parametrize(
    ("automation", "sent_and_left"),
    [
        ({"active": False}, (0, 1)),
        ({"minimum_quantity": 4}, (0, 1)),
        ({"minimum_quantity": 3}, (1, 0)),
        ({"locales": ["de-DE"]}, (0, 1)),
        ({"skus": ["1234SIZEL"]}, (0, 1)),
        ({"only_opted_in": True}, (0, 1)),
        ({"not_bought_in_days": 5}, (1, 0)),
        ({"wait_seconds": 60}, (0, 0)),
    ],
)
def test_automation_settings_decide(
    sandbox: Any,
    outcome: Callable[..., tuple[int, int]],
    automation: dict[str, object],
    sent_and_left: tuple[int, int],
) -> None:
    sandbox.control("POST", "/automation", automation)
    assert outcome({}) == sent_and_left


@pytest.mark.parametrize(("days_later", "sent"), [(4, 0), (6, 1)])
def test_recent_purchase_holds_the_email_back_for_its_days(
    sandbox: Any,
    engage: httpx.Client,
    let_wait: Callable[..., str],
    send_level: Callable[..., None],
    days_later: int,
    sent: int,
) -> None:
    sandbox.control("POST", "/automation", {"not_bought_in_days": 5})
    contact_id = let_wait()
    sandbox.control("POST", "/purchases", {"contact_id": contact_id, "sku": "1234SIZEM"})
    sandbox.control("POST", "/clock", {"advance": days_later * 86_400})
    send_level()
    assert engage.get(f"/contacts/{contact_id}/emailmessages").json()["count"] == sent


def test_wait_step_delays_the_email_by_the_sandboxes_clock(
    sandbox: Any, engage: httpx.Client, let_wait: Callable[..., str], send_level: Callable[..., None]
) -> None:
    sandbox.control("POST", "/clock", {"freeze": "2026-03-01T12:00:00Z"})
    sandbox.control("POST", "/automation", {"wait_seconds": 60})
    contact_id = let_wait()
    send_level()
    counts = []
    for _ in range(2):
        sandbox.control("POST", "/clock", {"advance": 30})
        counts.append(engage.get(f"/contacts/{contact_id}/emailmessages").json()["count"])
    (email,) = engage.get(f"/contacts/{contact_id}/emailmessages").json()["items"]
    assert counts == [0, 1]
    assert email["sendDateTime"] == "2026-03-01T12:01:00+00:00"


def test_second_level_sends_no_second_email(
    engage: httpx.Client, let_wait: Callable[..., str], send_level: Callable[..., None]
) -> None:
    contact_id = let_wait()
    send_level()
    send_level(quantity=9)
    assert engage.get(f"/contacts/{contact_id}/emailmessages").json()["count"] == 1


def test_every_waiting_shopper_of_the_market_gets_one(
    sandbox: Any, make_contact: Callable[..., str], subscribe: Callable[..., str], send_level: Callable[..., None]
) -> None:
    swedes = [make_contact(f"shopper-{number}@example.com") for number in range(3)]
    german = make_contact("shopper-de@example.com")
    for contact_id in swedes:
        subscribe(contact_id)
    subscribe(german, locale="de-DE", external_id="5")
    send_level(externalId="4")
    engage_state = sandbox.state()["engage"]
    assert [email["contactId"] for email in engage_state["emails"]] == swedes
    assert [left["contactId"] for left in engage_state["subscriptions"]] == [german]


@pytest.mark.parametrize(
    ("allowlist", "email", "leaves"),
    [
        ({}, "john-doe@voyado.com", True),
        ({}, "john-doe@blocked.example", False),
        ({}, "John-Doe@Blocked.Example", False),
        ({"allow": ["*@voyado.com"]}, "john-doe@voyado.com", True),
        ({"allow": ["*@voyado.com"]}, "john-doe@example.com", False),
        ({"allow": ["*"], "block": []}, "john-doe@blocked.example", True),
    ],
)
def test_address_off_the_allowlist_costs_the_email_and_the_subscription(
    sandbox: Any,
    let_wait: Callable[..., str],
    send_level: Callable[..., None],
    allowlist: dict[str, object],
    email: str,
    leaves: bool,
) -> None:
    sandbox.control("PUT", "/allowlist", allowlist)
    let_wait(email)
    send_level()
    engage_state = sandbox.state()["engage"]
    assert (len(engage_state["emails"]), engage_state["subscriptions"]) == (int(leaves), [])
