from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.domain.brands import (
    Brand,
    Rule,
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
from voyado_bis_cli.domain.finding import Finding, Remedy, Severity

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
STAGING_X = replace(
    X, profile="qa", centra_url="https://s.centraqa.com/graphql", engage_url="https://x.staging.voyado.com"
)


def collision(id_: str, title: str, detail: str, remedy: str) -> Finding:
    return Finding(id_, Severity.ERROR, title, detail, Remedy(remedy), "docs/how-to-two-brands.md")


@pytest.mark.parametrize(
    ("url", "centra", "engage"),
    [
        (None, None, None),
        ("https://shop.centraqa.com/graphql", Side.TEST, Side.UNKNOWN),
        ("https://shop.centra.com/graphql", Side.PRODUCTION, Side.UNKNOWN),
        ("https://t.staging.voyado.com", Side.UNKNOWN, Side.TEST),
        ("https://t.voyado.com", Side.UNKNOWN, Side.PRODUCTION),
        ("https://evilcentra.com/graphql", Side.UNKNOWN, Side.UNKNOWN),
        ("https://shop.centra.com./graphql", Side.PRODUCTION, Side.UNKNOWN),
        ("http://127.0.0.1:8787/graphql", Side.LOCAL, Side.LOCAL),
        ("http://localhost:8787/graphql", Side.LOCAL, Side.LOCAL),
        ("http://[::1]:8787/graphql", Side.LOCAL, Side.LOCAL),
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
    ("centra", "engage", "sides"),
    [
        (
            "https://s.centraqa.com/graphql",
            "https://t.voyado.com",
            "Centra at s.centraqa.com is test, Engage at t.voyado.com is production",
        ),
        (
            "https://centra.example.com/graphql",
            "https://t.staging.voyado.com",
            "Centra at centra.example.com is unknown, Engage at t.staging.voyado.com is test",
        ),
        (
            "http://127.0.0.1:1/graphql",
            "https://t.voyado.com",
            "Centra at 127.0.0.1 is local, Engage at t.voyado.com is production",
        ),
    ],
)
def test_mixed_sides_are_told_with_both_hosts(centra: str, engage: str, sides: str) -> None:
    assert mixed_sides("brand-x", centra, engage) == (
        collision(
            "mixed-sides",
            f"Profile 'brand-x' mixes sides: {sides}.",
            "Test stock would mail real people, or real stock would mail nobody.",
            "Use centraqa.com with staging.voyado.com, or centra.com with voyado.com: a profile for each.",
        ),
    )


def test_every_profile_that_mixes_sides_is_told() -> None:
    qa = "https://s.centraqa.com/graphql"

    found = list(mixed([replace(X, centra_url=qa), Y, replace(Y, profile="brand-z", centra_url=qa)]))

    assert [one.title.partition(" mixes")[0] for one in found] == ["Profile 'brand-x'", "Profile 'brand-z'"]


@pytest.mark.parametrize(
    ("centra", "engage", "titles"),
    [
        ("https://s.centra.com/graphql", "https://t.voyado.com", []),
        ("https://s.centraqa.com/graphql", "https://t.voyado.com", ["centra.url is s.centraqa.com"]),
        ("https://s.centra.com/graphql", "https://t.staging.voyado.com", ["engage.url is t.staging.voyado.com"]),
        (
            "https://centra.example.com",
            "http://localhost:1",
            ["centra.url is centra.example.com", "engage.url is localhost"],
        ),
        ("shop.centra.com/graphql", None, ["centra.url is not set", "engage.url is not set"]),
    ],
)
def test_the_last_day_wants_production_on_both_sides(centra: str | None, engage: str | None, titles: list[str]) -> None:
    assert [found.title for found in production_problems(centra, engage)] == [
        f"{title}, which is not a production host of its kind." for title in titles
    ]


def test_what_is_missing_on_the_last_day_says_which_profile_to_run_with() -> None:
    def problem(key: str, shape: str) -> Finding:
        return Finding(
            "not-production",
            Severity.ERROR,
            f"{key} is not set, which is not a production host of its kind.",
            "On the last day both sides have to be production.",
            Remedy(f"Run this with the production profile (-p NAME), whose {key} is {shape}."),
        )

    assert production_problems(None, None) == (
        problem("centra.url", "https://<instance>.centra.com/graphql"),
        problem("engage.url", "https://<tenant>.voyado.com"),
    )


def test_a_brand_is_production_where_one_side_is() -> None:
    assert X.side is Side.PRODUCTION
    assert replace(X, engage_url="https://x.staging.voyado.com").side is Side.PRODUCTION
    assert replace(X, centra_url="https://s.centraqa.com/graphql", engage_url=None).side is Side.TEST
    assert replace(X, centra_url="https://centra.example.com", engage_url=None).side is Side.UNKNOWN
    assert replace(X, centra_url="http://localhost:1", engage_url="https://x.staging.voyado.com").side is Side.TEST
    assert Brand("nothing").side is Side.LOCAL


def test_brands_that_share_nothing_have_no_problem() -> None:
    assert [found for rule in RULES for found in rule([X, Y])] == []


QUEUE_IS_SHARED = (
    "The guide wants one token per brand, each with an integration name of its own: Centra keeps one queue per name, "
    "an event confirmed for one brand is gone for all, and brands lose stock updates."
)
TOKEN_EACH = "Make a token for each brand in Centra (System > API Tokens), each with its own integration name."
TOKEN_OF_OURS = "Make a token of its own for the toolkit, in an integration called 'Toolkit BrandX' or the like."
TOOLKIT_CONFIRMS = "Whatever the toolkit confirms with it is gone for Voyado, and their levels stop."


@pytest.mark.parametrize(
    ("rule", "one", "other", "expected"),
    [
        (
            shared_tokens,
            X,
            replace(Y, token="ours-x"),
            collision(
                "token-shared",
                "Profiles 'brand-x' and 'brand-y' use the same centra.token.",
                QUEUE_IS_SHARED,
                TOKEN_EACH,
            ),
        ),
        (
            shared_tokens,
            X,
            replace(Y, voyado_token="voyados-x"),
            collision(
                "token-shared",
                "Profiles 'brand-x' and 'brand-y' use the same centra.voyado_token.",
                QUEUE_IS_SHARED,
                TOKEN_EACH,
            ),
        ),
        (
            shared_names,
            X,
            replace(Y, profile="brand_y-de", voyado_integration_name="VOYADO x"),
            collision(
                "integration-name-shared",
                "Profiles 'brand-x' and 'brand_y-de' declare the integration name 'Voyado X'.",
                QUEUE_IS_SHARED,
                "Give each its own, such as 'Voyado_Integration_BrandYDe', and its own token.",
            ),
        ),
        (
            voyados_token_is_ours,
            replace(X, token="voyados-x"),
            Y,
            collision(
                "voyado-token-is-ours",
                "Profile 'brand-x': the token handed to Voyado is also the toolkit's own.",
                TOOLKIT_CONFIRMS,
                TOKEN_OF_OURS,
            ),
        ),
        (
            voyados_token_is_ours,
            X,
            replace(Y, token="voyados-x"),
            collision(
                "voyado-token-is-ours",
                "Profiles 'brand-x' and 'brand-y': the token handed to Voyado is also the toolkit's own.",
                TOOLKIT_CONFIRMS,
                TOKEN_OF_OURS,
            ),
        ),
        (
            shared_stores,
            X,
            STAGING_X,
            collision(
                "store-on-both-sides",
                "Profiles 'brand-x' and 'qa' send the same store value 'x-1', one of them a test profile "
                "(brand-x production, qa test).",
                "The store value decides the tenant: a test subscription may reach real shoppers' Engage.",
                "Ask Voyado which store value belongs to the staging tenant, and which to production.",
            ),
        ),
        (
            shared_stores,
            X,
            replace(X, profile="brand-z", centra_url="https://z.centra.com/graphql"),
            collision(
                "tenant-and-store-shared",
                "Profiles 'brand-x' and 'brand-z' send the store value 'x-1' to the same Engage (x.voyado.com) "
                "from different Centra instances.",
                "The guide gives each Centra store its own value (tenant, hyphen, store id): with one value, brands "
                "overwrite each other's stock levels and subscriptions.",
                "Agree with Voyado on a value per store.",
            ),
        ),
        (
            shared_stores,
            X,
            replace(X, profile="brand-z", voyado_integration_name="Voyado Z"),
            collision(
                "tenant-and-store-shared",
                "Profiles 'brand-x' and 'brand-z' are two brands on one Engage (x.voyado.com) with one store value "
                "'x-1'.",
                "The guide gives each brand its own tenant, or each Centra store its own value: with one value, a "
                "shopper of one brand is mailed by the other.",
                "Agree with Voyado on a tenant or a store value per brand.",
            ),
        ),
    ],
)
def test_what_two_profiles_share_is_told_with_the_guides_reason(
    rule: Rule, one: Brand, other: Brand, expected: Finding
) -> None:
    assert list(rule([one, other])) == [expected]


def test_every_pair_of_profiles_is_compared() -> None:
    z = replace(Y, profile="brand-z")

    assert [found.title for found in shared_tokens([X, Y, z, replace(X, profile="brand-a")])] == [
        "Profiles 'brand-x' and 'brand-a' use the same centra.voyado_token.",
        "Profiles 'brand-x' and 'brand-a' use the same centra.token.",
        "Profiles 'brand-y' and 'brand-z' use the same centra.voyado_token.",
        "Profiles 'brand-y' and 'brand-z' use the same centra.token.",
    ]


def test_names_count_whoever_declares_them_and_come_in_order() -> None:
    crossed = replace(Y, integration_name="voyado x", voyado_integration_name="toolkit x")

    assert [found.title for found in shared_names([Y, X, crossed])] == [
        "Profiles 'brand-x' and 'brand-y' declare the integration name 'Toolkit X'.",
        "Profiles 'brand-x' and 'brand-y' declare the integration name 'Voyado X'.",
    ]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("https://shop.centra.com/graphql", "https://shop.centra.com./graphql/v1", True),
        ("https://shop.centra.com/graphql", "https://other.centra.com/graphql", False),
        ("https://shop.centra.com/graphql", "https://shop.centra.com:443/graphql", True),
        ("http://localhost/graphql", "http://localhost:80/graphql", True),
        ("http://localhost:8787/graphql", "http://localhost:8787", True),
        ("http://localhost:8787/graphql", "http://localhost:8788/graphql", False),
        ("https://shop.centra.com/graphql", None, False),
        (None, None, False),
    ],
)
def test_a_name_counts_on_its_own_centra_instance_only(one: str | None, other: str | None, is_same: bool) -> None:
    named_alike = replace(Y, voyado_integration_name="Voyado X", centra_url=other)

    assert bool(list(shared_names([replace(X, centra_url=one), named_alike]))) is is_same


