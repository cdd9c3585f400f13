"""The answers to looking without touching, and the domain values they hold."""

from collections.abc import Mapping
from typing import Any

from pydantic import AwareDatetime, Field, model_validator

from voyado_bis_cli.centra.event_models import ListenerNode
from voyado_bis_cli.centra.models import RateLimitNode
from voyado_bis_cli.centra.node import Node
from voyado_bis_cli.domain.event_evidence import SeenStockChange
from voyado_bis_cli.domain.ids import EventId, Sku, StockChangeId
from voyado_bis_cli.domain.waiting_queue import WaitingEvent


class WaitingEventNode(Node):
    """One event without its object."""

    id: EventId
    object_type: str
    change_type: str
    object_reference: int
    created_at: AwareDatetime

    def value(self) -> WaitingEvent:
        """Return it as the domain knows it."""
        return WaitingEvent(self.id, self.object_type, self.change_type, self.object_reference, self.created_at)


class WaitingAnswer(Node):
    """Answer of `EventsWaiting`."""

    events: tuple[WaitingEventNode, ...]
    event_listeners: tuple[ListenerNode, ...]
    rate_limits: tuple[RateLimitNode, ...]


class SeenStockChangeNode(Node):
    """A stock change and when it was made."""

    id: StockChangeId
    created_at: AwareDatetime

    def value(self) -> SeenStockChange:
        """Return it as the domain knows it."""
        return SeenStockChange(self.id, self.created_at)


class SeenStockChangeEdge(Node):
    """An edge of the connection."""

    node: SeenStockChangeNode


class SeenStockChanges(Node):
    """None or one stock change."""

    edges: tuple[SeenStockChangeEdge, ...]


class NewestStockChangeAnswer(Node):
    """Answer of `NewestStockChange`."""

    stock_change_connection: SeenStockChanges


class FtaNode(Node):
    """Units free to allocate in one warehouse."""

    free_to_allocate_quantity: int


class SampledSizeNode(Node):
    """A size and its FTA: none or one row by alias (`w1`)."""

    sku: Sku | None
    rows: dict[str, tuple[FtaNode, ...]]

    @model_validator(mode="before")
    @classmethod
    def _aliases_are_rows(cls, node: Any) -> Any:
        if not isinstance(node, Mapping):
            return node
        rows = {alias: rows for alias, rows in node.items() if alias not in {"id", "SKU"}}
        return {"sku": node.get("SKU") or None, "rows": rows}


class VariantNode(Node):
    """A variant, its stock offset and its sizes."""

    stock_offset: int | None
    product_sizes: tuple[SampledSizeNode, ...] = Field(default=())


class VariantStockAnswer(Node):
    """Answer of `VariantStock`."""

    product_variants: tuple[VariantNode, ...]
