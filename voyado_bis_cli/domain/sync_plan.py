"""What a page of events asks to be sent to Engage, and which of them may be confirmed afterwards. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from voyado_bis_cli.domain import finding
from voyado_bis_cli.domain.availability import AllocationMap, ProductSize, WarehouseStock, fta_per_market
from voyado_bis_cli.domain.event_queue import STOCK_OBJECT_TYPES, ObjectState, StockEvent
from voyado_bis_cli.domain.finding import Finding, Remedy
from voyado_bis_cli.domain.ids import EventId, ExternalId, ProductSizeId, Sku
from voyado_bis_cli.domain.stock_level import StockLevel, stock_levels

LevelKey = tuple[Sku, ExternalId]

_DECIDE_WHAT_COUNTS = ("Warehouse", "AllocationRule", "Market")
"""Object types whose changes may move levels without any stock moving."""


@dataclass(slots=True)
class SizesBySku:
    """Every size seen so far by its SKU: tells when two sizes share one, over all pages of a run."""

    seen: dict[Sku, set[ProductSizeId]] = field(default_factory=dict)

    def add(self, sizes: Collection[ProductSize]) -> None:
        """Remember the SKUs of `sizes`."""
        for size in sizes:
            if size.sku:
                self.seen.setdefault(size.sku, set()).add(size.id)

    def is_shared(self, sku: Sku) -> bool:
        """Tell whether more than one size was seen with this SKU."""
        return len(self.seen.get(sku, ())) > 1


@dataclass(frozen=True, slots=True)
class PagePlan:
    """The levels of a page, and what each of its events waits for.

    `waits_for` maps an event to the levels that must have been accepted before it may be confirmed; `blocked` holds
    events that may not be confirmed whatever is accepted.
    """

    levels: tuple[StockLevel, ...]
    waits_for: Mapping[EventId, frozenset[LevelKey]]
    blocked: frozenset[EventId]
    findings: tuple[Finding, ...]


def plan_page(
    sizes_of_event: Mapping[StockEvent, Collection[ProductSize]],
    stock: Mapping[ProductSizeId, tuple[WarehouseStock, ...]],
    allocation: AllocationMap,
    by_sku: SizesBySku,
) -> PagePlan:
    """Return one level per (SKU, market with a rule) that the page touches, 0 included.

    A size that is gone, or has no SKU, asks for no level: its event may be confirmed, with a warning. A SKU of two
    sizes gets nothing, and its events stay, as do events whose object Centra failed to read.
    """
    for sizes in sizes_of_event.values():
        by_sku.add(sizes)
    levels: dict[LevelKey, StockLevel] = {}
    waits_for: dict[EventId, frozenset[LevelKey]] = {}
    blocked: set[EventId] = set()
    findings: dict[tuple[str, str], Finding] = {}
    for event, sizes in sizes_of_event.items():
        needed: set[LevelKey] = set()
        if event.object_state is ObjectState.UNREADABLE:
            blocked.add(event.id)
        for remark in _remarks(event, sizes):
            findings[remark.id, remark.title] = remark
        for size in sizes:
            if size.sku is None:
                continue
            if size.id not in stock:
                gone = _size_gone(size.sku)
                findings[gone.id, gone.title] = gone
                continue
            if by_sku.is_shared(size.sku):
                blocked.add(event.id)
                shared = shared_sku(size.sku)
                findings[shared.id, shared.title] = shared
                continue
            for level in stock_levels(size.sku, fta_per_market(stock[size.id], allocation)):
                levels[level.key] = level
                needed.add(level.key)
        waits_for[event.id] = frozenset(needed)
    return PagePlan(tuple(levels.values()), waits_for, frozenset(blocked), tuple(findings.values()))


def confirmable(plan: PagePlan, accepted: Collection[LevelKey]) -> tuple[EventId, ...]:
    """Return the events of which every level was accepted, oldest first: only these may be confirmed."""
    done = frozenset(accepted)
    return tuple(event for event, needed in plan.waits_for.items() if event not in plan.blocked and needed <= done)


def unsellable(levels: Collection[StockLevel], sellable: Mapping[Sku, Mapping[ExternalId, int]]) -> tuple[Finding, ...]:
    """Warn of levels above 0 that the shop could not sell by our estimate: Engage would mail about a sold-out size."""
    return tuple(
        finding.warning(
            "level-not-sellable",
            f"{level.sku} in market {level.external_id}: the level is {level.quantity}, but by our estimate the shop "
            "shows it as sold out.",
            "Centra's FTA does not deduct a warehouse's threshold, the shop does. It is an estimate: what is sent "
            "stays Centra's FTA.",
            Remedy("Compare with the product page, and ask Voyado which figure its own integration sends."),
        )
        for level in levels
        if level.quantity > 0 and sellable.get(level.sku, {}).get(level.external_id, level.quantity) <= 0
    )


def shared_sku(sku: Sku) -> Finding:
    """Return the finding about two sizes with one SKU: Engage could not tell their levels apart."""
    return finding.error(
        "shared-sku",
        f"Two sizes in Centra share the SKU {sku}, so nothing was sent for it.",
        "Engage knows a size by its SKU alone: the level of one would be taken for the other's.",
        Remedy("Give each size its own SKU in Centra, then run the sync again."),
    )


def _size_gone(sku: Sku) -> Finding:
    return finding.warning(
        "size-gone",
        f"An event names {sku}, and Centra shows no such size any more; its event was confirmed without a level.",
        "It was deleted since, or this token does not see it.",
        Remedy("If it still exists, send it by hand.", (f"bis sync-stock --sku {sku}",)),
    )


def _remarks(event: StockEvent, sizes: Collection[ProductSize]) -> list[Finding]:
    if event.object_type in _DECIDE_WHAT_COUNTS:
        return [
            finding.warning(
                "event-changes-what-counts",
                f"Events about {event.object_type} may change which stock counts in which market; they were confirmed "
                "without a level.",
                "Such an event names no sizes.",
                Remedy("Send every level anew.", ("bis sync-stock --full",)),
            )
        ]
    if event.object_type not in STOCK_OBJECT_TYPES:
        return [
            finding.info(
                "event-without-stock",
                f"Events about {event.object_type} change no stock by themselves and were confirmed without a level.",
            )
        ]
    if event.object_state is ObjectState.UNREADABLE:
        return [
            finding.error(
                "event-unreadable",
                f"Centra failed to read {event.object_type} {event.reference} (event {event.id}), so the event "
                "stays queued.",
                "Which sizes it touched is not known; confirming it would lose them.",
                Remedy(
                    "Run the sync again; if Centra keeps failing, skip it by hand.",
                    (f"bis sync-stock --skip-event {event.id}",),
                ),
            )
        ]
    if event.object_state is ObjectState.GONE or not sizes:
        return [
            finding.warning(
                "event-object-gone",
                f"{event.object_type} {event.reference} is gone or no longer names the sizes it touched.",
                "Its event was confirmed: Centra shows the current state of an object, so nothing more can be read.",
                Remedy(
                    "If you know which SKU it was, send it by hand; otherwise reconcile everything.",
                    ("bis sync-stock --sku SKU", "bis sync-stock --full"),
                ),
            )
        ]
    return [
        finding.warning(
            "size-without-sku",
            f"Size {size.id} has no SKU in Centra, so Engage cannot know it; its event was confirmed without a level.",
            "",
            Remedy("Give the size a SKU in Centra if shoppers can subscribe to it."),
        )
        for size in sizes
        if size.sku is None
    ]
