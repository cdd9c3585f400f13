from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.domain.availability import AllocationMap, WarehouseStock, allocation_map, fta_per_market
from voyado_bis_cli.domain.ids import AllocationRuleId, MarketId, ProductSizeId, StoreId, WarehouseId
from voyado_bis_cli.domain.market import AllocationRule, DefaultRules, Market, Store

NORDIC = AllocationRule(AllocationRuleId(1), "Nordic")
EUROPE = AllocationRule(AllocationRuleId(2), "Europe")
STOCKHOLM, BERLIN, RETURNS = WarehouseId(1), WarehouseId(2), WarehouseId(3)
SWEDEN, GERMANY, OUTLET = MarketId(4), MarketId(5), MarketId(6)
STORE = Store(StoreId(1), "Sweden", "DIRECT_TO_CONSUMER")
RULES_OF_WAREHOUSE = {STOCKHOLM: [NORDIC.id, EUROPE.id], BERLIN: [EUROPE.id], RETURNS: []}
NO_DEFAULTS = DefaultRules({}, {})


def market(market_id: MarketId, rule: AllocationRule | None, store: Store | None = STORE) -> Market:
    return Market(market_id, f"market {market_id}", store, rule)


def guide_shop(defaults: DefaultRules = NO_DEFAULTS) -> AllocationMap:
    """Sweden sells from Stockholm, Germany from Stockholm and Berlin, the outlet has no rule of its own."""
    markets = (market(SWEDEN, NORDIC), market(GERMANY, EUROPE), market(OUTLET, None))
    return allocation_map(markets, defaults, RULES_OF_WAREHOUSE)


def stock(warehouse: WarehouseId, fta: int) -> WarehouseStock:
    return WarehouseStock(ProductSizeId(7), warehouse, fta=fta, allocated=3)


def test_fta_of_a_market_is_the_sum_over_the_warehouses_of_its_rule() -> None:
    rows = [stock(STOCKHOLM, 10), stock(BERLIN, 5)]

    assert fta_per_market(rows, guide_shop()) == {SWEDEN: 10, GERMANY: 15}


def test_a_sold_out_market_is_told_zero() -> None:
    assert fta_per_market([stock(STOCKHOLM, 0)], guide_shop()) == {SWEDEN: 0, GERMANY: 0}


def test_a_size_without_any_stock_row_is_zero_everywhere() -> None:
    assert fta_per_market([], guide_shop()) == {SWEDEN: 0, GERMANY: 0}


def test_stock_in_a_warehouse_of_no_rule_counts_nowhere() -> None:
    assert fta_per_market([stock(RETURNS, 99)], guide_shop()) == {SWEDEN: 0, GERMANY: 0}
    assert guide_shop().markets_of(RETURNS) == ()


def test_a_rule_without_warehouses_sells_nothing() -> None:
    shop = allocation_map([market(SWEDEN, NORDIC)], NO_DEFAULTS, {})

    assert fta_per_market([stock(STOCKHOLM, 10)], shop) == {SWEDEN: 0}


def test_a_market_without_a_rule_gets_no_level() -> None:
    shop = guide_shop()

    assert OUTLET not in shop.rules
    assert shop.warehouses_of(OUTLET) == frozenset()
    assert [m.id for m in shop.markets_with_rule] == [SWEDEN, GERMANY]


def test_a_market_nobody_knows_has_no_warehouses() -> None:
    assert guide_shop().warehouses_of(MarketId(99)) == frozenset()


def test_a_warehouse_names_the_markets_it_sells_to() -> None:
    shop = guide_shop()

    assert shop.markets_of(STOCKHOLM) == (SWEDEN, GERMANY)
    assert shop.markets_of(BERLIN) == (GERMANY,)


def test_counted_warehouses_are_those_of_some_market_in_id_order() -> None:
    assert guide_shop().counted_warehouses == (STOCKHOLM, BERLIN)
    assert allocation_map([market(OUTLET, None)], NO_DEFAULTS, RULES_OF_WAREHOUSE).counted_warehouses == ()


def test_a_market_keeps_its_own_rule_whatever_the_defaults_say() -> None:
    shop = guide_shop(DefaultRules({SWEDEN: EUROPE}, {STORE.id: EUROPE}))

    assert (shop.rules[SWEDEN].rule, shop.rules[SWEDEN].origin) == (NORDIC, "market")


def test_a_market_without_a_rule_takes_its_own_default_before_its_stores() -> None:
    shop = guide_shop(DefaultRules({OUTLET: NORDIC}, {STORE.id: EUROPE}))

    assert (shop.rules[OUTLET].rule, shop.rules[OUTLET].origin) == (NORDIC, "market default")
    assert shop.warehouses_of(OUTLET) == {STOCKHOLM}


def test_the_stores_default_is_the_last_resort() -> None:
    shop = guide_shop(DefaultRules({}, {STORE.id: EUROPE}))

    assert (shop.rules[OUTLET].rule, shop.rules[OUTLET].origin) == (EUROPE, "store default")
    assert shop.warehouses_of(OUTLET) == {STOCKHOLM, BERLIN}


def test_a_market_of_an_unreadable_store_has_no_store_default() -> None:
    shop = allocation_map([market(OUTLET, None, store=None)], DefaultRules({}, {STORE.id: EUROPE}), RULES_OF_WAREHOUSE)

    assert shop.rules == {}


WAREHOUSES = st.integers(1, 6).map(WarehouseId)
RULES = st.integers(1, 4).map(lambda n: AllocationRule(AllocationRuleId(n), f"rule {n}"))


@st.composite
def shops(draw: st.DrawFn) -> tuple[AllocationMap, dict[WarehouseId, set[AllocationRuleId]]]:
    own_rules = draw(st.dictionaries(st.integers(1, 5).map(MarketId), st.none() | RULES, max_size=5))
    membership = draw(st.dictionaries(WAREHOUSES, st.sets(st.integers(1, 4).map(AllocationRuleId))))
    markets = [market(market_id, rule) for market_id, rule in own_rules.items()]
    return allocation_map(markets, NO_DEFAULTS, membership), membership


@given(shops(), st.dictionaries(WAREHOUSES, st.integers(-5, 1000)))
def test_every_market_with_a_rule_gets_exactly_the_units_of_that_rules_warehouses(
    shop: tuple[AllocationMap, dict[WarehouseId, set[AllocationRuleId]]], units: dict[WarehouseId, int]
) -> None:
    allocation, membership = shop

    fta = fta_per_market([stock(warehouse, n) for warehouse, n in units.items()], allocation)

    assert fta == {
        m.id: sum(n for warehouse, n in units.items() if m.rule.id in membership.get(warehouse, set()))
        for m in allocation.markets
        if m.rule
    }


@given(shops(), WAREHOUSES, st.integers(0, 100), st.integers(1, 100))
def test_units_added_to_a_warehouse_reach_exactly_its_markets(
    shop: tuple[AllocationMap, object], warehouse: WarehouseId, before: int, added: int
) -> None:
    allocation, _ = shop

    low = fta_per_market([stock(warehouse, before)], allocation)
    high = fta_per_market([stock(warehouse, before + added)], allocation)

    raised = {m: high[m] - low[m] for m in low if high[m] != low[m]}
    assert raised == dict.fromkeys(allocation.markets_of(warehouse), added)
