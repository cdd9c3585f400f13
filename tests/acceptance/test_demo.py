"""`bis demo`: the guide's testing section on a sandbox of its own, told with its evidence."""

import json
import re

import pytest

from tests.acceptance.support import Bis, Result

STEPS = (
    "permissions",
    "store",
    "preflight",
    "subscribe",
    "stock-before",
    "set-stock",
    "event",
    "sync",
    "consumed",
    "email",
    "log",
    "clean-up",
)
CONTACT = "604452cf-771e-528a-b60c-dd56d7357e3f"
SUBSCRIPTION = "299f762e-e6bf-5937-8bd2-d5a9bf362f08"
PROOFS = (
    "holds 12 of 12 permissions asked for",
    "The store value in the subscription is 'voyadotenant'.",
    "Nothing stands in the way of 1234SIZEM in Sweden (4).",
    f"Engage shows subscription {SUBSCRIPTION} for 1234SIZEM, market 4, locale sv-SE.",
    "Free to allocate before: Sweden (4): 0, Germany (5): 0, Outlet (6): no rule.",
    "Stockholm went from 0 to 10 units. Free to allocate: market 4: 0 -> 10, market 5: 0 -> 10.",
    "StockChange 304 CREATED",
    "1 event seen, Engage took the levels (1234SIZEM market 4: 10, 1234SIZEM market 5: 10), 1 event confirmed.",
    "      sku: 1234SIZEM, quantity: 10, externalId: 4\n      sku: 1234SIZEM, quantity: 10, externalId: 5\n",
    "The subscription is gone from Engage: it started the automation.",
    "Engage sent 'Back in stock: Linen shirt White M' (Delivered).",
    "rows about 1234SIZEM (http).",
    "Stock in Stockholm is back at 0, and Engage was told so.",
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """The demo as a person reads it, with nothing set up."""
    return Bis({}, tmp_path_factory.mktemp("told"))("demo")


@pytest.fixture(scope="module")
def documented(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """The demo as a script reads it."""
    return Bis({}, tmp_path_factory.mktemp("documented"))("demo --json")


def test_every_step_passes_and_is_told_once(told: Result) -> None:
    titles = re.findall(r"^(.) (.+?)  [\d.]+ m?s$", told.stdout, re.MULTILINE)

    assert told.exit_code == 0
    assert titles == [
        ("✓", "Check what the Centra token may do"),
        ("✓", "Name the store value that tells Engage which shop this is"),
        ("✓", "Look for what would make it fail"),
        ("✓", "Subscribe a shopper to the sold-out size"),
        ("✓", "Note what can be sold in each market"),
        ("✓", "Let stock arrive in Centra"),
        ("✓", "See the event that Centra makes of it"),
        ("✓", "Send the new levels to Engage and confirm the events"),
        ("✓", "See that Engage used the subscription"),
        ("✓", "See that the email left"),
        ("✓", "Read the integration log"),
        ("✓", "Take the test stock back"),
    ]
    assert told.stdout.endswith("\n12 steps: 12 passed\n")


def test_every_step_shows_what_proves_it(told: Result) -> None:
    assert [proof for proof in PROOFS if proof not in told.stdout] == []


def test_the_document_holds_the_same_evidence(documented: Result) -> None:
    steps = {step["name"]: step for step in documented.data["steps"]}
    evidence = {name: step["evidence"] for name, step in steps.items()}

    assert (documented.json["schema"], documented.json["command"], documented.json["ok"]) == ("bis/1", "demo", True)
    assert tuple(steps) == STEPS
    assert {step["state"] for step in steps.values()} == {"passed"}
    assert (len(evidence["permissions"]["granted"]), evidence["permissions"]["missing"]) == (12, [])
    assert evidence["store"] == {"store": "voyadotenant"}
    assert evidence["subscribe"] == {"contact_id": CONTACT, "subscription_id": SUBSCRIPTION, "state": "registered"}
    assert evidence["stock-before"] == {
        "fta_per_market": {"Sweden (4)": 0, "Germany (5)": 0, "Outlet (6)": None},
    }
    assert evidence["set-stock"] == {
        "stock_change_id": 304,
        "fta_per_market": {"4": {"before": 0, "after": 10}, "5": {"before": 0, "after": 10}},
    }
    assert evidence["sync"] == {
        "events": {"fetched": 1, "confirmed": 1, "left": 0},
        "sent": [
            {"sku": "1234SIZEM", "quantity": 10, "externalId": "4"},
            {"sku": "1234SIZEM", "quantity": 10, "externalId": "5"},
        ],
    }
    assert evidence["consumed"] == {"subscription_id": SUBSCRIPTION}
    assert evidence["email"]["subject"] == "Back in stock: Linen shirt White M"
    assert [row["type"] for row in evidence["log"]["rows"]] == [
        "Subscription",
        "StockLevel",
        "BackInStock",
        "Email",
        "StockLevel",
    ]
    assert evidence["clean-up"]["fta_after"] == 0


def test_it_leaves_nothing_behind_and_uses_no_settings_of_the_users(bis_without_profile: Bis) -> None:
    broken = bis_without_profile.write_toml("this is no TOML")

    assert bis_without_profile("demo --json").exit_code == 0
    assert [path for path in bis_without_profile.folder.rglob("*") if path.is_file()] == [broken]


def test_it_shows_no_address_and_no_key(told: Result, documented: Result) -> None:
    everything = told.stdout + told.stderr + json.dumps(documented.json) + documented.stderr

    assert re.findall(r"john-doe|sandbox-(?:guide|toolkit|engage-key)", everything) == []
