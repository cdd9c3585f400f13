"""`store-id`: the `store` value of the Subscription API, made or read."""

from voyado_bis_cli.domain import finding
from voyado_bis_cli.domain.finding import Finding, Remedy
from voyado_bis_cli.domain.progress import Note, Run
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.store_ids import StoreIdData, StoreIdRow
from voyado_bis_cli.domain.store_id import readings, store_identifier
from voyado_bis_cli.workflows.ports import Catalogue


def one_store_id(tenant: str, centra_store: int | None) -> Run[StoreIdData]:
    """Make the value of one tenant, or of one Centra store of it, without asking anybody."""
    yield from ()
    row = StoreIdRow(store=store_identifier(tenant, centra_store), tenant=tenant, centra_store_id=centra_store)
    return Report(StoreIdData(store_ids=(row,)))


def all_store_ids(catalogue: Catalogue, tenant: str, *, per_store: bool) -> Run[StoreIdData]:
    """Make the value of every Centra store the token sees; with `per_store` unset, the one value they share.

    Guide, section 5: one Engage environment for all stores (`mytenant`), or one for each (`mytenant-124`).
    """
    yield Note("Reading stores from Centra")
    stores = catalogue.stores()
    if not per_store:
        return Report(StoreIdData(store_ids=(StoreIdRow(store=store_identifier(tenant, None), tenant=tenant),)))
    rows = tuple(
        StoreIdRow(
            store=store_identifier(tenant, store.id),
            tenant=tenant,
            centra_store_id=store.id,
            centra_store_name=store.name,
        )
        for store in stores
    )
    wholesale = tuple(
        finding.info(
            "wholesale-store",
            f"{store.name} ({store.id}) is a wholesale store: shoppers rarely subscribe there.",
        )
        for store in stores
        if store.type == "WHOLESALE"
    )
    return Report(StoreIdData(store_ids=rows), wholesale)


def parsed_store_id(store: str) -> Run[StoreIdData]:
    """Read a `store` value from the right; a tenant may itself end in a number, so both readings are given."""
    yield from ()
    found = readings(store)
    rows = tuple(
        StoreIdRow(store=store, tenant=reading.tenant, centra_store_id=reading.centra_store_id) for reading in found
    )
    return Report(StoreIdData(store_ids=rows), _ambiguity(store) if len(found) > 1 else ())


def _ambiguity(store: str) -> tuple[Finding, ...]:
    return (
        finding.warning(
            "store-id-ambiguous",
            f"{store!r} can be read in two ways: a tenant may itself contain hyphens and numbers.",
            "The first reading is the usual one.",
            Remedy("Ask Voyado for the exact tenant name if it matters."),
        ),
    )
