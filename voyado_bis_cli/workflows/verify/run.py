"""What the steps of a verification share: its plan, its ports, and what the later ones know from the earlier ones."""

from collections import Counter
from collections.abc import Callable, Generator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any, TypeAlias, TypeVar

from voyado_bis_cli.domain.evidence import LogEntry
from voyado_bis_cli.domain.finding import Finding, Severity
from voyado_bis_cli.domain.ids import ContactId, Sku, StockChangeId, SubscriptionId
from voyado_bis_cli.domain.progress import RunEvent, StepState, Waiting
from voyado_bis_cli.domain.report import Data, Report
from voyado_bis_cli.domain.subscription import Email
from voyado_bis_cli.errors import ErrorCode, NotYetError, WrongError
from voyado_bis_cli.workflows.allocation import read_layout
from voyado_bis_cli.workflows.verify.cast import Cast
from voyado_bis_cli.workflows.verify.event_search import EventSearch
from voyado_bis_cli.workflows.verify.plan import VerifyPlan, VerifyPorts

SLOWEST_POLL = 10.0
"""Seconds between two looks at most: the shop's other integrations share the rate budget."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step found, in plain words, and what proves it."""

    detail: str
    evidence: Mapping[str, object] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    state: StepState = StepState.PASSED


Step: TypeAlias = Generator[RunEvent, None, Outcome]


@dataclass(frozen=True, slots=True)
class Waiter:
    """A subscription that Engage showed as registered; `market` is the external id."""

    contact: ContactId
    subscription: SubscriptionId
    market: str
    locale: str
    is_ours: bool


@dataclass(slots=True)
class Seen:
    """What a run saw so far, as JSON can hold it: a resumed run begins with it.

    `emails` and `log` are what was there before: proof is what is new beside it, never our clock against Engage's.
    """

    contacts: list[ContactId] = field(default_factory=list)
    waiters: dict[str, Waiter] = field(default_factory=dict)
    emails: list[str] = field(default_factory=list)
    log: dict[str, int] = field(default_factory=dict)
    change: StockChangeId | None = None
    voyado_event: int | None = None
    touched: bool = False

    def document(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return asdict(self)

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> "Seen":
        """Return what `document` gave."""
        waiters = {who: Waiter(**waiter) for who, waiter in document["waiters"].items()}
        return cls(**{**document, "waiters": waiters})


@dataclass
class Verification:
    """One run. `run` is its name, also in Centra; a resumed run keeps it, and the names of the steps it has `done`."""

    plan: VerifyPlan
    ports: VerifyPorts
    run: str
    seen: Seen = field(default_factory=Seen)
    done: tuple[str, ...] = ()
    is_resumed: bool = False
    is_agreed: bool = False
    order: int | None = None

    def agree(self) -> None:
        """Ask for no single change any more: the whole run was agreed to."""
        self.ports, self.is_agreed = self.ports.agreed(), True

    @cached_property
    def cast(self) -> Cast:
        """Which markets and warehouses it is about."""
        plan = self.plan
        return Cast(read_layout(self.ports.centra, plan.wish.stores), plan.wish.market, plan.warehouse)

    @cached_property
    def our_queue(self) -> EventSearch:
        """Our own event queue, to be looked at."""
        return EventSearch(self.ports.centra)

    @cached_property
    def voyado_queue(self) -> EventSearch | None:
        """Voyado's event queue, to be looked at, where the profile has the token."""
        return EventSearch(self.ports.voyado) if self.ports.voyado else None

    def waiter(self, who: str) -> Waiter:
        """Return the subscription of `who`."""
        return self.seen.waiters[who]

    def is_waiting(self, waiter: Waiter) -> bool:
        """Tell whether Engage still shows a subscription."""
        return any(one.id == waiter.subscription for one in self.ports.engage.subscriptions(waiter.contact))

    def know(self, *contacts: ContactId) -> None:
        """Remember contacts whose emails count."""
        self.seen.contacts += [contact for contact in contacts if contact not in self.seen.contacts]

    def emails(self) -> list[Email]:
        """Return the emails that Engage sent to the run's contacts, newest first per contact."""
        return [email for contact in self.seen.contacts for email in self.ports.engage.emails(contact)]

    def new_emails(self) -> list[Email]:
        """Return the emails that were not there before."""
        return [email for email in self.emails() if email.id not in self.seen.emails]

    def note_emails(self) -> None:
        """Take every email that is there now for an old one."""
        self.seen.emails = [email.id for email in self.emails()]

    def log_entries(self) -> list[LogEntry]:
        """Return the rows of the integration log about the SKU; none where it cannot be read."""
        entries = self.ports.log.entries() if self.ports.log else ()
        return [entry for entry in entries if _is_about(entry, self.plan.sku)]

    def note_log(self) -> None:
        """Take every row that is there now for an old one."""
        self.seen.log = dict(Counter(map(fingerprint, self.log_entries())))

    def new_log_entries(self) -> list[LogEntry]:
        """Return the rows that were not there before."""
        left = Counter(self.seen.log)
        new = []
        for entry in self.log_entries():
            if left[fingerprint(entry)] > 0:
                left[fingerprint(entry)] -= 1
            else:
                new.append(entry)
        return new


def fingerprint(entry: LogEntry) -> str:
    """Return what tells one row from another, short."""
    told = (entry.timestamp and entry.timestamp.isoformat(), entry.type, entry.level, entry.message, entry.market)
    return sha256(repr(told).encode()).hexdigest()[:16]


def log_rows(entries: list[LogEntry]) -> list[dict[str, object]]:
    """Return rows as evidence."""
    return [
        {
            "timestamp": entry.timestamp.isoformat(timespec="seconds") if entry.timestamp else None,
            "type": entry.type,
            "level": entry.level,
            "message": entry.message,
            "market": entry.market,
        }
        for entry in entries
    ]


def until_seen(run: Verification, look: Callable[[], T | None], what: str) -> Generator[RunEvent, None, T]:
    """Look, ever more rarely, until there is something to see; raises NotYetError when the plan's `wait` is over."""
    clock, wait = run.ports.clock, run.plan.wait
    yield Waiting(what, wait)
    until = clock.monotonic() + wait
    pause = run.plan.poll
    while (found := look()) is None:
        left = until - clock.monotonic()
        if left <= 0:
            raise NotYetError(f"Waited {wait:g} s for {what}, and did not see it.", hint="Give more with --wait.")
        clock.sleep(min(pause, left))
        pause = min(SLOWEST_POLL, pause * 1.5)
    return found


def stop_on_error(report: Report[Data]) -> None:
    """End the step where its report says that something is wrong."""
    if report.partial:
        raise report.partial
    wrong = next((found for found in report.findings if found.severity is Severity.ERROR), None)
    if wrong:
        raise WrongError(
            wrong.title, code=ErrorCode.NOT_AS_EXPECTED, hint=wrong.remedy.text, details={"finding": wrong.id}
        )


def _is_about(entry: LogEntry, sku: Sku) -> bool:
    return entry.sku == sku if entry.sku else sku in entry.message
