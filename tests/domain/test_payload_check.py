import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.domain.ids import AllocationRuleId, Locale, MarketId
from voyado_bis_cli.domain.market import AllocationRule, Market
from voyado_bis_cli.domain.payload_check import FieldState, FieldVerdict, Known, judged_fields, payload_of
from voyado_bis_cli.errors import ErrorCode, ExitCode, UsageError

PASSED, FAILED, WARNING, UNVERIFIED = FieldState.PASSED, FieldState.FAILED, FieldState.WARNING, FieldState.UNVERIFIED
NAMES = {
    "email": "email",
    "sku": "sku",
    "newsletter": "newsletter",
    "store": "store",
    "locale": "locale",
    "market": "externalId",
}
FEEDS = (Locale("sv-SE"), Locale("de-DE"))
MARKETS = (
    Market(MarketId(1), "Sweden", None, AllocationRule(AllocationRuleId(1), "Swedish stock")),
    Market(MarketId(2), "Germany", None, None),
)
RIGHT = {
    "email": "john-doe@voyado.com",
    "sku": "1234-56-78",
    "newsletter": True,
    "store": "voyadotenant-124",
    "locale": "sv-SE",
    "externalId": "1",
}
BARE = Known(names=NAMES)
FULL = Known(
    names=NAMES,
    store="voyadotenant-124",
    tenant="voyadotenant",
    feed_locales=FEEDS,
    markets=MARKETS,
    markets_with_rule=(MarketId(1),),
    sizes=1,
)


def verdict_on(name: str, value: Any, known: Known) -> tuple[FieldState, str]:
    """Return how `value` is judged as the field `name`."""
    (found,) = (each for each in judged_fields({name: value}, known) if each.name == name)
    return found.state, found.detail


def test_a_right_payload_passes_in_the_guides_order_whatever_the_order_it_was_sent_in() -> None:
    assert judged_fields(dict(reversed(RIGHT.items())), FULL) == (
        FieldVerdict("email", '"john-doe@voyado.com"', PASSED, ""),
        FieldVerdict("sku", '"1234-56-78"', PASSED, "one size in Centra has it"),
        FieldVerdict("newsletter", "true", PASSED, ""),
        FieldVerdict("store", '"voyadotenant-124"', PASSED, "as in the profile"),
        FieldVerdict("locale", '"sv-SE"', PASSED, "it has a product feed"),
        FieldVerdict("externalId", '"1"', PASSED, "Sweden"),
    )


def test_what_nothing_is_known_about_stays_unverified() -> None:
    assert [(found.name, found.state, found.detail) for found in judged_fields(RIGHT, BARE)] == [
        ("email", PASSED, ""),
        ("sku", UNVERIFIED, "not looked up: the profile has no access to Centra"),
        ("newsletter", PASSED, ""),
        ("store", UNVERIFIED, "the profile says neither the store value nor the tenant"),
        ("locale", UNVERIFIED, "the profile names no product feeds"),
        ("externalId", UNVERIFIED, "not looked up: the profile has no access to Centra"),
    ]


def test_an_empty_payload_misses_all_six() -> None:
    assert judged_fields({}, FULL) == tuple(FieldVerdict(name, "", FAILED, "missing") for name in NAMES.values())


@pytest.mark.parametrize(
    ("sent", "name"),
    [("e-mail", "email"), ("EMAIL", "email"), ("external_id", "externalId"), ("ExternalID", "externalId")],
)
def test_a_missing_field_that_was_sent_under_another_spelling_says_so(sent: str, name: str) -> None:
    verdicts = {found.name: found for found in judged_fields({"first": 1, sent: "1"}, FULL)}

    assert verdicts[name] == FieldVerdict(
        name, "", FAILED, f"missing; '{sent}' was sent, and names count to the letter"
    )
    assert verdicts[sent].state is WARNING


