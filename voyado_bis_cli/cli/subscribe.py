"""`bis subscribe`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voyado_bis_cli.cli.command import command
from voyado_bis_cli.cli.context import Context
from voyado_bis_cli.domain.http_call import CallStyle

if TYPE_CHECKING:
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report import Data


@command(changes=True, waits=True, judges=True)
def subscribe(
    context: Context,
    *,
    sku: Annotated[str | None, typer.Option(metavar="SKU", help="The size to wait for.  [default: test.skus]")] = None,
    email: Annotated[str | None, typer.Option(metavar="EMAIL", help="The shopper.  [default: test.email]")] = None,
    market: Annotated[
        str | None, typer.Option(metavar="ID", help="Market, id or name.  [default: test.market]")
    ] = None,
    locale: Annotated[
        str | None, typer.Option(metavar="xx-YY", help="A feed's locale.  [default: test.locale]")
    ] = None,
    store: Annotated[
        str | None, typer.Option(metavar="STORE", help="See bis store-id.  [default: subscription_api.store]")
    ] = None,
    newsletter: Annotated[
        bool | None,
        typer.Option("--newsletter/--no-newsletter", help="Consent to newsletters.  [default: no, for a new shopper]"),
    ] = None,
    count: Annotated[
        int | None,
        typer.Option("--count", metavar="N", min=1, help="So many shoppers: EMAIL with +1, +2 and so on."),
    ] = None,
    from_csv: Annotated[
        Path | None,
        typer.Option("--from-csv", metavar="PATH", help="A shopper per row: email, and what differs; - for stdin."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check everything and show the request, send nothing.")
    ] = False,
    style: Annotated[
        CallStyle | None, typer.Option("--as", help="With --dry-run: the request as a developer can copy it.")
    ] = None,
    check: Annotated[
        Path | None,
        typer.Option("--check", metavar="PATH", help="Judge the JSON a front end really sent; - for stdin."),
    ] = None,
) -> "Run[Data]":
    """Subscribe to a sold-out size as a shopper would, then prove that Engage registered it.

    Examples:
      bis subscribe --sku 1234SIZEM
      bis subscribe --sku 1234SIZEM --email john-doe@voyado.com --market 4 --locale sv-SE
      bis subscribe --sku 1234SIZEM --count 10
      bis subscribe --from-csv shoppers.csv --no-newsletter
      bis subscribe --dry-run --as curl --show-personal-data
      bis subscribe --check payload.json

    Registered means that Engage shows the subscription with this SKU, locale and market: the Subscription API's own
    answer proves nothing. Nothing is ever posted again without looking first; a run of many that was interrupted goes
    on where it stopped when the same command is run again.
    """
    from voyado_bis_cli.cli.subscribe_modes import SubscribeChoice, start

    choice = SubscribeChoice(
        sku=sku,
        email=email,
        market=market,
        locale=locale,
        store=store,
        newsletter=newsletter,
        count=count,
        from_csv=from_csv,
        dry_run=dry_run,
        style=style,
        check=check,
    )
    return start(context, choice)
