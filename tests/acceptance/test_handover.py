"""`bis handover`: what Voyado's team asks for, on one page."""

import re

import pytest

from tests.acceptance.support import Bis, asked, changes, queue_of
from tests.conftest import SandboxAtHand

SECRETS = ("sandbox-guide", "sandbox-toolkit", "sandbox-engage-key")
EXPIRES = {"BIS_CENTRA_VOYADO_TOKEN_EXPIRES": "2027-01-31"}


def test_the_page_holds_everything_voyado_asks_for(bis: Bis) -> None:
    told = bis("handover -q", env=EXPIRES)

    assert (told.exit_code, told.stderr) == (0, "")
    assert told.stdout.startswith("# Back in stock: from Centra to Voyado Engage\n")
    for line in (
        "| Centra URL | http://SANDBOX/graphql |",
        "| Integration name | Engage integration |",
        "| Token expires | 2027-01-31 |",
        "| Permissions | check passed: 11 of the guide's 11 granted |",
        "| Tenant | voyadotenant |",
        "| Locales | sv-SE, de-DE, en-US |",
        "| 1 | Sweden | DIRECT_TO_CONSUMER | `voyadotenant` |",
        "| 3 | Wholesale | WHOLESALE | `voyadotenant` |",
        "| `4` | Sweden | Sweden |",
        "| `6` | Outlet | Sweden |",
        "| sv-SE | http://SANDBOX/feeds/sv-SE.xml |",
    ):
        assert line in told.stdout.splitlines()


@pytest.mark.parametrize("options", ["", "--json", "-v -v"])
def test_nothing_on_it_is_secret(bis: Bis, options: str) -> None:
    told = bis(f"handover {options}")

    assert [secret for secret in SECRETS if secret in told.stdout + told.stderr] == []


def test_the_same_as_json(bis: Bis) -> None:
    told = bis("handover --json", env={**EXPIRES, "BIS_STORE_IDS": "per-store", "BIS_CENTRA_STORES": "1"})

    data = told.data
    assert data["integration_name"] == "Engage integration"
    assert data["token_expires"] == "2027-01-31"
    assert data["permissions_passed"] is True
    assert data["stores"] == [{"id": 1, "name": "Sweden", "type": "DIRECT_TO_CONSUMER", "store": "voyadotenant-1"}]
    assert [market["external_id"] for market in data["markets"]] == ["4", "6"]
    assert [feed["locale"] for feed in data["feeds"]] == data["locales"] == ["sv-SE", "de-DE", "en-US"]


def test_a_missing_permission_fails_the_check_and_the_run(bis: Bis) -> None:
    told = bis("handover", env={**EXPIRES, "BIS_CENTRA_VOYADO_TOKEN": "sandbox-weak"})

    assert told.exit_code == 1
    assert "| Permissions | CHECK FAILED: 9 of the guide's 11 granted |" in told.stdout
    assert re.search(r"\| Permissions missing \| .*Market:read", told.stdout)
    assert "## Markets\n\n(to be filled in)\n" in told.stdout


def test_what_is_not_known_is_a_visible_gap_and_a_warning(bis: Bis) -> None:
    told = bis("handover --json", env={"BIS_TENANT": None, "BIS_FEEDS": None, "BIS_SUBSCRIPTION_API_STORE": None})

    assert told.exit_code == 0
    gaps = [each["title"] for each in told.json["findings"] if each["id"] == "handover-incomplete"]
    assert [title.split(": ")[1] for title in gaps] == [
        "tenant is not set.",
        "feeds is not set.",
        "centra.voyado_token_expires is not set.",
    ]


def test_the_key_in_a_feed_s_address_is_left_out_and_that_is_said(bis: Bis) -> None:
    told = bis("handover --json", env={"BIS_FEEDS": "sv-SE=https://shop.example.com/feed.xml?key=hush"})

    assert told.data["feeds"] == [{"locale": "sv-SE", "url": "https://shop.example.com/feed.xml?…"}]
    assert ("warning", "feed-query-left-out") in told.found
    assert "hush" not in told.stdout


def test_it_asks_with_voyado_s_token_and_leaves_the_queue_alone(bis: Bis, sandbox: SandboxAtHand) -> None:
    sandbox.control("POST", "/orders", json={"market": 4, "lines": {"1234-1": 1}})
    before = queue_of(sandbox, "Engage integration")

    bis("handover")

    assert before == queue_of(sandbox, "Engage integration") != []
    assert changes(sandbox) == []
    assert "WriteProbe" in asked(sandbox)


def test_on_production_the_write_probe_is_not_sent(bis: Bis, sandbox: SandboxAtHand) -> None:
    told = bis("handover", env={"BIS_KIND": "production"})

    assert told.exit_code == 0
    assert "WriteProbe" not in asked(sandbox)
    assert "| Permissions unverified | Event:write |" in told.stdout


def test_without_voyado_s_token_there_is_nothing_to_hand_over(bis: Bis) -> None:
    told = bis("handover", env={"BIS_CENTRA_VOYADO_TOKEN": None})

    assert told.exit_code == 3
    assert "centra.voyado_token" in told.error
