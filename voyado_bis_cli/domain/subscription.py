"""A shopper's wish to be told: what the Subscription API is sent and what Engage shows as registered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from voyado_bis_cli.domain.ids import ContactId, ExternalId, Locale, Sku, SubscriptionId


@dataclass(frozen=True, slots=True)
class SubscriptionRequest:
    """One post to the Subscription API (guide: the six fields of the subscription form)."""

    email: str
    sku: Sku
    newsletter: bool
    store: str
    locale: Locale
    market: ExternalId


@dataclass(frozen=True, slots=True)
class SubscriptionAnswer:
    """What the Subscription API answered, kept as it came: its success status and body are not published."""

    status: int
    body: object


@dataclass(frozen=True, slots=True)
class Contact:
    """An Engage contact; `type` and `preferences` only as far as Engage shows them."""

    id: ContactId
    type: str | None = None
    preferences: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subscription:
    """A waiting back-in-stock subscription in Engage; deleted the moment it starts the automation."""

    id: SubscriptionId
    contact: ContactId
    sku: Sku
    locale: str
    external_id: ExternalId | None
    created_on: datetime | None

    def answers(self, request: SubscriptionRequest) -> bool:
        """Tell whether this is the registration of `request`: same SKU, locale and market to the character."""
        return (self.sku, self.locale, self.external_id) == (request.sku, request.locale, request.market)


@dataclass(frozen=True, slots=True)
class Email:
    """An email that Engage says it sent. `subject` is Engage's `messageText`, `source` is Automation or Manual."""

    id: str
    name: str
    subject: str
    sent_at: datetime | None
    type: str
    source: str
    status: str
