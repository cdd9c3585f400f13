"""Emails the tenant sent, and those it will send when their time has come."""

from sqlite3 import Row

from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.database import Database
from voyado_bis_cli.sandbox.engage.tables import new_id, shown, timestamp


class Emails:
    """An outbox on the sandbox's clock: an email is sent from its `send_on` on."""

    def __init__(self, db: Database, clock: SandboxClock) -> None:
        self._db = db
        self._clock = clock

    def send(self, contact_id: str, name: str, subject: str, *, seconds_from_now: float = 0) -> None:
        """Let an automation send an email, now or later."""
        self._db.run(
            "INSERT INTO engage_email (id, contact_id, name, subject, source, send_on)"
            " VALUES (?, ?, ?, ?, 'Automation', ?)",
            (
                new_id(self._db, "email"),
                contact_id,
                name,
                subject,
                timestamp(self._clock, seconds_from_now=seconds_from_now),
            ),
        )

    def sent_to(self, contact_id: str, count: int) -> list[dict[str, object]]:
        """Return at most `count` emails sent to a contact, newest first, as the API shows them."""
        rows = self._db.rows(
            "SELECT * FROM engage_email WHERE contact_id = ? AND send_on <= ?"
            " ORDER BY send_on DESC, number DESC LIMIT ?",
            (contact_id, timestamp(self._clock), count),
        )
        return [_document(row) for row in rows]

    def all(self) -> list[dict[str, object]]:
        """Return every email, also the ones still waiting, with the contact they are for."""
        now = timestamp(self._clock)
        rows = self._db.rows("SELECT * FROM engage_email ORDER BY number")
        return [{**_document(row), "contactId": row["contact_id"], "sent": row["send_on"] <= now} for row in rows]


def _document(row: Row) -> dict[str, object]:
    return {
        "messageId": row["id"],
        "name": row["name"],
        "sendDateTime": shown(row["send_on"]),
        "type": "EmailMessage",
        "source": row["source"],
        "isTransactional": False,
        "status": "Delivered",
        "messageLink": f"https://voyadotenant.example/emails/{row['id']}",
        "messageText": row["subject"],
    }
