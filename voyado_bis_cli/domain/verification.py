"""How a verification is played: who syncs, where a person's own hands join in, and how far it goes."""

from enum import StrEnum


class SyncBy(StrEnum):
    """Who tells Engage: Voyado's own integration, `bis` for the test SKU alone, or `bis` by draining its own queue."""

    VOYADO = "voyado"
    TOOLKIT = "toolkit"
    OWN_QUEUE = "own-queue"


class JoinAt(StrEnum):
    """What a person did with the real thing before `bis` joins: used the form, changed the stock, or both long ago."""

    REGISTERED = "registered"
    STOCK = "stock"
    EMAIL = "email"


class Until(StrEnum):
    """The last thing that is waited for."""

    REGISTERED = "registered"
    EVENT = "event"
    CONSUMED = "consumed"
    EMAIL = "email"


_UNDELIVERED = ("bounce", "fail", "reject", "error", "block", "undeliver", "suppress")


def says_undelivered(status: str) -> bool:
    """Tell whether an email's status reads as if it did not arrive; which statuses Engage has is not published."""
    return any(word in status.casefold() for word in _UNDELIVERED)
