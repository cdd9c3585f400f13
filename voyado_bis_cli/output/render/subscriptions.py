"""`subscriptions list` and `subscriptions delete`."""

from voyado_bis_cli.domain.report.subscriptions import SubscriptionsData, WaitingState
from voyado_bis_cli.output.screen import Screen
from voyado_bis_cli.output.words import NOTHING

_GOOD = {WaitingState.DELETED: True, WaitingState.FAILED: False}


def render(data: SubscriptionsData, screen: Screen) -> None:
    """Draw a line per subscription; times are UTC."""
    if not data.subscriptions:
        screen.line("no subscriptions")
        return
    screen.table(
        ["", "subscription", "contact", "SKU", "market", "locale", "since (UTC)", "run", "state"],
        [
            [
                screen.mark(_GOOD.get(row.state)),
                row.subscription_id,
                row.contact_id,
                row.sku,
                row.market or NOTHING,
                row.locale,
                f"{row.created_on:%Y-%m-%d %H:%M}" if row.created_on else NOTHING,
                row.run_id or NOTHING,
                row.state.value + (f": {row.reason}" if row.reason else ""),
            ]
            for row in data.subscriptions
        ],
    )
