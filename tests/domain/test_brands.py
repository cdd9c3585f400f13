from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.domain.brands import (
    Brand,
    Side,
    centra_side,
    engage_side,
    mixed,
    mixed_sides,
    production_problems,
    shared_names,
    shared_stores,
    shared_tokens,
    unread_tokens,
    voyados_token_is_ours,
)

RULES = (shared_tokens, shared_names, shared_stores, voyados_token_is_ours, mixed)
X = Brand(
    profile="brand-x",
    centra_url="https://shop.centra.com/graphql",
    engage_url="https://x.voyado.com",
    store="x-1",
    token="ours-x",
    integration_name="Toolkit X",
    voyado_token="voyados-x",
    voyado_integration_name="Voyado X",
)
Y = replace(
    X,
    profile="brand-y",
    engage_url="https://y.voyado.com",
    store="y-1",
    token="ours-y",
    integration_name="Toolkit Y",
    voyado_token="voyados-y",
    voyado_integration_name="Voyado Y",
)


@pytest.mark.parametrize(
    ("url", "centra", "engage"),
    [
        (None, None, None),
        ("https://shop.centraqa.com/graphql", Side.TEST, Side.UNKNOWN),
        ("https://shop.centra.com/graphql", Side.PRODUCTION, Side.UNKNOWN),
        ("https://t.staging.voyado.com", Side.UNKNOWN, Side.TEST),
        ("https://t.voyado.com", Side.UNKNOWN, Side.PRODUCTION),
        ("https://evilcentra.com/graphql", Side.UNKNOWN, Side.UNKNOWN),
        ("http://127.0.0.1:8787/graphql", Side.LOCAL, Side.LOCAL),
    ],
)
def test_a_host_tells_its_side(url: str | None, centra: Side | None, engage: Side | None) -> None:
    assert (centra_side(url), engage_side(url)) == (centra, engage)


@pytest.mark.parametrize(
    ("centra", "engage", "is_mixed"),
    [
        ("https://s.centraqa.com/graphql", "https://t.staging.voyado.com", False),
        ("https://s.centra.com/graphql", "https://t.voyado.com", False),
        ("https://s.centraqa.com/graphql", "https://t.voyado.com", True),
        ("https://s.centra.com/graphql", "https://t.staging.voyado.com", True),
        ("https://centra.example.com/graphql", "https://t.voyado.com", False),
        ("https://centra.example.com/graphql", "https://t.staging.voyado.com", True),
        ("http://127.0.0.1:1/graphql", "https://t.voyado.com", True),
        ("http://127.0.0.1:1/graphql", "http://localhost:1", False),
        (None, "https://t.voyado.com", False),
        ("https://s.centra.com/graphql", None, False),
    ],
)
def test_test_and_production_do_not_mix(centra: str | None, engage: str | None, is_mixed: bool) -> None:
    assert bool(mixed_sides("brand-x", centra, engage)) is is_mixed


@pytest.mark.parametrize(
    ("centra", "engage", "keys"),
    [
        ("https://s.centra.com/graphql", "https://t.voyado.com", []),
        ("https://s.centraqa.com/graphql", "https://t.voyado.com", ["centra.url"]),
        ("https://s.centra.com/graphql", "https://t.staging.voyado.com", ["engage.url"]),
        (None, None, ["centra.url", "engage.url"]),
    ],
)
def test_the_last_day_wants_production_on_both_sides(centra: str | None, engage: str | None, keys: list[str]) -> None:
    assert [found.title.partition(" ")[0] for found in production_problems(centra, engage)] == keys


def test_a_brand_is_production_where_one_side_is() -> None:
    assert X.side is Side.PRODUCTION
    assert replace(X, engage_url="https://x.staging.voyado.com").side is Side.PRODUCTION
    assert replace(X, centra_url="https://s.centraqa.com/graphql", engage_url=None).side is Side.TEST
    assert Brand("nothing").side is Side.LOCAL


def test_brands_that_share_nothing_have_no_problem() -> None:
    assert [found for rule in RULES for found in rule([X, Y])] == []


def test_a_name_counts_on_its_own_centra_instance_only() -> None:
    named_alike = replace(Y, voyado_integration_name="VOYADO x")

    assert len(list(shared_names([X, named_alike]))) == 1
    assert list(shared_names([X, replace(named_alike, centra_url="https://other.centra.com/graphql")])) == []


def test_one_store_value_of_two_tenants_is_no_collision() -> None:
    assert list(shared_stores([X, replace(Y, store="x-1")])) == []


def test_one_brand_in_two_profiles_may_share_its_store() -> None:
    again = replace(X, profile="brand-x-ci", token="ours-ci", integration_name="Toolkit CI", voyado_token=None)

    assert list(shared_stores([X, again])) == []


def test_a_token_is_never_shown() -> None:
    assert "ours-x" not in repr(X)
    assert "voyados-x" not in repr(X)


def test_what_could_not_be_read_is_named() -> None:
    (found,) = unread_tokens([X, replace(Y, unread=("centra.token",))])

    assert "'brand-y': centra.token" in found.title


brands = st.builds(
    Brand,
    profile=st.text(min_size=1, max_size=3),
    centra_url=st.sampled_from([None, X.centra_url, "https://s.centraqa.com/graphql", "http://127.0.0.1:1/graphql"]),
    engage_url=st.sampled_from([None, X.engage_url, Y.engage_url, "https://t.staging.voyado.com"]),
    store=st.sampled_from([None, "x-1", "y-1"]),
    token=st.sampled_from([None, "a", "b"]),
    integration_name=st.sampled_from([None, "A", "B"]),
    voyado_token=st.sampled_from([None, "a", "b"]),
    voyado_integration_name=st.sampled_from([None, "a", "C"]),
)


@given(st.lists(brands, max_size=4))
def test_the_order_of_profiles_decides_nothing(several: list[Brand]) -> None:
    for rule in RULES:
        assert sorted(found.id for found in rule(several)) == sorted(found.id for found in rule(several[::-1]))


@given(brands)
def test_a_profile_beside_its_copy_collides_wherever_it_has_a_secret(brand: Brand) -> None:
    tokens = [token for token in (brand.token, brand.voyado_token) if token]

    assert len(list(shared_tokens([brand, replace(brand, profile="copy")]))) == len(tokens)
