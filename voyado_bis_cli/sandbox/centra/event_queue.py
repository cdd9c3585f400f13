"""Who hears of a change: listeners and the queue of each integration name (contract: Events)."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from voyado_bis_cli.sandbox.centra.moments import stored
from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.database import Database

CHANGE_TYPES = ("CREATED", "UPDATED", "COMPLETED", "DELETED", "DEPENDENT_DATA_CHANGED")


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened to an object; `reference` is its id, for an order its number."""

    object_type: str
    change_type: str
    reference: int
    store: int | None = None
    market: int | None = None


class EventQueue:
    """One queue per integration name, shared by all of its tokens."""

    def __init__(self, db: Database, clock: SandboxClock) -> None:
        self._db = db
        self._clock = clock

    @property
    def is_on(self) -> bool:
        """Whether Centra switched the event system on for this shop."""
        return self._db.row("SELECT 1 FROM centra_event_system WHERE is_off") is None

    def switch(self, *, on: bool) -> None:
        """Switch the event system on or off; listeners and queued events stay."""
        self._db.run("DELETE FROM centra_event_system")
        if not on:
            self._db.run("INSERT INTO centra_event_system (is_off) VALUES (1)")

    def publish(self, changes: Iterable[Change], *, only: str | None = None) -> None:
        """Queue one event per change and integration (or the `only` one) that listens to it at this moment.

        None while the event system is off, which nothing else shows.
        """
        if not self.is_on:
            return
        now = stored(self._clock.now())
        listeners = [
            (row["integration"], row["object_type"], frozenset(row["change_types"].split()))
            for row in self._db.rows("SELECT integration, object_type, change_types FROM centra_listeners ORDER BY 1")
            if only in (None, row["integration"])
        ]
        self._db.run_many(
            "INSERT INTO centra_events"
            " (integration, object_type, change_type, reference, store_id, market_id, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    integration,
                    change.object_type,
                    change.change_type,
                    change.reference,
                    change.store,
                    change.market,
                    now,
                )
                for change in changes
                for integration, object_type, change_types in listeners
                if object_type == change.object_type and change.change_type in change_types
            ),
        )

    def listen(self, integration: str, object_type: str, change_types: Collection[str] = CHANGE_TYPES) -> None:
        """Add change types to what an integration hears; never removes any, and again changes nothing."""
        heard = self._heard(integration, object_type)
        wanted = heard | frozenset(change_types)
        if wanted == heard:
            return
        now = stored(self._clock.now())
        self._db.run(
            "INSERT INTO centra_listeners VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE"
            " SET change_types = excluded.change_types, updated_at = excluded.updated_at",
            (integration, object_type, _in_order(wanted), now, now),
        )

    def unlisten(self, integration: str, object_type: str, change_types: Collection[str] = CHANGE_TYPES) -> None:
        """Remove change types from what an integration hears, and their queued events."""
        heard = self._heard(integration, object_type)
        kept = heard - frozenset(change_types)
        if kept and kept != heard:
            self._db.run(
                "UPDATE centra_listeners SET change_types = ?, updated_at = ?"
                " WHERE integration = ? AND object_type = ?",
                (_in_order(kept), stored(self._clock.now()), integration, object_type),
            )
        elif not kept:
            self._db.run(
                "DELETE FROM centra_listeners WHERE integration = ? AND object_type = ?", (integration, object_type)
            )
        self._db.run(
            "DELETE FROM centra_events WHERE integration = ? AND object_type = ?"
            " AND change_type IN (SELECT value FROM json_each(?))",
            (integration, object_type, json.dumps(sorted(change_types))),
        )

    def confirm(self, events: Collection[int]) -> None:
        """Take events off their queue."""
        self._db.run(
            "DELETE FROM centra_events WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(events)),)
        )

    def _heard(self, integration: str, object_type: str) -> frozenset[str]:
        row = self._db.row(
            "SELECT change_types FROM centra_listeners WHERE integration = ? AND object_type = ?",
            (integration, object_type),
        )
        return frozenset(row["change_types"].split()) if row else frozenset()


def _in_order(change_types: Collection[str]) -> str:
    return " ".join(change_type for change_type in CHANGE_TYPES if change_type in change_types)
