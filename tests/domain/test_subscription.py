from dataclasses import replace

import pytest

from voyado_bis_cli.domain.ids import ContactId, ExternalId, Locale, Sku, SubscriptionId
from voyado_bis_cli.domain.subscription import Subscription, SubscriptionRequest

REQUEST = SubscriptionRequest(
    email="john-doe@voyado.com",
    sku=Sku("1234SIZEM"),
    newsletter=False,
    store="voyadotenant-1",
    locale=Locale("sv-SE"),
    market=ExternalId("4"),
)
REGISTERED = Subscription(
    SubscriptionId("s-1"), ContactId("c-1"), Sku("1234SIZEM"), "sv-SE", ExternalId("4"), created_on=None
)


def test_a_subscription_with_the_same_sku_locale_and_market_is_the_registration() -> None:
    assert REGISTERED.answers(REQUEST)


@pytest.mark.parametrize(
    "other",
    [
        replace(REGISTERED, sku=Sku("1234-1")),
        replace(REGISTERED, sku=Sku("1234sizem")),
        replace(REGISTERED, locale="sv-se"),
        replace(REGISTERED, locale="de-DE"),
        replace(REGISTERED, external_id=ExternalId("04")),
        replace(REGISTERED, external_id=None),
    ],
    ids=["sku", "sku in another case", "locale in another case", "locale", "market", "no market: it never fires"],
)
def test_any_difference_makes_it_another_one(other: Subscription) -> None:
    assert not other.answers(REQUEST)


def test_neither_who_nor_the_newsletter_decides() -> None:
    assert REGISTERED.answers(replace(REQUEST, email="jane@example.com", newsletter=True, store="other"))
