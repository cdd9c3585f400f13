"""`bis subscriptions`: what still waits in Engage."""

from typing import TYPE_CHECKING, Annotated

import typer

from voyado_bis_cli.cli.command import command
from voyado_bis_cli.cli.context import Context
from voyado_bis_cli.errors import UsageError

if TYPE_CHECKING:
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report.subscriptions import SubscriptionsData
    from voyado_bis_cli.workflows.subscriptions import Selection

app = typer.Typer(help="List or delete what waits in Engage.")

Email = Annotated[str | None, typer.Option("--email", metavar="EMAIL", help="Of this shopper, on every contact.")]
Contact = Annotated[str | None, typer.Option("--contact-id", metavar="ID", help="Of this contact.")]
SkuOption = Annotated[str | None, typer.Option("--sku", metavar="SKU", help="Only for this SKU.")]
RunOption = Annotated[str | None, typer.Option("--run", metavar="RUN", help="Only those that this run of bis made.")]


@app.command("list")
@command()
def list_(
    context: Context, *, email: Email = None, contact: Contact = None, sku: SkuOption = None, run: RunOption = None
) -> "Run[SubscriptionsData]":
    """List what waits: of a shopper, else what this toolkit made.

    Examples:
      bis subscriptions list
      bis subscriptions list --email john-doe@voyado.com
      bis subscriptions list --sku 1234SIZEM --json
    """
    from voyado_bis_cli.workflows.subscriptions import list_subscriptions

    meant = _selection(email, contact, sku, run)
    return list_subscriptions(meant, context.engage_of_every_type, context.journal)


@app.command()
@command(changes=True)
def delete(
    context: Context,
    *,
    email: Email = None,
    contact: Contact = None,
    sku: SkuOption = None,
    run: RunOption = None,
    everything: Annotated[bool, typer.Option("--all", help="All that this toolkit made.")] = False,
) -> "Run[SubscriptionsData]":
    """Delete what waits: of a shopper, of a SKU or of a run of this toolkit.

    Examples:
      bis subscriptions delete --email john-doe@voyado.com --sku 1234SIZEM
      bis subscriptions delete --run 20260301-120000-ab12
      bis subscriptions delete --all

    Without a shopper only subscriptions that this toolkit made are deleted.
    """
    from voyado_bis_cli.workflows.subscriptions import delete_subscriptions

    if everything == any((email, contact, sku, run)):
        raise UsageError(
            "Say which subscriptions to delete.", hint="Give --email, --contact-id, --sku or --run; or --all alone."
        )
    meant = _selection(email, contact, sku, run)
    return delete_subscriptions(meant, context.engage_of_every_type, context.journal, context.allow_change)


def _selection(email: str | None, contact: str | None, sku: str | None, run: str | None) -> "Selection":
    from voyado_bis_cli.domain.contact_data import checked_email
    from voyado_bis_cli.domain.ids import ContactId, Sku
    from voyado_bis_cli.workflows.subscriptions import Selection

    if email is not None and contact is not None:
        raise UsageError("--email and --contact-id exclude each other.", hint="Give one of them.")
    return Selection(
        email=None if email is None else checked_email(email),
        contact=None if contact is None else ContactId(contact),
        sku=None if sku is None else Sku(sku),
        run=run,
    )
