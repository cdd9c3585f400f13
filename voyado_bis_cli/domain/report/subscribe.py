"""`subscribe` data."""

from enum import StrEnum

from voyado_bis_cli.domain.report import Data


class SubscribeState(StrEnum):
    """`registered` means that Engage shows the subscription with this SKU, locale and market.

    `not-sent` is what a run of many did not come to.
    """

    REGISTERED = "registered"
    REQUESTED = "requested"
    ALREADY_REGISTERED = "already-registered"
    FAILED = "failed"
    DRY_RUN = "dry-run"
    NOT_SENT = "not-sent"


class ResponseRow(Data):
    """What the Subscription API answered, as it came."""

    status: int
    body: object


class SubscriptionRow(Data):
    """One subscription asked for and what became of it; `reason` says why it failed.

    `call` is the request as a developer can copy it, where that was asked for.
    """

    email: str
    sku: str
    locale: str
    market: str
    store: str
    state: SubscribeState
    contact_id: str | None = None
    subscription_id: str | None = None
    request: dict[str, object]
    response: ResponseRow | None = None
    reason: str = ""
    call: str | None = None


class SubscribeData(Data):
    """All subscriptions of the run."""

    subscriptions: tuple[SubscriptionRow, ...]
