import pytest

from voyado_bis_cli.domain.finding import Finding, Remedy, Severity
from voyado_bis_cli.domain.store_uniqueness import ONE_STORE_PER_BRAND, StoreClaim, claimed_stores, shared_stores


@pytest.mark.parametrize(
    ("per_store", "stores", "declared", "claimed"),
    [
        (False, (), None, ("t",)),
        (False, (1, 2), None, ("t",)),
        (True, (1, 2), None, ("t-1", "t-2")),
        (True, (), None, ()),
        (True, (1, 2), "t-2", ("t-2", "t-1")),
        (False, (), "other", ("other", "t")),
    ],
)
def test_a_profile_claims_what_voyado_confirmed_and_what_its_stores_make(
    per_store: bool, stores: tuple[int, ...], declared: str | None, claimed: tuple[str, ...]
) -> None:
    assert claimed_stores(tenant="t", per_store=per_store, centra_stores=stores, declared=declared) == claimed


def test_a_profile_without_a_tenant_claims_what_voyado_confirmed() -> None:
    assert claimed_stores(tenant=None, per_store=True, centra_stores=(1,), declared="t-1") == ("t-1",)


def test_profiles_with_values_of_their_own_share_nothing() -> None:
    assert shared_stores([StoreClaim("a", "t-1"), StoreClaim("a", "t-1"), StoreClaim("b", "t-2")]) == ()


def test_profiles_with_one_value_are_an_error_with_the_guide_s_reason() -> None:
    claims = [StoreClaim("a", "Tenant"), StoreClaim("b", "tenant"), StoreClaim("c", "tenant")]

    assert shared_stores(claims) == (
        Finding(
            "store-shared",
            Severity.ERROR,
            'The profiles "a", "b" and "c" have the same store: "Tenant".',
            ONE_STORE_PER_BRAND,
            Remedy(
                "Ask Voyado which tenant each brand has. One Engage environment per Centra store: set store_ids = "
                '"per-store" and centra.stores in each profile. Two profiles of one brand, test and production: their '
                "tenants differ.",
                ("bis config show -p a", "bis config show -p b", "bis config show -p c"),
            ),
        ),
    )


def test_a_store_of_one_tenant_can_be_the_whole_of_another() -> None:
    alike = [
        StoreClaim("a", "shop-1"),
        *(
            StoreClaim("b", store)
            for store in claimed_stores(tenant="shop-1", per_store=False, centra_stores=(), declared=None)
        ),
    ]

    assert len(shared_stores(alike)) == 1


def test_only_what_one_profile_shares_can_be_asked_for() -> None:
    claims = [StoreClaim("a", "x"), StoreClaim("b", "x"), StoreClaim("c", "y")]

    assert shared_stores(claims, profile="c") == ()
    assert len(shared_stores(claims, profile="b")) == 1
