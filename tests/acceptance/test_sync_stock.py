"""`bis sync-stock`: what Centra can sell reaches Engage, and no event is lost on the way."""

import pytest

from tests.acceptance.picky_engage import REASON, PickyEngage
from tests.acceptance.support import OURS, PRODUCTION, SKU, Bis, asked, changes, levels, queue_of
from tests.conftest import SandboxAtHand
from voyado_bis_cli.journal.lock import FileQueueLock

SOLD = "1234-1"  # FTA 5 in Stockholm
CHANGE = ("StockChange", "CREATED", 304)


def test_a_dry_run_says_what_would_be_sent_and_does_nothing(bis: Bis, sandbox: SandboxAtHand) -> None:
    bis("set-stock --fta 10")
    done = changes(sandbox)

    result = bis("sync-stock --once --dry-run --json")

    assert result.exit_code == 0
    assert result.data["dry_run"] is True
    assert result.data["sent"] == [
        {"sku": SKU, "quantity": 10, "externalId": "4"},
        {"sku": SKU, "quantity": 10, "externalId": "5"},
    ]
    assert result.data["events"] == {"fetched": 1, "confirmed": 0, "left": 1}
    assert (changes(sandbox), levels(sandbox), queue_of(sandbox, OURS)) == (done, [], [CHANGE])


def test_a_second_run_has_nothing_to_do(bis: Bis, sandbox: SandboxAtHand) -> None:
    bis("set-stock --fta 10")
    bis("sync-stock --once")
    sent = levels(sandbox)

    result = bis("sync-stock --once --json")

    assert result.exit_code == 0
    assert result.data["events"] == {"fetched": 0, "confirmed": 0, "left": 0}
    assert levels(sandbox) == sent


def test_the_present_level_is_sent_once_however_many_events_led_to_it(bis: Bis, sandbox: SandboxAtHand) -> None:
    for fta in (3, 7, 2):
        bis(f"set-stock --fta {fta}")

    result = bis("sync-stock --once --json")

    assert result.data["events"] == {"fetched": 3, "confirmed": 3, "left": 0}
    assert levels(sandbox) == [(SKU, "4", 2), (SKU, "5", 2)]


def test_named_skus_are_sent_without_any_queue(bis: Bis, sandbox: SandboxAtHand) -> None:
    bis("set-stock --fta 10")

    result = bis(f"sync-stock --sku {SOLD} --sku {SKU} --sku {SOLD} --json")

    assert result.exit_code == 0
    assert set(levels(sandbox)) == {(SOLD, "4", 5), (SOLD, "5", 5), (SKU, "4", 10), (SKU, "5", 10)}
    assert len(levels(sandbox)) == 4
    assert queue_of(sandbox, OURS) == [CHANGE]
    assert "ConfirmEvents" not in asked(sandbox)


def test_a_full_sync_sends_every_sku_in_every_market_with_a_rule(bis: Bis, sandbox: SandboxAtHand) -> None:
    result = bis("sync-stock --full --json")

    sent = levels(sandbox)
    assert result.exit_code == 0
    assert len(sent) == len(set(sent)) == result.data["stock_levels"]["sent"] == 78
    assert {market for _, market, _ in sent} == {"4", "5"}
    assert (SKU, "4", 0) in sent
    assert ("2001GRYM", "5", 2) in sent


def test_it_stops_after_as_many_events_as_asked(bis: Bis, sandbox: SandboxAtHand) -> None:
    for fta in (1, 2, 3):
        bis(f"set-stock --fta {fta}")

    result = bis("sync-stock --once --max-events 2 --json")

    assert result.data["events"] == {"fetched": 2, "confirmed": 2, "left": 0}
    assert queue_of(sandbox, OURS) == [("StockChange", "CREATED", 306)]


@pytest.mark.parametrize("dry_run", ["", "--dry-run"])
def test_orders_cancellations_and_returns_reach_engage_as_levels(
    bis: Bis, sandbox: SandboxAtHand, dry_run: str
) -> None:
    def sent() -> list[tuple[str, int]]:
        data = bis(f"sync-stock --once --json {dry_run}").data
        return [(level["externalId"], level["quantity"]) for level in data["sent"] if level["sku"] == SOLD]

    order = sandbox.control("POST", "/orders", {"market": 4, "lines": {SOLD: 2}})["order"]
    assert sent() == [("4", 3), ("5", 3)]

    sandbox.control("POST", f"/orders/{order}/cancel")
    assert sent() == [("4", 5), ("5", 5)]

    order = sandbox.control("POST", "/orders", {"market": 4, "lines": {SOLD: 1}})["order"]
    sandbox.control("POST", "/returns", {"order": order, "lines": {SOLD: 1}, "warehouse": 2})
    assert sent() == [("4", 4), ("5", 5)]


