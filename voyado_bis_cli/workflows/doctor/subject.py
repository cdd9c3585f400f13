"""What is examined: the set-up as a profile describes it, and the doors to look through."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from voyado_bis_cli.domain.brands import Brand
from voyado_bis_cli.domain.clock import Clock
from voyado_bis_cli.domain.ids import Locale, Sku, StoreId
from voyado_bis_cli.workflows.ports import (
    CentraPort,
    EngagePort,
    FeedPort,
    JournalPort,
    Observation,
    SubscriptionApiProbe,
)


@dataclass(frozen=True, slots=True)
class TokenSubject:
    """A Centra token as the profile describes it."""

    integration_name: str | None = None
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class TestSubject:
    """What the profile tests with; each may be missing."""

    __test__ = False  # keeps pytest from taking it for a test class

    skus: tuple[Sku, ...] = ()
    market: str | None = None
    locale: Locale | None = None
    warehouse: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """A profile as far as the prerequisites go.

    `sku_fields` maps each feed's locale to the element with the SKU; `brands` are all profiles, where these are
    compared.
    """

    profile: str
    kind: str
    centra_url: str | None = None
    engage_url: str | None = None
    api_version: str = "v3"
    tenant: str | None = None
    subscription_store: str | None = None
    stores: Collection[StoreId] = ()
    voyado: TokenSubject = TokenSubject()
    toolkit: TokenSubject = TokenSubject()
    sku_fields: Mapping[Locale, str] = field(default_factory=dict)
    test: TestSubject = TestSubject()
    brands: tuple[Brand, ...] = ()


class DoctorCentra(CentraPort, Observation, Protocol):
    """Centra with one token, as far as a doctor asks."""


@dataclass(frozen=True, slots=True)
class Doors:
    """What can be reached; None where the profile lacks what it takes.

    `engage` holds a client per API version, so that a wrong version can be told from a wrong address.
    """

    clock: Clock
    journal: JournalPort
    voyado: DoctorCentra | None = None
    toolkit: DoctorCentra | None = None
    engage: Mapping[str, EngagePort] = field(default_factory=dict)
    subscription_api: SubscriptionApiProbe | None = None
    feeds: Mapping[Locale, FeedPort] = field(default_factory=dict)
