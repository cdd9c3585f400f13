"""Between two passes of `bis sync-stock`: how long it waits, what it asks, what it adds up. Nobody really waits."""

import re
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from tests.sync.support import SKU, SOLD, Outcome, Shop

NOTHING = {"fetched": 0, "confirmed": 0, "left": 0}


class Pauses:
    """Stands between two passes in place of time: what happens in each pause; asked to stop in the last one."""

    def __init__(self) -> None:
        self.asked_after = 1_000_000  # pages
        self.seconds: list[float] = []
        self.meanwhile: list[Callable[[], object]] = []

    def requested(self) -> bool:
        self.asked_after -= 1
        return self.asked_after < 0

    def wait(self, seconds: float) -> bool:
        self.seconds.append(seconds)
        if not self.meanwhile:
            return True
        self.meanwhile.pop(0)()
        return False


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> Pauses:
    pauses = Pauses()

    @contextmanager
    def instead(_clock: object) -> Generator[Pauses]:
        yield pauses

    monkeypatch.setattr("voyado_bis_cli.cli.stop_signals.stop_on_signals", instead)
    return pauses


def lines(outcome: Outcome) -> list[str]:
    """What each pass told, and the warnings, without the time."""
    told = [re.sub(r"^\d\d:\d\d:\d\d ", "", line) for line in outcome.err.splitlines()]
    return [line for line in told if line.startswith("warning:") or line.endswith((" left", "nothing done"))]


# ---------------------------------------------------------------- how long


def test_a_pass_begins_an_interval_after_the_one_before_it_began(shop: Shop, pauses: Pauses) -> None:
    outcome = shop.sync("--interval", "60")

    (waited,) = pauses.seconds
    assert (outcome.code, outcome.data["passes"]) == (0, 1)
    assert 50 < waited < 60


def test_a_pass_that_took_longer_than_the_interval_is_followed_at_once(shop: Shop, pauses: Pauses) -> None:
    shop.fault(kind="latency", seconds=0.2, operation="NextEvents")

    shop.sync("--interval", "0.1")

    assert pauses.seconds == [0.0]


def test_where_centra_says_when_to_come_back_it_waits_for_that(shop: Shop, pauses: Pauses) -> None:
    moment = datetime.now(UTC) + timedelta(hours=1)
    shop.fault(kind="status", status=429, retry_after=moment.isoformat(), operation="NextEvents")

    outcome = shop.sync("--interval", "10")

    (waited,) = pauses.seconds
    assert outcome.code == 0
    assert 3500 < waited <= 3600


def test_it_does_not_come_back_sooner_than_its_interval(shop: Shop, pauses: Pauses) -> None:
    moment = datetime.now(UTC) + timedelta(hours=1)
    shop.fault(kind="status", status=429, retry_after=moment.isoformat(), operation="NextEvents")

    shop.sync("--interval", "9000")

    (waited,) = pauses.seconds
    assert 8900 < waited <= 9000


def test_it_waits_for_an_expected_sku_no_longer_than_it_was_told(shop: Shop, pauses: Pauses) -> None:
    outcome = shop.sync("--interval", "60", "--expect-sku", SKU, "--wait", "30")

    (waited,) = pauses.seconds
    assert (outcome.code, outcome.error) == (8, "not_yet")
    assert "waited at most 30 s" in outcome.document["error"]["message"]
    assert 20 < waited <= 30


# ---------------------------------------------------------------- what it tells and adds up


def test_each_pass_is_told_and_all_are_added_up(shop: Shop, pauses: Pauses) -> None:
    def orders() -> None:
        shop.set_stock({SKU: 1, SOLD: 1})
        shop.set_stock({SKU: 1})

    shop.set_stock({SKU: 1})
    pauses.meanwhile = [orders, lambda: None]

    outcome = shop.sync("--interval", "60")

    assert lines(outcome) == [
        "1 event, 2 levels sent, 0 refused, 1 confirmed, 0 left",
        "2 events, 4 levels sent, 0 refused, 2 confirmed, 0 left",
        "0 events, 0 levels sent, 0 refused, 0 confirmed, 0 left",
    ]
    assert outcome.data["events"] == {"fetched": 3, "confirmed": 3, "left": 0}
    assert outcome.data["stock_levels"] == {"sent": 6, "failed": 0}
    assert (outcome.data["passes"], outcome.data["sent"]) == (3, [])
    assert outcome.found == ["market-without-rule"]