def test_a_return_that_counts_nowhere_changes_no_level(bis: Bis, sandbox: SandboxAtHand) -> None:
    order = sandbox.control("POST", "/orders", {"market": 4, "lines": {SOLD: 1}})["order"]
    sandbox.control("POST", "/returns", {"order": order, "lines": {SOLD: 1}})  # into the returns warehouse

    assert bis("sync-stock --once").exit_code == 0
    assert levels(sandbox) == [(SOLD, "4", 4), (SOLD, "5", 4)]
    assert queue_of(sandbox, OURS) == []


def test_only_markets_of_the_profiles_stores_are_sent(bis: Bis, sandbox: SandboxAtHand) -> None:
    bis("set-stock --fta 10")

    assert bis("sync-stock --once", env={"BIS_CENTRA_STORES": "2"}).exit_code == 0
    assert levels(sandbox) == [(SKU, "5", 10)]


# ---------------------------------------------------------------- what goes wrong


def test_a_refused_level_keeps_its_event(bis: Bis, sandbox: SandboxAtHand, picky_engage: PickyEngage) -> None:
    bis("set-stock --fta 10")
    picky_engage.refused = {"5"}

    result = bis("sync-stock --once --json", env=picky_engage.env)

    assert result.exit_code == 5
    assert result.json["error"]["code"] == "refused"
    assert result.data["stock_levels"] == {"sent": 1, "failed": 1}
    assert result.data["failed"] == [
        {"sku": SKU, "externalId": "5", "reason": f"InvalidStockLevel: {REASON} (HTTP 400)"}
    ]
    assert result.data["events"] == {"fetched": 1, "confirmed": 0, "left": 1}
    assert levels(sandbox) == [(SKU, "4", 10)]
    assert queue_of(sandbox, OURS) == [CHANGE]


def test_the_event_is_confirmed_once_engage_takes_its_level(
    bis: Bis, sandbox: SandboxAtHand, picky_engage: PickyEngage
) -> None:
    bis("set-stock --fta 10")
    picky_engage.refused = {"5"}
    assert bis("sync-stock --once", env=picky_engage.env).exit_code == 5

    picky_engage.refused = set()

    assert bis("sync-stock --once", env=picky_engage.env).exit_code == 0
    assert queue_of(sandbox, OURS) == []
    assert set(levels(sandbox)) == {(SKU, "4", 10), (SKU, "5", 10)}


def test_a_wrong_engage_key_confirms_nothing(bis: Bis, sandbox: SandboxAtHand) -> None:
    bis("set-stock --fta 10")

    result = bis("sync-stock --once --json", env={"BIS_ENGAGE_API_KEY": "not-the-key"})

    assert (result.exit_code, result.json["error"]["code"]) == (4, "not_authenticated")
    assert result.data["events"] == {"fetched": 1, "confirmed": 0, "left": 1}
    assert queue_of(sandbox, OURS) == [CHANGE]


def test_two_runs_of_one_queue_do_not_meet(bis: Bis, sandbox: SandboxAtHand) -> None:
    bis("set-stock --fta 10")

    with FileQueueLock(bis.state, f"{sandbox.url}/graphql", OURS).hold():
        result = bis("sync-stock --once --json")

    assert (result.exit_code, result.json["error"]["code"]) == (8, "locked")
    assert queue_of(sandbox, OURS) == [CHANGE]
    assert bis("sync-stock --once").exit_code == 0


def test_on_production_the_backlog_is_told_before_it_is_sent(bis: Bis, sandbox: SandboxAtHand) -> None:
    bis("set-stock --fta 10")

    refused = bis("sync-stock --once", env=PRODUCTION)

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert ", the oldest of " in refused.error
    assert (levels(sandbox), queue_of(sandbox, OURS)) == ([], [CHANGE])
    assert bis("sync-stock --once --confirm-profile env", env=PRODUCTION).exit_code == 0
    assert levels(sandbox) == [(SKU, "4", 10), (SKU, "5", 10)]
