"""What the shop could sell by our estimate: Centra's FTA deducts no threshold, the shop does."""

from collections.abc import Iterable, Mapping

from voyado_bis_cli.domain.availability import AllocationMap, WarehouseStock, units_per_market
from voyado_bis_cli.domain.ids import MarketId, WarehouseId


def sellable_per_market(
    stock: Iterable[WarehouseStock], allocation: AllocationMap, thresholds: Mapping[WarehouseId, int]
) -> dict[MarketId, int]:
    """Return the units of one size that each market's shop could sell, by an estimate.

    FTA above the warehouse's threshold (0 where `thresholds` names none), summed over the warehouses of the market's
    rule. A variant's stock offset would replace the threshold; it is not read here, and how it counts over several
    warehouses is not published (contract: Stock).
    """
    left = {row.warehouse: max(0, row.fta - thresholds.get(row.warehouse, 0)) for row in stock}
    return units_per_market(left, allocation)
