"""Identifiers that must not be mixed up: each is its own type."""

from typing import NewType

Sku = NewType("Sku", str)
"""Centra's `ProductSize.SKU`: product, variant and size number in one string."""

StoreId = NewType("StoreId", int)
MarketId = NewType("MarketId", int)
WarehouseId = NewType("WarehouseId", int)
AllocationRuleId = NewType("AllocationRuleId", int)
ProductSizeId = NewType("ProductSizeId", int)
EventId = NewType("EventId", int)
StockChangeId = NewType("StockChangeId", int)

ExternalId = NewType("ExternalId", str)
"""Engage's `externalId`: the market id as a string, equal to the character in subscription and stock level."""

ContactId = NewType("ContactId", str)
SubscriptionId = NewType("SubscriptionId", str)
Locale = NewType("Locale", str)
"""`xx-YY`; a key into a product feed, never corrected."""


def external_id_of(market: MarketId) -> ExternalId:
    """Return the `externalId` that stands for a Centra market in Engage (guide: field mapping of stock updates)."""
    return ExternalId(str(market))
