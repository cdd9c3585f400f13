"""`bis store-id`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from voyado_bis_cli.cli.command import command
from voyado_bis_cli.cli.context import Context
from voyado_bis_cli.errors import UsageError

if TYPE_CHECKING:
    from voyado_bis_cli.config.profile import Profile
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report.store_ids import StoreIdData
    from voyado_bis_cli.domain.store_uniqueness import StoreClaim
    from voyado_bis_cli.workflows.store_id import StoreSettings


@command()
def store_id(
    context: Context,
    *,
    tenant: Annotated[
        str | None, typer.Option(metavar="TENANT", help="The Engage tenant, such as voyadotenant.")
    ] = None,
    centra_store: Annotated[
        int | None, typer.Option(metavar="ID", min=1, help="A Centra store with an Engage environment of its own.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="The value of every Centra store; asks Centra.")] = False,
    parse: Annotated[
        str | None, typer.Option(metavar="STORE", help="Read a store value instead of making one.")
    ] = None,
) -> "Run[StoreIdData]":
    """Make the `store` value of the Subscription API: the tenant, or tenant-storeId.

    Examples:
      bis store-id --tenant voyadotenant
      bis store-id --tenant voyadotenant --centra-store 124
      bis store-id --all
      bis store-id --all | while read -r store; do echo "$store"; done
      bis store-id --parse voyadotenant-124

    One value for all stores where one Engage environment serves them all (store_ids = "single"), one per store where
    each has its own ("per-store"). Values of a profile are compared with those of the others in its file: no two brands
    may share one. A script reads one value per line. This is not Engage's storeExternalId.
    """
    from voyado_bis_cli.workflows import store_id as workflow

    if sum((every, parse is not None, centra_store is not None)) > 1:
        raise UsageError(
            "--all, --parse and --centra-store exclude each other.", hint="`bis store-id --help` shows examples."
        )
    if parse is not None:
        return workflow.parsed_store_id(parse)
    if every:
        return workflow.all_store_ids(context.centra, _settings(context, tenant, unless_single=True))
    if tenant is not None or centra_store is not None:
        return workflow.one_store_id(tenant or _tenant_of(context), centra_store)
    return workflow.store_ids_of_profile(_settled(_settings(context, None)))


def _settled(settings: "StoreSettings") -> "StoreSettings":
    """Return settings that make a value without asking Centra; raises UsageError where they do not."""
    if settings.per_store and not settings.stores:
        raise UsageError(
            f'The profile "{settings.profile}" has one value per Centra store (store_ids = "per-store").',
            hint="Give --centra-store ID, ask Centra with --all, or name the stores in centra.stores.",
        )
    return settings


def _tenant_of(context: Context) -> str:
    from voyado_bis_cli.cli.defaults import option_or

    return option_or(None, context.profile, "tenant", "--tenant")


def _settings(context: Context, tenant: str | None, *, unless_single: bool = False) -> "StoreSettings":
    """Return the profile's settings; where it does not say, `--all` means each store, and nothing else does."""
    from voyado_bis_cli.cli.defaults import stores_of
    from voyado_bis_cli.cli.neighbours import neighbours
    from voyado_bis_cli.domain.finding import Finding
    from voyado_bis_cli.workflows.store_id import StoreSettings

    profile = context.profile
    others = list(neighbours(context))
    return StoreSettings(
        profile=profile.name,
        tenant=tenant or _tenant_of(context),
        per_store=profile.store_ids != "single" if unless_single else profile.store_ids == "per-store",
        stores=stores_of(profile),
        declared=profile.subscription_api.store if tenant is None else None,
        others=tuple(claim for each in others if not isinstance(each, Finding) for claim in _claims(each)),
        unreadable=tuple(each for each in others if isinstance(each, Finding)),
    )


def _claims(profile: "Profile") -> "Iterator[StoreClaim]":
    from voyado_bis_cli.domain.store_uniqueness import StoreClaim, claimed_stores

    for store in claimed_stores(
        tenant=profile.tenant,
        per_store=profile.store_ids == "per-store",
        centra_stores=profile.centra.stores,
        declared=profile.subscription_api.store,
    ):
        yield StoreClaim(profile.name, store)
