"""Nobody else is starved: never more than our share of Centra's rate budget."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.sync.support import SKU, Shop, bulk_skus
from voyado_bis_cli.sandbox.centra.rate_limits import Measure, Window
from voyado_bis_cli.sandbox.journal import Exchange


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch, shop: Shop) -> list[float]:
    """How long it waited each time; the sandbox's clock moves along, and nobody really waits."""
    slept: list[float] = []

    def sleep(_clock: object, seconds: float) -> None:
        slept.append(seconds)
        shop.world.clock.advance(seconds)

    monkeypatch.setattr("voyado_bis_cli.cli.context.SystemClock.sleep", sleep)
    shop.world.clock.freeze()
    return slept


def remaining(shop: Shop) -> dict[str, float]:
    """What is left of each quota of ten seconds, as a part of it, by measure."""
    limits = shop.world.limits.documents()
    return {
        str(one["type"]): one["remainingQuota"] / one["quota"]  # type: ignore[operator]  # numbers
        for one in limits
        if one["intervalSeconds"] == "TEN_SECONDS"
    }


@pytest.mark.parametrize("share", [0.5, 0.3])
def test_others_keep_their_share_of_every_budget(
    shop: Shop, waits: list[float], monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    shop.seed(4_000, skus=100)
    shop.limited()
    lowest: dict[str, float] = {}
    keep = shop.world.journal.record

    def record(exchange: Exchange) -> None:
        keep(exchange)
        for measure, part in remaining(shop).items():
            lowest[measure] = min(part, lowest.get(measure, 1))

    monkeypatch.setattr(shop.world.journal, "record", record)

    outcome = shop.sync("--once", "--rate-share", str(share))

    assert outcome.code == 0
    assert outcome.data["events"]["confirmed"] == 4_000
    assert waits
    assert min(lowest.values()) >= 1 - share
    assert 429 not in {one["status"] for one in shop.requests()}


def test_a_full_sync_and_a_discarded_backlog_leave_it_too(shop: Shop, waits: list[float]) -> None:
    shop.seed(4_000, skus=4_000)
    shop.limited()

    assert shop.sync("--full").code == 0
    assert shop.sync("--discard-backlog").code == 0

    assert waits
    assert 429 not in {one["status"] for one in shop.requests()}
    assert shop.queue == []


def test_where_the_share_comes_back_too_late_the_run_ends_and_says_when_to_come_back(shop: Shop) -> None:
    shop.set_stock({SKU: 1})
    shop.limited()
    shop.world.limits.use(Measure.REQUESTS, Window.ONE_HOUR, 3_000)

    outcome = shop.sync("--once")

    assert (outcome.code, outcome.error) == (7, "rate_limited")
    resume_at = datetime.fromisoformat(outcome.document["error"]["details"]["resume_at"])
    to_wait = timedelta(hours=1) * (3_000 + 6 + 3 - 2_500) / 5_000  # asked by then, and still to be asked
    assert abs(shop.world.clock.now() + to_wait - resume_at) < timedelta(seconds=10)
    assert outcome.data["events"] == {"fetched": 1, "confirmed": 0, "left": 1}
    assert shop.sync("--once", "--rate-share", "1").code == 0


HALF_OF_AN_HOUR = {Measure.REQUESTS: 2_500, Measure.MUTATIONS: 900, Measure.COMPLEXITY: 15_000_000}
"""What a run may use of the default plan's quotas of an hour, with the default share."""


def one_change(shop: Shop) -> None:
    shop.set_stock({SKU: 1})


def a_long_change(shop: Shop) -> None:
    """One whose lines do not all come with its event."""
    shop.seed(0, skus=20)
    shop.set_stock(dict.fromkeys(bulk_skus(20), 1))


def eleven_long_changes(shop: Shop) -> None:
    for _ in range(11):
        a_long_change(shop)


def a_full_page(shop: Shop) -> None:
    shop.seed(200, skus=1)


def more_than_a_page(shop: Shop) -> None:
    shop.seed(201, skus=1)


@pytest.mark.parametrize(
    ("way", "waiting", "measure", "spent_and_ahead"),
    [
        # five for the map, the page; then stock, confirmation, next page
        pytest.param("--once", one_change, Measure.REQUESTS, 6 + 3, id="a page: requests"),
        pytest.param("--once", one_change, Measure.MUTATIONS, 0 + 1, id="a page: mutations"),
        # and the rest of the lines
        pytest.param("--once", a_long_change, Measure.REQUESTS, 6 + 4, id="a long stock change: requests"),
        pytest.param("--once", eleven_long_changes, Measure.REQUESTS, 6 + 5, id="eleven of them: requests"),
        # a page; then the next one and the first confirmation
        pytest.param("--discard-backlog", a_full_page, Measure.REQUESTS, 1 + 2, id="a backlog: requests"),
        pytest.param("--discard-backlog", a_full_page, Measure.MUTATIONS, 0 + 1, id="a backlog: mutations"),
        # two pages, a confirmation, the look itself; then the second confirmation
        pytest.param("--discard-backlog", more_than_a_page, Measure.REQUESTS, 4 + 1, id="its rest: requests"),
        pytest.param("--discard-backlog", more_than_a_page, Measure.MUTATIONS, 1 + 1, id="its rest: mutations"),
    ],
)
def test_it_waits_exactly_where_the_next_step_would_reach_into_the_others_share(
    shop: Shop, waits: list[float], way: str, waiting: Callable[[Shop], None], measure: Measure, spent_and_ahead: int
) -> None:
    enough = HALF_OF_AN_HOUR[measure] - spent_and_ahead

    for more in (0, 1):
        shop.world.reset()
        shop.world.clock.freeze()
        waiting(shop)
        assert times_waited(shop, waits, way, measure, enough + more) == more


def test_half_a_minute_is_waited_for_and_more_is_not(shop: Shop, waits: list[float]) -> None:
    """A mutation comes back every two seconds."""
    enough = HALF_OF_AN_HOUR[Measure.MUTATIONS] - 1
    one_change(shop)
    assert times_waited(shop, waits, "--once", Measure.MUTATIONS, enough + 15) == 1
    assert waits == [30]

    one_change(shop)
    shop.limited()
    shop.world.limits.use(Measure.MUTATIONS, Window.ONE_HOUR, enough + 16)
    outcome = shop.sync("--once")

    assert (outcome.code, outcome.error) == (7, "rate_limited")
    resume_at = datetime.fromisoformat(outcome.document["error"]["details"]["resume_at"])
    assert abs(resume_at - datetime.now(UTC) - timedelta(seconds=32)) < timedelta(seconds=10)


def test_reading_the_stock_is_taken_to_cost_as_much_as_the_page_did(shop: Shop, waits: list[float]) -> None:
    shop.set_stock({SKU: 1})
    shop.sync("--once", "--dry-run")
    costs = {one["operation"]: one["response"]["body"]["extensions"]["complexity"] for one in _of_centra(shop)}
    map_and_page = sum(costs.values()) - costs["Stock"]
    enough = HALF_OF_AN_HOUR[Measure.COMPLEXITY] - map_and_page - 2 * costs["NextEvents"]

    for more in (0, 1):
        shop.world.reset()
        shop.world.clock.freeze()
        one_change(shop)
        assert times_waited(shop, waits, "--once", Measure.COMPLEXITY, enough + more) == more


def test_reading_further_lines_is_taken_to_cost_what_a_page_with_so_many_lines_costs(
    shop: Shop, waits: list[float]
) -> None:
    a_long_change(shop)
    assert shop.sync("--once", "--dry-run", "--max-events", "1").code == 0
    costs = {one["operation"]: one["response"]["body"]["extensions"]["complexity"] for one in _of_centra(shop)}
    map_and_page = sum(costs.values()) - costs["Stock"] - costs["StockChangeLines"]
    ahead = costs["NextEvents"] * (2 + 100)  # ten times 200 lines, where the page asked for one event and 20 lines
    enough = HALF_OF_AN_HOUR[Measure.COMPLEXITY] - map_and_page - ahead

    for more in (0, 1):
        shop.world.reset()
        shop.world.clock.freeze()
        a_long_change(shop)
        assert times_waited(shop, waits, "--once --max-events 1", Measure.COMPLEXITY, enough + more) == more


@pytest.mark.parametrize(("used", "waited"), [(2_489, 0), (2_490, 1), (2_492, 1), (2_493, 2)])
def test_a_full_sync_looks_at_the_budget_after_each_full_page(
    shop: Shop, waits: list[float], used: int, waited: int
) -> None:
    """The first look comes with 6 requests spent, the second with 9; two are ahead each time."""
    shop.seed(0, skus=170)  # beside the 39 of the guide

    assert times_waited(shop, waits, "--full", Measure.REQUESTS, used) == waited


def times_waited(shop: Shop, waits: list[float], way: str, measure: Measure, used: int) -> int:
    """Return how often a run waits when so much of an hour's quota is used before it begins."""
    shop.limited()
    shop.world.limits.use(measure, Window.ONE_HOUR, used)
    before = len(waits)

    assert shop.sync(*way.split()).code == 0

    return len(waits) - before


def _of_centra(shop: Shop) -> list[dict[str, Any]]:
    return [one for one in shop.requests() if one["operation"]]


def test_a_page_that_eats_the_budget_is_followed_by_a_smaller_one(shop: Shop, waits: list[float]) -> None:
    shop.seed(600, skus=10)
    shop.sync("--once", "--dry-run", "--max-events", "200")
    (page,) = [one for one in shop.requests() if one["operation"] == "NextEvents"]
    shop.limited()
    for bucket in shop.world.limits._buckets:
        if (bucket.measure, bucket.window) == (Measure.COMPLEXITY, Window.TEN_SECONDS):
            bucket.quota = bucket.level = int(page["response"]["body"]["extensions"]["complexity"] * 1.5)
    since = shop.requests()[-1]["id"]

    outcome = shop.sync("--once")

    limits = [
        one["request"]["body"]["variables"]["limit"]
        for one in shop.requests(since)
        if one["operation"] == "NextEvents" and one["status"] == 200
    ]
    assert outcome.code == 0
    assert limits[0] == 200
    assert {140 <= limit <= 150 for limit in limits[1:]} == {True}
    assert shop.queue == []
