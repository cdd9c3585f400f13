"""Which of the ways to sync was asked for, and the workflow that serves it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voyado_bis_cli.cli.context import Context
from voyado_bis_cli.cli.defaults import skus_of, stores_of
from voyado_bis_cli.errors import UsageError

if TYPE_CHECKING:
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report.sync import SyncStockData
    from voyado_bis_cli.workflows.sync_stock import SyncPorts, SyncSettings

SLOWEST_NEED = 10
"""Seconds between two passes at least, outside the sandbox: once a minute is what Centra calls a fine polling rate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncChoice:
    """What was typed behind `bis sync-stock`. Seconds for `interval`."""

    once: bool
    skus: Collection[str]
    full: bool
    skip_event: int | None
    discard_backlog: bool
    interval: float
    expect_sku: str | None
    dry_run: bool
    max_events: int | None
    rate_share: float
    explain: Collection[str]

    def check(self, *, all_profiles: bool) -> None:
        """Raise UsageError where two ways exclude each other, or one would never let the next profile have its turn."""
        ways = {
            "--once": self.once,
            "--sku": bool(self.skus),
            "--full": self.full,
            "--skip-event": self.skip_event is not None,
            "--discard-backlog": self.discard_backlog,
            "--expect-sku": self.expect_sku is not None,
        }
        asked = [name for name, given in ways.items() if given]
        if len(asked) > 1:
            raise UsageError(
                f"{' and '.join(asked)} exclude each other.", hint="`bis sync-stock --help` shows examples."
            )
        if all_profiles and asked not in (["--once"], ["--full"]):
            raise UsageError(
                "--all-profiles goes with --once or --full: anything else is about one profile, or never ends.",
                hint="For polling, run one job per brand (docs/how-to-run-sync.md).",
            )


def start_sync(context: Context, choice: SyncChoice) -> "Run[SyncStockData]":
    """Return the run that was asked for."""
    from voyado_bis_cli.domain.ids import EventId
    from voyado_bis_cli.workflows import queue_upkeep, send_levels, sync_stock

    settings, ports = _settings(context, choice), sync_ports(context)
    if choice.once:
        return sync_stock.sync_stock(settings, ports)
    if choice.skus:
        return send_levels.send_skus(skus_of([*choice.skus]), settings, ports)
    if choice.full:
        return send_levels.send_everything(settings, ports)
    if choice.skip_event is not None:
        return queue_upkeep.skip_event(EventId(choice.skip_event), settings, ports)
    if choice.discard_backlog:
        return queue_upkeep.discard_backlog(settings, ports)
    return _polling(context, choice, settings, ports)


def _polling(
    context: Context, choice: SyncChoice, settings: "SyncSettings", ports: "SyncPorts"
) -> "Run[SyncStockData]":
    from datetime import timedelta

    from voyado_bis_cli.cli.stop_signals import stop_on_signals
    from voyado_bis_cli.config.sections import Kind
    from voyado_bis_cli.domain.ids import Sku
    from voyado_bis_cli.workflows.poll_stock import Rhythm, poll_stock

    if choice.interval < SLOWEST_NEED and context.kind is not Kind.SANDBOX:
        raise UsageError(
            f"Polling every {choice.interval:g} s would eat the rate budget that all integrations of the shop share.",
            hint=f"Give --interval {SLOWEST_NEED} or more; once a minute is fine.",
        )
    rhythm = Rhythm(
        interval=timedelta(seconds=choice.interval),
        expect=Sku(choice.expect_sku) if choice.expect_sku is not None else None,
        patience=timedelta(seconds=context.options.wait),
    )
    with stop_on_signals(context.clock) as stop:
        return (yield from poll_stock(settings, rhythm, ports, stop))


def _settings(context: Context, choice: SyncChoice) -> "SyncSettings":
    from voyado_bis_cli.workflows.sync_stock import SyncSettings

    return SyncSettings(
        integration_name=context.our_integration,
        stores=stores_of(context.profile),
        dry_run=choice.dry_run,
        max_events=choice.max_events,
        rate_share=choice.rate_share,
        explain=skus_of([*choice.explain]),
    )


def sync_ports(context: Context) -> "SyncPorts":
    """Return what a sync needs from outside."""
    from voyado_bis_cli.workflows.sync_stock import SyncPorts

    return SyncPorts(context.centra, context.engage, context.journal, context.lock, context.clock, context.allow_change)
