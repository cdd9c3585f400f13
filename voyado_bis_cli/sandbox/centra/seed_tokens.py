"""The seed's tokens and listeners. These tokens are public: they open nothing but the stand-in."""

from dataclasses import dataclass

GUIDE = frozenset(
    {
        "Event:write",
        "AllocationRule:read",
        "Market:read",
        "Product:read",
        "ProductSize:read",
        "ProductVariant:read",
        "StockChange:read",
        "Store:read",
        "Warehouse:read",
        "Order:read",
        "Return:read",
    }
)
"""The eleven permissions of the guide."""

GUIDE_AND_EVENTS = GUIDE | {"Event:read"}
READONLY = GUIDE_AND_EVENTS | {"ProductSize.stock:read"}
TOOLKIT = READONLY | {"StockChange:write"}


@dataclass(frozen=True, slots=True)
class SeedToken:
    """A token: the integration it belongs to, what it may do, and the stores it sees (None: all)."""

    token: str
    integration: str
    permissions: frozenset[str]
    stores: list[int] | None = None
    expired: bool = False


TOKENS = (
    SeedToken("sandbox-guide", "Engage integration", GUIDE_AND_EVENTS),
    SeedToken("sandbox-strict", "Engage integration", GUIDE),
    SeedToken("sandbox-weak", "Engage integration", GUIDE_AND_EVENTS - {"Market:read", "Event:write"}),
    SeedToken("sandbox-brand-y", "Engage integration", GUIDE_AND_EVENTS),
    SeedToken("sandbox-store-1", "Engage integration", GUIDE_AND_EVENTS, stores=[1]),
    SeedToken("sandbox-admin", "Admin", frozenset({"admin"})),
    SeedToken("sandbox-toolkit", "bis toolkit", TOOLKIT),
    SeedToken("sandbox-readonly", "bis toolkit", READONLY),
    SeedToken("sandbox-fresh", "bis fresh", TOOLKIT),
    SeedToken("sandbox-expired", "Engage integration", GUIDE_AND_EVENTS, expired=True),
)

LISTENING = ("Engage integration", "bis toolkit")
OBJECT_TYPES = ("StockChange", "Order", "Return")
