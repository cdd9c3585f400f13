"""`markets`, `warehouses`, `stock`."""

from functools import singledispatch

from voyado_bis_cli.domain.report import Data
from voyado_bis_cli.domain.report.catalogue import MarketsData, StockData, WarehousesData
from voyado_bis_cli.output.screen import Column, Part, Screen, Tone, Toned
from voyado_bis_cli.output.words import named, number, numbers


@singledispatch
def render(data: Data, _screen: Screen) -> None:
    """Draw one of the catalogue's lists."""
    raise TypeError(type(data).__name__)


@render.register
def _markets(data: MarketsData, screen: Screen) -> None:
    screen.table(
        [Column("id", number=True), "market", "store", "allocation rule", "warehouses"],
        [
            [
                str(market.id),
                market.name,
                named(market.store_name, market.store_id),
                _rule(market.rule_name, market.rule_id, market.rule_origin),
                numbers(market.warehouses),
            ]
            for market in data.markets
        ],
    )


def _rule(name: str | None, id_: int | None, origin: str | None) -> Part:
    if id_ is None:
        return Toned("none", Tone.WARN)
    return named(name, id_) if origin == "market" else f"{named(name, id_)}, {origin} (assumed)"


@render.register
def _warehouses(data: WarehousesData, screen: Screen) -> None:
    screen.table(
        [
            Column("id", number=True),
            "warehouse",
            Column("threshold (units)", number=True),
            "stock master",
            "rules",
            "markets",
        ],
        [
            [
                str(warehouse.id),
                warehouse.name,
                number(warehouse.threshold),
                warehouse.stock_master,
                numbers(warehouse.rules),
                numbers(warehouse.markets),
            ]
            for warehouse in data.warehouses
        ],
    )


@render.register
def _stock(data: StockData, screen: Screen) -> None:
    screen.line(Toned(data.sku, Tone.STRONG), f"  product size {data.product_size_id}, all figures in units")
    screen.line()
    screen.table(
        [
            Column("id", number=True),
            "warehouse",
            *(Column(each, number=True) for each in ("FTA", "allocated", "threshold")),
        ],
        [
            [str(row.warehouse_id), row.warehouse_name, str(row.fta), str(row.allocated), number(row.threshold)]
            for row in data.warehouses
        ],
    )
    screen.line()
    screen.table(
        [Column("id", number=True), "market", Column("FTA", number=True)],
        [[str(row.market_id), row.market_name, _fta(row.fta)] for row in data.markets],
    )


def _fta(fta: int | None) -> Part:
    return Toned("no rule, no level", Tone.WARN) if fta is None else str(fta)
