"""The rows of an HTTP source of the integration log, as it answered."""

from inline_snapshot import snapshot

from tests.replay.support import RECORDED, Given, needs, plain
from voyado_bis_cli.domain.subscription import SubscriptionRequest
from voyado_bis_cli.engage.integration_log import IntegrationLogClient
from voyado_bis_cli.engage.subscription_api import SubscriptionApiClient

pytestmark = RECORDED


@needs("log.url")
def test_a_subscription_leaves_a_row(
    integration_log: IntegrationLogClient, subscription_api: SubscriptionApiClient, given: Given
) -> None:
    subscription_api.post(SubscriptionRequest(given.email, given.sku, False, given.store, given.locale, given.market))

    assert plain(integration_log.entries()[-1]) == snapshot(
        {
            "timestamp": "2030-01-01T12:00:00+00:00",
            "type": "Subscription",
            "level": "Information",
            "message": "Registered for j***@voyado.com: sv-SE, market 4",
            "sku": "1234SIZEM",
            "market": "4",
        }
    )