def test_fields_that_do_not_belong_follow_the_six_in_the_order_they_were_sent() -> None:
    assert judged_fields({"name": "Åsa", **RIGHT, "market": 1}, FULL)[6:] == (
        FieldVerdict("name", '"Åsa"', WARNING, "not one of the six fields: it is ignored, or refused"),
        FieldVerdict("market", "1", WARNING, "not one of the six fields: it is ignored, or refused"),
    )


def test_a_value_is_shown_as_it_was_sent() -> None:
    assert judged_fields({"sku": "blå-42"}, FULL)[1].value == '"blå-42"'


@pytest.mark.parametrize("name", ["email", "sku", "store", "locale", "externalId"])
@pytest.mark.parametrize(
    ("value", "detail"),
    [
        (1, 'a number; it has to be a string: "1"'),
        (1.5, 'a number; it has to be a string: "1.5"'),
        (True, "a truth value; it has to be a string"),
        (None, "a null; it has to be a string"),
        (["1"], "a list; it has to be a string"),
        ({"id": "1"}, "a nested object; it has to be a string"),
        ("", "empty, or with blanks around it: it is compared to the letter"),
        (" 1", "empty, or with blanks around it: it is compared to the letter"),
        ("1\n", "empty, or with blanks around it: it is compared to the letter"),
    ],
)
def test_five_fields_are_strings_without_blanks_around_them(name: str, value: Any, detail: str) -> None:
    assert verdict_on(name, value, FULL) == (FAILED, detail)


@pytest.mark.parametrize(
    ("value", "state", "detail"),
    [
        (True, PASSED, ""),
        (False, PASSED, ""),
        ("true", FAILED, "a string; consent has to be true or false, without quotes"),
        (1, FAILED, "a number; consent has to be true or false, without quotes"),
        (None, FAILED, "a null; consent has to be true or false, without quotes"),
    ],
)
def test_consent_is_a_truth_value(value: Any, state: FieldState, detail: str) -> None:
    assert verdict_on("newsletter", value, FULL) == (state, detail)


def test_what_is_no_email_address_is_told_with_its_reason() -> None:
    assert verdict_on("email", "voyado.com", FULL) == (
        FAILED,
        "This is not an email address. An email address must have an @-sign.",
    )


@pytest.mark.parametrize(
    ("sizes", "state", "detail"),
    [
        (0, FAILED, "no size in Centra has it: productSize.SKU is product, variant and size number in one string"),
        (1, PASSED, "one size in Centra has it"),
        (2, FAILED, "2 sizes in Centra share it, and Engage cannot tell them apart"),
    ],
)
def test_a_sku_belongs_to_exactly_one_size(sizes: int, state: FieldState, detail: str) -> None:
    assert verdict_on("sku", "1234-56-78", Known(NAMES, sizes=sizes)) == (state, detail)


ANOTHER_TENANT = "the profile says voyadotenant-124: another value may create the contact in another tenant"
ANOTHER_STORE = "the profile says voyadotenant-124; right only for another store of the same tenant"
NOT_OF_TENANT = "not of tenant voyadotenant: it reads voyadotenant, or voyadotenant-ID of a Centra store"


@pytest.mark.parametrize(
    ("sent", "store", "tenant", "state", "detail"),
    [
        ("voyadotenant-124", "voyadotenant-124", None, PASSED, "as in the profile"),
        ("voyadotenant-125", "voyadotenant-124", "voyadotenant", WARNING, ANOTHER_STORE),
        ("voyadotenant", "voyadotenant-124", "voyadotenant", WARNING, ANOTHER_STORE),
        ("other-124", "voyadotenant-124", "voyadotenant", FAILED, ANOTHER_TENANT),
        ("voyadotenant-125", "voyadotenant-124", None, FAILED, ANOTHER_TENANT),
        ("voyado tenant", "voyadotenant-124", "voyadotenant", FAILED, ANOTHER_TENANT),
        ("voyadotenant", None, "voyadotenant", PASSED, "of tenant voyadotenant"),
        ("voyadotenant-124", None, "voyadotenant", PASSED, "of tenant voyadotenant"),
        ("other-124", None, "voyadotenant", FAILED, NOT_OF_TENANT),
        ("voyado tenant", None, "voyadotenant", FAILED, NOT_OF_TENANT),
    ],
)
def test_a_store_value_is_the_profiles_or_of_its_tenant(
    sent: str, store: str | None, tenant: str | None, state: FieldState, detail: str
) -> None:
    assert verdict_on("store", sent, Known(NAMES, store=store, tenant=tenant)) == (state, detail)


