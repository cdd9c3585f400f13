"""`bis why`: what it is asked, what it reads, and how it tells."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.acceptance.support import PRODUCTION, SKU, Bis, changes
from tests.conftest import SandboxAtHand

QUIET = {"BIS_LOG_URL": None}
"""No log to read over HTTP: what most tenants have."""


@pytest.fixture
def told_by_us(bis: Bis) -> None:
    """A shopper who was subscribed and mailed with this toolkit."""
    for line in ("subscribe", "set-stock --fta 10", f"sync-stock --sku {SKU}"):
        assert bis(line).exit_code == 0


def test_who_got_an_email_already_is_told_so(told_by_us: None, bis: Bis) -> None:
    result = bis("why --json", env=QUIET)

    assert (result.exit_code, result.data["group"]) == (1, ["already-used"])
    assert [(one["expected"], one["status"]) for one in result.data["emails"]] == [(True, "Delivered")]


def test_our_journal_tells_that_engage_got_the_level(bis: Bis, sandbox: SandboxAtHand) -> None:
    sandbox.control("POST", "/automation", {"active": False})
    for line in ("subscribe", "set-stock --fta 10", f"sync-stock --sku {SKU}"):
        bis(line)

    result = bis("why --json", env=QUIET)

    assert (result.exit_code, result.data["level_arrived"]) == (0, True)
    assert result.found == [("warning", "cannot-be-told-apart")]
    assert bis("why --strict", env=QUIET).exit_code == 1


def test_without_a_log_both_groups_are_left(bis: Bis, sandbox: SandboxAtHand, form: Callable[..., None]) -> None:
    form()
    bis("set-stock --fta 10")

    unknown = bis("why --json", env={**QUIET, "BIS_CENTRA_VOYADO_TOKEN": None}).data

    assert unknown["level_arrived"] is None
    assert {"voyado-not-reading", "automation-inactive", "shared-name"} <= set(unknown["group"])
    assert unknown["queue"] == "the profile has no centra.voyado_token to look with"


def test_a_contact_can_be_named_and_its_market_too(bis: Bis, sandbox: SandboxAtHand, form: Callable[..., None]) -> None:
    form(email="jane@voyado.com")
    (contact,) = sandbox.state()["engage"]["contacts"]

    result = bis("why", "--contact-id", contact["id"], "--market", "Germany", "--sku", SKU, "--json", env=PRODUCTION)

    assert (result.exit_code, result.data["group"]) == (1, ["other-market"])
    assert result.data["market_name"] == "Germany"
    assert changes(sandbox)[1:] == []


def test_old_events_in_voyados_queue_are_the_cause(bis: Bis, sandbox: SandboxAtHand, form: Callable[..., None]) -> None:
    sandbox.control("POST", "/clock", {"freeze": "2026-01-01T12:00:00Z"})
    form()
    bis("set-stock --fta 10")

    result = bis("why --json")

    assert (result.exit_code, result.data["group"]) == (1, ["voyado-not-reading"])
    assert result.data["suspects"][0]["certainty"] == "found"


def test_what_the_log_says_stands_beside_the_group(bis: Bis, sandbox: SandboxAtHand, form: Callable[..., None]) -> None:
    sandbox.control("POST", "/automation", {"minimum_quantity": 50})
    form()
    bis("set-stock --fta 10")
    bis(f"sync-stock --sku {SKU}")

    assert "the automation asks for 50 or more" in bis("why").stderr


def test_a_deleted_subscription_was_not_used(bis: Bis) -> None:
    bis("subscribe")
    bis("subscriptions delete --all")

    assert bis("why --json", env=QUIET).data["group"] == [
        "allowlist",
        "other-tenant",
        "never-subscribed",
        "bounced",
        "wait-step",
    ]


@pytest.mark.parametrize(
    ("fault", "unread"),
    [
        ({"kind": "html", "path": "/integration-log"}, "the integration log"),
        ({"kind": "status", "status": 404, "path": "/feeds/*"}, "the sv-SE feed"),
        ({"kind": "shape", "path": "*/emailmessages"}, "emails"),
        ({"kind": "shape", "operation": "NewestStockChange"}, "the newest stock change"),
        ({"kind": "shape", "operation": "Stock"}, "stock"),
        ({"kind": "shape", "operation": "Markets"}, "markets and rules"),
    ],
)
def test_what_cannot_be_read_is_said_and_the_rest_is_read_all_the_same(
    bis: Bis, sandbox: SandboxAtHand, form: Callable[..., None], fault: dict[str, Any], unread: str
) -> None:
    form()
    sandbox.control("POST", "/faults", {**fault, "times": 0})

    result = bis("why --json")

    assert [told.partition(":")[0] for told in result.data["unread"]] == [unread], result.stdout
    assert result.data["contacts"]
    assert ("warning", "not-everything-read") in result.found


def test_a_queue_without_its_permission_is_unknown(bis: Bis, sandbox: SandboxAtHand) -> None:
    result = bis("why --json", env={"BIS_CENTRA_VOYADO_TOKEN": "sandbox-strict"})

    assert "Event:read" in result.data["queue"]


def test_it_is_told_in_the_order_of_what_to_do(bis: Bis, form: Callable[..., None]) -> None:
    form(externalId=None)

    result = bis("why")

    assert result.exit_code == 1
    assert result.stdout.startswith(f"Why no email about {SKU} in Sweden (4)?\n")
    assert "  stock         Returns: FTA 0, allocated 0, threshold - (not in the market's rule)\n" in result.stdout
    assert "error: The subscription has another market than the stock levels" in result.stderr
    assert "bis subscribe --check payload.json" in result.stderr


@pytest.mark.parametrize(
    ("options", "exit_code", "told"),
    [
        ("--email a@voyado.com --contact-id b", 2, "--email and --contact-id exclude each other."),
        ("--sku nothing", 1, "There is no size with the SKU 'nothing' in Centra"),
        ("--market nowhere", 1, "There is no market 'nowhere' in Centra"),
        ("--email nobody", 2, "This is not an email address."),
    ],
)
def test_what_does_not_exist_is_said(bis: Bis, options: str, exit_code: int, told: str) -> None:
    result = bis(f"why {options}")

    assert result.exit_code == exit_code
    assert told in result.error


@pytest.mark.parametrize("store", ["not a store!", "othertenant-1"])
def test_a_store_value_of_nobody_we_know_is_the_cause_where_engage_knows_no_shopper(bis: Bis, store: str) -> None:
    result = bis("why --json", env={"BIS_SUBSCRIPTION_API_STORE": store})

    assert (result.exit_code, result.data["group"]) == (1, ["other-tenant"])


def test_a_store_value_that_nobody_declared_proves_nothing(bis: Bis) -> None:
    result = bis("why --json", env={"BIS_SUBSCRIPTION_API_STORE": None})

    assert result.data["group"] == ["other-tenant", "never-subscribed"]
