"""`subscribe --count`, `subscribe --from-csv`: many subscriptions, paced; run again, it goes on where it stopped.

First each is posted once, then Engage is looked at until it shows them: an API that works later costs one wait, and a
lost answer is settled by looking, never by posting again.
"""

from collections.abc import Collection, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice

from voyado_bis_cli.domain.clock import Clock
from voyado_bis_cli.domain.ids import Sku
from voyado_bis_cli.domain.journal_entry import JournalEntry
from voyado_bis_cli.domain.progress import Note, Run, RunEvent, Waiting
from voyado_bis_cli.domain.remarks import Remarks
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.subscribe import SubscribeData, SubscribeState, SubscriptionRow
from voyado_bis_cli.domain.subscription import Subscription, SubscriptionAnswer
from voyado_bis_cli.domain.wording import counted
from voyado_bis_cli.errors import (
    AuthError,
    BisError,
    NetworkError,
    NotYetError,
    RateLimitedError,
    RefusedError,
    UsageError,
    WrongError,
)
from voyado_bis_cli.workflows.ports import JournalPort
from voyado_bis_cli.workflows.subscribe import (
    POLL_SECONDS,
    Attempt,
    Shop,
    SubscribePorts,
    Wish,
    look,
    note_registered,
    post,
    preference_findings,
    with_preferences,
)

_ENDS_ALL = (AuthError, RateLimitedError, NetworkError)
_SAME_FATE = 5
"""After so many failures one after the other, the rest would fail too."""

_RECENT = timedelta(hours=1)
"""How long after a post its subscription may still appear, so that it is waited for and not posted again."""

_LOOKED_BACK = 10_000
_SHOWN = 10
_REASONS = "The reasons stand beside each of them."
AGAIN = "Run the same command again: it looks first and posts only what is not there."


@dataclass(frozen=True, slots=True)
class Pace:
    """At least `seconds` from the start of one subscription to the next: Engage allows 50 requests a second per key."""

    clock: Clock
    seconds: float

    def steps(self, attempts: Collection[Attempt]) -> Iterator[Attempt]:
        """Yield attempts, none too early."""
        due = self.clock.monotonic()
        for attempt in attempts:
            if (early := due - self.clock.monotonic()) > 0:
                self.clock.sleep(early)
            due = max(due, self.clock.monotonic()) + self.seconds
            yield attempt


@dataclass(frozen=True, slots=True)
class _Posted:
    """A subscription that was posted and has to be seen; `lost` is what became of its answer."""

    attempt: Attempt
    answer: SubscriptionAnswer | None
    lost: NetworkError | None


@dataclass(slots=True)
class _Batch:
    """What became of each attempt so far, by its key. Failures in a row mean that the next would fail as well."""

    rows: dict[str, SubscriptionRow] = field(default_factory=dict)
    pending: dict[str, _Posted] = field(default_factory=dict)
    remarks: Remarks = field(default_factory=Remarks)
    failures: list[BisError] = field(default_factory=list)
    failed_in_a_row: int = 0
    ended_by: BisError | None = None

    def fail(self, attempt: Attempt, failure: BisError) -> None:
        """Note that one failed."""
        self.failures.append(failure)
        reason = f"{failure.message} {failure.hint}".strip()
        self.rows[attempt.key] = attempt.row(SubscribeState.FAILED, reason=reason)

    def settle(self) -> None:
        """Give up waiting for what Engage does not show."""
        for key, posted in self.pending.items():
            if posted.lost:
                self.fail(posted.attempt, posted.lost)
            else:
                self.rows[key] = posted.attempt.row(SubscribeState.REQUESTED, answer=posted.answer)

    def report(self, attempts: Sequence[Attempt]) -> Report[SubscribeData]:
        """Return every row, in the order they were asked for."""
        rows = [self.rows.get(one.key) or one.row(SubscribeState.NOT_SENT) for one in attempts]
        return Report(SubscribeData(subscriptions=tuple(rows)), self.remarks.findings, self._partial(rows))

    def _partial(self, rows: Collection[SubscriptionRow]) -> BisError | None:
        if self.ended_by:
            return self.ended_by
        if self.failures:
            lost_only = all(isinstance(failure, NetworkError) for failure in self.failures)
            return (NetworkError if lost_only else RefusedError)(
                f"{len(self.failures)} of {len(rows)} subscriptions failed.", hint=f"{_REASONS} {AGAIN}"
            )
        if unseen := sum(row.state is SubscribeState.REQUESTED for row in rows):
            return NotYetError(
                f"Engage did not show {unseen} of {len(rows)} subscriptions in the time given.",
                hint=f"Give more with --wait SECONDS. {AGAIN}",
            )
        return None


def subscribe_many(wishes: Sequence[Wish], ports: SubscribePorts, pace: Pace) -> Run[SubscribeData]:
    """Subscribe every shopper who does not wait yet; the first wish says how long to wait, and whether to send at all.

    Everything is checked before anything is sent. Raises WrongError where a wish cannot come true, as `subscribe`. One
    that is refused does not stop the others; what would stop them all ends the run, which can be run again.
    """
    yield Note(f"Checking {counted(len(wishes), 'subscription')}")
    batch = _Batch()
    attempts = _checked(wishes, ports, batch.remarks)
    if not wishes[0].dry_run:
        _agree(attempts, ports)
    try:
        yield from _post_all(attempts, batch, ports, pace)
        yield from _see_registered(batch, ports, pace, wait=wishes[0].wait)
    except _ENDS_ALL as error:
        batch.ended_by = error
    batch.settle()
    return batch.report(attempts)


