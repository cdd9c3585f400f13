"""`subscriptions list` and `subscriptions delete` data."""

from datetime import datetime
from enum import StrEnum

from voyado_bis_cli.domain.report import Data


class WaitingState(StrEnum):
    """Whether a subscription still waits in Engage."""

    WAITING = "waiting"
    DELETED = "deleted"
    FAILED = "failed"


class WaitingRow(Data):
    """A subscription in Engage; `run_id` is the run of this toolkit that made it, where one did."""

    subscription_id: str
    contact_id: str
    sku: str
    locale: str
    market: str | None
    created_on: datetime | None
    run_id: str | None
    state: WaitingState
    reason: str = ""


class SubscriptionsData(Data):
    """The subscriptions that were meant, by contact."""

    subscriptions: tuple[WaitingRow, ...]
