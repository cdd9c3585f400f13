"""What earlier runs left behind, found in Centra's comments and in the journal: either alone is enough."""

from collections.abc import Iterable, Mapping

from voyado_bis_cli.domain.ids import Sku, SubscriptionId, WarehouseId
from voyado_bis_cli.domain.journal_entry import JournalEntry
from voyado_bis_cli.domain.own_stock import MARK, LeftStock, OwnChange, left_behind, read_note
from voyado_bis_cli.domain.subscription import Subscription
from voyado_bis_cli.workflows.ports import JournalPort
from voyado_bis_cli.workflows.verify.plan import VerifyPorts

LOOK_BACK = 1000
"""Journal entries of a kind that are looked at."""


def left_stock(ports: VerifyPorts) -> tuple[LeftStock, ...]:
    """Return the test stock of verifications that nobody took back, as far as Centra's comments and the journal tell.

    The journal knows of a change before Centra does, Centra's comments survive the machine: where both tell of a run,
    the journal is followed.
    """
    noted = [change for each in ports.centra.stock_changes_noted(MARK) if (change := read_note(each.comment))]
    taken_back = {_place(change) for change in noted if change.is_undo}
    found = {_place(left): left for left in left_behind(noted)}
    found |= {_place(left): left for left in _of_journal(ports.journal) if _place(left) not in taken_back}
    given_up = {_place_in(entry.payload) for entry in ports.journal.entries("verify.given-up", limit=LOOK_BACK)}
    return tuple(left for place, left in found.items() if place not in given_up)


def open_runs(journal: JournalPort) -> tuple[str, ...]:
    """Return the runs that the journal saw begin and not end, oldest first."""
    ended = set(_runs(journal.entries("verify.ended", limit=LOOK_BACK)))
    started = _runs(journal.entries("verify.started", limit=LOOK_BACK))
    return tuple(reversed([run for run in dict.fromkeys(started) if run not in ended]))


def of_run(journal: JournalPort, kind: str, run: str) -> tuple[JournalEntry, ...]:
    """Return a run's journal entries of a kind, oldest first."""
    entries = journal.entries(kind, limit=LOOK_BACK)
    return tuple(reversed([entry for entry in entries if entry.payload.get("run") == run]))


def made_elsewhere(journal: JournalPort) -> set[SubscriptionId]:
    """Return the subscriptions that the journal attributes to something else than a verification."""
    verifications = set(_runs(journal.entries("verify.started", limit=LOOK_BACK)))
    others = {
        SubscriptionId(str(entry.payload.get("subscription")))
        for entry in journal.entries("subscription.registered", limit=LOOK_BACK)
        if entry.run_id not in verifications
    }
    joined = {str(entry.payload["subscription"]) for entry in journal.entries("verify.joined", limit=LOOK_BACK)}
    before = {str(one) for entry in journal.entries("verify.subscribing", limit=LOOK_BACK) for one in _before(entry)}
    return {*others, *map(SubscriptionId, joined | before)}


def subscriptions_of_run(journal: JournalPort, run: str, waiting: Iterable[Subscription]) -> tuple[Subscription, ...]:
    """Return those of the `waiting` subscriptions that a run made, whether or not it lived to see them registered.

    Market and locale are not compared: a wrong field name registers a subscription without a market.
    """
    asked = of_run(journal, "verify.subscribing", run)
    skus = {entry.payload["sku"] for entry in asked}
    before = _before(asked[0]) if asked else []
    return tuple(one for one in waiting if one.sku in skus and one.id not in before)


def _before(entry: JournalEntry) -> list[object]:
    before = entry.payload.get("before")
    return before if isinstance(before, list) else []


def _of_journal(journal: JournalPort) -> Iterable[LeftStock]:
    """Yield what the journal says of each place, oldest run first: the newest one's word counts."""
    verifications = set(_runs(journal.entries("verify.started", limit=LOOK_BACK)))
    undone = {entry.payload.get("change") for entry in journal.entries("stock.undone", limit=LOOK_BACK)}
    changes: dict[tuple[str, Sku, WarehouseId], list[JournalEntry]] = {}
    for entry in reversed(journal.entries("stock.changing", limit=LOOK_BACK)):
        run = entry.payload.get("run")
        if run in verifications and entry.payload.get("kind") == "set" and entry.id not in undone:
            changes.setdefault(_place_in(entry.payload), []).append(entry)
    for (run, sku, warehouse), entries in changes.items():
        first, last = entries[0].payload, entries[-1].payload
        yield LeftStock(
            run=run,
            sku=sku,
            warehouse=warehouse,
            found=int(str(first["fta_before"])),
            left=frozenset({int(str(last["fta_before"])), int(str(last["fta_target"]))}),
            entries=tuple(entry.id for entry in entries),
        )


def _runs(entries: Iterable[JournalEntry]) -> list[str]:
    return [str(entry.payload.get("run")) for entry in entries]


def _place_in(payload: Mapping[str, object]) -> tuple[str, Sku, WarehouseId]:
    return str(payload["run"]), Sku(str(payload["sku"])), WarehouseId(int(str(payload["warehouse"])))


def _place(one: LeftStock | OwnChange) -> tuple[str, Sku, WarehouseId]:
    return one.run, one.sku, one.warehouse
