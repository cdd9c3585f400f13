from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.domain import finding
from voyado_bis_cli.domain.availability import AllocationMap, MarketRule, ProductSize, WarehouseStock
from voyado_bis_cli.domain.event_queue import STOCK_OBJECT_TYPES, ObjectState, StockEvent
from voyado_bis_cli.domain.finding import Finding, Remedy
from voyado_bis_cli.domain.ids import (
    AllocationRuleId,
    EventId,
    ExternalId,
    MarketId,
    ProductSizeId,
    Sku,
    WarehouseId,
)
from voyado_bis_cli.domain.market import AllocationRule, Market
from voyado_bis_cli.domain.stock_level import StockLevel
from voyado_bis_cli.domain.sync_plan import SizesBySku, confirmable, plan_page, unsellable

NORDIC, EUROPE = AllocationRule(AllocationRuleId(1), "Nordic"), AllocationRule(AllocationRuleId(2), "Europe")
SWEDEN, GERMANY, OUTLET = (
    Market(MarketId(i), name, None, None) for i, name in ((4, "Sweden"), (5, "Germany"), (6, "Outlet"))
)
SHOP = AllocationMap(
    markets=(SWEDEN, GERMANY, OUTLET),
    rules={SWEDEN.id: MarketRule(NORDIC, "market"), GERMANY.id: MarketRule(EUROPE, "market")},
    warehouses_of_rule={NORDIC.id: frozenset({WarehouseId(1)}), EUROPE.id: frozenset({WarehouseId(1), WarehouseId(2)})},
)


def size(number: int, sku: str | None = None) -> ProductSize:
    return ProductSize(ProductSizeId(number), Sku(sku) if sku else None)


def event(number: int, kind: str = "StockChange", state: ObjectState = ObjectState.READ) -> StockEvent:
    return StockEvent(EventId(number), kind, "CREATED", number, datetime(2026, 1, 1, tzinfo=UTC), state, ())


def stock(one: ProductSize, *fta: int) -> dict[ProductSizeId, tuple[WarehouseStock, ...]]:
    return {one.id: tuple(WarehouseStock(one.id, WarehouseId(n), units, 0) for n, units in enumerate(fta, 1))}


def key(sku: str, market: int) -> tuple[Sku, ExternalId]:
    return Sku(sku), ExternalId(str(market))


def test_a_touched_size_gets_one_level_in_each_market_with_a_rule() -> None:
    medium = size(7, "1234SIZEM")
    plan = plan_page({event(1): [medium]}, stock(medium, 10, 3), SHOP, SizesBySku())
    assert plan.levels == (
        StockLevel(Sku("1234SIZEM"), 10, ExternalId("4")),
        StockLevel(Sku("1234SIZEM"), 13, ExternalId("5")),
    )
    assert plan.findings == ()


def test_sold_out_is_a_level_too() -> None:
    medium = size(7, "1234SIZEM")
    plan = plan_page({event(1): [medium]}, stock(medium, 0, 0), SHOP, SizesBySku())
    assert [level.quantity for level in plan.levels] == [0, 0]


def test_two_events_of_one_size_share_its_levels_and_both_wait_for_them() -> None:
    medium = size(7, "1234SIZEM")
    plan = plan_page({event(1): [medium], event(2, "Order"): [medium]}, stock(medium, 1, 0), SHOP, SizesBySku())
    assert len(plan.levels) == 2
    assert confirmable(plan, [key("1234SIZEM", 4)]) == ()
    assert confirmable(plan, [key("1234SIZEM", 4), key("1234SIZEM", 5)]) == (1, 2)


def test_an_event_is_confirmable_without_a_level_when_its_size_has_no_sku() -> None:
    nameless = size(8)
    plan = plan_page({event(1): [nameless]}, {}, SHOP, SizesBySku())
    assert confirmable(plan, []) == (1,)
    assert [(found.id, found.severity.value) for found in plan.findings] == [("size-without-sku", "warning")]


def test_an_event_whose_object_is_gone_is_confirmable_with_advice() -> None:
    plan = plan_page({event(1, state=ObjectState.GONE): []}, {}, SHOP, SizesBySku())
    assert confirmable(plan, []) == (1,)
    (found,) = plan.findings
    assert found.id == "event-object-gone"
    assert found.remedy.commands == ("bis sync-stock --sku SKU", "bis sync-stock --full")


