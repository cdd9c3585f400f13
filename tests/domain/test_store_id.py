import pytest
from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.domain.ids import StoreId
from voyado_bis_cli.domain.store_id import StoreReading, checked_tenant, readings, store_identifier
from voyado_bis_cli.errors import ExitCode, UsageError

tenants = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9-]{0,20}[A-Za-z0-9])?", fullmatch=True)
store_ids = st.none() | st.integers(min_value=1, max_value=2**63 // 10)


def test_one_environment_for_all_stores_is_the_tenant_itself() -> None:
    assert store_identifier("voyadotenant") == "voyadotenant"


def test_one_environment_per_store_appends_the_centra_store_id() -> None:
    assert store_identifier("voyadotenant", 124) == "voyadotenant-124"


@pytest.mark.parametrize(
    ("store", "expected"),
    [
        ("voyadotenant", [("voyadotenant", None)]),
        ("voyadotenant-1", [("voyadotenant", 1), ("voyadotenant-1", None)]),
        ("my-tenant-124", [("my-tenant", 124), ("my-tenant-124", None)]),
        ("my-tenant", [("my-tenant", None)]),
        ("t-007", [("t-007", None)]),
        ("t-0", [("t-0", None)]),
        ("2024", [("2024", None)]),
        ("a-1-2", [("a-1", 2), ("a-1-2", None)]),
        ("x" * 63 + "-1", [("x" * 63, 1)]),
    ],
)
def test_a_store_is_read_from_the_right_and_in_every_possible_way(
    store: str, expected: list[tuple[str, int | None]]
) -> None:
    assert [(found.tenant, found.centra_store_id) for found in readings(store)] == expected


@given(tenants, store_ids)
def test_what_was_made_is_among_its_readings(tenant: str, store_id: int | None) -> None:
    made = store_identifier(tenant, store_id)
    wanted = StoreReading(tenant, None if store_id is None else StoreId(store_id))
    assert wanted in readings(made)


@given(tenants, store_ids)
def test_every_reading_makes_the_same_store_again(tenant: str, store_id: int | None) -> None:
    store = store_identifier(tenant, store_id)
    assert {store_identifier(found.tenant, found.centra_store_id) for found in readings(store)} == {store}


BAD_TENANTS = [
    "",
    " ",
    "my tenant",
    "-a",
    "a-",
    "voyado.com",
    "https://a.voyado.com",
    "smörgås",
    "a_b",
    "x" * 64,
    "a\n",
]


@pytest.mark.parametrize("tenant", BAD_TENANTS)
def test_a_tenant_that_no_host_could_have_is_refused(tenant: str) -> None:
    with pytest.raises(UsageError) as refused:
        store_identifier(tenant)
    assert refused.value.exit_code == ExitCode.USAGE
    assert refused.value.message.endswith(
        " is no tenant: a tenant has letters, digits and inner hyphens only, 63 at most."
    )
    assert refused.value.hint == (
        "It is what stands before .voyado.com or .staging.voyado.com in Engage's address: voyadotenant."
    )


def test_a_tenant_is_returned_unchanged() -> None:
    assert checked_tenant("My-Tenant-2") == "My-Tenant-2"


@pytest.mark.parametrize("store_id", [0, -1])
def test_a_store_id_below_one_is_refused(store_id: int) -> None:
    with pytest.raises(UsageError) as refused:
        store_identifier("voyadotenant", store_id)
    assert refused.value.message == f"{store_id} is no Centra store id: ids start at 1."
    assert refused.value.hint == "`bis store-id --all` lists the stores."


@pytest.mark.parametrize(
    ("store", "shown"),
    [
        ("", "An empty text"),
        ("my tenant-1", '"my tenant-1"'),
        ("-1", '"-1"'),
        ("tenant-", '"tenant-"'),
        ("tenant.voyado.com-1", '"tenant.voyado.com-1"'),
        ("x" * 64, f'"{"x" * 64}"'),
        ("x" * 80, f'"{"x" * 80}"'),
        ("x" * 81, f'"{"x" * 79}…"'),
    ],
)
def test_a_text_that_reads_no_way_is_refused_and_shown_as_far_as_a_sentence_holds_it(store: str, shown: str) -> None:
    with pytest.raises(UsageError) as refused:
        readings(store)
    assert refused.value.message == f"{shown} is no store: it reads tenant, or tenant-ID with a Centra store id."
    assert refused.value.hint == (
        "For example voyadotenant or voyadotenant-124; `bis store-id --tenant T --centra-store ID` makes one."
    )


@given(st.text(max_size=200))
def test_any_text_either_reads_back_to_itself_or_is_refused(text: str) -> None:
    try:
        found = readings(text)
    except UsageError:
        return
    assert all(store_identifier(one.tenant, one.centra_store_id) == text for one in found)
