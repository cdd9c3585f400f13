"""`sync-stock` data."""

from pydantic import Field

from voyado_bis_cli.domain.report import Data


class EventCounts(Data):
    """Events of the run; `left` is how many this run saw and left unconfirmed."""

    fetched: int = 0
    confirmed: int = 0
    left: int = 0


class LevelCounts(Data):
    """Stock levels of the run."""

    sent: int = 0
    failed: int = 0


class SentRow(Data):
    """A level that Engage accepted (or would be sent, in a dry run)."""

    sku: str
    quantity: int
    external_id: str = Field(serialization_alias="externalId")


class FailedRow(Data):
    """A level that Engage refused, with its reason."""

    sku: str
    external_id: str = Field(serialization_alias="externalId")
    reason: str


class TouchedBy(Data):
    """An event that touched an explained SKU."""

    event: int
    object_type: str
    reference: int


class WarehouseFigures(Data):
    """Stock of an explained SKU in one warehouse, in units; `counts` tells whether the market's rule contains it."""

    id: int
    name: str
    counts: bool
    fta: int
    allocated: int
    threshold: int | None


class MarketReason(Data):
    """Why a market got the level it got, or none; `fta` is None where the market has no rule."""

    market: str
    name: str
    rule: str | None
    rule_origin: str | None
    fta: int | None
    warehouses: tuple[WarehouseFigures, ...]
    decision: str


class Explanation(Data):
    """Everything that decided about one SKU; `sizes` are the ids of the sizes that have it."""

    sku: str
    sizes: tuple[int, ...]
    touched_by: tuple[TouchedBy, ...]
    markets: tuple[MarketReason, ...]


class SyncStockData(Data):
    """What a sync fetched, sent and confirmed; with `passes` above 1 (polling), `sent` is the last pass's."""

    dry_run: bool = False
    events: EventCounts
    stock_levels: LevelCounts
    skus: tuple[str, ...]
    markets: tuple[str, ...]
    sent: tuple[SentRow, ...]
    failed: tuple[FailedRow, ...]
    explained: tuple[Explanation, ...] = ()
    passes: int = 1