def test_an_event_whose_object_centra_failed_to_read_stays_in_the_queue() -> None:
    plan = plan_page({event(1, state=ObjectState.UNREADABLE): []}, {}, SHOP, SizesBySku())
    assert confirmable(plan, []) == ()
    (found,) = plan.findings
    assert (found.id, found.severity.value) == ("event-unreadable", "error")
    assert found.remedy.commands == ("bis sync-stock --skip-event 1",)


def test_an_event_about_something_else_is_confirmable_and_only_mentioned() -> None:
    plan = plan_page({event(1, "Campaign"): []}, {}, SHOP, SizesBySku())
    assert confirmable(plan, []) == (1,)
    assert [(found.id, found.severity.value) for found in plan.findings] == [("event-without-stock", "info")]


@pytest.mark.parametrize("kind", ["Warehouse", "AllocationRule", "Market"])
def test_an_event_about_what_counts_where_asks_for_a_full_sync(kind: str) -> None:
    plan = plan_page({event(1, kind): []}, {}, SHOP, SizesBySku())
    assert confirmable(plan, []) == (1,)
    (found,) = plan.findings
    assert (found.id, found.severity.value) == ("event-changes-what-counts", "warning")
    assert found.remedy.commands == ("bis sync-stock --full",)


def test_a_size_that_was_deleted_since_asks_for_no_level() -> None:
    plan = plan_page({event(1): [size(9, "GONE-1")]}, {}, SHOP, SizesBySku())
    assert plan.levels == ()
    assert confirmable(plan, []) == (1,)
    (found,) = plan.findings
    assert (found.id, found.severity.value) == ("size-gone", "warning")
    assert found.remedy.commands == ("bis sync-stock --sku GONE-1",)


@pytest.mark.parametrize("odd", [size(8), size(9, "GONE-1"), size(10, "TWIN")], ids=["nameless", "gone", "shared"])
def test_what_is_odd_about_one_size_of_an_event_takes_nothing_from_the_others(odd: ProductSize) -> None:
    good = size(7, "1234SIZEM")
    by_sku = SizesBySku()
    by_sku.add([size(11, "TWIN")])
    known = stock(good, 10, 3) | (stock(odd, 1, 1) if odd.sku == "TWIN" else {})
    plan = plan_page({event(1): [odd, good]}, known, SHOP, by_sku)
    assert {level.key for level in plan.levels} == {key("1234SIZEM", 4), key("1234SIZEM", 5)}
    assert plan.waits_for == {1: {key("1234SIZEM", 4), key("1234SIZEM", 5)}}


@pytest.mark.parametrize("kind", STOCK_OBJECT_TYPES)
def test_an_event_that_names_no_size_any_more_is_as_good_as_gone(kind: str) -> None:
    plan = plan_page({event(1, kind): []}, {}, SHOP, SizesBySku())
    assert [found.id for found in plan.findings] == ["event-object-gone"]


@pytest.mark.parametrize(
    ("one", "sizes", "told"),
    [
        (
            event(5, "Order", ObjectState.GONE),
            [],
            finding.warning(
                "event-object-gone",
                "Order 5 is gone or no longer names the sizes it touched.",
                "Its event was confirmed: Centra shows the current state of an object, so nothing more can be read.",
                Remedy(
                    "If you know which SKU it was, send it by hand; otherwise reconcile everything.",
                    ("bis sync-stock --sku SKU", "bis sync-stock --full"),
                ),
            ),
        ),
        (
            event(5, "Return", ObjectState.UNREADABLE),
            [],
            finding.error(
                "event-unreadable",
                "Centra failed to read Return 5 (event 5), so the event stays queued.",
                "Which sizes it touched is not known; confirming it would lose them.",
                Remedy(
                    "Run the sync again; if Centra keeps failing, skip it by hand.",
                    ("bis sync-stock --skip-event 5",),
                ),
            ),
        ),
        (
            event(5),
            [size(8)],
            finding.warning(
                "size-without-sku",
                "Size 8 has no SKU in Centra, so Engage cannot know it; its event was confirmed without a level.",
                "",
                Remedy("Give the size a SKU in Centra if shoppers can subscribe to it."),
            ),
        ),
        (
            event(5),
            [size(9, "GONE-1")],
            finding.warning(
                "size-gone",
                "An event names GONE-1, and Centra shows no such size any more; "
                "its event was confirmed without a level.",
                "It was deleted since, or this token does not see it.",
                Remedy("If it still exists, send it by hand.", ("bis sync-stock --sku GONE-1",)),
            ),
        ),
        (
            event(5),
            [size(1, "TWIN"), size(2, "TWIN")],
            finding.error(
                "shared-sku",
                "Two sizes in Centra share the SKU TWIN, so nothing was sent for it.",
                "Engage knows a size by its SKU alone: the level of one would be taken for the other's.",
                Remedy("Give each size its own SKU in Centra, then run the sync again."),
            ),
        ),
        (
            event(5, "Warehouse"),
            [],
            finding.warning(
                "event-changes-what-counts",
                "Events about Warehouse may change which stock counts in which market; "
                "they were confirmed without a level.",
                "Such an event names no sizes.",
                Remedy("Send every level anew.", ("bis sync-stock --full",)),
            ),
        ),
        (
            event(5, "Campaign"),
            [],
            finding.info(
                "event-without-stock",
                "Events about Campaign change no stock by themselves and were confirmed without a level.",
            ),
        ),
    ],
    ids=lambda each: each.id if isinstance(each, Finding) else "",
)
def test_a_finding_names_what_it_is_about_and_says_what_to_do(
    one: StockEvent, sizes: list[ProductSize], told: Finding
) -> None:
    known = stock(sizes[0], 1, 1) | stock(sizes[1], 1, 1) if len(sizes) > 1 else {}
    assert plan_page({one: sizes}, known, SHOP, SizesBySku()).findings == (told,)


