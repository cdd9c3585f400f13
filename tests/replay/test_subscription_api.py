"""Posts of the subscription form, as the Subscription API answered."""

import pytest
from inline_snapshot import snapshot

from tests.replay.support import RECORDED, SANDBOX_ONLY, Given, plain
from voyado_bis_cli.domain.ids import Sku
from voyado_bis_cli.domain.subscription import SubscriptionRequest
from voyado_bis_cli.engage.subscription_api import SubscriptionApiClient
from voyado_bis_cli.errors import ErrorCode, RefusedError

pytestmark = RECORDED


def test_a_subscription_is_taken(subscription_api: SubscriptionApiClient, given: Given) -> None:
    answer = subscription_api.post(
        SubscriptionRequest(given.email, given.sku, False, given.store, given.locale, given.market)
    )

    assert plain(answer) == snapshot({"status": 200, "body": {"received": True}})


@SANDBOX_ONLY
def test_a_subscription_without_a_sku_is_refused(subscription_api: SubscriptionApiClient, given: Given) -> None:
    with pytest.raises(RefusedError) as refused:
        subscription_api.post(SubscriptionRequest(given.email, Sku(""), False, given.store, given.locale, given.market))

    assert (refused.value.code, refused.value.details["excerpt"]) == snapshot(
        (
            ErrorCode.REFUSED,
            '{"message":"The subscription is not valid.","errors":["sku: String should have at least 1 character"]}',
        )
    )


def test_what_the_address_offers(subscription_api: SubscriptionApiClient) -> None:
    assert subscription_api.probe() == snapshot(405)
