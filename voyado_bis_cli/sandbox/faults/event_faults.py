"""Faults of Centra's event system: it is off, or the object of an event is gone."""

import json

from voyado_bis_cli.sandbox.centra.event_queue import EventQueue
from voyado_bis_cli.sandbox.centra.removal import REMOVALS, remove_object
from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.database import Database


class EventFaults:
    """Acts on the event queues of all integrations."""

    def __init__(self, db: Database, clock: SandboxClock) -> None:
        self._db = db
        self._queue = EventQueue(db, clock)

    def switch(self, *, on: bool) -> None:
        """Switch Centra's event system on or off; again changes nothing."""
        self._queue.switch(on=on)

    def newest(self) -> int:
        """Return the id of the newest event there ever was."""
        row = self._db.row("SELECT seq FROM sqlite_sequence WHERE name = 'centra_events'")
        return row["seq"] if row else 0

    def remove_object_after(self, event: int) -> bool:
        """Delete the object of the first newer event that has one which can go; tell whether there was one."""
        row = self._db.row(
            "SELECT id FROM centra_events WHERE id > ? AND object_type IN (SELECT value FROM json_each(?))"
            " ORDER BY id LIMIT 1",
            (event, json.dumps(list(REMOVALS))),
        )
        if row is not None:
            self.remove_object(row["id"])
        return row is not None

    def remove_object(self, event: int) -> None:
        """Delete the object of an event; raises ShopError where there is no such event, or the object must stay."""
        remove_object(self._db, event)
