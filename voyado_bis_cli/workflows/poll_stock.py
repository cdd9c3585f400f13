"""`sync-stock` without `--once`: pass after pass until somebody asks to stop, or an expected SKU was sent."""

from collections.abc import Collection, Generator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol, TypeAlias

from voyado_bis_cli.domain.ids import Sku
from voyado_bis_cli.domain.progress import Run, RunEvent, Told, Warned
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.sync import EventCounts, LevelCounts, SyncStockData
from voyado_bis_cli.domain.wording import counted
from voyado_bis_cli.errors import BisError, NetworkError, NotYetError, RateLimitedError, RefusedError
from voyado_bis_cli.workflows.ports import Consent
from voyado_bis_cli.workflows.sync_stock import SyncPorts, SyncSettings, sync_stock

_MAY_PASS = (NetworkError, RateLimitedError, RefusedError)
"""Failures that the next pass may not meet again; any other ends the run."""


class Stop(Protocol):
    """Somebody's wish that the run ends after the current page."""

    def requested(self) -> bool:
        """Tell whether it was asked for."""
        ...

    def wait(self, seconds: float) -> bool:
        """Let time pass, less of it where the wish comes; tell whether it was asked for.

        Raises NetworkError(timeout) at the run's deadline.
        """
        ...


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How to poll: `interval` between the starts of two passes.

    With `expect`, the run ends as soon as that SKU was sent, and fails when `patience` has passed before.
    """

    interval: timedelta
    expect: Sku | None = None
    patience: timedelta = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class _Sums:
    """What all passes did together: counts only, so that polling for weeks needs no more memory than a day."""

    events: EventCounts = field(default_factory=EventCounts)
    levels: LevelCounts = field(default_factory=LevelCounts)
    passes: int = 0
    last: Report[SyncStockData] | None = None

    def plus(self, report: Report[SyncStockData] | None) -> "_Sums":
        if report is None:
            return replace(self, passes=self.passes + 1)
        events, levels = report.data.events, report.data.stock_levels
        return _Sums(
            EventCounts(
                fetched=self.events.fetched + events.fetched,
                confirmed=self.events.confirmed + events.confirmed,
                left=events.left,
            ),
            LevelCounts(sent=self.levels.sent + levels.sent, failed=levels.failed),
            self.passes + 1,
            report,
        )

    def report(self, failure: BisError | None = None) -> Report[SyncStockData]:
        """Return the sums, with the levels of the last pass that came to its end."""
        nothing = SyncStockData(events=self.events, stock_levels=self.levels, skus=(), markets=(), sent=(), failed=())
        data = self.last.data if self.last else nothing
        findings = self.last.findings if self.last else ()
        counted = {"events": self.events, "stock_levels": self.levels, "passes": self.passes}
        return Report(data.model_copy(update=counted), findings, failure)


_Pass: TypeAlias = tuple[Report[SyncStockData] | None, BisError | None]


def poll_stock(settings: SyncSettings, rhythm: Rhythm, ports: SyncPorts, stop: Stop) -> Run[SyncStockData]:
    """Drain our queue again and again. Asked to stop, it finishes the current page and ends well.

    The queue's lock is held from the first pass to the last (another run of ours: NotYetError(locked)), and consent is
    asked for once. A failure that may pass (network, rate limit, a refused level) is told, and the next pass tries
    again; any other ends the run, and so does `max_events` in all. An expected SKU that was not sent is a NotYetError
    in the report.
    """
    with ports.lock.hold():
        ports = replace(ports, stop=stop.requested, lock=_Held(), consent=_Once(ports.consent))
        deadline = ports.clock.now() + rhythm.patience if rhythm.expect else None
        sums = _Sums()
        while True:
            began = ports.clock.now()
            report, failure = yield from _one_pass(_rest(settings, sums), ports)
            sums = sums.plus(report)
            yield Told(_line(began, report))
            if failure:
                yield Warned(f"{failure.message} {failure.hint}".strip())
            if rhythm.expect and report and rhythm.expect in {row.sku for row in report.data.sent}:
                return sums.report()
            if settings.max_events is not None and sums.events.fetched >= settings.max_events:
                return sums.report(_not_sent(rhythm))
            now = ports.clock.now()
            if deadline and now >= deadline:
                return sums.report(_not_sent(rhythm))
            next_start = _next_start(began, rhythm, failure)
            pause = (min(next_start, deadline) if deadline else next_start) - now
            try:
                stopped = stop.wait(max(0.0, pause.total_seconds()))
            except NetworkError as out_of_time:
                return sums.report(out_of_time)
            if stopped:
                return sums.report(_not_sent(rhythm))


class _Held:
    """The queue's lock as a pass meets it: the run holds it already."""

    def hold(self) -> AbstractContextManager[None]:
        return nullcontext()


class _Once:
    """A consent that was given stays given: nobody is asked again on each pass."""

    def __init__(self, consent: Consent) -> None:
        self._consent = consent
        self._given = False

    def __call__(self, what: str, skus: Collection[Sku]) -> None:
        if not self._given:
            self._consent(what, skus)
            self._given = True


def _rest(settings: SyncSettings, sums: _Sums) -> SyncSettings:
    """Return the settings of the next pass: what is left of `max_events`."""
    if settings.max_events is None:
        return settings
    return replace(settings, max_events=settings.max_events - sums.events.fetched)


def _one_pass(settings: SyncSettings, ports: SyncPorts) -> Generator[RunEvent, None, _Pass]:
    try:
        report = yield from sync_stock(settings, ports)
    except _MAY_PASS as error:
        return None, error
    if report.partial and not isinstance(report.partial, _MAY_PASS):
        raise report.partial
    return report, report.partial


def _line(began: datetime, report: Report[SyncStockData] | None) -> str:
    if report is None:
        return f"{began:%H:%M:%S} nothing done"
    events, levels = report.data.events, report.data.stock_levels
    return (
        f"{began:%H:%M:%S} {counted(events.fetched, 'event')}, {counted(levels.sent, 'level')} sent, "
        f"{levels.failed} refused, {events.confirmed} confirmed, {events.left} left"
    )


def _next_start(began: datetime, rhythm: Rhythm, failure: BisError | None) -> datetime:
    """Return when the next pass starts: an interval after this one did, or when Centra allows if that is later."""
    next_start = began + rhythm.interval
    if isinstance(failure, RateLimitedError) and (resume_at := failure.details.get("resume_at")):
        return max(next_start, datetime.fromisoformat(str(resume_at)))
    return next_start


def _not_sent(rhythm: Rhythm) -> NotYetError | None:
    """Return the error of a run that ends before its SKU was sent, None where it expected none."""
    if rhythm.expect is None:
        return None
    return NotYetError(
        f"{rhythm.expect} was not sent (waited at most {rhythm.patience.total_seconds():g} s): no event about it came "
        "through our queue.",
        hint=f"bis stock --sku {rhythm.expect} shows its stock, bis listeners show what we listen to, "
        f"bis sync-stock --sku {rhythm.expect} sends its level without the queue.",
    )
