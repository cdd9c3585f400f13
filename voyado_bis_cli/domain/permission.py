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
    """Who asks for a permission: Voyado's guide, Centra itself, or a command of this toolkit."""

    GUIDE = "guide"
    CENTRA = "centra"
    TOOLKIT = "toolkit"


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


@dataclass(frozen=True, slots=True)
class ReadProbeAnswer:
    """What one query with read probes proved. All sets hold permission names (`Market:read`).

    `unknown` maps a permission to the reason why its probe cannot be asked here ("Cannot query field ...").
    A permission asked for that stands in none of the three was not reached: ask again without the others.
    """

    granted: frozenset[str]
    missing: frozenset[str]
    unknown: Mapping[str, str] = field(default_factory=dict)
    stores: tuple[Store, ...] = ()
    integration_name: str | None = None
    rate_limits: tuple[RateLimit, ...] = ()


@dataclass(frozen=True, slots=True)
class WriteProbeAnswer:
    """What confirming an empty list of events proved about `Event:write`; `detail` says why where it proved nothing."""

    state: PermissionState
    detail: str = ""
