"""Production: nothing is changed unless the profile's name is repeated, and then only for its test SKUs."""

import pytest

from tests.acceptance.support import PRODUCTION, SKU, Bis, changes, levels, stock_of
from tests.conftest import SandboxAtHand

NOWHERE = {
    "BIS_CENTRA_URL": "https://brandx.centra.invalid/graphql",
    "BIS_ENGAGE_URL": "https://brandx.voyado.invalid",
    "BIS_SUBSCRIPTION_API_URL": "https://forms.voyado.invalid/subscribe",
    "BIS_LOG_URL": None,
}
CHANGES = (
    "set-stock --fta 3",
    "subscribe --wait 0",
    "sync-stock --sku 1234SIZEM",
    "sync-stock --full",
    "listeners remove",
)


@pytest.mark.parametrize("command", CHANGES)
@pytest.mark.parametrize("confirmation", ["", "--yes", "--confirm-profile another-name"])
def test_only_the_repeated_name_allows_a_change(
    bis: Bis, sandbox: SandboxAtHand, command: str, confirmation: str
) -> None:
    result = bis(f"{command} {confirmation}", env=PRODUCTION)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.error.startswith("env is production: bis would ")
    assert "  -> If it is meant, repeat the profile's name: --confirm-profile env." in result.stderr
    assert changes(sandbox) == []


def test_the_refusal_says_what_would_become_buyable_where(bis: Bis) -> None:
    assert bis("set-stock --fta 3", env=PRODUCTION).error == (
        "env is production: bis would set the FTA of 1234SIZEM in Stockholm from 0 to 3 (it counts in Sweden, Germany; "
        "everybody who waits there may be mailed), and does not do that unasked."
    )


@pytest.mark.parametrize(
    "command", ["set-stock --sku 1234-1 --fta 9", "subscribe --sku 1234-1 --wait 0", "sync-stock --sku 1234-1"]
)
def test_other_skus_than_the_profiles_are_never_touched(bis: Bis, sandbox: SandboxAtHand, command: str) -> None:
    result = bis(f"{command} --confirm-profile env", env=PRODUCTION)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.error.startswith("env is production, and 1234-1 is not among its test.skus: bis would ")
    assert changes(sandbox) == []


def test_a_repeated_name_allows_a_test_sku(bis: Bis, sandbox: SandboxAtHand) -> None:
    assert bis("set-stock --fta 3 --confirm-profile env", env=PRODUCTION).exit_code == 0
    assert stock_of(sandbox, SKU)["fta"] == 3
    assert bis("sync-stock --sku 1234SIZEM --confirm-profile env", env=PRODUCTION).exit_code == 0
    assert levels(sandbox) == [(SKU, "4", 3), (SKU, "5", 3)]


@pytest.mark.parametrize("command", [*CHANGES, "sync-stock --once", "listeners add"])
def test_a_host_that_cannot_be_reached_is_named_and_nothing_was_sent(
    bis: Bis, sandbox: SandboxAtHand, names_asked_for: list[str], command: str
) -> None:
    result = bis(command, env=NOWHERE)

    assert (result.exit_code, result.stdout) == (6, "")
    assert result.stderr.startswith(
        "env (production): brandx.centra.invalid, brandx.voyado.invalid, forms.voyado.invalid\n"
    )
    assert result.error == "The name brandx.centra.invalid cannot be resolved, where Centra should be."
    assert set(names_asked_for) == {"brandx.centra.invalid"}


@pytest.mark.parametrize("kind", ["sandbox", "test"])
def test_the_kind_of_a_production_host_cannot_be_lowered(bis: Bis, kind: str) -> None:
    assert bis("markets", env={**NOWHERE, "BIS_KIND": kind}).stderr.startswith("env (production): ")


def test_one_foreign_host_makes_it_production(bis: Bis, sandbox: SandboxAtHand) -> None:
    mixed = {"BIS_SUBSCRIPTION_API_URL": NOWHERE["BIS_SUBSCRIPTION_API_URL"]}

    result = bis("subscribe", env=mixed)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.error == (
        "env is production: bis would subscribe a shopper to 1234SIZEM in market 4, and does not do that unasked."
    )
    assert changes(sandbox) == []


def test_looking_needs_no_confirmation(bis: Bis) -> None:
    looking = ("markets", "warehouses", "stock", "log", "store-id --all", "listeners show", "subscribe --dry-run")

    assert {command: bis(command, env=PRODUCTION).exit_code for command in looking} == dict.fromkeys(looking, 0)
