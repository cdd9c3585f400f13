"""The permissions of a Centra token: what the guide asks for, what this toolkit needs, and what a probe proves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from voyado_bis_cli.domain.market import Store
from voyado_bis_cli.domain.rate_limit import RateLimit


class PermissionState(StrEnum):
    """What is known about a permission; never a guess."""

    GRANTED = "granted"
    MISSING = "missing"
    UNVERIFIED = "unverified"


class RequiredBy(StrEnum):
    """Who asks for a permission: Voyado's guide, Centra itself, a command of this toolkit, or nobody."""

    GUIDE = "guide"
    CENTRA = "centra"
    TOOLKIT = "toolkit"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Permission:
    """One permission. `name` is Centra's string, `label` the row in Centra's admin, `purpose` completes "needed to"."""

    name: str
    label: str
    access: str
    required_by: RequiredBy
    purpose: str

    @property
    def where_to_click(self) -> str:
        """The path in Centra's admin (AMS) where it is ticked."""
        return f"System > API Tokens > your token > {self.access.capitalize()} > {self.label}"


def _read(name: str, label: str, purpose: str, required_by: RequiredBy = RequiredBy.GUIDE) -> Permission:
    return Permission(f"{name}:read", label, "read", required_by, purpose)


EVENT_WRITE = Permission("Event:write", "Event", "write", RequiredBy.GUIDE, "listen to events and confirm them")
EVENT_READ = _read("Event", "Event", "read the event queue", RequiredBy.CENTRA)

_GUIDE_READS = (
    _read("AllocationRule", "Allocation rule", "know which warehouses a market sells from"),
    _read("Market", "Market", "send each market its own stock level"),
    _read("Product", "Product", "read products"),
    _read("ProductSize", "Product Size", "read the SKU of a size"),
    _read("ProductVariant", "Product Variant", "read product variants"),
    _read("StockChange", "Stock Change", "read what a stock event changed"),
    _read("Store", "Store", "know which store a market belongs to"),
    _read("Warehouse", "Warehouse", "read warehouses"),
    _read("Order", "Orders", "read which sizes an order event touches"),
    _read("Return", "Returns", "read which sizes a return event touches"),
)

GUIDE_PERMISSIONS = (EVENT_WRITE, *_GUIDE_READS)
"""The eleven of the guide ("Configuring API token in Centra"), in its order."""

VOYADO_TOKEN = (*GUIDE_PERMISSIONS, EVENT_READ)
"""What Voyado's token is checked for: the guide's eleven, and what Centra's event page adds."""

STOCK_READ = _read("ProductSize.stock", "Product Size > Stock", "read FTA per warehouse", RequiredBy.TOOLKIT)
STOCK_CHANGE_WRITE = Permission(
    "StockChange:write", "Stock Change", "write", RequiredBy.TOOLKIT, "change test stock with bis set-stock"
)

TOOLKIT_TOKEN = (*GUIDE_PERMISSIONS, EVENT_READ, STOCK_READ, STOCK_CHANGE_WRITE)
"""What the toolkit's own token is checked for; `StockChange:write` has no harmless probe."""

_KNOWN = {permission.name: permission for permission in TOOLKIT_TOKEN}


def _known(*names: str) -> tuple[Permission, ...]:
    return tuple(_KNOWN[name] for name in names)


_LAYOUT = ("Market:read", "Store:read", "AllocationRule:read", "Warehouse:read")
_STOCK = (*_LAYOUT, "ProductSize:read", "ProductSize.stock:read")
_EVENTS = ("Event:read", "StockChange:read", "Order:read", "Return:read")
_SET_STOCK = (*_STOCK, "Event:read", "StockChange:read", "StockChange:write")

FOR_COMMAND: Mapping[str, tuple[Permission, ...]] = {
    "markets": _known(*_LAYOUT),
    "warehouses": _known(*_LAYOUT),
    "stock": _known(*_STOCK),
    "store-id": _known("Store:read"),
    "queue": _known("Event:read"),
    "subscribe": _known(*_STOCK),
    "listeners": _known("Event:read", "Event:write"),
    "set-stock": _known(*_SET_STOCK),
    "sync-stock": _known("Event:write", *_STOCK, *_EVENTS),
    "doctor": _known(*_STOCK, "Event:read", "StockChange:read", "ProductVariant:read"),
}
"""What each command of this toolkit needs of the token it uses; commands that are not here ask nothing of Centra."""

_PERSONAL = "count customers; with it names, addresses and emails can be read"
EXCESS = (
    _read("Customer", "Customer", _PERSONAL, RequiredBy.NOBODY),
    _read("Market.comment", "Market > Comment", "read internal comments on markets", RequiredBy.NOBODY),
    _read("Product.internalComment", "Product > Internal comment", "read internal product notes", RequiredBy.NOBODY),
    _read("Warehouse.stock", "Warehouse > Stock", "read the whole stock of a warehouse", RequiredBy.NOBODY),
)
"""What no token of back in stock needs and a harmless question can prove: counts and single rows, never a person.

Centra forbids full-permission tokens in production: a token should hold what it needs and no more.
"""

VOYADO_EXCESS = (
    *EXCESS,
    _read("ProductSize.stock", "Product Size > Stock", "read stock per size and warehouse", RequiredBy.NOBODY),
)
"""The same for Voyado's token; the guide's list does not have the last one either."""


@dataclass(frozen=True, slots=True)
class ReadProbeAnswer:
    """What one query with read probes proved. All sets hold permission names (`Market:read`).

    `unknown` maps a permission to the reason why its probe cannot be asked here ("Cannot query field ...").
    A permission asked for that stands in none of the three was not reached: ask again without the others.
    `deprecated` names permissions and fields that Centra says it will remove.
    """

    granted: frozenset[str]
    missing: frozenset[str]
    unknown: Mapping[str, str] = field(default_factory=dict)
    stores: tuple[Store, ...] = ()
    integration_name: str | None = None
    rate_limits: tuple[RateLimit, ...] = ()
    deprecated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WriteProbeAnswer:
    """What confirming an empty list of events proved about `Event:write`; `detail` says why where it proved nothing."""

    state: PermissionState
    detail: str = ""
