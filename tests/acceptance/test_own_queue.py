"""One queue per integration name: `bis` uses its own, and never the one that Voyado reads."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.acceptance.support import (
    FRESH,
    SKU,
    TEST,
    VOYADOS,
    Bis,
    Env,
    changes,
    levels,
    listened_to,
    queue_of,
)
from tests.conftest import SandboxAtHand

GUIDE_REASON = "brands lose stock updates"
COMMANDS = ("sync-stock --once --yes", "listeners show", "listeners add --yes", "listeners remove --yes")
STOCK_TYPES = ["Order", "Return", "StockChange"]

# ---------------------------------------------------------------- nobody listens yet


def test_a_sync_that_nobody_feeds_says_what_to_type(bis: Bis) -> None:
    result = bis("sync-stock --once", env=FRESH)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "env (sandbox): SANDBOX\n"
        "error: Nobody listens: the integration 'bis fresh' has no listener, so Centra puts no event into its queue.\n"
        "  -> Type: bis listeners add. Changes made before make no event; send those with "
        "bis sync-stock --sku SKU.\n"
        "  docs/error-codes.md#nobody_listens\n"
    )


def test_a_change_that_nobody_hears_is_warned_about_before_it_is_made(bis: Bis) -> None:
    result = bis("set-stock --fta 10 -v", env=FRESH)

    assert result.exit_code == 0
    told = [line.partition(" 200 ")[0] for line in result.stderr.splitlines()]
    warning = "warning: Our integration does not listen to stock changes, so this change will make no event for it."
    assert told.index(warning) < told.index("POST Centra SetStock")


def test_once_it_listens_a_later_change_arrives_and_an_earlier_one_does_not(bis: Bis, sandbox: SandboxAtHand) -> None:
    assert bis("set-stock --sku 1234-1 --fta 9", env=FRESH).exit_code == 0
    assert bis("listeners add", env=FRESH).exit_code == 0
    assert listened_to(sandbox, "bis fresh") == STOCK_TYPES

    assert bis("set-stock --fta 10", env=FRESH).exit_code == 0
    assert bis("sync-stock --once", env=FRESH).exit_code == 0

    assert levels(sandbox) == [(SKU, "4", 10), (SKU, "5", 10)]
    assert queue_of(sandbox, "bis fresh") == []


def test_listeners_are_shown_with_what_is_missing(bis: Bis) -> None:
    result = bis("listeners show", env=FRESH)

    assert result.exit_code == 0
    assert result.stdout == (
        "bis fresh  listens to nothing\n"
        "   object type  changes\n"
        "✗  StockChange  not listened to\n"
        "✗  Order        not listened to\n"
        "✗  Return       not listened to\n"
    )
    assert "     bis listeners add\n" in result.stderr


def test_what_is_listened_to_already_is_not_asked_for_again(bis: Bis, sandbox: SandboxAtHand) -> None:
    assert bis("listeners add").exit_code == 0
    assert changes(sandbox) == []


def test_removing_a_listener_removes_its_events_from_our_queue_alone(bis: Bis, sandbox: SandboxAtHand) -> None:
    bis("set-stock --fta 10")

    assert bis("listeners remove --type StockChange --yes").exit_code == 0

    assert listened_to(sandbox, "bis toolkit") == ["Order", "Return"]
    assert queue_of(sandbox, "bis toolkit") == []
    assert queue_of(sandbox, VOYADOS) == [("StockChange", "CREATED", 304)]


# ---------------------------------------------------------------- a queue that is not ours

NOT_OURS: Mapping[str, tuple[Env, str]] = {
    "Voyado's token": ({"BIS_CENTRA_TOKEN": "sandbox-guide"}, "is also the voyado_token"),
    "Voyado's token and name": (
        {"BIS_CENTRA_TOKEN": "sandbox-guide", "BIS_CENTRA_INTEGRATION_NAME": VOYADOS},
        "is also the voyado_token",
    ),
    "Voyado's token, not declared as such": (
        {"BIS_CENTRA_TOKEN": "sandbox-guide", "BIS_CENTRA_VOYADO_TOKEN": None},
        "belongs to the integration 'Engage integration'",
    ),
    "Voyado's token and name, with nothing said of Voyado": (
        {
            "BIS_CENTRA_TOKEN": "sandbox-guide",
            "BIS_CENTRA_INTEGRATION_NAME": VOYADOS,
            "BIS_CENTRA_VOYADO_TOKEN": None,
            "BIS_CENTRA_VOYADO_INTEGRATION_NAME": None,
        },
        "sounds like Voyado's own integration",
    ),
    "another token of Voyado's integration": (
        {"BIS_CENTRA_TOKEN": "sandbox-brand-y"},
        "belongs to the integration 'Engage integration', not to the declared 'bis toolkit'",
    ),
    "another token and the name of Voyado's integration": (
        {"BIS_CENTRA_TOKEN": "sandbox-brand-y", "BIS_CENTRA_INTEGRATION_NAME": VOYADOS},
        "'Engage integration' is Voyado's integration",
    ),
    "no declared name": ({"BIS_CENTRA_INTEGRATION_NAME": None}, "does not declare which integration"),
    "another name than Centra knows": (
        {"BIS_CENTRA_INTEGRATION_NAME": "Toolkit BrandX"},
        "belongs to the integration 'bis toolkit', not to the declared 'Toolkit BrandX'",
    ),
    "a name that sounds like Voyado's": (
        {**TEST, "BIS_CENTRA_INTEGRATION_NAME": "My Voyado queue", "BIS_CENTRA_VOYADO_INTEGRATION_NAME": None},
        "sounds like Voyado's own integration",
    ),
    "the name of Voyado's integration": (
        {**TEST, "BIS_CENTRA_VOYADO_INTEGRATION_NAME": "bis toolkit"},
        "'bis toolkit' is Voyado's integration",
    ),
}


@pytest.mark.parametrize("case", NOT_OURS)
def test_a_queue_that_is_not_ours_is_not_touched(bis: Bis, sandbox: SandboxAtHand, case: str) -> None:
    env, reason = NOT_OURS[case]
    bis("set-stock --fta 10")  # an event in each queue
    before, done = sandbox.state()["centra"], changes(sandbox)

    for command in COMMANDS:
        result = bis(command, env=env)

        assert (result.exit_code, result.stdout) == (3, ""), command
        assert reason in result.error
        assert GUIDE_REASON in result.error
        assert result.stderr.endswith("  docs/error-codes.md#not_our_queue\n")
    assert sandbox.state()["centra"] == before
    assert changes(sandbox) == done


TWO_BRANDS = """
default_profile = "brand-x"

