"""`set-stock` data."""

from voyado_bis_cli.domain.report import Data


class WarehouseRef(Data):
    """A warehouse by id and name."""

    id: int
    name: str


class MarketChangeRow(Data):
    """FTA of the SKU in a market before and after, in units."""

    market: str
    fta_before: int
    fta_after: int


class SetStockData(Data):
    """A change of test stock; `undo` is the command that takes it back."""

    sku: str
    warehouse: WarehouseRef
    fta_before: int
    fta_after: int
    markets: tuple[MarketChangeRow, ...]
    stock_change_id: int | None
    undo: str | None
