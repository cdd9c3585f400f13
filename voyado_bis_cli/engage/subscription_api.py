"""The Subscription API: the open door behind the shop's subscription form."""

import json
from collections.abc import Mapping

from voyado_bis_cli.config.sections import SUBSCRIPTION_FIELDS
from voyado_bis_cli.domain.subscription import SubscriptionAnswer, SubscriptionRequest
from voyado_bis_cli.engage.answers import is_success, raise_for_outage, refusal
from voyado_bis_cli.transport.model import Request, RetryPolicy, Transport


class SubscriptionApiClient:
    """Posts subscriptions to the customer's own address, without credentials (guide: the API is open).

    `fields` maps meanings to field names where they differ from `SUBSCRIPTION_FIELDS`, as the profile has checked them.
    """

    def __init__(self, transport: Transport, *, url: str, fields: Mapping[str, str]) -> None:
        self._transport = transport
        self._url = url
        self._names = {**SUBSCRIPTION_FIELDS, **fields}

    def payload(self, request: SubscriptionRequest) -> dict[str, object]:
        """Return the JSON body as it would be sent: the guide's order, the market as a string."""
        values: dict[str, object] = {
            "email": request.email,
            "sku": request.sku,
            "newsletter": request.newsletter,
            "store": request.store,
            "locale": request.locale,
            "market": str(request.market),
        }
        return {self._names[meaning]: value for meaning, value in values.items()}

    def post(self, request: SubscriptionRequest) -> SubscriptionAnswer:
        """Send one subscription, never repeated by itself, and return what came back: any 2xx counts as taken.

        Raises RefusedError (3xx, 4xx) with status and excerpt, RateLimitedError, and NetworkError(server_error) after
        which the subscription may have arrived all the same.
        """
        answer = self._transport.send(
            Request(
                system="Subscription API",
                operation="subscribe",
                method="POST",
                url=self._url,
                headers={"Content-Type": "application/json"},
                json=self.payload(request),
                policy=RetryPolicy.NEVER,
            )
        )
        raise_for_outage(answer)
        if not is_success(answer):
            raise refusal(answer)
        return SubscriptionAnswer(answer.status, _body(answer.text))

    def probe(self) -> int:
        """Return the HTTP status of asking the address what it offers (`OPTIONS`), which creates nothing.

        A browser asks the same before it posts a form from another host. Raises NetworkError where nothing answers.
        """
        request = Request("Subscription API", "options", "OPTIONS", self._url, policy=RetryPolicy.REPEAT_IF_NOT_DONE)
        return self._transport.send(request).status


def _body(text: str) -> object:
    """Return a body as it came: JSON where it is JSON, else the text."""
    try:
        parsed: object = json.loads(text)
    except ValueError:
        return text
    return parsed
