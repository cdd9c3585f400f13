"""How a sandbox is set up."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SubscriptionFields:
    """What the Subscription API calls its six fields; two of the real names are not published."""

    email: str = "email"
    sku: str = "sku"
    newsletter: str = "newsletter"
    store: str = "store"
    locale: str = "locale"
    market: str = "externalId"


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices of one sandbox.

    `auth_errors` is `first` (a failing non-null root aborts, the server reports one missing permission) or `all`
    (every missing permission of the document is reported). Nobody outside Centra knows which one it does.
    `rate_limits` refuses what Centra's default plan does not allow, with a `Retry-After` written as `retry_after`:
    `delta`, `http-date`, `epoch`, `epoch-ms` or `iso`. It is off by default, for speed.
    `state` is a SQLite file or `:memory:`. `wrapped_lists` makes Engage answer a contact's subscriptions as
    `{"items": [...]}` instead of a bare array: both have to be understood.
    """

    auth_errors: str = "first"
    rate_limits: bool = False
    retry_after: str = "http-date"
    state: str = ":memory:"
    subscription_fields: SubscriptionFields = SubscriptionFields()
    wrapped_lists: bool = False