def test_one_store_value_of_two_tenants_is_no_collision() -> None:
    assert list(shared_stores([X, replace(Y, store="x-1")])) == []


def test_one_brand_in_two_profiles_may_share_its_store() -> None:
    again = replace(X, profile="brand-x-ci", token="ours-ci", integration_name="Toolkit CI", voyado_token=None)

    assert list(shared_stores([X, again])) == []


def test_an_engage_that_no_profile_names_is_not_shown() -> None:
    x = replace(X, engage_url=None)
    elsewhere = replace(x, profile="z", centra_url="https://z.centra.com/graphql")
    other_name = replace(x, profile="z", voyado_integration_name="Voyado Z")

    assert [found.title for other in (elsewhere, other_name) for found in shared_stores([x, other])] == [
        "Profiles 'brand-x' and 'z' send the store value 'x-1' to the same Engage from different Centra instances.",
        "Profiles 'brand-x' and 'z' are two brands on one Engage with one store value 'x-1'.",
    ]


def test_a_profile_on_this_machine_may_share_its_store_with_production_but_not_with_a_test_system() -> None:
    local = replace(X, profile="local", centra_url="http://localhost:1/graphql", engage_url="http://localhost:1")

    assert list(shared_stores([X, local])) == []
    assert [found.id for found in shared_stores([local, STAGING_X])] == ["store-on-both-sides"]


def test_two_test_profiles_of_one_brand_may_share_their_store() -> None:
    assert list(shared_stores([STAGING_X, replace(STAGING_X, profile="qa-ci")])) == []


def test_profiles_without_a_store_value_share_none() -> None:
    assert list(shared_stores([replace(X, store=None), replace(STAGING_X, store=None)])) == []


def test_a_token_is_never_shown() -> None:
    assert "ours-x" not in repr(X)
    assert "voyados-x" not in repr(X)


def test_what_could_not_be_read_is_named() -> None:
    assert unread_tokens([X, replace(Y, unread=("centra.token", "centra.voyado_token"))]) == (
        Finding(
            "token-not-compared",
            Severity.WARNING,
            "Profile 'brand-y': centra.token, centra.voyado_token could not be read here, so it was not compared.",
            "",
            Remedy("Set its variable or file on this machine, and run the comparison again."),
        ),
    )


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
