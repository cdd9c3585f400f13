"""Stock per warehouse, and stock that is set, as Centra answered."""

import pytest
from inline_snapshot import snapshot

from tests.replay.support import RECORDED, SANDBOX_ONLY, Given, plain
from voyado_bis_cli.centra.client import CentraClient
from voyado_bis_cli.domain.ids import Sku, WarehouseId
from voyado_bis_cli.domain.stock_change import PhysicalStock, physical_for
from voyado_bis_cli.errors import RefusedError

pytestmark = RECORDED


def test_stock_of_a_size_in_each_warehouse(centra: CentraClient, given: Given) -> None:
    (size,) = centra.sizes_of_sku(given.sku)
    warehouses = [warehouse.id for warehouse in centra.warehouses()]

    assert plain(centra.stock([size.id], warehouses)) == snapshot(
        {
            102: [
                {"size": 102, "warehouse": 1, "fta": 0, "allocated": 0},
                {"size": 102, "warehouse": 2, "fta": 0, "allocated": 0},
                {"size": 102, "warehouse": 3, "fta": 0, "allocated": 0},
            ]
        }
    )


def test_stock_is_set_and_put_back(centra: CentraClient, given: Given) -> None:
    (size,) = centra.sizes_of_sku(given.sku)

    def fta() -> int:
        return centra.stock([size.id], [given.warehouse])[size.id][0].fta

    def set_fta(units: int) -> object:
        ((now,),) = centra.stock([size.id], [given.warehouse]).values()
        physical = physical_for(fta=units, allocated=now.allocated)
        return plain(centra.set_stock(PhysicalStock(given.sku, given.warehouse, physical, "bis: recording")))

    before = fta()

    assert set_fta(before + 1) == snapshot({"stock_changes": [304], "warnings": []})
    assert fta() == before + 1
    assert set_fta(before) == snapshot({"stock_changes": [305], "warnings": []})
    assert fta() == before


@SANDBOX_ONLY
def test_a_level_that_is_so_already_makes_no_stock_change(centra: CentraClient) -> None:
    level = PhysicalStock(Sku("1234-1"), WarehouseId(1), 5, "bis: recording")

    assert plain(centra.set_stock(level)) == snapshot(
        {"stock_changes": [], "warnings": ["The stock is as asked already: no stock change was made (at input)"]}
    )


@SANDBOX_ONLY
@pytest.mark.parametrize(
    ("sku", "warehouse", "quantity", "complaint"),
    [
        pytest.param(
            "no-such-sku",
            1,
            5,
            "Product size with the SKU no-such-sku was not found (at input.productSizes.0.productSize)",
            id="unknown-sku",
        ),
        pytest.param("1234SIZEM", 9, 5, "Warehouse 9 was not found (at input.warehouse)", id="unknown-warehouse"),
        pytest.param(
            "1234SIZEM", 1, -1, "The quantity must not be negative (at input.productSizes.0.quantity)", id="negative"
        ),
    ],
)
def test_what_centra_refuses_is_told_in_its_words(
    centra: CentraClient, sku: str, warehouse: int, quantity: int, complaint: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        centra.set_stock(PhysicalStock(Sku(sku), WarehouseId(warehouse), quantity, "bis: recording"))

    assert refused.value.message == f"Centra refused SetStock: {complaint}."
