"""`subscribe`."""

import json

from voyado_bis_cli.domain.report.subscribe import SubscribeData, SubscribeState, SubscriptionRow
from voyado_bis_cli.output.screen import Screen, Tone, Toned

_SAID = {
    SubscribeState.REGISTERED: (True, "registered in Engage"),
    SubscribeState.ALREADY_REGISTERED: (True, "was registered in Engage before"),
    SubscribeState.REQUESTED: (None, "requested, but Engage does not show it"),
    SubscribeState.FAILED: (False, "failed"),
    SubscribeState.DRY_RUN: (None, "not sent (dry run)"),
}


def render(data: SubscribeData, screen: Screen) -> None:
    """Draw each subscription: what became of it, and what was sent and answered."""
    for row in data.subscriptions:
        good, said = _SAID[row.state]
        screen.line(screen.mark(good), f" {row.email} waits for ", Toned(row.sku, Tone.STRONG), f": {said}")
        for label, value in _facts(row):
            screen.line(Toned(f"  {label:<13}", Tone.FAINT), value)


def _facts(row: SubscriptionRow) -> list[tuple[str, str]]:
    facts = [("market", row.market), ("locale", row.locale), ("store", row.store)]
    facts += [("contact", row.contact_id)] if row.contact_id else []
    facts += [("subscription", row.subscription_id)] if row.subscription_id else []
    facts.append(("request", json.dumps(row.request, ensure_ascii=False)))
    if row.response:
        facts.append(("response", f"HTTP {row.response.status} {json.dumps(row.response.body, ensure_ascii=False)}"))
    return facts
