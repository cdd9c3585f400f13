"""`bis subscribe`."""

from typing import TYPE_CHECKING, Annotated

import typer

from voyado_bis_cli.cli.command import command
from voyado_bis_cli.cli.context import Context

if TYPE_CHECKING:
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report.subscribe import SubscribeData


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
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check everything and show the request, send nothing.")
    ] = False,
) -> "Run[SubscribeData]":
    """Subscribe to a sold-out size as a shopper would, then prove that Engage registered it.

    Examples:
      bis subscribe --sku 1234SIZEM
      bis subscribe --sku 1234SIZEM --email john-doe@voyado.com --market 4 --locale sv-SE
      bis subscribe --sku 1234SIZEM --dry-run --json

    Registered means that Engage shows the subscription with this SKU, locale and market: the Subscription API's own
    answer proves nothing.
    """
    from voyado_bis_cli.cli.wishes import subscribe_ports, wish
    from voyado_bis_cli.workflows.subscribe import subscribe as workflow

    wanted = wish(context, sku=sku, email=email, market=market, locale=locale, store=store, newsletter=newsletter)
    return workflow(wanted.as_dry_run() if dry_run else wanted, subscribe_ports(context))
