"""The stock level that Engage receives: the current FTA of a SKU in a market, never a delta."""

from collections.abc import Mapping
from dataclasses import dataclass

from voyado_bis_cli.domain.ids import ExternalId, MarketId, Sku, external_id_of
from voyado_bis_cli.errors import BisError


@dataclass(frozen=True, slots=True)
class StockLevel:
    """One level for Engage; `quantity` is the FTA in units, `external_id` the market id as a string."""

    sku: Sku
    quantity: int
    external_id: ExternalId

    @property
    def key(self) -> tuple[Sku, ExternalId]:
        """What this level is about: a later level with the same key replaces it."""
        return (self.sku, self.external_id)


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """What became of levels that were sent; `failed` maps each refused one to Engage's reason.

    `ended_by` is what ended the sending early: the levels that are in neither were not sent, or their fate is unknown.
    """

    accepted: tuple[StockLevel, ...]
    failed: Mapping[StockLevel, str]
    ended_by: BisError | None = None


def stock_levels(sku: Sku, fta: Mapping[MarketId, int]) -> tuple[StockLevel, ...]:
    """Return one level per market, 0 included (guide: field mapping of stock updates)."""
    return tuple(StockLevel(sku, quantity, external_id_of(market)) for market, quantity in fta.items())
