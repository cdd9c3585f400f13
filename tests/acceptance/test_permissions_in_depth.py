"""`bis check-permissions` beyond the guide's list: excess, stores, one command's needs, and bad days."""

from typing import Any

import pytest

from tests.acceptance.support import FRESH, Bis, Result, asked
from tests.conftest import SandboxAtHand
from voyado_bis_cli.domain.permission import FOR_COMMAND

EXCESS = ["Customer:read", "Market.comment:read", "Product.internalComment:read", "Warehouse.stock:read"]


NOT_SHOWN = {"sync-stock": {"Return:read"}}
"""What the sandbox does not count: it asks for a permission where an object of that type is really read."""


def excess(result: Result) -> dict[str, str]:
    return {row["permission"]: row["state"] for row in result.data["excess"]}


def of_voyado(token: str) -> dict[str, str | None]:
    return {"BIS_CENTRA_VOYADO_TOKEN": token}


def test_a_token_that_may_everything_has_too_much(bis: Bis) -> None:
    result = bis("check-permissions --least-privilege --json", env=of_voyado("sandbox-admin"))

    assert excess(result) == dict.fromkeys([*EXCESS, "ProductSize.stock:read"], "granted")
    told = [finding for finding in result.json["findings"] if finding["id"] == "permission-excess"]
    assert {finding["severity"] for finding in told} == {"warning"}
    assert told[0]["remedy"]["text"].startswith("Untick it in Centra: System > API Tokens")


def test_the_guides_token_has_nothing_too_much(bis: Bis, either_sandbox: SandboxAtHand) -> None:
    result = bis("check-permissions --least-privilege --json", env=either_sandbox.env)

    assert set(excess(result).values()) == {"missing"}
    assert result.found == []
    assert result.exit_code == 0


def test_least_privilege_asks_at_most_once_more_per_permission_that_is_not_there(
    bis: Bis, either_sandbox: SandboxAtHand
) -> None:
    before = len(asked(either_sandbox))
    bis("check-permissions --least-privilege", env=either_sandbox.env)

    operations = asked(either_sandbox)[before:]
    assert operations[:2] == ["ReadProbes", "WriteProbe"]
    assert len(operations) <= 2 + 1 + 5


def test_our_own_token_may_read_stock_per_size(bis: Bis) -> None:
    result = bis("check-permissions --token toolkit --least-privilege --json")

    assert list(excess(result)) == EXCESS


def test_a_missing_store_is_an_error_and_a_single_type_is_worth_a_word(bis: Bis) -> None:
    env = {**of_voyado("sandbox-store-1"), "BIS_CENTRA_STORES": "1 2"}

    result = bis("check-permissions --json", env=env)

    assert result.exit_code == 1
    assert result.found == [("error", "store-not-seen"), ("info", "store-types")]
    assert "does not see store 2" in result.json["findings"][0]["title"]


def test_each_permission_says_what_for_where_to_click_and_who_needs_it(bis: Bis) -> None:
    rows = {row["permission"]: row for row in bis("check-permissions --token toolkit --json").data["permissions"]}

    assert rows["Market:read"]["purpose"] == "send each market its own stock level"
    assert rows["Market:read"]["where_to_click"] == "System > API Tokens > your token > Read > Market"
    assert "markets" in rows["Market:read"]["needed_by"]
    assert [name for name, row in rows.items() if not (row["purpose"] and row["where_to_click"])] == []


# ---------------------------------------------------------------- one command


@pytest.mark.parametrize("command", FOR_COMMAND)
def test_only_what_one_command_needs_is_checked(bis: Bis, command: str) -> None:
    result = bis(f"check-permissions --for {command} --json")

    needed = FOR_COMMAND[command]
    assert [row["permission"] for row in result.data["permissions"]] == [each.name for each in needed]
    assert result.data["token"] == ("voyado" if command == "queue" else "toolkit")


def test_an_unknown_command_is_refused_with_those_there_are(bis: Bis) -> None:
    result = bis("check-permissions --for demo")

    assert result.exit_code == 2
    assert "sync-stock" in result.stderr


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("markets", "markets"),
        ("warehouses", "warehouses"),
        ("stock", "stock"),
        ("store-id", "store-id --all"),
        ("queue", "queue"),
        ("subscribe", "subscribe"),
        ("listeners", "listeners add"),
        ("set-stock", "set-stock --fta 10"),
        ("sync-stock", "sync-stock --once"),
        ("doctor", "doctor"),
    ],
)
def test_a_command_needs_exactly_what_its_row_of_the_table_says(
    bis: Bis, sandbox: SandboxAtHand, command: str, words: str
) -> None:
    bis("set-stock --fta 12")  # so that there are events of stock changes
    sandbox.control("POST", "/orders", {"market": 4, "lines": {"1234-1": 1}})
    since = sandbox.journal(limit=1000)[-1]["id"]

    assert bis(words, env=FRESH if command == "listeners" else None).exit_code == 0

    used: set[str] = set()
    for entry in sandbox.journal(path="/graphql", since_id=since, limit=1000):
        if entry["operation"] != "ReadProbes":  # a probe asks for what may be missing
            used |= set(entry["response"]["body"]["extensions"]["permissionsUsed"])
    assert used | NOT_SHOWN.get(command, set()) == {permission.name for permission in FOR_COMMAND[command]}


# ---------------------------------------------------------------- bad days


def test_a_rate_limit_leaves_states_unverified_and_says_when_to_go_on(bis: Bis, sandbox: SandboxAtHand) -> None:
    sandbox.control("POST", "/clock", {"freeze": True})  # no bucket refills
    full: dict[str, Any] = {"on": True, "retry_after": "delta", "used": {"REQUEST_COUNT": {"ONE_HOUR": 5000}}}
    sandbox.control("POST", "/rate-limits", full)

    result = bis("check-permissions --timeout 1 --json")

    assert result.exit_code == 7
    assert {row["state"] for row in result.data["permissions"]} == {"unverified"}
    assert result.json["error"]["code"] == "rate_limited"


def test_an_expired_token_is_no_missing_permission(bis: Bis) -> None:
    result = bis("check-permissions --least-privilege --json", env=of_voyado("sandbox-expired"))

    assert result.exit_code == 4
    assert result.data == {}
