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


class SyncStockData(Data):
    """What a sync fetched, sent and confirmed."""

    dry_run: bool = False
    events: EventCounts
    stock_levels: LevelCounts
    skus: tuple[str, ...]
    markets: tuple[str, ...]
    sent: tuple[SentRow, ...]
    failed: tuple[FailedRow, ...]