def test_a_level_above_zero_that_the_shop_shows_as_sold_out_is_warned_about() -> None:
    levels = [StockLevel(Sku("A"), quantity, ExternalId(market)) for quantity, market in ((2, "4"), (2, "5"), (0, "6"))]
    estimate = {Sku("A"): {ExternalId("4"): 0, ExternalId("5"): 1, ExternalId("6"): 0}}
    assert unsellable(levels, estimate) == (
        finding.warning(
            "level-not-sellable",
            "A in market 4: the level is 2, but by our estimate the shop shows it as sold out.",
            "Centra's FTA does not deduct a warehouse's threshold, the shop does. "
            "It is an estimate: what is sent stays Centra's FTA.",
            Remedy("Compare with the product page, and ask Voyado which figure its own integration sends."),
        ),
    )


def test_a_level_that_nobody_estimated_is_believed() -> None:
    level = StockLevel(Sku("A"), 1, ExternalId("4"))
    assert unsellable([level], {}) == ()
    assert unsellable([level], {Sku("A"): {}}) == ()
    assert [found.id for found in unsellable([level], {Sku("A"): {level.external_id: -1}})] == ["level-not-sellable"]


def test_two_sizes_with_one_sku_get_nothing_and_their_events_stay_even_over_pages() -> None:
    first, twin, other = size(1, "TWIN"), size(2, "TWIN"), size(3, "OTHER")
    by_sku = SizesBySku()
    plan_page({event(1): [first]}, stock(first, 1, 1), SHOP, by_sku)
    page = {event(2): [twin], event(3): [other]}
    plan = plan_page(page, stock(twin, 1, 1) | stock(other, 2, 0), SHOP, by_sku)
    assert {level.sku for level in plan.levels} == {"OTHER"}
    assert confirmable(plan, [key("OTHER", 4), key("OTHER", 5)]) == (3,)
    assert [(found.id, found.severity.value) for found in plan.findings] == [("shared-sku", "error")]


@given(
    st.dictionaries(st.integers(1, 50), st.sets(st.integers(1, 12), max_size=4), max_size=20),
    st.data(),
)
def test_nothing_is_confirmed_before_each_of_its_levels_was_accepted(
    touched: dict[int, set[int]], data: st.DataObject
) -> None:
    sizes = {number: size(number, f"SKU{number}") for number in range(1, 13)}
    all_stock = {one.id: rows for one in sizes.values() for rows in [stock(one, one.id, 0)[one.id]]}
    plan = plan_page(
        {event(e): [sizes[n] for n in numbers] for e, numbers in touched.items()}, all_stock, SHOP, SizesBySku()
    )
    accepted = set(data.draw(st.lists(st.sampled_from(plan.levels), unique=True))) if plan.levels else set()
    accepted_keys = {level.key for level in accepted}
    done = set(confirmable(plan, accepted_keys))
    for number, numbers in touched.items():
        needed = {key(f"SKU{n}", market) for n in numbers for market in (4, 5)}
        assert (number in done) == (needed <= accepted_keys)
    assert {level.key for level in plan.levels} == {
        key(f"SKU{n}", m) for ns in touched.values() for n in ns for m in (4, 5)
    }
