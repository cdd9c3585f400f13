"""`bis set-stock`."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from voyado_bis_cli.cli.command import command
from voyado_bis_cli.cli.context import Context
from voyado_bis_cli.errors import UsageError

if TYPE_CHECKING:
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report.stock_set import SetStockData


class Undo(StrEnum):
    """Which change to take back."""

    LAST = "last"


@command(changes=True, judges=True)
def set_stock(
    context: Context,
    *,
    sku: Annotated[str | None, typer.Option(metavar="SKU", help="The size.  [default: test.skus]")] = None,
    fta: Annotated[
        int | None, typer.Option("--fta", "--quantity", metavar="N", min=0, help="Units free to allocate to reach.")
    ] = None,
    delta: Annotated[int | None, typer.Option(metavar="+N", help="Units to add (or, below 0, to take away).")] = None,
    warehouse: Annotated[
        str | None, typer.Option(metavar="ID", help="Warehouse, id or name.  [default: test.warehouse]")
    ] = None,
    undo: Annotated[Undo | None, typer.Option(help="Take this profile's last change back.")] = None,
) -> "Run[SetStockData]":
    """Change test stock in Centra and show what can be sold in each market, before and after.

    Examples:
      bis set-stock --sku 1234SIZEM --fta 10 --warehouse 1
      bis set-stock --sku 1234SIZEM --delta +5 --warehouse Stockholm
      bis set-stock --undo last

    Allocated units stay allocated: Centra is given a physical level of FTA plus allocated.
    """
    from voyado_bis_cli.cli.defaults import stores_of
    from voyado_bis_cli.cli.wishes import stock_ports, stock_wish
    from voyado_bis_cli.workflows import set_stock as workflow

    if sum(given is not None for given in (fta, delta, undo)) != 1:
        raise UsageError(
            "Give exactly one of --fta N, --delta +N and --undo last.", hint="`bis set-stock --help` shows examples."
        )
    if undo:
        return workflow.undo_last(stores_of(context.profile), stock_ports(context))
    wanted = stock_wish(context, sku=sku, warehouse=warehouse, fta=fta, delta=delta)
    return workflow.set_stock(wanted, stock_ports(context))
