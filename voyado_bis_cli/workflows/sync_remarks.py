"""What a sync says about the queue and the shop before it begins."""

from voyado_bis_cli.domain import finding
from voyado_bis_cli.domain.event_queue import EventPage, Listener, missing_object_types
from voyado_bis_cli.domain.finding import Finding, Remedy
from voyado_bis_cli.domain.wording import counted
from voyado_bis_cli.errors import ErrorCode, WrongError
from voyado_bis_cli.workflows.allocation import ShopLayout

NO_MARKET = finding.error(
    "no-market-with-rule",
    "No market of the profile's stores has an allocation rule, so there is no level to send.",
    "Events stay in the queue: confirming them would lose what they tell.",
    Remedy("Check centra.stores, and the allocation rules of the markets in Centra.", ("bis markets",)),
)


def announcement(integration_name: str, first: EventPage, limit: int) -> str:
    """Say how much waits and since when: on production nobody wants to mail a backlog by accident."""
    waiting = len(first.events)
    events = f"{limit} or more events" if waiting == limit else counted(waiting, "event")
    return (
        f"consume the event queue of {integration_name!r} and send its stock levels to Engage "
        f"({events}, the oldest of {first.events[0].created_at:%Y-%m-%d %H:%M} UTC; "
        "bis sync-stock --discard-backlog throws them away instead)"
    )


def somebody_listens(listeners: tuple[Listener, ...], integration_name: str) -> list[Finding]:
    """Return what is missing from the listeners; raises WrongError(nobody_listens) where there are none at all."""
    if not listeners:
        raise WrongError(
            f"Nobody listens: the integration {integration_name!r} has no listener, so Centra puts no event into its "
            "queue.",
            code=ErrorCode.NOBODY_LISTENS,
            hint="Type: bis listeners add. Changes made before make no event; send those with "
            "bis sync-stock --sku SKU.",
        )
    missing = missing_object_types(listeners)
    if not missing:
        return []
    return [
        finding.warning(
            "listeners-missing",
            f"{integration_name!r} does not listen to {', '.join(missing)}: their changes never reach this sync.",
            "Orders and returns change what can be sold as well as stock changes do.",
            Remedy("Add them.", ("bis listeners add",)),
        )
    ]


def markets_without_rule(layout: ShopLayout) -> list[Finding]:
    """Name the markets that get no level."""
    without = [market for market in layout.markets if market.id not in layout.allocation.rules]
    if not without:
        return []
    names = ", ".join(f"{market.name} ({market.id})" for market in without)
    return [finding.info("market-without-rule", f"No allocation rule, so no stock level: {names}.")]
