"""`sync-stock`."""

from voyado_bis_cli.domain.report.sync import Explanation, SyncStockData
from voyado_bis_cli.domain.wording import counted
from voyado_bis_cli.output.screen import Column, Screen, Tone, Toned

_ROWS = 50
"""A full sync sends hundreds of thousands of levels: the terminal shows the first ones, --json all."""


def render(data: SyncStockData, screen: Screen) -> None:
    """Draw what was sent, what was refused, and what became of the events."""
    if data.sent:
        screen.table(
            ["SKU", "market", Column("FTA to be sent" if data.dry_run else "FTA sent", number=True)],
            [[row.sku, row.external_id, str(row.quantity)] for row in data.sent[:_ROWS]],
        )
        _rest(len(data.sent), screen)
        screen.line()
    if data.failed:
        screen.table(
            ["SKU", "market", "refused because"],
            [[row.sku, row.external_id, Toned(row.reason, Tone.BAD)] for row in data.failed[:_ROWS]],
        )
        _rest(len(data.failed), screen)
        screen.line()
    for explanation in data.explained:
        _explain(explanation, screen)
    levels, events = data.stock_levels, data.events
    verb = "would be sent" if data.dry_run else "sent"
    screen.line(f"Stock levels: {levels.sent} {verb}, {levels.failed} failed")
    screen.line(f"Events: {events.fetched} fetched, {events.confirmed} confirmed, {events.left} left in the queue")


def _rest(total: int, screen: Screen) -> None:
    if total > _ROWS:
        screen.line(Toned(f"... and {counted(total - _ROWS, 'more row')} (--json shows all)", Tone.FAINT))


def _explain(explanation: Explanation, screen: Screen) -> None:
    """Draw why a SKU got the level it got: its events, and per market the figures and the decision."""
    told = ", ".join(f"{one.event} ({one.object_type} {one.reference})" for one in explanation.touched_by)
    screen.line(Toned(explanation.sku, Tone.STRONG), f"  events: {told or 'none'}")
    for market in explanation.markets:
        rule = f"rule {market.rule}, from the {market.rule_origin}" if market.rule else "no rule"
        fta = "" if market.fta is None else f", FTA {market.fta}"
        screen.line(f"  market {market.market} {market.name} ({rule}{fta}): {market.decision}", hang=4)
        for row in market.warehouses:
            counts = "counts" if row.counts else "does not count"
            threshold = "" if row.threshold is None else f", threshold {row.threshold}"
            screen.line(f"    {row.name}: FTA {row.fta}, allocated {row.allocated}{threshold}, {counts}", hang=6)
    screen.line()
