"""What the journal gives back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One thing that this toolkit did or saw; `payload` holds JSON values, redacted."""

    id: int
    at: datetime
    run_id: str
    profile: str
    kind: str
    payload: Mapping[str, object]
