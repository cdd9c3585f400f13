"""`why` data."""

from datetime import datetime

from voyado_bis_cli.domain.missing_email import Cause
from voyado_bis_cli.domain.report import Data


class SuspectRow(Data):
    """A cause that was not ruled out: `found`, `likely` or `possible`, and what speaks for it."""

    cause: Cause
    certainty: str
    evidence: str


class ContactRow(Data):
    """A contact with this email, as far as Engage shows it."""

    id: str
    type: str | None
    preferences: dict[str, object]


class SubscriptionSeen(Data):
    """A waiting subscription to the SKU."""

    id: str
    contact_id: str
    locale: str
    market: str | None
    created_on: datetime | None


class WarehouseSeen(Data):
    """Stock of the SKU in one warehouse, in units; `counts` tells whether the market sells from it."""

    id: int
    name: str
    counts: bool
    fta: int
    allocated: int
    threshold: int | None


class EmailSeen(Data):
    """An automation's email to the shopper; `expected` where name or subject fits the one expected."""

    name: str
    subject: str
    sent_at: datetime | None
    status: str
    expected: bool


class WhyData(Data):
    """The answer (`told_apart`: its first suspect alone; else the `group` that looks alike), and what was read for it.

    `feeds` says per locale whether the feed holds the SKU, null where it could not be read; `unread` names what else
    could not be read, with the reason.
    """

    sku: str
    market: str
    market_name: str | None
    told_apart: bool
    group: tuple[Cause, ...]
    suspects: tuple[SuspectRow, ...]
    contacts: tuple[ContactRow, ...]
    subscriptions: tuple[SubscriptionSeen, ...]
    feeds: dict[str, bool | None]
    rule: str | None
    fta: int | None
    sellable: int | None
    warehouses: tuple[WarehouseSeen, ...]
    queue: str
    level_arrived: bool | None
    emails: tuple[EmailSeen, ...]
    log: tuple[str, ...]
    unread: tuple[str, ...]
