"""`kill -9` at every instant between two requests: the next run finishes what the dead one began."""

import signal
from collections.abc import Callable, Mapping

import pytest

from tests.sync.processes import Zygote
from tests.sync.support import SKU, SOLD, Shop, confirmed_too_early

SKUS = (SKU, SOLD, "1234SIZES", "2001GRYM", "5200BRN85")

SkusOfEvent = dict[int, set[str]]
Scenario = Callable[[Shop], SkusOfEvent]
"""Makes events and returns the SKUs that each of them touches, by event id."""


def changes_of_one_size(shop: Shop) -> SkusOfEvent:
    return {_stock(shop, SKU, warehouse=warehouse): {SKU} for warehouse in (1, 2, 1, 3, 2, 1)}


def changes_that_share_sizes(shop: Shop) -> SkusOfEvent:
    touched = [SKUS[:3], SKUS[1:2], SKUS[2:], SKUS[:1], SKUS[3:], SKUS]
    return {_stock(shop, *skus, warehouse=1 + n % 2): set(skus) for n, skus in enumerate(touched)}


def sales(shop: Shop) -> SkusOfEvent:
    """Orders, a cancellation and a return, with an arrival before and after."""
    events = [_stock(shop, SKU)]
    first = shop.world.shop.place_order(4, {SKU: 1})
    events.append(shop.queue[-1])
    shop.world.shop.cancel_order(first)
    events.append(shop.queue[-1])
    second = shop.world.shop.place_order(5, {SKU: 2})
    events.append(shop.queue[-1])
    shop.world.shop.complete_return(second, {SKU: 1}, 2)
    events += [shop.queue[-1], _stock(shop, SKU, SOLD)]
    return {event: {SKU} for event in events[:-1]} | {events[-1]: {SKU, SOLD}}


def levels_of_one_event_in_several_batches(shop: Shop) -> SkusOfEvent:
    return {_stock(shop, *SKUS): set(SKUS) for _ in range(5)}


SCENARIOS: Mapping[str, tuple[Scenario, int, dict[str, str]]] = {
    "one size": (changes_of_one_size, 1, {}),
    "shared sizes": (changes_that_share_sizes, 1, {}),
    "sales": (sales, 1, {}),
    "several batches": (levels_of_one_event_in_several_batches, 1, {"BIS_ENGAGE_BATCH_SIZE": "2"}),
}
"""How the events are made, how many are asked for at once, and what else is set."""

POINTS = {"one size": 52, "shared sizes": 54, "sales": 54, "several batches": 54}
"""Kill points of each scenario: one before and one after every request."""


@pytest.mark.parametrize("name", SCENARIOS)
def test_killed_between_any_two_requests_nothing_is_lost_and_nothing_confirmed_too_early(
    shop: Shop, zygote: Zygote, name: str
) -> None:
    scenario, page, more = SCENARIOS[name]
    env = {**shop.env, **more}
    scenario(shop)
    whole = zygote.start("sync-stock", "--once", env=env, page=page)
    assert whole.wait().code == 0
    assert whole.boundaries == POINTS[name]

    for kill_at in range(1, POINTS[name] + 1):
        shop.world.reset()  # a run of the same length each time
        skus_of_event = scenario(shop)
        touched = set().union(*skus_of_event.values())

        killed = zygote.start("sync-stock", "--once", env=env, page=page, kill_at=kill_at).wait()
        again = zygote.start("sync-stock", "--once", env=env).wait()

        fta = {key: fta for key, fta in shop.fta().items() if key[0] in touched}
        assert (killed.code, again.code) == (-signal.SIGKILL, 0), (kill_at, killed, again)
        assert (shop.latest, shop.queue) == (fta, []), kill_at
        assert confirmed_too_early(shop.requests(), skus_of_event, fta) == [], kill_at


def test_there_are_as_many_points_as_it_takes_to_believe_it() -> None:
    assert sum(POINTS.values()) >= 200


def _stock(shop: Shop, *skus: str, warehouse: int = 1) -> int:
    """Let two units of each SKU arrive, and return the event."""
    shop.set_stock(dict.fromkeys(skus, 2), warehouse)
    return shop.queue[-1]
