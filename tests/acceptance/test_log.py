"""`bis log`: what Engage's integration log says, or evidence that answers the same question."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.acceptance.support import SKU, Bis
from tests.conftest import SandboxAtHand

Rows = Callable[..., list[Any]]


@pytest.fixture
def rows(bis: Bis, sandbox: SandboxAtHand) -> Rows:
    """The log after a shopper was told, by these options."""
    for line in ("subscribe", "set-stock --fta 10", "sync-stock --once"):
        assert bis(line).exit_code == 0

    def read(options: str = "") -> list[Any]:
        result = bis(f"log --json {options}")
        assert result.exit_code == 0
        entries: list[Any] = result.data["entries"]
        return entries

    return read


def test_evidence_says_what_the_log_would_and_that_it_is_none(rows: Rows, bis: Bis) -> None:
    told = [(row["type"], row["sku"], row["market"], row["message"]) for row in rows("--source evidence")]

    assert sorted(told, key=str) == [
        ("Email", None, None, "Sent: Back in stock: Linen shirt White M (Delivered)"),
        ("StockLevel", SKU, "4", "Engage accepted the stock level 10"),
        ("StockLevel", SKU, "5", "Engage accepted the stock level 10"),
        ("Subscription", SKU, "4", "Engage registered the subscription"),
        ("Subscription", SKU, "4", "The subscription is gone: it started the automation or was deleted"),
    ]
    result = bis("log --source evidence --json")
    assert (result.data["source"], result.found) == ("evidence", [("info", "evidence-not-log")])


def test_without_a_source_of_its_own_evidence_is_what_is_read(rows: Rows, bis: Bis) -> None:
    assert bis("log --json").data["source"] == "http"
    assert bis("log --json", env={"BIS_LOG_URL": None}).data["source"] == "evidence"


def test_evidence_of_a_shopper_who_still_waits(bis: Bis) -> None:
    bis("subscribe")

    messages = [row["message"] for row in bis("log --source evidence --json").data["entries"]]

    assert sorted(messages) == ["Engage registered the subscription", "The subscription still waits"]


@pytest.mark.parametrize(
    ("options", "types"),
    [
        ("", ["Subscription", "StockLevel", "BackInStock", "Email", "StockLevel"]),
        (f"--sku {SKU}", ["Subscription", "StockLevel", "BackInStock", "Email", "StockLevel"]),
        ("--sku 1234-1", []),
        ("--market 5", ["StockLevel"]),
        ("--type email", ["Email"]),
        ("--level warning", []),
        (f"--sku {SKU} --market 4 --type StockLevel", ["StockLevel"]),
        ("--since 2020-01-01", ["Subscription", "StockLevel", "BackInStock", "Email", "StockLevel"]),
        ("--since 2099-01-01", []),
    ],
)
def test_rows_are_chosen_by_what_they_are_about(rows: Rows, options: str, types: list[str]) -> None:
    assert [row["type"] for row in rows(options)] == types


def test_what_stood_in_the_way_is_a_warning_in_the_log(bis: Bis, sandbox: SandboxAtHand) -> None:
    sandbox.control("POST", "/automation", {"minimum_quantity": 20})
    for line in ("subscribe", "set-stock --fta 10", "sync-stock --once"):
        bis(line)

    (row,) = bis("log --type BackInStock --json").data["entries"]

    assert "the automation asks for 20 or more. The subscription stays" in row["message"]


def test_no_rows_is_an_answer(bis: Bis) -> None:
    assert bis("log").stdout == "Engage integration log\nno rows\n"


def test_the_log_needs_its_key(bis: Bis) -> None:
    result = bis("log", env={"BIS_ENGAGE_API_KEY": "not-the-key"})

    assert (result.exit_code, result.stdout) == (4, "")
    assert "not-the-key" not in result.stderr
