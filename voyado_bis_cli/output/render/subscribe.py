"""`subscribe`."""

import json

from voyado_bis_cli.domain.report.subscribe import SubscribeData, SubscribeState, SubscriptionRow
from voyado_bis_cli.output.screen import Screen, Tone, Toned
from voyado_bis_cli.output.words import NOTHING

_SAID = {
    SubscribeState.REGISTERED: (True, "registered in Engage"),
    SubscribeState.ALREADY_REGISTERED: (True, "was registered in Engage before"),
    SubscribeState.REQUESTED: (None, "requested, but Engage does not show it"),
    SubscribeState.FAILED: (False, "failed"),
    SubscribeState.DRY_RUN: (None, "not sent (dry run)"),
    SubscribeState.NOT_SENT: (None, "not sent"),
}
_FEW = 2
"""Up to so many subscriptions are drawn with everything that is known of them."""


def render(data: SubscribeData, screen: Screen) -> None:
    """Draw each subscription: what became of it, and what was sent and answered; of many, a line each and their sum.

    A call that was asked for stands alone, so that it can be copied.
    """
    match data.subscriptions:
        case [row] if row.call:
            for line in row.call.splitlines():
                screen.line(line)
        case rows if len(rows) <= _FEW:
            for row in rows:
                _draw(row, screen)
        case rows:
            _draw_many(rows, screen)


def _draw(row: SubscriptionRow, screen: Screen) -> None:
    good, said = _SAID[row.state]
    screen.line(screen.mark(good), f" {row.email} waits for ", Toned(row.sku, Tone.STRONG), f": {said}")
    for label, value in _facts(row):
        screen.line(Toned(f"  {label:<13}", Tone.FAINT), value)


def _draw_many(rows: tuple[SubscriptionRow, ...], screen: Screen) -> None:
    screen.table(
        ["", "email", "SKU", "market", "locale", "contact", "state"],
        [
            [
                screen.mark(_SAID[row.state][0]),
                row.email,
                row.sku,
                row.market,
                row.locale,
                row.contact_id or NOTHING,
                _SAID[row.state][1] + (f": {row.reason}" if row.reason else ""),
            ]
            for row in rows
        ],
    )
    states = [row.state for row in rows]
    screen.line(", ".join(f"{states.count(state)} {_SAID[state][1]}" for state in dict.fromkeys(states)))


def _facts(row: SubscriptionRow) -> list[tuple[str, str]]:
    facts = [("market", row.market), ("locale", row.locale), ("store", row.store)]
    facts += [("contact", row.contact_id)] if row.contact_id else []
    facts += [("subscription", row.subscription_id)] if row.subscription_id else []
    facts += [("reason", row.reason)] if row.reason else []
    facts.append(("request", json.dumps(row.request, ensure_ascii=False)))
    if row.response:
        facts.append(("response", f"HTTP {row.response.status} {json.dumps(row.response.body, ensure_ascii=False)}"))
    return facts