def _checked(wishes: Sequence[Wish], ports: SubscribePorts, remarks: Remarks) -> tuple[Attempt, ...]:
    shop = Shop(ports.centra, wishes[0].stores)
    attempts: dict[str, Attempt] = {}
    wrong: list[str] = []
    for number, wish in enumerate(wishes, start=1):
        try:
            request, found = shop.checked(wish)
        except WrongError as error:
            wrong.append(f"{number}. {error.message}")
            continue
        remarks.add(found)
        attempt = Attempt(wish, request, ports.subscription_api.payload(request))
        attempts.setdefault(attempt.key, attempt)
    if wrong:
        more = f" And {len(wrong) - _SHOWN} more." if len(wrong) > _SHOWN else ""
        raise WrongError(
            f"{len(wrong)} of {len(wishes)} subscriptions could never start an email: {' '.join(wrong[:_SHOWN])}{more}",
            hint="Nothing was sent. Correct them and run it again.",
        )
    return tuple(attempts.values())


def _agree(attempts: Collection[Attempt], ports: SubscribePorts) -> None:
    skus = sorted({attempt.request.sku for attempt in attempts})
    markets = sorted({attempt.request.market for attempt in attempts})
    shown = ", ".join(islice(skus, _SHOWN))
    ports.consent(
        f"subscribe {counted(len(attempts), 'time')} to {shown} in market {', '.join(markets)}",
        [Sku(sku) for sku in skus],
    )


def _posted_recently(ports: SubscribePorts) -> frozenset[str]:
    """Return the keys of what was posted, and neither seen nor refused since: by an interrupted run, for one."""
    earliest = ports.clock.now() - _RECENT
    settled = _latest("subscription.registered", ports.journal), _latest("subscription.refused", ports.journal)
    return frozenset(
        key
        for key, posted in _latest("subscription.requested", ports.journal).items()
        if posted.at >= earliest and not any(key in each and each[key].id > posted.id for each in settled)
    )


def _latest(kind: str, journal: JournalPort) -> dict[str, JournalEntry]:
    """Return the newest entry of a kind for each subscription, by its key."""
    newest_first = journal.entries(kind, limit=_LOOKED_BACK)
    return {str(entry.payload.get("key")): entry for entry in reversed(newest_first)}


def _post_all(
    attempts: Sequence[Attempt], batch: _Batch, ports: SubscribePorts, pace: Pace
) -> Generator[RunEvent, None, None]:
    posted_before, until = _posted_recently(ports), ports.clock.monotonic() + attempts[0].wish.wait
    for number, attempt in enumerate(pace.steps(attempts), start=1):
        yield Note(f"Subscribing {number} of {len(attempts)}")
        is_posted = attempt.key in posted_before and not attempt.wish.dry_run
        known = with_preferences(attempt, ports.engage)
        found = look(ports.engage, known.preferences, known.request).found
        if found is None and is_posted:
            found = yield from _appears(known, ports, until)
        if found:
            batch.rows[known.key] = known.row(SubscribeState.ALREADY_REGISTERED, found)
            if is_posted:
                note_registered(known, found, ports.journal)
        elif known.wish.dry_run:
            batch.rows[known.key] = known.row(SubscribeState.DRY_RUN)
        else:
            _post(known, batch, ports)
        if batch.failed_in_a_row == _SAME_FATE:
            return


def _post(attempt: Attempt, batch: _Batch, ports: SubscribePorts) -> None:
    try:
        attempt.consent_must_be_said()
        answer, lost = post(attempt, ports)
    except UsageError as unsaid:
        batch.fail(attempt, unsaid)
        return
    except RefusedError as refusal:
        batch.fail(attempt, refusal)
        batch.failed_in_a_row += 1
    else:
        batch.pending[attempt.key] = _Posted(attempt, answer, lost)
        batch.failed_in_a_row = batch.failed_in_a_row + 1 if lost else 0
    if batch.failed_in_a_row == _SAME_FATE:
        batch.ended_by = RefusedError(
            f"{_SAME_FATE} subscriptions failed one after the other, so the rest was not sent.",
            hint=f"{_REASONS} {AGAIN}",
        )


def _appears(attempt: Attempt, ports: SubscribePorts, until: float) -> Generator[RunEvent, None, Subscription | None]:
    """Wait for what an earlier run posted and did not see, before it is posted again."""
    clock = ports.clock
    yield Note("Waiting for a subscription that was posted before")
    while (left := until - clock.monotonic()) > 0:
        clock.sleep(min(POLL_SECONDS, left))
        contacts = ports.engage.contact_ids(attempt.wish.email)
        if found := look(ports.engage, contacts, attempt.request).found:
            return found
    return None


def _see_registered(
    batch: _Batch, ports: SubscribePorts, pace: Pace, *, wait: float
) -> Generator[RunEvent, None, None]:
    """Look again and again for what was posted, until all of it is there or the time is over."""
    yield Waiting(f"{counted(len(batch.pending), 'subscription')} to be registered in Engage", wait)
    until = ports.clock.monotonic() + wait
    while batch.pending:
        for attempt in pace.steps([posted.attempt for posted in batch.pending.values()]):
            contacts = ports.engage.contact_ids(attempt.wish.email)
            found = look(ports.engage, contacts, attempt.request).found
            if found:
                posted = batch.pending.pop(attempt.key)
                note_registered(attempt, found, ports.journal)
                batch.rows[attempt.key] = attempt.row(SubscribeState.REGISTERED, found, posted.answer)
                batch.remarks.add(preference_findings(attempt, ports.engage))
        if ports.clock.monotonic() >= until:
            return
        if batch.pending:
            yield Note(f"Not there yet: {counted(len(batch.pending), 'subscription')}")
            ports.clock.sleep(min(POLL_SECONDS, max(0.0, until - ports.clock.monotonic())))
