"""The answers to our operations, and the domain values they hold."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, RootModel, model_validator

from voyado_bis_cli.centra.node import Node
from voyado_bis_cli.centra.reply import NoneIsEmpty, Remark
from voyado_bis_cli.domain.availability import ProductSize
from voyado_bis_cli.domain.ids import (
    AllocationRuleId,
    MarketId,
    ProductSizeId,
    Sku,
    StockChangeId,
    StoreId,
    WarehouseId,
)
from voyado_bis_cli.domain.market import AllocationRule, Market, Store, Warehouse
from voyado_bis_cli.domain.rate_limit import RateLimit


class RateLimitNode(Node):
    """One bucket of the rate budget."""

    type: str
    interval_seconds: str
    quota: int
    used_quota: int
    remaining_quota: int

    def value(self) -> RateLimit:
        """Return it as the domain knows it."""
        return RateLimit(self.type, self.interval_seconds, self.quota, self.used_quota, self.remaining_quota)


class RateLimitsAnswer(Node):
    """Answer of `RateLimits`."""

    rate_limits: tuple[RateLimitNode, ...]


class StoreNode(Node):
    """A store."""

    id: StoreId
    name: str
    type: str

    def value(self) -> Store:
        """Return it as the domain knows it."""
        return Store(self.id, self.name, self.type)


class RuleNode(Node):
    """An allocation rule."""

    id: AllocationRuleId
    name: str

    def value(self) -> AllocationRule:
        """Return it as the domain knows it."""
        return AllocationRule(self.id, self.name)


class MarketNode(Node):
    """A market; its rule and store may be missing."""

    id: MarketId
    name: str
    allocation_rule: RuleNode | None
    store: StoreNode | None

    def value(self) -> Market:
        """Return it as the domain knows it."""
        return Market(
            self.id,
            self.name,
            self.store.value() if self.store else None,
            self.allocation_rule.value() if self.allocation_rule else None,
        )


class WarehouseNode(Node):
    """A warehouse."""

    id: WarehouseId
    name: str
    threshold: int | None
    stock_master: str

    def value(self) -> Warehouse:
        """Return it as the domain knows it."""
        return Warehouse(self.id, self.name, self.threshold, self.stock_master)


class SizeNode(Node):
    """A product size; an empty SKU is none."""

    id: ProductSizeId
    sku: Sku | None = Field(alias="SKU")

    def value(self) -> ProductSize:
        """Return it as the domain knows it."""
        return ProductSize(self.id, self.sku or None)


class StoresAnswer(Node):
    """Answer of `Stores`."""

    stores: tuple[StoreNode, ...]


class MarketsAnswer(Node):
    """Answer of `Markets`."""

    markets: tuple[MarketNode, ...]


class WarehousesAnswer(Node):
    """Answer of `Warehouses`."""

    warehouses: tuple[WarehouseNode, ...]


class SizesAnswer(Node):
    """Answer of `SizesOfSku` and `AllSizes`."""

    product_sizes: tuple[SizeNode, ...]


class RuleIdNode(Node):
    """An allocation rule of which only the id was asked for."""

    id: AllocationRuleId


class RulesOfWarehousesAnswer(RootModel[dict[str, tuple[RuleIdNode, ...]]]):
    """Answer of `RulesOfWarehouses`: rules by alias (`w1`)."""


class DefaultRulesAnswer(RootModel[dict[str, tuple[RuleNode, ...]]]):
    """Answer of `DefaultRules`: none or one rule by alias (`m4`, `s1`)."""


class StockNode(Node):
    """Stock in one warehouse, in units."""

    free_to_allocate_quantity: int
    allocated_quantity: int


class SizeStockNode(Node):
    """Stock of one size: none or one row by alias (`w1`)."""

    id: ProductSizeId
    rows: dict[str, tuple[StockNode, ...]]

    @model_validator(mode="before")
    @classmethod
    def _aliases_are_rows(cls, node: Any) -> Any:
        if not isinstance(node, Mapping):
            return node
        return {"id": node.get("id"), "rows": {alias: rows for alias, rows in node.items() if alias != "id"}}


class StockAnswer(Node):
    """Answer of `Stock`."""

    product_sizes: tuple[SizeStockNode, ...]


class Payload(Node):
    """What every mutation reports: `user_errors` say why it failed, `user_warnings` remark on what was done."""

    user_errors: tuple[Remark, ...]
    user_warnings: tuple[Remark, ...]


class StockChangeIdNode(Node):
    """A stock change of which only the id was asked for."""

    id: StockChangeId


class SetStockPayload(Payload):
    """Payload of setting stock: the changes it took, none where the level was already so."""

    stock_changes: Annotated[tuple[StockChangeIdNode, ...], NoneIsEmpty]


class SetStockAnswer(Node):
    """Answer of `SetStock`."""

    set_stock: SetStockPayload
