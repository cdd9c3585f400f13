"""What `why` is asked, and what it reads from."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from voyado_bis_cli.domain.clock import Clock
from voyado_bis_cli.domain.ids import ContactId, Locale, Sku, StoreId
from voyado_bis_cli.workflows.ports import (
    Catalogue,
    EngagePort,
    FeedPort,
    IntegrationLogPort,
    JournalPort,
    Observation,
)


class LookedAt(Catalogue, Observation, Protocol):
    """Centra with our own token, for reading only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Who misses an email about what: `email`, or `contact`. `market` is an id or a name.

    `expect_email` is the glob of the expected email's name or subject, '' where nobody said; `contact_type` what the
    profile narrows lookups to; `store` and `tenant` what the shop's form sends and whose Engage it is.
    """

    sku: Sku
    market: str
    email: str | None
    contact: ContactId | None
    stores: Collection[StoreId]
    expect_email: str = ""
    contact_type: str = ""
    store: str = ""
    tenant: str = ""
    may_have_allowlist: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyPorts:
    """What is read; None where the profile does not lead there. `engage` finds contacts of every type."""

    centra: LookedAt
    voyado: Observation | None
    engage: EngagePort
    feeds: Mapping[Locale, FeedPort]
    log: IntegrationLogPort | None
    journal: JournalPort
    clock: Clock
