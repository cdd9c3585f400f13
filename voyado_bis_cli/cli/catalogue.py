"""`bis markets`, `bis warehouses`, `bis stock`: what the other commands need typed."""

from typing import TYPE_CHECKING, Annotated

import typer

from voyado_bis_cli.cli.command import command
from voyado_bis_cli.cli.context import Context

if TYPE_CHECKING:
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report.catalogue import MarketsData, StockData, WarehousesData


@command(judges=True)
def markets(context: Context) -> "Run[MarketsData]":
    """List the markets with their store, allocation rule and warehouses.

    Examples:
      bis markets
      bis markets -p brand-x --json

    A market's id, as a string, is what a subscription and a stock level must share to the character.
    """
    from voyado_bis_cli.cli.defaults import stores_of
    from voyado_bis_cli.workflows import catalogue

    return catalogue.markets(context.centra, stores_of(context.profile))


@command()
def warehouses(context: Context) -> "Run[WarehousesData]":
    """List the warehouses, the rules that contain them and the markets that sell from them.

    Examples:
      bis warehouses
      bis warehouses --json
    """
    from voyado_bis_cli.cli.defaults import stores_of
    from voyado_bis_cli.workflows import catalogue

    return catalogue.warehouses(context.centra, stores_of(context.profile))


@command(judges=True)
def stock(
    context: Context,
    *,
    sku: Annotated[
        str | None, typer.Option(metavar="SKU", help="The size, e.g. 1234SIZEM.  [default: test.skus]")
    ] = None,
) -> "Run[StockData]":
    """Show what can be sold of a SKU: free to allocate (FTA) per warehouse and per market.

    Examples:
      bis stock --sku 1234SIZEM
      bis stock --sku 1234SIZEM --json

    FTA is Centra's own figure: it deducts neither a warehouse's threshold nor a variant's stock offset, the shop does.
    """
    from voyado_bis_cli.cli.defaults import sku_or_default, stores_of
    from voyado_bis_cli.workflows import catalogue

    return catalogue.stock(context.centra, sku_or_default(sku, context.profile), stores_of(context.profile))
