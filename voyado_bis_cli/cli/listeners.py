"""`bis listeners`: what our own integration listens to."""

from typing import TYPE_CHECKING, Annotated

import typer

from voyado_bis_cli.cli.command import command
from voyado_bis_cli.cli.context import Context
from voyado_bis_cli.domain.event_queue import STOCK_OBJECT_TYPES, EventObject

if TYPE_CHECKING:
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report.listeners import ListenersData

app = typer.Typer(help="Show, add or remove what our own integration listens to.")

ObjectTypes = Annotated[
    list[EventObject] | None,
    typer.Option("--type", help="Object type; repeatable.  [default: StockChange, Order, Return]", show_default=False),
]


@app.command()
@command()
def show(context: Context) -> "Run[ListenersData]":
    """Show what our integration listens to.

    Examples:
      bis listeners show
      bis listeners show --json
    """
    from voyado_bis_cli.workflows.listeners import show_listeners

    return show_listeners(context.centra, context.our_integration)


@app.command()
@command(changes=True)
def add(context: Context, *, types: ObjectTypes = None) -> "Run[ListenersData]":
    """Listen to stock changes, orders and returns: only later changes become events.

    Examples:
      bis listeners add
      bis listeners add --type StockChange
    """
    from voyado_bis_cli.workflows.listeners import add_listeners

    return add_listeners(context.centra, context.our_integration, types or STOCK_OBJECT_TYPES, context.allow_change)


@app.command()
@command(changes=True)
def remove(context: Context, *, types: ObjectTypes = None) -> "Run[ListenersData]":
    """Stop listening; Centra deletes the queued events of these types.

    Examples:
      bis listeners remove
      bis listeners remove --type Order
    """
    from voyado_bis_cli.workflows.listeners import remove_listeners

    return remove_listeners(context.centra, context.our_integration, types or STOCK_OBJECT_TYPES, context.allow_change)