@pytest.mark.parametrize(
    ("sent", "feeds", "state", "detail"),
    [
        ("de-DE", FEEDS, PASSED, "it has a product feed"),
        ("fr-FR", FEEDS, FAILED, "no product feed: there are de-DE, sv-SE, and without one no email starts"),
        ("de_de", FEEDS, FAILED, "not written like sv-SE; de-DE is meant"),
        ("fr_FR", FEEDS, FAILED, "not written like sv-SE"),
        ("de_de", (), FAILED, "not written like sv-SE"),
    ],
)
def test_a_locale_is_that_of_a_product_feed(
    sent: str, feeds: tuple[Locale, ...], state: FieldState, detail: str
) -> None:
    assert verdict_on("locale", sent, Known(NAMES, feed_locales=feeds)) == (state, detail)


@pytest.mark.parametrize(
    ("sent", "state", "detail"),
    [
        ("1", PASSED, "Sweden"),
        ("2", FAILED, "Germany has no allocation rule: it never gets a stock level"),
        ("GERMANY", FAILED, 'the name of a market; its id is "2"'),
        ("3", FAILED, "no market in Centra has this id"),
        ("01", FAILED, "no market in Centra has this id"),
    ],
)
def test_a_market_is_an_id_in_centra_with_an_allocation_rule(sent: str, state: FieldState, detail: str) -> None:
    assert verdict_on("externalId", sent, FULL) == (state, detail)


def test_a_shop_without_markets_knows_no_id() -> None:
    assert verdict_on("externalId", "1", Known(NAMES, markets=())) == (FAILED, "no market in Centra has this id")


def test_the_profile_may_name_the_fields_otherwise() -> None:
    (*_, locale, market, stranger) = judged_fields(
        {"language": "sv-SE", "marketId": "1", "externalId": "1"},
        Known(NAMES | {"locale": "language", "market": "marketId"}),
    )

    assert (locale.name, locale.state) == ("language", UNVERIFIED)
    assert (market.name, market.state) == ("marketId", UNVERIFIED)
    assert (stranger.name, stranger.state) == ("externalId", WARNING)


@given(st.dictionaries(st.text(), st.none() | st.booleans() | st.integers() | st.text()))
def test_every_json_object_is_taken_as_it_is(sent: dict[str, Any]) -> None:
    assert payload_of(json.dumps(sent)) == sent


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "It is no JSON"),
        ('{"email": "john-doe@voyado.com"', "It is no JSON"),
        ("POST /subscriptions?email=john-doe&sku=1", "It is no JSON"),
        ("[" * 100_000, "It is no JSON"),
        ("email=john-doe%40voyado.com&sku=1", "It is a web form's encoding, not JSON"),
        ("\nshopper.first-name=&sku=1", "It is a web form's encoding, not JSON"),
        ("[]", "It is JSON, but no object"),
        ('"email"', "It is JSON, but no object"),
        ("null", "It is JSON, but no object"),
    ],
)
def test_what_is_no_json_object_is_refused(text: str, what: str) -> None:
    with pytest.raises(UsageError) as refused:
        payload_of(text)

    error = refused.value
    assert (error.code, error.exit_code) == (ErrorCode.USAGE, ExitCode.USAGE)
    assert error.message == f"{what}: the Subscription API takes one JSON object."
    assert error.hint == (
        'Copy the request\'s body as it was sent: {"email": …, "sku": …}, with Content-Type application/json.'
    )
