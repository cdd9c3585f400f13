"""Stock per size and warehouse: reading it, and setting a physical level."""

from collections.abc import Collection, Mapping

from voyado_bis_cli.centra.models import SetStockAnswer, SizeStockNode, StockAnswer
from voyado_bis_cli.centra.operations import Operation, builders, operation
from voyado_bis_cli.centra.paging import PAGE, chunks
from voyado_bis_cli.centra.part import Part, accepted, answered
from voyado_bis_cli.domain.availability import WarehouseStock
from voyado_bis_cli.domain.ids import ProductSizeId, WarehouseId
from voyado_bis_cli.domain.stock_change import PhysicalStock, StockSetOutcome


class Stock(Part):
    """Reads FTA per warehouse and sets test stock."""

    def stock(
        self, sizes: Collection[ProductSizeId], warehouses: Collection[WarehouseId]
    ) -> Mapping[ProductSizeId, tuple[WarehouseStock, ...]]:
        """Return the stock of each size in each warehouse, in units; a size that is gone is not in the answer.

        A warehouse that never had the size has 0 of it. FTA is the API's: neither the warehouse's threshold nor the
        variant's offset is deducted (contract: Stock).
        """
        asked = tuple(dict.fromkeys(warehouses))
        rows: dict[ProductSizeId, list[WarehouseStock]] = {}
        for some_sizes in chunks(dict.fromkeys(sizes), PAGE):
            for some_warehouses in list(chunks(asked, builders.ALIASES)) or [()]:
                for size, stock in self._stock_of(some_sizes, some_warehouses).items():
                    rows.setdefault(size, []).extend(stock)
        return {size: tuple(stock) for size, stock in rows.items() if len(stock) == len(asked)}

    def _stock_of(
        self, sizes: tuple[ProductSizeId, ...], warehouses: tuple[WarehouseId, ...]
    ) -> dict[ProductSizeId, list[WarehouseStock]]:
        asked = builders.stock(warehouses)
        answer = self._graphql.ask(asked, {"sizes": list(sizes), "limit": len(sizes)}, StockAnswer)
        return {size.id: [_level(asked, size, one) for one in warehouses] for size in answer.product_sizes}

    def set_stock(self, level: PhysicalStock) -> StockSetOutcome:
        """Set an absolute physical level; raises RefusedError with Centra's userErrors."""
        asked = operation("SetStock")
        variables = {
            "sku": level.sku,
            "warehouse": level.warehouse,
            "quantity": level.quantity,
            "description": level.description,
        }
        payload = accepted(asked, self._graphql.ask(asked, variables, SetStockAnswer).set_stock)
        return StockSetOutcome(
            stock_changes=tuple(change.id for change in payload.stock_changes),
            warnings=tuple(warning.sentence for warning in payload.user_warnings),
        )


def _level(asked: Operation, size: SizeStockNode, warehouse: WarehouseId) -> WarehouseStock:
    rows = answered(asked, size.rows, f"w{warehouse}")
    if not rows:
        return WarehouseStock(size.id, warehouse, fta=0, allocated=0)
    return WarehouseStock(size.id, warehouse, rows[0].free_to_allocate_quantity, rows[0].allocated_quantity)
