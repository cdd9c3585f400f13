"""`bis subscribe`: asks as the shop's form would, and believes only what Engage shows."""

from typing import Any

from tests.acceptance.support import EMAIL, SKU, Bis, asked, changes
from tests.conftest import SandboxAtHand

POST = "POST /subscription-api"


def subscriptions(sandbox: SandboxAtHand) -> list[tuple[str, str | None, str]]:
    """Return SKU, market and locale of everything that Engage waits for."""
    found = sandbox.state()["engage"]["subscriptions"]
    return [(each["sku"], each["externalId"], each["locale"]) for each in found]


def only(documented: Any) -> Any:
    """Return the one subscription of a document."""
    (row,) = documented["subscriptions"]
    return row


def test_what_is_sent_has_the_guides_six_fields_in_its_order(bis: Bis) -> None:
    sent = only(bis("subscribe --json --show-personal-data").data)["request"]

    assert list(sent.items()) == [
        ("email", EMAIL),
        ("sku", SKU),
        ("newsletter", False),
        ("store", "voyadotenant"),
        ("locale", "sv-SE"),
        ("externalId", "4"),
    ]


def test_names_are_accepted_wherever_ids_are(bis: Bis, sandbox: SandboxAtHand) -> None:
    assert bis("subscribe --market germany --locale de-DE").exit_code == 0
    assert subscriptions(sandbox) == [(SKU, "5", "de-DE")]


def test_a_dry_run_shows_the_request_and_sends_nothing(bis: Bis, sandbox: SandboxAtHand) -> None:
    result = bis("subscribe --dry-run --json")

    assert (result.exit_code, only(result.data)["state"]) == (0, "dry-run")
    assert only(result.data)["request"]["email"] == "j***@voyado.com"
    assert only(result.data)["response"] is None
    assert (changes(sandbox), subscriptions(sandbox)) == ([], [])


def test_for_a_shopper_engage_knows_consent_has_to_be_said(bis: Bis, sandbox: SandboxAtHand) -> None:
    sandbox.control("POST", "/contacts", {"email": EMAIL, "accepts_email": True})

    unsaid = bis("subscribe")

    assert (unsaid.exit_code, unsaid.stdout) == (2, "")
    assert unsaid.error.startswith("This shopper already exists in Engage")
    assert "  -> Say which it is: --newsletter or --no-newsletter.\n" in unsaid.stderr
    assert changes(sandbox) == []


def test_a_consent_that_was_said_is_sent_and_the_old_one_compared(bis: Bis, sandbox: SandboxAtHand) -> None:
    sandbox.control("POST", "/contacts", {"email": EMAIL, "accepts_email": False})

    kept = bis("subscribe --no-newsletter --json")
    opted_in = bis("subscribe --sku 1234-1 --newsletter --json")

    assert (kept.exit_code, kept.found) == (0, [])
    assert (only(kept.data)["request"]["newsletter"], only(opted_in.data)["request"]["newsletter"]) == (False, True)
    assert opted_in.exit_code == 0
    assert ("warning", "preferences-changed") in opted_in.found


def test_who_waits_already_is_not_posted_again(bis: Bis, sandbox: SandboxAtHand) -> None:
    assert bis("subscribe").exit_code == 0

    again = bis("subscribe --json")

    assert (again.exit_code, only(again.data)["state"]) == (0, "already-registered")
    assert only(again.data)["subscription_id"] == "299f762e-e6bf-5937-8bd2-d5a9bf362f08"
    assert asked(sandbox).count(POST) == 1
    assert subscriptions(sandbox) == [(SKU, "4", "sv-SE")]


def test_a_wrong_name_for_the_market_is_found_out(bis: Bis, sandbox: SandboxAtHand) -> None:
    result = bis("subscribe --wait 0 --json", env={"BIS_SUBSCRIPTION_API_FIELDS": "market=marketId"})

    assert result.exit_code == 1
    assert result.found == [("error", "registered-with-other-market")]
    assert only(result.data)["state"] == "requested"
    assert only(result.data)["response"] == {"status": 200, "body": {"received": True}}
    assert subscriptions(sandbox) == [(SKU, None, "sv-SE")]


def test_another_store_value_is_believed_only_when_engage_shows_it(bis: Bis, sandbox: SandboxAtHand) -> None:
    result = bis("subscribe --store othertenant --wait 0.5 --json")

    assert result.exit_code == 8
    assert result.json["error"]["code"] == "not_yet"
    assert result.found == [("warning", "not-registered")]
    assert (only(result.data)["state"], only(result.data)["contact_id"]) == ("requested", None)
    assert asked(sandbox).count(POST) == 1


def test_a_form_that_is_refused_is_shown_as_it_was_answered(bis: Bis, sandbox: SandboxAtHand) -> None:
    result = bis("subscribe --wait 0", env={"BIS_SUBSCRIPTION_API_FIELDS": "locale=language"})

    assert (result.exit_code, result.stdout) == (5, "")
    assert "HTTP 400" in result.error
    assert subscriptions(sandbox) == []


def test_what_can_still_be_bought_is_a_warning(bis: Bis) -> None:
    result = bis("subscribe --sku 1234-1 --json")

    assert (result.exit_code, result.found) == (0, [("warning", "not-sold-out")])
    assert bis("subscribe --sku 1234-1 --email jane@voyado.com --strict --json").exit_code == 1


def test_a_shopper_with_several_contacts_is_found_on_the_right_one(bis: Bis, sandbox: SandboxAtHand) -> None:
    for kind in ("TransactionalContact", "Member"):
        sandbox.control("POST", "/contacts", {"email": EMAIL, "type": kind})

    result = bis("subscribe --no-newsletter --json")

    assert (result.exit_code, only(result.data)["state"]) == (0, "registered")
    assert only(bis("subscribe --json").data)["state"] == "already-registered"
