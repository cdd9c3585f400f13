"""Voyado's guide, typed command by command as its integrator would."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from tests.acceptance.support import EMAIL, OURS, SKU, VOYADOS, Bis, Result
from tests.conftest import SandboxAtHand

COMMANDS = (
    "check-permissions",
    "store-id --all",
    f"subscribe --sku {SKU} --email {EMAIL} --market 4 --locale sv-SE --yes",
    f"set-stock --sku {SKU} --fta 10 --warehouse 1 --yes",
    "sync-stock --once --yes",
    "log",
)
PROFILE = "env (sandbox): SANDBOX\n"


@dataclass(frozen=True)
class Typed:
    """What each command left, by its first word, and what the sandbox held in the end."""

    results: Mapping[str, Result]
    state: Any

    def __getitem__(self, command: str) -> Result:
        return self.results[command]


@pytest.fixture(scope="module")
def typed(sandbox_of_module: SandboxAtHand, tmp_path_factory: pytest.TempPathFactory) -> Typed:
    """The whole guide, typed in order."""
    bis = Bis(sandbox_of_module.env, tmp_path_factory.mktemp("guide"))
    results = {line.split()[0]: bis(line) for line in COMMANDS}
    return Typed(results, sandbox_of_module.state())


def test_every_command_ends_well_and_says_where_it_worked(typed: Typed) -> None:
    assert [result.exit_code for result in typed.results.values()] == [0] * 6
    assert [result.stderr.startswith(PROFILE) for result in typed.results.values()] == [True] * 6


def test_what_has_nothing_to_remark_says_nothing_else_on_stderr(typed: Typed) -> None:
    quiet = ("check-permissions", "subscribe", "set-stock", "log")

    assert {command: typed[command].stderr for command in quiet} == dict.fromkeys(quiet, PROFILE)


def test_the_store_value_is_the_tenant_where_one_environment_serves_all_stores(typed: Typed) -> None:
    assert typed["store-id"].stdout == "voyadotenant\n"


def test_the_subscription_is_proven_not_believed(typed: Typed) -> None:
    assert typed["subscribe"].stdout == (
        "✓ j***@voyado.com waits for 1234SIZEM: registered in Engage\n"
        "  market       4\n"
        "  locale       sv-SE\n"
        "  store        voyadotenant\n"
        "  contact      604452cf-771e-528a-b60c-dd56d7357e3f\n"
        "  subscription 299f762e-e6bf-5937-8bd2-d5a9bf362f08\n"
        '  request      {"email": "j***@voyado.com", "sku": "1234SIZEM", "newsletter": false, '
        '"store": "voyadotenant", "locale": "sv-SE", "externalId": "4"}\n'
        '  response     HTTP 200 {"received": true}\n'
    )


def test_the_stock_is_shown_per_market_before_and_after(typed: Typed) -> None:
    assert typed["set-stock"].stdout == (
        "1234SIZEM  FTA in Stockholm (1): 0 -> 10 units\n"
        "Stock change 304 in Centra\n"
        "\n"
        "market  FTA before (units)  FTA after (units)\n"
        "4                        0                 10\n"
        "5                        0                 10\n"
        "\n"
        "Take it back: bis set-stock --undo last\n"
    )


def test_the_sync_says_what_it_sent_and_which_market_it_could_not_serve(typed: Typed) -> None:
    assert typed["sync-stock"].stdout == (
        "SKU        market  FTA sent\n"
        "1234SIZEM  4             10\n"
        "1234SIZEM  5             10\n"
        "\n"
        "Stock levels: 2 sent, 0 failed\n"
        "Events: 1 fetched, 1 confirmed, 0 left in the queue\n"
    )
    assert typed["sync-stock"].stderr == PROFILE + "note: No allocation rule, so no stock level: Outlet (6).\n"


def test_the_log_tells_the_story(typed: Typed) -> None:
    heading, columns, *rows = typed["log"].stdout.splitlines()

    assert heading == "Engage integration log"
    assert columns.split() == ["time", "(UTC)", "type", "level", "SKU", "market", "our", "level", "message"]
    assert [" ".join(row.split()[2:]) for row in rows] == [  # without date and time
        "Subscription Information 1234SIZEM 4 - Registered for j***@voyado.com: sv-SE, market 4",
        "StockLevel Information 1234SIZEM 4 10 Quantity 10; 1 waiting for it",
        "BackInStock Information 1234SIZEM 4 10 Started for j***@voyado.com. The subscription is used up",
        "Email Information 1234SIZEM 4 10 Sent to j***@voyado.com: Back in stock: Linen shirt White M",
        "StockLevel Information 1234SIZEM 5 10 Quantity 10; 0 waiting for it",
    ]


def test_the_shopper_gets_exactly_one_email_and_waits_no_more(typed: Typed) -> None:
    engage = typed.state["engage"]

    assert engage["subscriptions"] == []
    assert [(email["name"], email["messageText"]) for email in engage["emails"]] == [
        ("Back in stock", "Back in stock: Linen shirt White M")
    ]


def test_every_market_with_a_rule_gets_its_level_and_no_other(typed: Typed) -> None:
    levels = typed.state["engage"]["stock_levels"]

    assert [(level["sku"], level["externalId"], level["quantity"]) for level in levels] == [
        (SKU, "4", 10),
        (SKU, "5", 10),
    ]


def test_voyados_queue_keeps_what_ours_has_confirmed(typed: Typed) -> None:
    events = typed.state["centra"]["events"]

    assert [(event["object_type"], event["reference"]) for event in events[VOYADOS]] == [("StockChange", 304)]
    assert events.get(OURS, []) == []


def test_the_profile_fills_in_what_was_not_typed(bis: Bis) -> None:
    result = bis(f"subscribe --sku {SKU} --json")

    assert result.exit_code == 0
    (row,) = result.data["subscriptions"]
    assert (row["email"], row["market"], row["locale"], row["store"]) == (
        "j***@voyado.com",
        "4",
        "sv-SE",
        "voyadotenant",
    )
    assert row["state"] == "registered"
