"""Where the Engage tenant keeps its state."""

from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.database import Database

TABLES = """
CREATE TABLE engage_sequence (kind TEXT PRIMARY KEY, last INTEGER NOT NULL);
CREATE TABLE engage_setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE engage_contact (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, email TEXT NOT NULL COLLATE NOCASE,
  contact_type TEXT NOT NULL COLLATE NOCASE, first_name TEXT, last_name TEXT, mobile_phone TEXT, country_code TEXT,
  accepts_email INTEGER NOT NULL, accepts_sms INTEGER NOT NULL, accepts_postal INTEGER NOT NULL,
  source TEXT, store_external_id TEXT, is_approved INTEGER NOT NULL, created_on TEXT NOT NULL,
  UNIQUE (email, contact_type)
);
CREATE TABLE engage_subscription (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, contact_id TEXT NOT NULL REFERENCES engage_contact (id),
  sku TEXT NOT NULL, locale TEXT NOT NULL, external_id TEXT, created_on TEXT NOT NULL
);
CREATE INDEX engage_subscription_sku ON engage_subscription (sku);
CREATE INDEX engage_subscription_contact ON engage_subscription (contact_id);
CREATE TABLE engage_stock_level (
  number INTEGER PRIMARY KEY, sku TEXT NOT NULL, quantity INTEGER NOT NULL, locale TEXT, external_id TEXT,
  received_on TEXT NOT NULL
);
CREATE TABLE engage_purchase (contact_id TEXT NOT NULL REFERENCES engage_contact (id), sku TEXT NOT NULL,
  bought_on TEXT NOT NULL
);
CREATE TABLE engage_email (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, contact_id TEXT NOT NULL REFERENCES engage_contact (id),
  name TEXT NOT NULL, subject TEXT NOT NULL, source TEXT NOT NULL, send_on TEXT NOT NULL
);
CREATE INDEX engage_email_contact ON engage_email (contact_id);
CREATE TABLE engage_log (
  number INTEGER PRIMARY KEY, timestamp TEXT NOT NULL, type TEXT NOT NULL, level TEXT NOT NULL, message TEXT NOT NULL,
  sku TEXT, market TEXT
);
"""


def new_id(db: Database, kind: str) -> str:
    """Return the next GUID of a kind: the same ones in the same order after every reset."""
    (row,) = db.rows(
        "INSERT INTO engage_sequence (kind, last) VALUES (?, 1)"
        " ON CONFLICT (kind) DO UPDATE SET last = last + 1 RETURNING last",
        (kind,),
    )
    return str(uuid5(NAMESPACE_URL, f"voyado-bis-cli/sandbox/{kind}/{row['last']}"))


def timestamp(clock: SandboxClock, *, seconds_from_now: float = 0) -> str:
    """Return a moment as stored: ISO 8601 in UTC with microseconds, so that text order is time order."""
    return stored(clock.now() + timedelta(seconds=seconds_from_now))


def stored(moment: datetime) -> str:
    """Return any aware moment as stored."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def shown(stored_timestamp: str) -> str:
    """Return a stored moment as Engage shows it: whole seconds, with the offset (published example)."""
    return datetime.fromisoformat(stored_timestamp).replace(microsecond=0).isoformat()
