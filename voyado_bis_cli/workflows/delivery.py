"""Sends stock levels to Engage and remembers what became of each."""

from collections.abc import Collection

from voyado_bis_cli.domain.ids import ExternalId, Sku
from voyado_bis_cli.domain.journal_entry import LEVELS_SENT
from voyado_bis_cli.domain.report.sync import EventCounts, Explanation, FailedRow, LevelCounts, SentRow, SyncStockData
from voyado_bis_cli.domain.stock_level import StockLevel
from voyado_bis_cli.domain.sync_plan import LevelKey
from voyado_bis_cli.workflows.ports import EngagePort, JournalPort


class Delivery:
    """The levels of one run: a level that Engage accepted already in this run is not sent again.

    In a dry run nothing is sent, and what would be counts as sent.
    """

    def __init__(self, engage: EngagePort, journal: JournalPort, *, dry_run: bool) -> None:
        self._engage = engage
        self._journal = journal
        self._dry_run = dry_run
        self._accepted: dict[LevelKey, StockLevel] = {}
        self._failed: dict[LevelKey, str] = {}
        self._sent: list[StockLevel] = []

    def send(self, levels: Collection[StockLevel]) -> None:
        """Send what Engage does not have from this run yet.

        Raises what ended the sending early, after keeping what was accepted before it.
        """
        new = [level for level in levels if self._accepted.get(level.key) != level]
        for level in new:
            self._accepted.pop(level.key, None)
        if not new:
            return
        if self._dry_run:
            self._take(new, {})
            return
        outcome = self._engage.put_stock_levels(new)
        self._take(outcome.accepted, {level.key: reason for level, reason in outcome.failed.items()})
        self._journal.append(
            LEVELS_SENT,
            {
                "accepted": [[level.sku, level.external_id, level.quantity] for level in outcome.accepted],
                "failed": [[level.sku, level.external_id, reason] for level, reason in outcome.failed.items()],
            },
        )
        if outcome.ended_by:
            raise outcome.ended_by

    def _take(self, accepted: Collection[StockLevel], failed: dict[LevelKey, str]) -> None:
        self._sent += accepted
        for level in accepted:
            self._accepted[level.key] = level
            self._failed.pop(level.key, None)
        self._failed |= failed

    @property
    def has_sent(self) -> bool:
        """Whether anything was accepted or refused yet."""
        return bool(self._sent or self._failed)

    @property
    def accepted_keys(self) -> Collection[tuple[Sku, ExternalId]]:
        """The (SKU, market) pairs whose latest level Engage accepted in this run."""
        return self._accepted.keys()

    @property
    def failed(self) -> dict[LevelKey, str]:
        """The (SKU, market) pairs whose latest level Engage refused, with its reason."""
        return self._failed

    def fate(self, sku: Sku, market: ExternalId) -> str | None:
        """Say what became of the latest level of a SKU in a market; None where there was none."""
        if reason := self._failed.get((sku, market)):
            return f"refused by Engage: {reason}"
        level = self._accepted.get((sku, market))
        if level is None:
            return None
        return f"would be sent: {level.quantity}" if self._dry_run else f"sent and accepted: {level.quantity}"

    def data(self, events: EventCounts, *, dry_run: bool, explained: Collection[Explanation] = ()) -> SyncStockData:
        """Return the run's `data`: every level sent, in order, and every one that is still refused."""
        pairs = [*self._accepted, *self._failed]
        return SyncStockData(
            dry_run=dry_run,
            events=events,
            stock_levels=LevelCounts(sent=len(self._sent), failed=len(self._failed)),
            skus=tuple(dict.fromkeys(sku for sku, _ in pairs)),
            markets=tuple(dict.fromkeys(market for _, market in pairs)),
            sent=tuple(
                SentRow(sku=level.sku, quantity=level.quantity, external_id=level.external_id) for level in self._sent
            ),
            failed=tuple(
                FailedRow(sku=sku, external_id=market, reason=reason) for (sku, market), reason in self._failed.items()
            ),
            explained=tuple(explained),
        )