[profiles.brand-x]
kind = "test"
[profiles.brand-x.centra]
url = "{url}/graphql"
token = "env:X_TOKEN"
integration_name = "bis toolkit"
[profiles.brand-x.engage]
url = "{url}"
api_key = "env:ENGAGE_KEY"

[profiles.brand-y.centra]
url = "{url}/graphql"
token = "env:Y_TOKEN"
integration_name = "{name_of_y}"
"""


TwoBrands = Callable[[str], Bis]


@pytest.fixture
def two_brands(sandbox: SandboxAtHand, tmp_path: Path) -> TwoBrands:
    """A project with two brands, the second one with this integration name."""

    def write(name_of_y: str) -> Bis:
        keys = {"X_TOKEN": "sandbox-toolkit", "Y_TOKEN": "sandbox-fresh", "ENGAGE_KEY": "sandbox-engage-key"}
        bis = Bis(keys, tmp_path)
        bis.write_toml(TWO_BRANDS.format(url=sandbox.url, name_of_y=name_of_y))
        return bis

    return write


def test_two_profiles_do_not_share_a_queue(sandbox: SandboxAtHand, two_brands: TwoBrands) -> None:
    bis = two_brands("BIS Toolkit")
    before = sandbox.state()["centra"]

    for command in COMMANDS:
        result = bis(command)

        assert (result.exit_code, result.stdout) == (3, ""), command
        assert "The profile 'brand-y' uses the integration name 'bis toolkit' too." in result.error
        assert GUIDE_REASON in result.error
    assert sandbox.state()["centra"] == before


def test_two_profiles_with_names_of_their_own_do_not_disturb_each_other(two_brands: TwoBrands) -> None:
    bis = two_brands("bis fresh")

    assert bis("listeners show").exit_code == 0
    assert bis("listeners show -p brand-y").exit_code == 0


def test_inspecting_with_voyados_token_changes_nothing(bis: Bis, sandbox: SandboxAtHand) -> None:
    bis("set-stock --fta 10")
    before = sandbox.state()["centra"]

    assert bis("check-permissions").exit_code == 0
    assert sandbox.state()["centra"] == before
