"""Each brand its own `store`: what profiles claim, and where two claim the same.

Source: guide, "store" (the value decides whose subscription it is) and "Several brands" (a token per brand, shared only
with its own Engage tenant).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from voyado_bis_cli.domain.finding import Finding, Remedy, error
from voyado_bis_cli.domain.store_id import store_identifier

ONE_STORE_PER_BRAND = (
    "`store` decides which Engage tenant, and which Centra store, a subscription belongs to (guide, step 'store'). "
    "With one value for two, shoppers of both land in the same place, and mail for one is sent by the other."
)


@dataclass(frozen=True, slots=True)
class StoreClaim:
    """A profile says that its subscriptions carry this `store`."""

    profile: str
    store: str


def claimed_stores(
    *, tenant: str | None, per_store: bool, centra_stores: Iterable[int], declared: str | None
) -> tuple[str, ...]:
    """Return the `store` values a profile speaks for, as far as its settings tell without asking Centra.

    What Voyado confirmed (`declared`) first, then what tenant and stores make. Raises UsageError for a wrong tenant.
    """
    made: list[str] = []
    if tenant:
        made = [store_identifier(tenant, one) for one in centra_stores] if per_store else [store_identifier(tenant)]
    return tuple(dict.fromkeys([declared, *made] if declared else made))


def shared_stores(claims: Collection[StoreClaim], *, profile: str | None = None) -> tuple[Finding, ...]:
    """Return an error for each value that more than one profile claims; upper and lower case are one (hosts are).

    `profile` looks only at what this one shares.
    """
    profiles: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for claim in claims:
        profiles[claim.store.casefold()].setdefault(claim.profile, claim.store)
    shared = (owners for owners in profiles.values() if len(owners) > 1)
    return tuple(_shared(owners) for owners in shared if profile is None or profile in owners)


def _shared(owners: dict[str, str]) -> Finding:
    *others, last = (f'"{profile}"' for profile in owners)
    store = next(iter(owners.values()))
    return error(
        "store-shared",
        f'The profiles {", ".join(others)} and {last} have the same store: "{store}".',
        ONE_STORE_PER_BRAND,
        Remedy(
            "Ask Voyado which tenant each brand has. One Engage environment per Centra store: set store_ids = "
            '"per-store" and centra.stores in each profile. Two profiles of one brand, test and production: their '
            "tenants differ.",
            tuple(f"bis config show -p {profile}" for profile in owners),
        ),
    )
