"""Changing test stock: what is asked of Centra and what it made of it."""

from dataclasses import dataclass

from voyado_bis_cli.domain.ids import Sku, StockChangeId, WarehouseId


@dataclass(frozen=True, slots=True)
class PhysicalStock:
    """An absolute physical level of one SKU in one warehouse, in units; never negative.

    `description` comes back as the stock change's comment and carries the run id.
    """

    sku: Sku
    warehouse: WarehouseId
    quantity: int
    description: str


@dataclass(frozen=True, slots=True)
class StockSetOutcome:
    """What Centra did: the stock changes it made (none where the level was already so) and its remarks."""

    stock_changes: tuple[StockChangeId, ...]
    warnings: tuple[str, ...]


def physical_for(*, fta: int, allocated: int) -> int:
    """Return the physical level that leaves `fta` units free to allocate: physical = FTA + allocated."""
    return fta + allocated
