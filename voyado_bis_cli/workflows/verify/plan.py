"""What a verification is asked for, and what it needs from outside."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from voyado_bis_cli.domain.clock import Clock
from voyado_bis_cli.domain.ids import Locale, MarketId, Sku, WarehouseId
from voyado_bis_cli.domain.own_stock import VERIFY, NotedChange
from voyado_bis_cli.domain.scenario import Scenario
from voyado_bis_cli.domain.verification import JoinAt, SyncBy, Until
from voyado_bis_cli.workflows.consent import given_before
from voyado_bis_cli.workflows.ports import (
    CentraPort,
    Consent,
    EngagePort,
    FeedPort,
    IntegrationLogPort,
    JournalPort,
    Observation,
    Probes,
    QueueLock,
    SubscriptionApiPort,
)
from voyado_bis_cli.workflows.set_stock import SetStockPorts
from voyado_bis_cli.workflows.subscribe import SubscribePorts, Wish
from voyado_bis_cli.workflows.sync_stock import SyncPorts, SyncSettings


class OwnCentra(CentraPort, Observation, Protocol):
    """Centra with our own token."""

    def stock_changes_noted(self, text: str, *, limit: int = 100) -> tuple[NotedChange, ...]:
        """Return the newest stock changes whose comment contains `text`, newest first."""
        ...


class SandboxControl(Protocol):
    """What only a sandbox lets a test do: everything a shop and a marketer do without an API."""

    def place_order(self, market: MarketId, sku: Sku, units: int) -> int:
        """Order units in a market and return the order's number."""
        ...

    def cancel_order(self, order: int) -> None:
        """Cancel an order."""
        ...

    def complete_return(self, order: int, sku: Sku, units: int, warehouse: WarehouseId) -> int:
        """Let units of an order come back into a warehouse and return the return's id."""
        ...

    def open_orders(self) -> tuple[int, ...]:
        """Return the orders that could be cancelled."""
        ...

    def automation(self) -> Mapping[str, object]:
        """Return how the automation is set up."""
        ...

    def change_automation(self, settings: Mapping[str, object]) -> None:
        """Change how the automation is set up."""
        ...


@dataclass(frozen=True, slots=True)
class TokenChecked:
    """The token whose permissions are shown: `voyado` or `toolkit`, and what the profile says about it."""

    name: str
    declared_integration: str | None
    probe_write: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyPlan:
    """What is proven: one shopper, one SKU, one warehouse, in the order that `scenario` says.

    `wait` in seconds is given to each effect to be seen, `quiet` to one that must not come. `expect_email` is a glob
    over name and subject. With `start` the run ends before it waits for Engage, to be resumed.
    """

    scenario: Scenario
    wish: Wish
    warehouse: str
    sync: SyncSettings
    sync_by: SyncBy
    token: TokenChecked
    expect_email: str
    tenant: str | None
    wait: float
    quiet: float
    poll: float
    join: JoinAt | None = None
    until: Until = Until.EMAIL
    start: bool = False

    @property
    def sku(self) -> Sku:
        """The SKU that everything is about."""
        return self.wish.sku


@dataclass(frozen=True, slots=True)
class Feed:
    """A product feed and the element of it that holds the SKU."""

    port: FeedPort
    sku_field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyPorts:
    """What a verification needs from outside.

    `probes` speaks with the token that is checked, `voyado` reads Voyado's queue where the profile has that token,
    `control` is there on a sandbox only.
    """

    probes: Probes
    centra: OwnCentra
    voyado: Observation | None
    engage: EngagePort
    subscription_api: SubscriptionApiPort
    feeds: Mapping[Locale, Feed]
    log: IntegrationLogPort | None
    control: SandboxControl | None
    journal: JournalPort
    lock: QueueLock
    clock: Clock
    consent: Consent
    run_id: str

    def agreed(self) -> "VerifyPorts":
        """Return the same ports after the whole run was agreed to: its single changes ask no more."""
        return replace(self, consent=given_before)

    def for_stock(self, run: str) -> SetStockPorts:
        """Return the part that changes test stock, in the name of `run`."""
        return SetStockPorts(self.centra, self.journal, self.consent, self.clock, run, VERIFY)

    @property
    def for_sync(self) -> SyncPorts:
        """The part that sends levels."""
        return SyncPorts(self.centra, self.engage, self.journal, self.lock, self.clock, self.consent)

    @property
    def for_subscribing(self) -> SubscribePorts:
        """The part that subscribes."""
        return SubscribePorts(self.centra, self.engage, self.subscription_api, self.journal, self.clock, self.consent)
