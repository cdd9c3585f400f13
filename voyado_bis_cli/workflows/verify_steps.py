"""The steps of a verification: each does one thing of the guide's testing section and says what proves it."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias, TypeVar

from voyado_bis_cli.domain.clock import Clock
from voyado_bis_cli.domain.event_queue import StockEvent
from voyado_bis_cli.domain.evidence import is_expected_email
from voyado_bis_cli.domain.finding import Finding, Severity
from voyado_bis_cli.domain.ids import ContactId
from voyado_bis_cli.domain.permission import PermissionState
from voyado_bis_cli.domain.progress import RunEvent, Waiting
from voyado_bis_cli.domain.report import Data, Report
from voyado_bis_cli.domain.report.stock_set import SetStockData
from voyado_bis_cli.domain.report.subscribe import SubscriptionRow
from voyado_bis_cli.domain.subscription import Email
from voyado_bis_cli.errors import NotYetError, WrongError
from voyado_bis_cli.workflows.catalogue import stock
from voyado_bis_cli.workflows.check_permissions import check_permissions
from voyado_bis_cli.workflows.log import LogFilter, read_evidence, read_log
from voyado_bis_cli.workflows.ports import (
    CentraPort,
    Consent,
    EngagePort,
    IntegrationLogPort,
    JournalPort,
    Probes,
    QueueLock,
    SubscriptionApiPort,
)
from voyado_bis_cli.workflows.send_levels import send_skus
from voyado_bis_cli.workflows.set_stock import SetStockPorts, StockWish, set_stock, undo_last
from voyado_bis_cli.workflows.subscribe import SubscribePorts, Wish, subscribe
from voyado_bis_cli.workflows.sync_stock import SyncPorts, SyncSettings, sync_stock

POLL_SECONDS = 1.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class VerifyPlan:
    """What is proven: one shopper, one SKU, one warehouse. `wait` in seconds is given to each effect to be seen."""

    wish: Wish
    restock: StockWish
    sync: SyncSettings
    expect_email: str
    token: str
    declared_integration: str | None
    probe_write: bool
    wait: float


@dataclass(frozen=True, slots=True)
class VerifyPorts:
    """What a verification needs from outside; `probes` speaks with the token that is checked."""

    probes: Probes
    centra: CentraPort
    engage: EngagePort
    subscription_api: SubscriptionApiPort
    log: IntegrationLogPort | None
    journal: JournalPort
    lock: QueueLock
    clock: Clock
    consent: Consent
    run_id: str

    @property
    def for_stock(self) -> SetStockPorts:
        """The part that changes test stock."""
        return SetStockPorts(self.centra, self.journal, self.consent, self.clock, self.run_id)

    @property
    def for_sync(self) -> SyncPorts:
        """The part that sends levels."""
        return SyncPorts(self.centra, self.engage, self.journal, self.lock, self.clock, self.consent)

    @property
    def for_subscribing(self) -> SubscribePorts:
        """The part that subscribes."""
        return SubscribePorts(self.centra, self.engage, self.subscription_api, self.journal, self.clock, self.consent)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step found, in plain words, and what proves it."""

    detail: str
    evidence: Mapping[str, object]
    findings: tuple[Finding, ...] = ()


Step: TypeAlias = Generator[RunEvent, None, Outcome]