def test_what_is_left_and_refused_is_that_of_the_last_pass(shop: Shop, pauses: Pauses) -> None:
    shop.set_stock({SKU: 1})
    shop.fault(kind="partial-batch", skus=[SKU], times=2)
    pauses.meanwhile = [lambda: None]

    outcome = shop.sync("--interval", "60")

    refused = "warning: Engage refused 2 stock levels; still queued: 1 event."
    hint = "The reasons stand beside each level. Correct them and run the sync again."
    assert lines(outcome) == ["1 event, 0 levels sent, 2 refused, 0 confirmed, 1 left", f"{refused} {hint}"] * 2
    assert outcome.data["events"] == {"fetched": 2, "confirmed": 0, "left": 1}
    assert outcome.data["stock_levels"] == {"sent": 0, "failed": 2}
    assert len(outcome.data["failed"]) == 2


def test_a_pass_that_did_nothing_counts_as_one(shop: Shop, pauses: Pauses, no_pauses: list[float]) -> None:
    shop.fault(kind="status", status=400, operation="Markets", times=2)
    shop.set_stock({SKU: 1})
    pauses.meanwhile = [lambda: None]

    outcome = shop.sync("--interval", "60")

    assert outcome.code == 0
    assert [line for line in lines(outcome) if not line.startswith("warning:")] == ["nothing done"] * 2
    assert (outcome.data["passes"], outcome.data["events"]) == (2, NOTHING)
    assert (outcome.data["sent"], outcome.found) == ([], [])


def test_what_was_done_before_a_pass_that_did_nothing_stays_told(shop: Shop, pauses: Pauses) -> None:
    shop.set_stock({SKU: 1})
    pauses.meanwhile = [lambda: shop.fault(kind="status", status=400, operation="Markets")]

    outcome = shop.sync("--interval", "60")

    assert outcome.data["events"] == {"fetched": 1, "confirmed": 1, "left": 0}
    assert outcome.data["passes"] == 2
    assert [row["sku"] for row in outcome.data["sent"]] == [SKU, SKU]


# ---------------------------------------------------------------- when it ends


@pytest.mark.parametrize(("pages", "confirmed"), [(0, 0), (1, 200), (2, 201)])
def test_asked_to_stop_it_takes_no_further_page(shop: Shop, pauses: Pauses, pages: int, confirmed: int) -> None:
    shop.seed(events=201, skus=2)
    pauses.asked_after = pages

    outcome = shop.sync("--interval", "60")

    assert (outcome.code, outcome.data["events"]["confirmed"]) == (0, confirmed)
    assert len(shop.queue) == 201 - confirmed


def test_max_events_counts_over_all_passes(shop: Shop, pauses: Pauses) -> None:
    shop.seed(events=2, skus=2)
    pauses.meanwhile = [lambda: shop.seed(events=5, skus=5)]

    outcome = shop.sync("--interval", "60", "--max-events", "3")

    assert (outcome.code, outcome.data["events"]["confirmed"], outcome.data["passes"]) == (0, 3, 2)
    assert len(shop.queue) == 4


def test_max_events_without_the_expected_sku_is_no_success(shop: Shop, pauses: Pauses) -> None:
    shop.set_stock({SOLD: 1})

    outcome = shop.sync("--interval", "60", "--max-events", "1", "--expect-sku", SKU)

    assert (outcome.code, outcome.error) == (8, "not_yet")
    assert pauses.seconds == []


def test_production_is_asked_once_however_many_passes_there_are(shop: Shop, pauses: Pauses) -> None:
    shop.set_stock({SKU: 1})
    pauses.meanwhile = [lambda: shop.set_stock({SKU: 1})]
    env = {"BIS_KIND": "production"}

    outcome = shop.bis("sync-stock", "--interval", "60", "--confirm-profile", "env", env=env)

    said = [line for line in outcome.err.splitlines() if "which is production" in line]
    assert outcome.code == 0
    assert len(said) == 1
    assert "bis will now consume the event queue of 'bis toolkit'" in said[0]
    assert shop.queue == []
