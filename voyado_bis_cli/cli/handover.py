"""`bis handover`."""

from functools import partial
from typing import TYPE_CHECKING

from voyado_bis_cli.cli.command import command
from voyado_bis_cli.cli.context import Context

if TYPE_CHECKING:
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report.handover import HandoverData
    from voyado_bis_cli.workflows.handover import HandoverSettings


@command(judges=True)
def handover(context: Context) -> "Run[HandoverData]":
    """Print what Voyado's team asks for, as Markdown and without secrets.

    Examples:
      bis handover > handover.md
      bis handover -p brand-x
      bis handover --json

    Centra URL, integration name, stores with their store values, markets, locales, feeds, and what the check of the
    token's permissions came to. It asks with Voyado's token, since that is the one handed over; on production without
    the write probe. The token itself is shared separately and securely.
    """
    from voyado_bis_cli.config.sections import Kind
    from voyado_bis_cli.workflows.check_permissions import check_permissions
    from voyado_bis_cli.workflows.handover import handover as workflow

    centra = context.voyado_centra
    check = partial(
        check_permissions,
        centra,
        token="voyado",  # noqa: S106  # which token, not its value
        probe_write=context.kind is not Kind.PRODUCTION,
        declared_integration=context.profile.centra.voyado_integration_name,
    )
    return workflow(centra, check, _settings(context))


def _settings(context: Context) -> "HandoverSettings":
    from voyado_bis_cli.cli.defaults import stores_of
    from voyado_bis_cli.workflows.handover import HandoverSettings

    profile = context.profile
    (centra_url,) = profile.need("centra.url")
    return HandoverSettings(
        profile=profile.name,
        centra_url=centra_url,
        integration_name=profile.centra.voyado_integration_name,
        token_expires=profile.centra.voyado_token_expires,
        engage_url=profile.engage.url,
        tenant=profile.tenant,
        per_store=profile.store_ids == "per-store",
        declared_store=profile.subscription_api.store,
        stores=stores_of(profile),
        feeds={locale: feed.url for locale, feed in profile.feeds.items()},
    )
