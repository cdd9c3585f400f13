"""`bis verify --clean-up`, and what is left alone."""

import shutil
from collections.abc import Callable

import pytest

from tests.acceptance.support import PRODUCTION, Bis, Result, changes, stock_of
from tests.conftest import SandboxAtHand
from tests.verify.conftest import holdings, steps_of


@pytest.fixture
def left(verify: Callable[..., Result]) -> Result:
    """A run that is open: its test stock is there, its subscription waits to be used."""
    return verify("--start", "--sync", "voyado")


def test_it_finds_nothing_where_nothing_was_left(bis: Bis, verify: Callable[..., Result]) -> None:
    assert verify().exit_code == 0

    result = bis("verify --clean-up --json")

    assert (steps_of(result), result.exit_code) == ({"subscriptions": "passed"}, 0)


@pytest.mark.parametrize("with_journal", [True, False])
def test_it_takes_back_an_open_run_from_this_machine_or_another(
    with_journal: bool, left: Result, bis: Bis, sandbox: SandboxAtHand
) -> None:
    if not with_journal:
        shutil.rmtree(bis.state)

    result = bis("verify --clean-up --json")

    assert result.exit_code == 0
    assert steps_of(result) == {f"run {left.data['run']}": "passed", "subscriptions": "passed"}
    assert stock_of(sandbox)["fta"] == 0
    assert holdings(sandbox)["subscriptions"] == []


@pytest.mark.parametrize("with_journal", [True, False])
def test_stock_that_somebody_else_changed_is_theirs_and_told_once(
    with_journal: bool, left: Result, bis: Bis, sandbox: SandboxAtHand
) -> None:
    bis("set-stock --fta 7 --yes")
    if not with_journal:
        shutil.rmtree(bis.state)

    result, again = bis("verify --clean-up --json"), bis("verify --clean-up --json")

    assert (result.exit_code, again.exit_code) == (1, 0)
    assert result.json["error"]["code"] == "changed_meanwhile"
    assert "bis set-stock --sku 1234SIZEM --fta 0 --warehouse 1" in result.json["error"]["hint"]
    assert stock_of(sandbox)["fta"] == 7
    assert holdings(sandbox)["subscriptions"] == []


def test_stock_set_by_hand_is_not_a_verifications(bis: Bis, sandbox: SandboxAtHand) -> None:
    assert bis("set-stock --fta 4 --yes").exit_code == 0

    assert bis("verify --clean-up").exit_code == 0
    assert stock_of(sandbox)["fta"] == 4


def test_a_subscription_made_by_hand_with_bis_is_left_alone(bis: Bis, sandbox: SandboxAtHand) -> None:
    assert bis("subscribe --no-newsletter --yes").exit_code == 0
    before = holdings(sandbox)

    assert bis("verify --clean-up").exit_code == 0
    assert holdings(sandbox) == before


def test_in_production_it_asks_like_everything_that_changes_something(
    left: Result, bis: Bis, sandbox: SandboxAtHand
) -> None:
    before = changes(sandbox)

    refused = bis("verify --clean-up --json --no-newsletter", env=PRODUCTION)
    agreed = bis("verify --clean-up --json --confirm-profile env", env=PRODUCTION)

    assert (refused.exit_code, agreed.exit_code) == (2, 0)
    assert left.data["run"] in refused.json["error"]["message"]
    deleted = f"DELETE /api/v3/inventory/backinstock/subscriptions/{_first_id(left)}"
    assert changes(sandbox)[len(before) :] == [deleted, "SetStock"]


def _first_id(result: Result) -> str:
    (step,) = [step for step in result.data["steps"] if step["name"] == "subscribe"]
    return str(step["evidence"]["subscription_id"])


def test_a_new_run_is_refused_while_one_is_open(left: Result, verify: Callable[..., Result]) -> None:
    result = verify()

    assert result.exit_code == 1
    assert ("error", "run-still-open") in result.found
    assert ("error", "already-waiting") in result.found


def test_a_clean_up_that_fails_names_the_command_that_tries_again(
    verify: Callable[..., Result], bis: Bis, sandbox: SandboxAtHand
) -> None:
    before = holdings(sandbox)
    sandbox.control("POST", "/faults", json={"kind": "status", "operation": "SetStock", "after": 1, "times": 0})

    result = verify()
    sandbox.control("DELETE", "/faults")

    assert (steps_of(result)["clean-up"], result.exit_code) == ("failed", 6)
    (told,) = [each for each in result.json["findings"] if each["id"] == "left-behind"]
    assert told["remedy"]["commands"] == ["bis verify --clean-up"]
    assert bis("verify --clean-up").exit_code == 0
    assert holdings(sandbox) == before
