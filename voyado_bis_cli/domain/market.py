"""Where Centra sells from: stores, markets, warehouses and the allocation rules between them."""

from dataclasses import dataclass

from voyado_bis_cli.domain.ids import AllocationRuleId, MarketId, StoreId, WarehouseId


@dataclass(frozen=True, slots=True)
class Store:
    """A Centra store; `type` is `DIRECT_TO_CONSUMER` or `WHOLESALE`, or what Centra may add."""

    id: StoreId
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class AllocationRule:
    """Which warehouses a market may allocate from."""

    id: AllocationRuleId
    name: str


@dataclass(frozen=True, slots=True)
class Market:
    """A Centra market with its own allocation rule, which may be missing."""

    id: MarketId
    name: str
    store: Store | None
    rule: AllocationRule | None


@dataclass(frozen=True, slots=True)
class Warehouse:
    """A warehouse; `threshold` is in units and not deducted from the API's FTA.

    A `stock_master` of `EXTERNAL` means that an ERP or WMS may overwrite a test change at any moment.
    """

    id: WarehouseId
    name: str
    threshold: int | None
    stock_master: str


@dataclass(frozen=True, slots=True)
class DefaultRules:
    """Rules that apply where a market has none: by market, and by store."""

    by_market: dict[MarketId, AllocationRule]
    by_store: dict[StoreId, AllocationRule]
