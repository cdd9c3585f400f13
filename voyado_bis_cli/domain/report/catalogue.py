"""`markets`, `warehouses` and `stock` data: what the other commands need typed."""

from voyado_bis_cli.domain.report import Data


class MarketRow(Data):
    """A market, its store, its rule and the warehouses of that rule; `rule_origin` says where the rule was found."""

    id: int
    name: str
    store_id: int | None
    store_name: str | None
    rule_id: int | None
    rule_name: str | None
    rule_origin: str | None
    warehouses: tuple[int, ...]


class MarketsData(Data):
    """The markets of the profile's stores."""

    markets: tuple[MarketRow, ...]


class WarehouseRow(Data):
    """A warehouse and the markets whose rule contains it."""

    id: int
    name: str
    threshold: int | None
    stock_master: str
    rules: tuple[int, ...]
    markets: tuple[int, ...]


class WarehousesData(Data):
    """All warehouses the token sees."""

    warehouses: tuple[WarehouseRow, ...]


class WarehouseStockRow(Data):
    """Stock of a SKU in one warehouse, in units."""

    warehouse_id: int
    warehouse_name: str
    fta: int
    allocated: int
    threshold: int | None


class MarketFtaRow(Data):
    """FTA of a SKU in one market, in units; None where the market has no rule and gets no level."""

    market_id: int
    market_name: str
    fta: int | None


class StockData(Data):
    """Stock of one SKU."""

    sku: str
    product_size_id: int
    warehouses: tuple[WarehouseStockRow, ...]
    markets: tuple[MarketFtaRow, ...]
