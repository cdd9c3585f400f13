"""The `store` of a subscription: which Engage tenant it belongs to, and which Centra store.

Source: guide, "store": `mytenant` when one Engage environment serves all stores, `mytenant-124` (tenant, hyphen, Centra
store id) when each Centra store has its own. Not to be mixed up with Engage's `storeExternalId`.
"""

import re
from dataclasses import dataclass

from voyado_bis_cli.domain.ids import StoreId
from voyado_bis_cli.errors import UsageError

_TENANT = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_PER_STORE = re.compile(r"(?P<tenant>.+)-(?P<store>[1-9][0-9]{0,17})")  # an id is a 64-bit number without leading zeros


@dataclass(frozen=True, slots=True)
class StoreReading:
    """One way to read a `store`; `centra_store_id` is None where one environment serves all stores."""

    tenant: str
    centra_store_id: StoreId | None


def checked_tenant(text: str) -> str:
    """Return `text` if it can be a tenant's name, unchanged; raises UsageError.

    A tenant is the first label of its host (`https://<tenant>.voyado.com`): letters, digits and inner hyphens, at most
    63 of them.
    """
    if not _TENANT.fullmatch(text):
        raise UsageError(
            f"{_quoted(text)} is no tenant: a tenant has letters, digits and inner hyphens only, 63 at most.",
            hint="It is what stands before .voyado.com or .staging.voyado.com in Engage's address: voyadotenant.",
        )
    return text


def store_identifier(tenant: str, centra_store_id: int | None = None) -> str:
    """Return the `store` of a tenant, or of one Centra store of it; raises UsageError where one cannot exist."""
    checked_tenant(tenant)
    if centra_store_id is None:
        return tenant
    if centra_store_id < 1:
        raise UsageError(
            f"{centra_store_id} is no Centra store id: ids start at 1.", hint="`bis store-id --all` lists the stores."
        )
    return f"{tenant}-{centra_store_id}"


def readings(store: str) -> tuple[StoreReading, ...]:
    """Return every way to read `store`, from the right and most likely first; raises UsageError where there is none.

    `my-tenant-124` is store 124 of `my-tenant`, or all stores of a tenant called `my-tenant-124`: a tenant may itself
    contain hyphens and digits, so more than one reading means that only Voyado can tell.
    """
    found = []
    per_store = _PER_STORE.fullmatch(store)
    if per_store and _TENANT.fullmatch(per_store["tenant"]):
        found.append(StoreReading(per_store["tenant"], StoreId(int(per_store["store"]))))
    if _TENANT.fullmatch(store):
        found.append(StoreReading(store, None))
    if not found:
        raise UsageError(
            f"{_quoted(store)} is no store: it reads tenant, or tenant-ID with a Centra store id.",
            hint="For example voyadotenant or voyadotenant-124; `bis store-id --tenant T --centra-store ID` makes one.",
        )
    return tuple(found)


def _quoted(text: str) -> str:
    shown = text if len(text) <= 80 else text[:79] + "…"  # noqa: PLR2004  # what fits in a sentence
    return f'"{shown}"' if shown else "An empty text"
