from voyado_bis_cli.domain.availability import AllocationMap
from voyado_bis_cli.domain.ids import WarehouseId
from voyado_bis_cli.domain.market import Warehouse
from voyado_bis_cli.workflows.allocation import ShopLayout


def test_a_warehouse_is_named_and_one_that_the_token_does_not_see_is_its_id() -> None:
    stockholm, berlin = (
        Warehouse(WarehouseId(number), name, None, "INTERNAL") for number, name in ((1, "Stockholm"), (2, "Berlin"))
    )
    layout = ShopLayout(AllocationMap((), {}, {}), (stockholm, berlin))

    assert [layout.warehouse_name(WarehouseId(number)) for number in (1, 2, 3)] == ["Stockholm", "Berlin", "3"]
