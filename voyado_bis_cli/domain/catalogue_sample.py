"""A sample of the catalogue with its stock: what is sold out, and what only looks as if it could be sold."""

from collections.abc import Mapping
from dataclasses import dataclass

from voyado_bis_cli.domain.availability import AllocationMap
from voyado_bis_cli.domain.ids import MarketId, Sku, WarehouseId


@dataclass(frozen=True, slots=True)
class SampledSize:
    """A size with a SKU: its variant's stock offset and its FTA per warehouse, in units."""

    sku: Sku
    stock_offset: int
    fta: Mapping[WarehouseId, int]

    @property
    def is_sold_out(self) -> bool:
        """Tell whether no warehouse of the sample has a unit free."""
        return not any(units > 0 for units in self.fta.values())

    def unsellable_in(
        self, allocation: AllocationMap, thresholds: Mapping[WarehouseId, int]
    ) -> tuple[tuple[MarketId, int], ...]:
        """Return the markets whose FTA is above 0 while the shop has nothing to sell by our estimate, with that FTA.

        The API's FTA deducts neither a warehouse's threshold nor a variant's offset, the shop does. An offset above 0
        replaces the threshold; how it counts over several warehouses is unknown, so it is deducted from each
        (contract: Stock).
        """
        found = []
        for market in allocation.markets_with_rule:
            counted = {warehouse: self.fta.get(warehouse, 0) for warehouse in allocation.warehouses_of(market.id)}
            fta = sum(counted.values())
            sellable = sum(
                max(0, units - (self.stock_offset if self.stock_offset > 0 else thresholds.get(warehouse, 0)))
                for warehouse, units in counted.items()
            )
            if fta > 0 and sellable == 0:
                found.append((market.id, fta))
        return tuple(found)
