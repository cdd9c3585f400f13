"""What the journal gives back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

REQUEST_SENT = "request.sent"
"""The kind of entry that tells of one request, of runs that can be retraced to the last of them."""

LEVELS_SENT, EVENTS_CONFIRMED = "levels.sent", "events.confirmed"
"""The kinds that tell of stock levels that Engage took or refused, and of events that were confirmed after them."""

KEPT: Mapping[str, int] = dict.fromkeys((REQUEST_SENT, LEVELS_SENT, EVENTS_CONFIRMED), 10_000)
"""How many entries of these kinds are kept of a profile: a sync that polls for months writes them all the time.

Every entry of another kind is kept: what was set up by hand is taken back by it.
"""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One thing that this toolkit did or saw; `payload` holds JSON values, redacted."""

    id: int
    at: datetime
    run_id: str
    profile: str
    kind: str
    payload: Mapping[str, object]
