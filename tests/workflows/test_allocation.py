from voyado_bis_cli.domain.availability import AllocationMap, MarketRule, WarehouseStock
from voyado_bis_cli.domain.ids import AllocationRuleId, MarketId, ProductSizeId, WarehouseId
from voyado_bis_cli.domain.market import AllocationRule, Market, Warehouse
from voyado_bis_cli.workflows.allocation import ShopLayout


def test_a_warehouse_is_named_and_one_that_the_token_does_not_see_is_its_id() -> None:
    stockholm, berlin = (
        Warehouse(WarehouseId(number), name, None, "INTERNAL") for number, name in ((1, "Stockholm"), (2, "Berlin"))
    )
    layout = ShopLayout(AllocationMap((), {}, {}), (stockholm, berlin))

    assert [layout.warehouse_name(WarehouseId(number)) for number in (1, 2, 3)] == ["Stockholm", "Berlin", "3"]


def test_a_warehouse_without_a_threshold_deducts_nothing() -> None:
    market = Market(MarketId(4), "Sweden", None, AllocationRule(AllocationRuleId(1), "Nordic"))
    stockholm, berlin = WarehouseId(1), WarehouseId(2)
    assert market.rule
    allocation = AllocationMap(
        (market,),
        {market.id: MarketRule(market.rule, "market")},
        {market.rule.id: frozenset({stockholm, berlin})},
    )
    warehouses = (Warehouse(stockholm, "Stockholm", None, "INTERNAL"), Warehouse(berlin, "Berlin", 2, "INTERNAL"))
    stock = [WarehouseStock(ProductSizeId(102), warehouse, fta=3, allocated=0) for warehouse in (stockholm, berlin)]

    assert ShopLayout(allocation, warehouses).sellable(stock) == {"4": 3 + 1}
