"""Every built-in scenario passes on a sandbox and leaves it as it was."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.support import PRODUCTION, TEST, VOYADOS, Bis, Result, changes, queue_of
from tests.conftest import SandboxAtHand
from tests.verify.conftest import evidence_of, holdings, steps_of, working
from voyado_bis_cli.workflows.verify.builtin import built_in

WITH_VOYADO = [name for name, one in built_in().items() if one.sync == "any"]


@pytest.mark.parametrize("name", built_in())
def test_it_passes_and_takes_everything_back(name: str, verify: Callable[..., Result], sandbox: SandboxAtHand) -> None:
    before = holdings(sandbox)

    result = verify("--scenario", name)

    assert result.exit_code == 0, result.stdout
    assert set(steps_of(result).values()) == {"passed"}
    assert (result.data["scenario"], result.data["sync"]) == (name, "toolkit")
    assert holdings(sandbox) == before


@pytest.mark.parametrize("name", WITH_VOYADO)
def test_voyado_can_play_it_and_nothing_of_its_queue_is_confirmed_by_bis(
    name: str, verify: Callable[..., Result], sandbox: SandboxAtHand
) -> None:
    before = holdings(sandbox)

    with working(sandbox, "voyado"):
        result = verify("--scenario", name, "--sync", "voyado", "--wait", "10")

    assert result.exit_code == 0, result.stdout
    assert holdings(sandbox) == before
    assert "ConfirmEvents" not in changes(sandbox)
    assert [each for each in changes(sandbox) if each.startswith("PUT")] == [
        each for each in changes(sandbox) if each.endswith("/inventory/stock-levels/batch")
    ]


def test_one_email_in_two_markets_goes_to_where_the_stock_is(
    verify: Callable[..., Result], sandbox: SandboxAtHand
) -> None:
    result = verify("--scenario", "two-markets")

    levels = [(row["externalId"], row["quantity"]) for row in evidence_of(result, "sync")["sent"]]
    assert levels == [("4", 0), ("5", 10)]
    assert len(sandbox.state()["engage"]["emails"]) == 1


def test_each_brand_has_its_own_store_value_and_its_own_copy_of_the_event(
    verify: Callable[..., Result], sandbox: SandboxAtHand
) -> None:
    result = verify("--scenario", "two-brands")

    asked = sandbox.journal(path="/subscription-api")
    assert [entry["request"]["body"]["store"] for entry in asked] == ["voyadotenant-1", "voyadotenant-2"]
    event = evidence_of(result, "event")
    assert event["event_id"] != event["voyado_event_id"]


def test_they_are_listed_with_where_they_can_be_played(bis: Bis) -> None:
    told = bis("verify --list")
    listed = {row["name"]: row for row in bis("verify --list --json").data["scenarios"]}

    assert told.exit_code == 0
    assert tuple(listed) == tuple(built_in())
    assert [name for name, row in listed.items() if row["sandbox_only"]] == [
        "below-minimum",
        "order-takes-last",
        "return-brings-back",
    ]
    assert "(on a sandbox only, with --sync toolkit)" in told.stdout


def test_listing_needs_no_profile(tmp_path: Path) -> None:
    assert Bis({}, tmp_path)("verify --list").exit_code == 0


@pytest.mark.parametrize("kind", [TEST, PRODUCTION], ids=["test", "production"])
def test_what_no_api_can_do_is_refused_outside_a_sandbox(kind: Any, bis: Bis, sandbox: SandboxAtHand) -> None:
    result = bis("verify --scenario order-takes-last --sync toolkit --no-newsletter --yes", env=kind)

    assert result.exit_code == 2
    assert "has steps that no API can do (order): they need a sandbox." in result.error
    assert changes(sandbox) == []


def test_a_scenario_that_depends_on_when_levels_are_sent_is_not_left_to_voyado(bis: Bis) -> None:
    result = bis("verify --scenario sold-out-again --sync voyado")

    assert result.exit_code == 2
    assert "Play it with --sync toolkit." in result.stderr


def test_an_unknown_one_is_a_usage_error_that_lists_them(bis: Bis) -> None:
    result = bis("verify --scenario two-market")

    assert result.exit_code == 2
    assert "plain, two-markets, sold-out-again" in result.error


def test_join_and_start_belong_to_the_plain_flow(bis: Bis) -> None:
    assert bis("verify --scenario unsubscribe --from registered").exit_code == 2
    assert bis("verify --scenario unsubscribe --start").exit_code == 2
    assert bis("verify --start --clean-up").exit_code == 2


@pytest.fixture
def own(bis: Bis) -> Callable[[str], Path]:
    """Write a scenario of one's own."""

    def write(text: str) -> Path:
        path = bis.folder / "own.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_one_of_your_own_is_played_from_a_file(
    own: Callable[[str], Path], verify: Callable[..., Result], sandbox: SandboxAtHand
) -> None:
    path = own(
        'name = "germany"\ntitle = "Restock Berlin"\n'
        'steps = [{ do = "subscribe", market = "Germany" }, { do = "set-stock", warehouse = 2, fta = 3 },\n'
        '  { do = "sync" }, { do = "consumed" }, { do = "email" }]\n'
    )

    result = verify("--scenario-file", str(path))

    assert result.exit_code == 0, result.stdout
    assert list(steps_of(result)) == ["preflight", "subscribe", "set-stock", "sync", "consumed", "email", "clean-up"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("name = ", "it is no TOML"),
        ('name = "x"\ntitle = "X"\nsteps = []', "steps: Tuple should have at least 1 item"),
        ('name = "x"\ntitle = "X"\nsteps = [{ do = "dance" }]', "steps.0: Input tag 'dance'"),
        ('name = "x"\ntitle = "X"\nsteps = [{ do = "set-stock" }]', "steps.0: give exactly one of fta and add"),
        ('name = "x"\ntitle = "X"\nsteps = [{ do = "set-stock", add = 0 }]', "steps.0.add: "),
        ('name = "x"\ntitle = "X"\nsteps = [{ do = "subscribe", whom = "a" }]', "steps.0.whom: "),
        ('name = "x"\ntitle = "X"\nsteps = [{ do = "consumed" }]', "steps.0.who: nobody called 'shopper' subscribed"),
        ('name = "x"\ntitle = "X"\nsteps = [{ do = "event" }]', "steps.0.do: 'event' needs a change of stock"),
        ('name = "x"\ntitle = "X"\nsteps = [{ do = "return" }]', "steps.0.do: 'return' needs an order"),
        (
            'name = "x"\ntitle = "X"\nsteps = [{ do = "subscribe" }, { do = "subscribe" }]',
            "steps.1.who: 'shopper' subscribed already",
        ),
        ('title = "X"\nsteps = [{ do = "log" }]', "name: Field required"),
    ],
)
def test_what_is_wrong_in_a_file_is_named_by_its_key(
    text: str, problem: str, own: Callable[[str], Path], bis: Bis
) -> None:
    result = bis("verify", "--scenario-file", str(own(text)))

    assert result.exit_code == 3
    assert problem in result.error


