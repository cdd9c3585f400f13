"""`bis subscriptions`: what still waits in Engage, and its deletion."""

from typing import Any

import pytest

from tests.acceptance.support import EMAIL, PRODUCTION, SKU, TEST, Bis, changes
from tests.conftest import SandboxAtHand

OTHER = "1234-1"


def waiting(sandbox: SandboxAtHand) -> list[str]:
    return [one["sku"] for one in sandbox.state()["engage"]["subscriptions"]]


def skus(document: Any) -> list[str]:
    return [row["sku"] for row in document["subscriptions"]]


@pytest.fixture
def runs(bis: Bis) -> list[str]:
    """Two runs that subscribed: the first to the sold-out SKU, the second to another."""
    for options in ("", f"--sku {OTHER} --no-newsletter"):
        assert bis(f"subscribe {options}").exit_code == 0
    rows = bis("subscriptions list --json").data["subscriptions"]
    return [row["run_id"] for row in rows]


@pytest.fixture
def stranger(sandbox: SandboxAtHand) -> str:
    """A subscription that nobody made with this toolkit, on another contact of the same shopper."""
    contact = sandbox.control("POST", "/contacts", {"email": EMAIL, "type": "Member"})
    key = {"apikey": sandbox.env["BIS_ENGAGE_API_KEY"], "Content-Type": "application/json"}
    body = {"contactId": contact["id"], "sku": "stranger", "locale": "sv-SE", "externalId": "4"}
    sandbox.http.post("/api/v3/inventory/backinstock/subscriptions", json=body, headers=key).raise_for_status()
    return str(contact["id"])


def test_what_we_made_is_listed_with_its_run(bis: Bis, sandbox: SandboxAtHand, runs: list[str]) -> None:
    before = len(changes(sandbox))
    result = bis("subscriptions list --json")

    assert (result.exit_code, skus(result.data)) == (0, [SKU, OTHER])
    assert len(set(runs)) == 2
    assert result.found == [("info", "only-our-own")]
    assert len(changes(sandbox)) == before


def test_of_a_shopper_everything_is_listed_whatever_contact_it_hangs_on(
    bis: Bis, runs: list[str], stranger: str
) -> None:
    found = bis(f"subscriptions list --email {EMAIL} --json", env={"BIS_ENGAGE_CONTACT_TYPE": "Member"})

    assert sorted(skus(found.data)) == sorted([SKU, OTHER, "stranger"])
    assert found.found == []
    assert skus(bis(f"subscriptions list --contact-id {stranger} --json").data) == ["stranger"]
    assert skus(bis("subscriptions list --json").data) == [SKU, OTHER]


def test_by_sku_and_by_run(bis: Bis, runs: list[str]) -> None:
    assert skus(bis(f"subscriptions list --sku {OTHER} --json").data) == [OTHER]
    assert skus(bis(f"subscriptions list --run {runs[0]} --json").data) == [SKU]
    assert bis("subscriptions list --run unknown").stdout == "no subscriptions\n"


@pytest.mark.parametrize(
    ("options", "left"),
    [
        (f"--sku {SKU}", [OTHER, "stranger"]),
        ("--run FIRST", [OTHER, "stranger"]),
        ("--all", ["stranger"]),
        (f"--email {EMAIL}", []),
        ("--contact-id STRANGER", [SKU, OTHER]),
        (f"--email {EMAIL} --sku stranger", [SKU, OTHER]),
    ],
)
def test_only_what_is_meant_is_deleted(
    bis: Bis, sandbox: SandboxAtHand, runs: list[str], stranger: str, options: str, left: list[str]
) -> None:
    result = bis(f"subscriptions delete {options.replace('FIRST', runs[0]).replace('STRANGER', stranger)} --json")

    assert (result.exit_code, waiting(sandbox)) == (0, left)
    assert {row["state"] for row in result.data["subscriptions"]} == {"deleted"}


@pytest.mark.parametrize("options", ["", f"--all --sku {SKU}"])
def test_deleting_has_to_say_what(bis: Bis, sandbox: SandboxAtHand, runs: list[str], options: str) -> None:
    result = bis(f"subscriptions delete {options}")

    assert (result.exit_code, result.error) == (2, "Say which subscriptions to delete.")
    assert waiting(sandbox) == [SKU, OTHER]


def test_deleting_is_agreed_to(bis: Bis, sandbox: SandboxAtHand, runs: list[str]) -> None:
    assert bis(f"subscriptions delete --sku {SKU}", env=TEST).exit_code == 2
    refused = bis(f"subscriptions delete --sku {OTHER} --confirm-profile env", env=PRODUCTION)

    assert refused.exit_code == 2
    assert OTHER in refused.error
    assert waiting(sandbox) == [SKU, OTHER]


def test_what_cannot_be_deleted_is_said(bis: Bis, sandbox: SandboxAtHand, runs: list[str]) -> None:
    fault = {"kind": "status", "status": 400, "method": "DELETE", "path": "*/backinstock/subscriptions/*"}
    sandbox.control("POST", "/faults", fault)

    result = bis("subscriptions delete --all --json")

    assert result.exit_code == 5
    assert [row["state"] for row in result.data["subscriptions"]] == ["failed", "deleted"]
    assert result.data["subscriptions"][0]["reason"]


def test_an_answer_that_deleted_nothing_is_found_out(bis: Bis, sandbox: SandboxAtHand, runs: list[str]) -> None:
    fault = {"kind": "status", "status": 204, "method": "DELETE", "path": "*/backinstock/subscriptions/*"}
    sandbox.control("POST", "/faults", fault)

    result = bis("subscriptions delete --all")

    assert result.exit_code == 5
    assert "failed: Engage says it is deleted and still shows it" in result.stdout


def test_a_contact_that_does_not_exist(bis: Bis) -> None:
    assert bis("subscriptions list --contact-id 00000000-0000-4000-8000-000000000000").exit_code == 1
    assert bis("subscriptions list --email nobody@voyado.com").stdout == "no subscriptions\n"
    assert bis("subscriptions list --email a@voyado.com --contact-id b").exit_code == 2
