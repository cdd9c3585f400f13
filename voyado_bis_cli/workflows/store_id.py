"""`store-id`: the `store` value of the Subscription API, made or read."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from voyado_bis_cli.domain import finding
from voyado_bis_cli.domain.finding import Finding, Remedy
from voyado_bis_cli.domain.ids import StoreId
from voyado_bis_cli.domain.market import Store
from voyado_bis_cli.domain.progress import Note, Run
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.store_ids import ServedStore, StoreIdData, StoreIdRow
from voyado_bis_cli.domain.store_id import StoreReading, readings, store_identifier
from voyado_bis_cli.domain.store_uniqueness import StoreClaim, shared_stores
from voyado_bis_cli.workflows.ports import Catalogue

WHOLESALE = "WHOLESALE"


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """What a profile says about its `store` values, and what the other profiles of its file claim.

    `stores` are the profile's Centra stores (all when empty), `declared` is what Voyado confirmed, and `unreadable` are
    warnings about profiles that could not be compared.
    """

    profile: str
    tenant: str
    per_store: bool
    stores: Collection[StoreId] = ()
    declared: str | None = None
    others: Collection[StoreClaim] = ()
    unreadable: tuple[Finding, ...] = ()


def one_store_id(tenant: str, centra_store: int | None) -> Run[StoreIdData]:
    """Make the value of one tenant, or of one Centra store of it, without asking anybody."""
    yield from ()
    row = StoreIdRow(store=store_identifier(tenant, centra_store), tenant=tenant, centra_store_id=centra_store)
    return Report(StoreIdData(store_ids=(row,)))


def store_ids_of_profile(settings: StoreSettings) -> Run[StoreIdData]:
    """Make the values of a profile from its settings alone: the tenant's, or one for each of `settings.stores`."""
    yield from ()
    stores = settings.stores if settings.per_store else (None,)
    rows = tuple(
        StoreIdRow(store=store_identifier(settings.tenant, one), tenant=settings.tenant, centra_store_id=one)
        for one in stores
    )
    return Report(StoreIdData(store_ids=rows), _remarks(settings, rows))


def all_store_ids(catalogue: Catalogue, settings: StoreSettings) -> Run[StoreIdData]:
    """Make the value of every Centra store the token sees; the one value they share lists whom it serves.

    Guide, "store": one Engage environment for all stores (`mytenant`), or one for each (`mytenant-124`). The values are
    compared with those of the other profiles: two brands with one value is an error.
    """
    yield Note("Reading stores from Centra")
    stores = catalogue.stores()
    rows = _rows(settings.tenant, stores, per_store=settings.per_store)
    findings = (*_remarks(settings, rows), *_about_stores(settings, stores))
    return Report(StoreIdData(store_ids=rows), findings)


def parsed_store_id(store: str) -> Run[StoreIdData]:
    """Read a `store` value from the right; a tenant may itself end in a number, so both readings are given."""
    yield from ()
    found = readings(store)
    rows = tuple(
        StoreIdRow(store=store, tenant=reading.tenant, centra_store_id=reading.centra_store_id) for reading in found
    )
    return Report(StoreIdData(store_ids=rows, parsed=store), _ambiguity(store, found) if len(found) > 1 else ())


def _rows(tenant: str, stores: Collection[Store], *, per_store: bool) -> tuple[StoreIdRow, ...]:
    served = {store.id: ServedStore(id=store.id, name=store.name, type=store.type) for store in stores}
    if not per_store:
        return (StoreIdRow(store=store_identifier(tenant), tenant=tenant, serves=tuple(served.values())),)
    return tuple(
        StoreIdRow(
            store=store_identifier(tenant, store.id),
            tenant=tenant,
            centra_store_id=store.id,
            centra_store_name=store.name,
            centra_store_type=store.type,
            serves=(served[store.id],),
        )
        for store in stores
    )


def _remarks(settings: StoreSettings, rows: Collection[StoreIdRow]) -> tuple[Finding, ...]:
    """Return what is wrong with these values beside other profiles and beside what Voyado confirmed."""
    made = [row.store for row in rows if not settings.stores or row.centra_store_id in (None, *settings.stores)]
    own = dict.fromkeys([settings.declared, *made] if settings.declared else made)
    claims = (*(StoreClaim(settings.profile, store) for store in own), *settings.others)
    shared = shared_stores(claims, profile=settings.profile)
    return (*_undeclared(settings, made), *shared, *settings.unreadable)


def _undeclared(settings: StoreSettings, made: Collection[str]) -> Iterator[Finding]:
    if settings.declared and settings.declared not in made:
        yield finding.warning(
            "store-differs",
            f'subscription_api.store is "{settings.declared}"; tenant and store_ids make {", ".join(made) or "none"}.',
            "A wrong value may create the contact somewhere else, and the subscription never appears (assumption).",
            Remedy("What Voyado confirmed is right: correct tenant, store_ids or centra.stores, or ask them again."),
        )


def _about_stores(settings: StoreSettings, stores: Collection[Store]) -> Iterator[Finding]:
    seen = {store.id for store in stores}
    unseen = [one for one in settings.stores if one not in seen]
    if unseen:
        yield finding.warning(
            "store-not-seen",
            f"The token does not see {_and([f'store {one}' for one in unseen])} of centra.stores.",
            "It does not exist, or the token is restricted to other stores.",
            Remedy("In Centra: System > API Tokens > your token > Restrictions; or correct centra.stores."),
        )
    for store in stores:
        if store.type == WHOLESALE:
            yield finding.info(
                "wholesale-store", f"{store.name} ({store.id}) is a wholesale store: shoppers rarely subscribe there."
            )


def _ambiguity(store: str, found: Collection[StoreReading]) -> tuple[Finding, ...]:
    return (
        finding.warning(
            "store-id-ambiguous",
            f'"{store}" is {" or ".join(map(_read_as, found))}.',
            "A tenant may itself contain hyphens and numbers. The first reading is the usual one.",
            Remedy(
                "The tenant is what stands before .voyado.com in Engage's address. If that does not tell, ask Voyado."
            ),
        ),
    )


def _read_as(reading: StoreReading) -> str:
    if reading.centra_store_id is None:
        return f'all stores of the tenant "{reading.tenant}"'
    return f'Centra store {reading.centra_store_id} of the tenant "{reading.tenant}"'


def _and(items: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(items[:-1]), items[-1]]))