@dataclass(slots=True)
class Verification:
    """The steps, and what the later ones need to know from the earlier ones."""

    plan: VerifyPlan
    ports: VerifyPorts
    started: datetime
    subscription: SubscriptionRow | None = None
    change: SetStockData | None = None
    stock_touched: bool = False

    def permissions(self) -> Step:
        """Check what the token may do."""
        plan = self.plan
        report = yield from check_permissions(
            self.ports.probes,
            token=plan.token,
            probe_write=plan.probe_write,
            declared_integration=plan.declared_integration,
        )
        names = {
            state: [row.permission for row in report.data.permissions if row.state is state]
            for state in PermissionState
        }
        _stop_on_error(report)
        return Outcome(
            f"The {plan.token} token of {report.data.integration_name!r} holds "
            f"{len(names[PermissionState.GRANTED])} of {len(report.data.permissions)} permissions asked for.",
            {state.value: names[state] for state in PermissionState},
            report.findings,
        )

    def store(self) -> Step:
        """Name the `store` value."""
        yield from ()
        return Outcome(
            f"The store value in the subscription is {self.plan.wish.store!r}.", {"store": self.plan.wish.store}
        )

    def subscribe(self) -> Step:
        """Subscribe the shopper and see it registered in Engage."""
        report = yield from subscribe(self.plan.wish, self.ports.for_subscribing)
        _stop_on_error(report)
        row = self.subscription = report.data.subscriptions[0]
        return Outcome(
            f"Engage shows subscription {row.subscription_id} for {row.sku}, market {row.market}, locale {row.locale}.",
            {"contact_id": row.contact_id, "subscription_id": row.subscription_id, "state": row.state.value},
            report.findings,
        )

    def stock_before(self) -> Step:
        """Note FTA per market."""
        wish = self.plan.wish
        report = yield from stock(self.ports.centra, wish.sku, wish.stores)
        per_market = {f"{row.market_name} ({row.market_id})": row.fta for row in report.data.markets}
        told = ", ".join(f"{name}: {'no rule' if fta is None else fta}" for name, fta in per_market.items())
        return Outcome(f"Free to allocate before: {told}.", {"fta_per_market": per_market})

    def set_stock(self) -> Step:
        """Add test stock."""
        self.stock_touched = True
        report = yield from set_stock(self.plan.restock, self.ports.for_stock)
        data = self.change = report.data
        changes = {row.market: {"before": row.fta_before, "after": row.fta_after} for row in data.markets}
        told = ", ".join(f"market {row.market}: {row.fta_before} -> {row.fta_after}" for row in data.markets)
        return Outcome(
            f"{data.warehouse.name} went from {data.fta_before} to {data.fta_after} units. Free to allocate: {told}.",
            {"stock_change_id": data.stock_change_id, "fta_per_market": changes},
            report.findings,
        )

    def event(self) -> Step:
        """See the change's event in our queue."""

        def seen() -> StockEvent | None:
            page = self.ports.centra.events(limit=200)
            return next(
                (one for one in page.events if one.object_type == "StockChange" and one.reference == self._change_id),
                None,
            )

        found = yield from _until(self, seen, "the event of the stock change in our queue")
        return Outcome(
            f"Our queue holds event {found.id}: {found.object_type} {found.reference} {found.change_type}.",
            {"event_id": found.id, "object_type": found.object_type, "change_type": found.change_type},
        )

    def sync(self) -> Step:
        """Send the levels and confirm the events."""
        report = yield from sync_stock(self.plan.sync, self.ports.for_sync)
        _stop_on_error(report)
        data = report.data
        told = ", ".join(f"{row.sku} market {row.external_id}: {row.quantity}" for row in data.sent)
        return Outcome(
            f"{data.events.fetched} events seen, Engage took the levels ({told}), {data.events.confirmed} events "
            "confirmed.",
            {"events": data.events.model_dump(), "sent": [row.model_dump(by_alias=True) for row in data.sent]},
            report.findings,
        )

    def consumed(self) -> Step:
        """See that Engage used the subscription."""

        def gone() -> bool | None:
            waiting = {one.id for one in self.ports.engage.subscriptions(self._contact)}
            return self._registered.subscription_id not in waiting or None

        yield from _until(self, gone, "Engage to use the subscription")
        return Outcome(
            "The subscription is gone from Engage: it started the automation.",
            {"subscription_id": self._registered.subscription_id},
        )

    def email(self) -> Step:
        """See that the expected email left."""
        since = self.started.replace(microsecond=0)

        def sent() -> Email | None:
            emails = self.ports.engage.emails(self._contact)
            expected = (one for one in emails if is_expected_email(one, self.plan.expect_email))
            return next((one for one in expected if one.sent_at and one.sent_at >= since), None)

        found = yield from _until(self, sent, f"an email like {self.plan.expect_email!r}")
        return Outcome(
            f"Engage sent {found.subject!r} ({found.status}).",
            {"message_id": found.id, "name": found.name, "subject": found.subject, "status": found.status},
        )

    def log(self) -> Step:
        """Read the log, or evidence."""
        ports = self.ports
        wanted = LogFilter(sku=self.plan.wish.sku, since=self.started.replace(microsecond=0))
        source = read_log(ports.log, wanted) if ports.log else read_evidence(ports.engage, ports.journal, wanted)
        report = yield from source
        rows = [{"type": row.type, "level": row.level, "message": row.message} for row in report.data.entries]
        return Outcome(
            f"{len(rows)} rows about {wanted.sku} ({report.data.source.value}).", {"rows": rows}, report.findings
        )

    def clean_up(self) -> Step:
        """Take the stock back and tell Engage."""
        undone = yield from undo_last(self.plan.wish.stores, self.ports.for_stock)
        told = yield from send_skus([self.plan.wish.sku], self.plan.sync, self.ports.for_sync)
        data = undone.data
        return Outcome(
            f"Stock in {data.warehouse.name} is back at {data.fta_after}, and Engage was told so.",
            {"fta_after": data.fta_after, "sent": [row.model_dump(by_alias=True) for row in told.data.sent]},
            (*undone.findings, *told.findings),
        )

    @property
    def _registered(self) -> SubscriptionRow:
        if self.subscription is None:
            raise RuntimeError("the subscribe step comes first")
        return self.subscription

    @property
    def _contact(self) -> ContactId:
        return ContactId(str(self._registered.contact_id))

    @property
    def _change_id(self) -> int | None:
        return self.change.stock_change_id if self.change else None


def _until(verification: Verification, look: Callable[[], T | None], what: str) -> Generator[RunEvent, None, T]:
    """Look until there is something to see; raises NotYetError when the time is over."""
    clock, wait = verification.ports.clock, verification.plan.wait
    yield Waiting(what, wait)
    until = clock.monotonic() + wait
    while (found := look()) is None:
        left = until - clock.monotonic()
        if left <= 0:
            raise NotYetError(
                f"Waited {wait:g} s for {what}, and did not see it.", hint="Give more with --wait SECONDS."
            )
        clock.sleep(min(POLL_SECONDS, left))
    return found


def _stop_on_error(report: Report[Data]) -> None:
    """End the step where its report says that something is wrong."""
    if report.partial:
        raise report.partial
    wrong = next((found for found in report.findings if found.severity is Severity.ERROR), None)
    if wrong:
        raise WrongError(wrong.title, hint=wrong.remedy.text, details={"finding": wrong.id})
