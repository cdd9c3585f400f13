"""Centra's event queue as the sync sees it: what changed, which sizes it touched, what it may consume."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from voyado_bis_cli.domain.availability import ProductSize
from voyado_bis_cli.domain.ids import EventId, StockChangeId
from voyado_bis_cli.domain.rate_limit import RateLimit

STOCK_OBJECT_TYPES = ("StockChange", "Order", "Return")
"""The object types whose changes move stock: the guide asks for exactly these read permissions."""

STOCK_CHANGES_AT_ONCE = 10
"""How many stock changes share a request that reads 200 lines of each."""

EVENTS_OF_AS_MANY_LINES = 100
"""How many events, of which 20 lines each are asked for, ask for as many lines as such a request."""


class EventObject(StrEnum):
    """The object types whose changes bear on stock, the three that the guide is about first (contract: Events)."""

    STOCK_CHANGE = "StockChange"
    ORDER = "Order"
    RETURN = "Return"
    PRODUCT_SIZE = "ProductSize"
    PRODUCT_VARIANT = "ProductVariant"
    WAREHOUSE = "Warehouse"
    ALLOCATION_RULE = "AllocationRule"
    MARKET = "Market"


class ObjectState(StrEnum):
    """Whether an event's object could still be read."""

    READ = "read"
    GONE = "gone"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class StockEvent:
    """One unconfirmed event and the sizes its object names now.

    `reference` is usually an id, for orders the order number. `sizes` is what the object names today, not a snapshot.
    `more_lines_of` is set where a stock change has more lines than the event query asked for.
    """

    id: EventId
    object_type: str
    change_type: str
    reference: int
    created_at: datetime
    object_state: ObjectState
    sizes: tuple[ProductSize, ...]
    more_lines_of: StockChangeId | None = None


@dataclass(frozen=True, slots=True)
class EventPage:
    """Unconfirmed events, oldest first, with the rate budget as it stood after the query.

    `complexity` is what the query cost of the budget.
    """

    events: tuple[StockEvent, ...]
    rate_limits: tuple[RateLimit, ...]
    complexity: int = 0


@dataclass(frozen=True, slots=True)
class Listener:
    """What an integration listens to. `change_types` lists each one."""

    integration_name: str
    object_type: str
    change_types: tuple[str, ...]
    created_at: datetime | None = None


def missing_object_types(listeners: tuple[Listener, ...]) -> tuple[str, ...]:
    """Return the stock object types nobody listens to, in the guide's order."""
    listened = {listener.object_type for listener in listeners}
    return tuple(kind for kind in STOCK_OBJECT_TYPES if kind not in listened)
