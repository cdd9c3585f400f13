"""Contacts, subscriptions, stock levels and emails, as Engage answered in both versions of its API."""

from collections.abc import Callable

import pytest
from inline_snapshot import snapshot

from tests.replay.support import RECORDED, SANDBOX_ONLY, Given, Stage, patiently, plain
from voyado_bis_cli.domain.ids import ContactId, ExternalId, Sku, SubscriptionId
from voyado_bis_cli.domain.stock_level import BatchOutcome, StockLevel
from voyado_bis_cli.domain.subscription import Subscription, SubscriptionRequest
from voyado_bis_cli.engage.client import EngageClient
from voyado_bis_cli.engage.subscription_api import SubscriptionApiClient
from voyado_bis_cli.errors import AuthError, UsageError, WrongError

pytestmark = RECORDED


def wish_of(given: Given) -> SubscriptionRequest:
    return SubscriptionRequest(
        given.email, given.sku, newsletter=False, store=given.store, locale=given.locale, market=given.market
    )


def test_how_many_contacts_there_are(engage: EngageClient) -> None:
    assert engage.contact_count() == snapshot(0)


def test_an_email_that_nobody_has_is_no_error(engage: EngageClient) -> None:
    assert engage.contact_ids("nobody@example.com") == ()


def test_a_subscription_is_registered_on_its_contact_and_can_be_deleted(
    engage: EngageClient, subscription_api: SubscriptionApiClient, given: Given, *, recording: bool
) -> None:
    def registered() -> list[Subscription]:
        return [one for one in engage.subscriptions(contact) if one.answers(wish_of(given))]

    subscription_api.post(wish_of(given))
    (contact,) = patiently(lambda: engage.contact_ids(given.email), recording=recording)
    mine = patiently(registered, recording=recording)
    for one in mine:
        engage.unsubscribe(one.id)

    assert {one.contact for one in mine} == {contact}
    assert registered() == []
    assert plain(engage.emails(contact, count=1)) == snapshot([])
    assert plain(engage.contact(contact)) == snapshot(
        {
            "id": "604452cf-771e-528a-b60c-dd56d7357e3f",
            "type": "Contact",
            "preferences": {"acceptsEmail": False, "acceptsSms": False, "acceptsPostal": False},
        }
    )


def test_deleting_what_is_gone_is_no_error(engage: EngageClient) -> None:
    assert not engage.unsubscribe(SubscriptionId("00000000-0000-4000-8000-000000000000"))


def test_a_contact_that_engage_does_not_know(engage: EngageClient) -> None:
    with pytest.raises(WrongError) as unknown:
        engage.contact(ContactId("00000000-0000-4000-8000-000000000000"))

    assert unknown.value.message == "Engage has no contact 00000000-0000-4000-8000-000000000000."


def test_one_stock_level_and_several(engage: EngageClient, given: Given) -> None:
    none_left = StockLevel(given.sku, 0, given.market)  # starts no email
    elsewhere = StockLevel(given.sku, 0, ExternalId("999999"))

    assert engage.put_stock_levels([none_left]) == BatchOutcome((none_left,), {})
    assert engage.put_stock_levels([none_left, elsewhere]) == BatchOutcome((none_left, elsewhere), {})


@SANDBOX_ONLY
def test_one_refused_level_does_not_block_the_others(engage: EngageClient) -> None:
    good, bad = StockLevel(Sku("1234-1"), 5, ExternalId("4")), StockLevel(Sku(""), 5, ExternalId("4"))

    outcome = engage.put_stock_levels([good, bad])

    assert outcome.accepted == (good,)
    assert outcome.failed == {
        bad: snapshot(
            "InvalidRequest: The request is not valid. (sku: String should have at least 1 character) (HTTP 400)"
        )
    }


@SANDBOX_ONLY
def test_a_level_above_zero_uses_the_subscription_up_and_sends_the_email(
    engage: EngageClient, subscription_api: SubscriptionApiClient, given: Given
) -> None:
    subscription_api.post(wish_of(given))
    (contact,) = engage.contact_ids(given.email)
    assert plain(engage.subscriptions(contact)) == snapshot(
        [
            {
                "id": "299f762e-e6bf-5937-8bd2-d5a9bf362f08",
                "contact": "604452cf-771e-528a-b60c-dd56d7357e3f",
                "sku": "1234SIZEM",
                "locale": "sv-SE",
                "external_id": "4",
                "created_on": "2030-01-01T12:00:00+00:00",
            }
        ]
    )

    engage.put_stock_levels([StockLevel(given.sku, 10, given.market)])

    assert engage.subscriptions(contact) == ()
    assert plain(engage.emails(contact, count=5)) == snapshot(
        [
            {
                "id": "bd850f61-4361-5928-9d2b-aabf7e3d8960",
                "name": "Back in stock",
                "subject": "Back in stock: Linen shirt White M",
                "sent_at": "2030-01-01T12:00:00+00:00",
                "type": "EmailMessage",
                "source": "Automation",
                "status": "Delivered",
            }
        ]
    )


@SANDBOX_ONLY
def test_one_email_may_belong_to_several_contacts(engage: EngageClient, given: Given, stage: Stage) -> None:
    stage.set("/contacts", email=given.email, type="Member")
    stage.set("/contacts", email=given.email, type="Contact")

    assert engage.contact_ids(given.email) == snapshot(
        ("604452cf-771e-528a-b60c-dd56d7357e3f", "70f8ada2-08c6-50e8-a5b6-2dd8ad649b7b")
    )


@SANDBOX_ONLY
def test_what_engage_takes_for_no_email(engage: EngageClient) -> None:
    with pytest.raises(UsageError) as refused:
        engage.contact_ids("nobody")

    assert refused.value.message == "Engage does not accept this email address."


@SANDBOX_ONLY
def test_a_key_that_engage_does_not_know(engage_with: Callable[[str], EngageClient]) -> None:
    with pytest.raises(AuthError) as refused:
        engage_with("no-key-of-ours").contact_count()

    assert "The API key is missing or wrong. (HTTP 401)" in refused.value.message
