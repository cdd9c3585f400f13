"""`bis sync-stock` without `--once`: pass after pass, until somebody asks it to stop."""

import os
import signal
import time

import pytest

from tests.sync.processes import Zygote
from tests.sync.support import SKU, SOLD, Shop

POLL = ("sync-stock", "--interval", "0.1", "--json")
FIRST_PAGE_IS_FETCHED = 14  # two boundaries each: is it a sandbox, five of the map, the first page


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_lets_it_finish_its_page_and_end_well(shop: Shop, zygote: Zygote, number: int) -> None:
    for _ in range(3):
        shop.set_stock({SKU: 1})
    polling = zygote.start(*POLL, env=shop.env, page=1, pause_at=FIRST_PAGE_IS_FETCHED)
    polling.until_paused()

    os.kill(polling.pid, number)
    polling.go_on()
    outcome = polling.wait()

    assert (outcome.code, outcome.data["events"]) == (0, {"fetched": 1, "confirmed": 1, "left": 0})
    assert shop.latest == {(SKU, "4"): 3, (SKU, "5"): 3}
    assert len(shop.queue) == 2
    assert outcome.err.splitlines()[1].endswith(" 1 event, 2 levels sent, 0 refused, 1 confirmed, 0 left")


@pytest.mark.parametrize("numbers", [(signal.SIGINT, signal.SIGINT), (signal.SIGTERM, signal.SIGINT)])
@pytest.mark.parametrize("boundaries", range(FIRST_PAGE_IS_FETCHED, FIRST_PAGE_IS_FETCHED + 6))
def test_the_second_signal_ends_it_at_once_and_loses_nothing(
    shop: Shop, zygote: Zygote, numbers: tuple[int, int], boundaries: int
) -> None:
    shop.set_stock({SKU: 1})
    polling = zygote.start(*POLL, env=shop.env, pause_at=boundaries)
    polling.until_paused()

    os.kill(polling.pid, numbers[0])
    time.sleep(0.05)  # two pending signals of a kind would be one
    os.kill(polling.pid, numbers[1])
    outcome = polling.wait()

    assert (outcome.code, outcome.error) == (130, "interrupted")
    assert shop.queue == [] or boundaries < FIRST_PAGE_IS_FETCHED + 6
    assert shop.sync("--once").code == 0
    assert (shop.latest, shop.queue) == ({(SKU, "4"): 1, (SKU, "5"): 1}, [])


def test_a_signal_while_it_waits_ends_it_at_once(shop: Shop, zygote: Zygote) -> None:
    polling = zygote.start("sync-stock", "--interval", "500", env=shop.env)
    polling.until_told("0 events")

    os.kill(polling.pid, signal.SIGTERM)

    assert polling.wait().code == 0


def test_each_pass_is_a_line_and_the_sums_are_the_result(shop: Shop, zygote: Zygote) -> None:
    shop.set_stock({SKU: 1})
    polling = zygote.start(*POLL, env=shop.env)
    polling.until_told("1 event, 2 levels sent, 0 refused, 1 confirmed, 0 left")
    polling.until_told("0 events, 0 levels sent, 0 refused, 0 confirmed, 0 left")
    shop.set_stock({SOLD: 1})
    while shop.queue:
        polling.until_told("confirmed")

    os.kill(polling.pid, signal.SIGINT)
    outcome = polling.wait()

    assert outcome.code == 0
    assert outcome.data["events"] == {"fetched": 2, "confirmed": 2, "left": 0}
    assert outcome.data["stock_levels"] == {"sent": 4, "failed": 0}
    assert outcome.data["passes"] == sum(" left" in line for line in outcome.err.splitlines())


def test_a_failure_that_may_pass_is_told_and_the_next_pass_tries_again(shop: Shop) -> None:
    shop.set_stock({SKU: 1})
    shop.fault(kind="partial-batch", skus=[SKU])

    outcome = shop.sync("--interval", "0.1", "--expect-sku", SKU, "--wait", "20")

    assert outcome.code == 0
    assert "warning: Engage refused 2 stock levels; still queued: 1 event." in outcome.err
    assert outcome.data["passes"] == 2
    assert shop.queue == []


def test_a_failure_that_stays_ends_it(shop: Shop) -> None:
    outcome = shop.sync("--interval", "0.1", env={"BIS_CENTRA_TOKEN": "sandbox-expired"})

    assert (outcome.code, outcome.error) == (4, "not_authenticated")


def test_a_key_that_engage_refuses_ends_it_too(shop: Shop) -> None:
    shop.set_stock({SKU: 1})

    outcome = shop.sync("--interval", "0.1", env={"BIS_ENGAGE_API_KEY": "wrong"})

    assert (outcome.code, outcome.error) == (4, "not_authenticated")
    assert len(shop.queue) == 1


def test_it_ends_as_soon_as_the_expected_sku_was_sent(shop: Shop) -> None:
    shop.set_stock({SKU: 1})

    outcome = shop.sync("--interval", "0.1", "--expect-sku", SKU, "--wait", "20")

    assert (outcome.code, outcome.data["passes"]) == (0, 1)
    assert {row["sku"] for row in outcome.data["sent"]} == {SKU}


def test_it_waits_for_the_expected_sku_and_then_says_what_to_look_at(shop: Shop) -> None:
    shop.set_stock({SOLD: 1})

    outcome = shop.sync("--interval", "0.1", "--expect-sku", SKU, "--wait", "0.5")

    assert (outcome.code, outcome.error) == (8, "not_yet")
    assert outcome.data["events"] == {"fetched": 1, "confirmed": 1, "left": 0}
    assert outcome.data["passes"] >= 2
    assert f"bis sync-stock --sku {SKU}" in outcome.document["error"]["hint"]


def test_asked_to_stop_before_the_expected_sku_was_sent_it_does_not_claim_success(shop: Shop, zygote: Zygote) -> None:
    polling = zygote.start("sync-stock", "--expect-sku", SKU, "--wait", "500", "--json", env=shop.env)
    polling.until_told("0 events")

    os.kill(polling.pid, signal.SIGTERM)
    outcome = polling.wait()

    assert (outcome.code, outcome.error) == (8, "not_yet")


def test_max_events_is_the_most_that_all_passes_consume_together(shop: Shop) -> None:
    shop.seed(events=5, skus=5)

    outcome = shop.sync("--interval", "0.1", "--max-events", "3")

    assert (outcome.code, outcome.data["events"]["confirmed"], len(shop.queue)) == (0, 3, 2)


def test_the_deadline_of_the_run_ends_it_while_it_waits(shop: Shop) -> None:
    outcome = shop.sync("--interval", "500", "--timeout", "1")

    assert (outcome.code, outcome.error) == (6, "timeout")
    assert outcome.data["passes"] == 1


@pytest.mark.parametrize("kind", ["test", "production"])
def test_outside_the_sandbox_it_does_not_poll_faster_than_every_ten_seconds(shop: Shop, kind: str) -> None:
    outcome = shop.sync("--interval", "9.9", env={"BIS_KIND": kind})

    assert (outcome.code, outcome.error) == (2, "usage")
    assert "--interval 10" in outcome.document["error"]["hint"]
    assert shop.asked() == []


def test_consent_is_asked_for_once(shop: Shop) -> None:
    shop.set_stock({SKU: 1})

    refused = shop.sync("--interval", "10", env={"BIS_KIND": "test"})
    allowed = shop.sync("--interval", "10", "--yes", "--expect-sku", SKU, env={"BIS_KIND": "test"})

    assert (refused.code, refused.error) == (2, "confirmation_needed")
    assert allowed.code == 0
