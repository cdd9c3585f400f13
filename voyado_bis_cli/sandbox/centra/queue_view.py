"""Who listens to what and what waits for whom, over all integrations: what no token sees (contract: Events)."""

from dataclasses import dataclass
from sqlite3 import Row

from voyado_bis_cli.sandbox.database import Database

_EVENTS = """
SELECT id, object_type, change_type, reference, created_at FROM centra_events WHERE integration = ? ORDER BY id LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class QueuedEvent:
    """An unconfirmed event; `reference` is the id of its object, for an order its number."""

    id: int
    object_type: str
    change_type: str
    reference: int
    created_at: str


@dataclass(frozen=True, slots=True)
class IntegrationQueue:
    """The queue of one integration name: its tokens, the types it listens to, how many events wait, the oldest."""

    integration: str
    tokens: tuple[str, ...]
    listens_to: tuple[str, ...]
    waiting: int
    oldest: tuple[QueuedEvent, ...]


def integration_queues(db: Database, *, events: int) -> list[IntegrationQueue]:
    """Return the queue of every integration that has a token or a listener, each with its oldest events."""
    names = db.rows("SELECT integration FROM centra_tokens UNION SELECT integration FROM centra_listeners ORDER BY 1")
    return [_queue(db, row["integration"], events) for row in names]


def _queue(db: Database, integration: str, events: int) -> IntegrationQueue:
    (waiting,) = db.rows("SELECT COUNT(*) AS events FROM centra_events WHERE integration = ?", (integration,))
    tokens = db.rows("SELECT token FROM centra_tokens WHERE integration = ? ORDER BY rowid", (integration,))
    listeners = db.rows(
        "SELECT object_type FROM centra_listeners WHERE integration = ? ORDER BY object_type", (integration,)
    )
    return IntegrationQueue(
        integration,
        tuple(row["token"] for row in tokens),
        tuple(row["object_type"] for row in listeners),
        waiting["events"],
        tuple(_event(row) for row in db.rows(_EVENTS, (integration, events))),
    )


def _event(row: Row) -> QueuedEvent:
    return QueuedEvent(row["id"], row["object_type"], row["change_type"], row["reference"], row["created_at"])
