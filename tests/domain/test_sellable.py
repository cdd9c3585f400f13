import pytest

from voyado_bis_cli.domain.availability import AllocationMap, MarketRule, WarehouseStock
from voyado_bis_cli.domain.ids import AllocationRuleId, MarketId, ProductSizeId, WarehouseId
from voyado_bis_cli.domain.market import AllocationRule, Market
from voyado_bis_cli.domain.sellable import sellable_per_market

SIZE = ProductSizeId(7)
NORDIC, EUROPE = AllocationRule(AllocationRuleId(1), "Nordic"), AllocationRule(AllocationRuleId(2), "Europe")
SWEDEN, GERMANY, OUTLET = (
    Market(MarketId(number), name, None, None) for number, name in ((4, "Sweden"), (5, "Germany"), (6, "Outlet"))
)
SHOP = AllocationMap(
    markets=(SWEDEN, GERMANY, OUTLET),
    rules={SWEDEN.id: MarketRule(NORDIC, "market"), GERMANY.id: MarketRule(EUROPE, "market")},
    warehouses_of_rule={NORDIC.id: frozenset({WarehouseId(1)}), EUROPE.id: frozenset({WarehouseId(1), WarehouseId(2)})},
)
BERLIN_KEEPS_TWO = {WarehouseId(1): 0, WarehouseId(2): 2}


@pytest.mark.parametrize(
    ("stockholm", "berlin", "sweden", "germany"),
    [(0, 0, 0, 0), (5, 0, 5, 5), (0, 2, 0, 0), (0, 3, 0, 1), (5, 1, 5, 5), (5, 9, 5, 12)],
)
def test_a_threshold_is_kept_back_in_its_own_warehouse_only(
    stockholm: int, berlin: int, sweden: int, germany: int
) -> None:
    stock = [WarehouseStock(SIZE, WarehouseId(1), stockholm, 4), WarehouseStock(SIZE, WarehouseId(2), berlin, 4)]
    assert sellable_per_market(stock, SHOP, BERLIN_KEEPS_TWO) == {4: sweden, 5: germany}


def test_a_warehouse_that_is_not_known_keeps_nothing_back_and_one_without_stock_has_none() -> None:
    assert sellable_per_market([WarehouseStock(SIZE, WarehouseId(2), 2, 0)], SHOP, {}) == {4: 0, 5: 2}
    assert sellable_per_market([], SHOP, BERLIN_KEEPS_TWO) == {4: 0, 5: 0}