def test_a_scenario_and_a_file_exclude_each_other(bis: Bis) -> None:
    assert bis("verify --scenario plain --scenario-file own.toml").exit_code == 2


def test_a_store_of_a_market_needs_the_tenant(bis: Bis) -> None:
    result = bis("verify --scenario two-brands", env={"BIS_TENANT": None})

    assert (result.exit_code, "does not name the tenant" in result.error) == (3, True)


def test_what_must_not_happen_fails_where_it_happens(
    own: Callable[[str], Path], verify: Callable[..., Result], sandbox: SandboxAtHand
) -> None:
    begin = 'name = "x"\ntitle = "X"\nsteps = [{ do = "subscribe" }, { do = "set-stock", add = 2 },'
    before = holdings(sandbox)

    waits = verify("--scenario-file", str(own(begin + '{ do = "sync" }, { do = "waiting" }]')))
    mailed = verify("--scenario-file", str(own(begin + '{ do = "sync" }, { do = "no-email" }]')))
    unchanged = verify("--scenario-file", str(own(begin + '{ do = "set-stock", fta = 2 }]')))

    for result, step in ((waits, "waiting"), (mailed, "no-email"), (unchanged, "set-stock-2")):
        assert (steps_of(result)[step], result.exit_code) == ("failed", 1)
        assert result.json["error"]["code"] == "not_as_expected"
    assert holdings(sandbox) == before


def test_an_event_after_an_order_alone_is_not_looked_for(
    own: Callable[[str], Path], verify: Callable[..., Result], sandbox: SandboxAtHand
) -> None:
    sandbox.control("POST", "/automation", json={"minimum_quantity": 1})
    path = own('name = "x"\ntitle = "X"\nsteps = [{ do = "order" }, { do = "event" }]')

    result = verify("--scenario-file", str(path))

    assert (steps_of(result)["order"], result.exit_code) == ("failed", 2)  # sold out: nothing to buy


def test_a_file_that_cannot_be_read_is_told(bis: Bis) -> None:
    result = bis("verify --scenario-file nowhere.toml")

    assert (result.exit_code, "nowhere.toml cannot be read" in result.error) == (3, True)


def test_a_shop_without_another_warehouse_cannot_play_the_other_market(bis: Bis, sandbox: SandboxAtHand) -> None:
    result = bis("verify --scenario wrong-market --market Germany --locale de-DE")

    assert result.exit_code == 1
    assert "needs a market that sells from a warehouse which Germany (5) does not sell from" in result.error
    assert queue_of(sandbox, VOYADOS) == []
