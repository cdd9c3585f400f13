"""Never more than one writer of ours in flight: two processes on one integration."""

import os
import signal
import time

import pytest

from tests.sync.processes import Zygote
from tests.sync.support import SKU, Shop

WAYS = {
    "--once": ["--once"],
    "--sku": ["--sku", SKU],
    "--full": ["--full"],
    "--skip-event": ["--skip-event", "1"],
    "--discard-backlog": ["--discard-backlog"],
    "polling": ["--interval", "1"],
}


def settled(shop: Shop) -> int:
    """Count the requests once the sandbox has noted the last one: it answers first."""
    before, now = -1, len(shop.requests())
    while before != now:
        time.sleep(0.2)
        before, now = now, len(shop.requests())
    return now


@pytest.mark.parametrize("way", WAYS)
def test_while_one_run_is_under_way_a_second_one_leaves_at_once(shop: Shop, zygote: Zygote, way: str) -> None:
    shop.set_stock({SKU: 1})
    first = zygote.start("sync-stock", "--once", env=shop.env, pause_at=16)  # the page's stock is read
    first.until_paused()
    asked = settled(shop)

    second = shop.sync(*WAYS[way])

    assert (second.code, second.error) == (8, "locked")
    error = second.document["error"]
    assert error["details"] == {"integration_name": "bis toolkit", "pid": first.pid}
    assert error["message"].startswith(f'The queue of the integration "bis toolkit" is in use by process {first.pid}')
    assert len(shop.requests()) == asked
    first.go_on()
    assert first.wait().code == 0
    assert shop.sync(*WAYS["--once"]).code == 0


def test_a_run_that_polls_keeps_the_queue_between_its_passes(shop: Shop, zygote: Zygote) -> None:
    polling = zygote.start("sync-stock", "--interval", "500", env=shop.env)
    polling.until_told("0 events")

    assert shop.sync("--once").code == 8

    os.kill(polling.pid, signal.SIGTERM)
    assert polling.wait().code == 0
    assert shop.sync("--once").code == 0


def test_a_run_that_was_killed_holds_nothing(shop: Shop, zygote: Zygote) -> None:
    killed = zygote.start("sync-stock", "--once", env=shop.env, kill_at=8).wait()

    assert killed.code == -signal.SIGKILL
    assert shop.sync("--once").code == 0


def test_another_integration_is_another_queue(shop: Shop, zygote: Zygote) -> None:
    fresh = {"BIS_CENTRA_TOKEN": "sandbox-fresh", "BIS_CENTRA_INTEGRATION_NAME": "bis fresh"}
    shop.bis("listeners", "add", env=fresh)
    first = zygote.start("sync-stock", "--once", env=shop.env, pause_at=12)
    first.until_paused()

    assert shop.sync("--once", env=fresh).code == 0

    first.go_on()
    assert first.wait().code == 0


def test_levels_never_go_backwards_however_many_try_at_once(shop: Shop, zygote: Zygote) -> None:
    """Stock only rises here; a run that read it before another one and sent it after would show."""
    codes = []
    for _ in range(12):
        shop.set_stock({SKU: 1})
        runs = [zygote.start("sync-stock", "--once", env=shop.env) for _ in range(3)]
        codes += [run.wait().code for run in runs]

    shop.sync("--once")
    for market in ("4", "5"):
        sent = [quantity for sku, external_id, quantity in shop.levels if (sku, external_id) == (SKU, market)]
        assert sent == sorted(sent)
        assert sent[-1] == 12
    assert set(codes) == {0, 8}
    assert shop.queue == []
