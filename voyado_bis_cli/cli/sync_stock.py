"""`bis sync-stock`."""

from typing import TYPE_CHECKING, Annotated

import typer

from voyado_bis_cli.cli.command import command
from voyado_bis_cli.cli.context import Context

if TYPE_CHECKING:
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report import Data

Skus = list[str] | None


@command(changes=True, judges=True, waits=True, retraced=True)
def sync_stock(
    context: Context,
    *,
    once: Annotated[bool, typer.Option("--once", help="Drain our own event queue once.")] = False,
    sku: Annotated[Skus, typer.Option(metavar="SKU", help="Send the present level of this SKU; repeatable.")] = None,
    full: Annotated[bool, typer.Option("--full", help="Send the present level of every SKU in every market.")] = False,
    interval: Annotated[
        float, typer.Option(metavar="SECONDS", min=0.1, help="Without --once: from one pass to the next.")
    ] = 60.0,
    expect_sku: Annotated[
        str | None, typer.Option(metavar="SKU", help="Poll until this SKU was sent, at most --wait seconds.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Do everything but sending and confirming.")] = False,
    explain: Annotated[Skus, typer.Option(metavar="SKU", help="Tell why this SKU was sent or not; repeatable.")] = None,
    max_events: Annotated[int | None, typer.Option(metavar="N", min=1, help="Stop after this many events.")] = None,
    rate_share: Annotated[
        float, typer.Option(metavar="SHARE", min=0.0, max=1.0, help="The part of Centra's rate budget to use.")
    ] = 0.5,
    skip_event: Annotated[
        int | None, typer.Option(metavar="ID", help="Confirm this event by hand, sending nothing.")
    ] = None,
    discard_backlog: Annotated[
        bool, typer.Option("--discard-backlog", help="Confirm all that waits in our own queue, sending nothing.")
    ] = False,
    all_profiles: Annotated[
        bool, typer.Option("--all-profiles", help="One profile of bis.toml after the other, each on its own.")
    ] = False,
) -> "Run[Data]":
    """Send free to allocate (FTA) per market from Centra to Engage. A test tool, no replacement for Voyado's service.

    Examples:
      bis sync-stock --once
      bis sync-stock --once --dry-run --explain 1234SIZEM
      bis sync-stock --sku 1234SIZEM
      bis sync-stock --full
      bis sync-stock --interval 60
      bis sync-stock --expect-sku 1234SIZEM --wait 600

    --once drains the queue of our own integration: an event is confirmed only after Engage accepted every level that
    follows from it. --sku and --full need no queue and confirm nothing. Without any of these it polls until Ctrl-C or
    SIGTERM, which let it finish the current page.
    """
    from voyado_bis_cli.cli.every_profile import on_every_profile
    from voyado_bis_cli.cli.sync_modes import SyncChoice, start_sync

    choice = SyncChoice(
        once=once,
        skus=sku or (),
        full=full,
        skip_event=skip_event,
        discard_backlog=discard_backlog,
        interval=interval,
        expect_sku=expect_sku,
        dry_run=dry_run,
        max_events=max_events,
        rate_share=rate_share,
        explain=explain or (),
    )
    choice.check(all_profiles=all_profiles)
    if all_profiles:
        return on_every_profile(context, lambda each: start_sync(each, choice))
    return start_sync(context, choice)
