"""`sync-stock` without `--once`: pass after pass until somebody asks to stop, or an expected SKU was sent."""

from collections.abc import Generator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol, TypeAlias

from voyado_bis_cli.domain.ids import Sku
from voyado_bis_cli.domain.progress import Run, RunEvent, Told, Warned
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.sync import EventCounts, LevelCounts, SyncStockData
from voyado_bis_cli.errors import BisError, NetworkError, NotYetError, RateLimitedError, RefusedError
from voyado_bis_cli.workflows.sync_stock import SyncPorts, SyncSettings, sync_stock

_MAY_PASS = (NetworkError, RateLimitedError, NotYetError, RefusedError)
"""Failures that the next pass may not meet again; any other ends the run."""


class Stop(Protocol):
    """Somebody's wish that the run ends after the current page."""

    def requested(self) -> bool:
        """Tell whether it was asked for."""
        ...

    def wait(self, seconds: float) -> bool:
        """Let time pass, less of it where the wish comes; tell whether it was asked for."""
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

    A failure that may pass (network, rate limit, a refused level, another run) is told, and the next pass tries again;
    any other ends the run. An expected SKU that was not sent in time is a NotYetError in the report.
    """
    ports = replace(ports, stop=stop.requested)
    started = ports.clock.now()
    sums = _Sums()
    while True:
        began = ports.clock.now()
        report, failure = yield from _one_pass(settings, ports)
        sums = sums.plus(report)
        yield Told(_line(began, report))
        if failure:
            yield Warned(f"{failure.message} {failure.hint}".strip())
        if rhythm.expect and report and rhythm.expect in {row.sku for row in report.data.sent}:
            return sums.report()
        now = ports.clock.now()
        if rhythm.expect and now - started >= rhythm.patience:
            return sums.report(_not_sent(rhythm.expect, rhythm.patience))
        next_start = _next_start(began, rhythm, failure)
        if rhythm.expect:
            next_start = min(next_start, started + rhythm.patience)
        if stop.wait(max(0.0, (next_start - now).total_seconds())):
            return sums.report()


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
        f"{began:%H:%M:%S} {events.fetched} events, {levels.sent} levels sent, {levels.failed} refused, "
        f"{events.confirmed} confirmed, {events.left} left"
    )


def _next_start(began: datetime, rhythm: Rhythm, failure: BisError | None) -> datetime:
    """Return when the next pass starts: an interval after this one did, or when Centra allows if that is later."""
    next_start = began + rhythm.interval
    if isinstance(failure, RateLimitedError) and (resume_at := failure.details.get("resume_at")):
        return max(next_start, datetime.fromisoformat(str(resume_at)))
    return next_start


def _not_sent(sku: Sku, patience: timedelta) -> NotYetError:
    return NotYetError(
        f"{sku} was not sent within {patience.total_seconds():g} s: no event about it came through our queue.",
        hint=f"bis stock --sku {sku} shows its stock, bis listeners show what we listen to, bis sync-stock --sku {sku} "
        "sends its level without the queue.",
    )
