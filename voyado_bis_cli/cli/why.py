"""`bis why`."""

from typing import TYPE_CHECKING, Annotated

import typer

from voyado_bis_cli.cli.command import command
from voyado_bis_cli.cli.context import Context
from voyado_bis_cli.errors import UsageError

if TYPE_CHECKING:
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report.why import WhyData
    from voyado_bis_cli.workflows.why.question import WhyPorts


@command(judges=True)
def why(
    context: Context,
    *,
    sku: Annotated[str | None, typer.Option(metavar="SKU", help="The size.  [default: test.skus]")] = None,
    market: Annotated[
        str | None, typer.Option(metavar="ID", help="Market, id or name.  [default: test.market]")
    ] = None,
    email: Annotated[str | None, typer.Option(metavar="EMAIL", help="The shopper.  [default: test.email]")] = None,
    contact: Annotated[
        str | None, typer.Option("--contact-id", metavar="ID", help="One contact, instead of an email.")
    ] = None,
    expect_email: Annotated[
        str | None, typer.Option(metavar="GLOB", help="Name or subject of the email.  [default: test.expect_email]")
    ] = None,
) -> "Run[WhyData]":
    """Tell why a shopper got no email: everything readable, ranked; writes nothing.

    Examples:
      bis why --sku 1234SIZEM --market 4 --email john-doe@voyado.com
      bis why --sku 1234SIZEM --market Sweden --contact-id 604452cf-771e-528a-b60c-dd56d7357e3f
      bis why --json

    The cause that was found stands first. Some cannot be told apart from outside: then their group is the answer, most
    likely first. Safe on production: it only reads, also from Voyado's event queue.
    """
    from voyado_bis_cli.cli.defaults import option_or, sku_or_default, stores_of
    from voyado_bis_cli.config.sections import Kind
    from voyado_bis_cli.domain.address import host_of
    from voyado_bis_cli.domain.contact_data import checked_email
    from voyado_bis_cli.domain.ids import ContactId, Sku
    from voyado_bis_cli.workflows.why.answer import why as workflow
    from voyado_bis_cli.workflows.why.question import Question

    if email is not None and contact is not None:
        raise UsageError("--email and --contact-id exclude each other.", hint="Give one of them.")
    profile = context.profile
    is_staging = host_of(profile.engage.url or "").endswith(".staging.voyado.com")
    question = Question(
        sku=Sku(sku_or_default(sku, profile)),
        market=option_or(market, profile, "test.market", "--market"),
        email=None if contact else checked_email(option_or(email, profile, "test.email", "--email")),
        contact=ContactId(contact) if contact else None,
        stores=stores_of(profile),
        expect_email=expect_email or profile.test.expect_email or "",
        contact_type=profile.engage.contact_type or "",
        store=profile.subscription_api.store or "",
        tenant=profile.tenant or "",
        may_have_allowlist=is_staging or context.kind is Kind.SANDBOX,
    )
    return workflow(question, _ports(context))


def _ports(context: Context) -> "WhyPorts":
    from voyado_bis_cli.workflows.why.question import WhyPorts

    profile = context.profile
    return WhyPorts(
        centra=context.centra,
        voyado=context.voyado_centra if profile.centra.voyado_token else None,
        engage=context.engage_of_every_type,
        feeds={locale: context.product_feed(feed) for locale, feed in profile.feeds.items()},
        log=context.integration_log if profile.log.url else None,
        journal=context.journal,
        clock=context.clock,
    )
