"""`queue` data."""

from datetime import datetime

from voyado_bis_cli.domain.report import Data
from voyado_bis_cli.domain.report.listeners import ListenerRow


class OldestEvent(Data):
    """The event that waits longest; `age_s` is its age in seconds."""

    id: int
    object_type: str
    change_type: str
    reference: int
    created_at: datetime
    age_s: int


class QueueData(Data):
    """A queue as it was read; nothing was confirmed.

    `token` is `voyado` or `toolkit`. `size` counts the events seen; with `size_is_exact` unset, more wait. `by_type`
    counts them per object type, `unexpected` are types that have nothing to do with stock.
    """

    token: str
    integration_name: str | None
    listeners: tuple[ListenerRow, ...]
    size: int
    size_is_exact: bool
    by_type: dict[str, int]
    oldest: OldestEvent | None
    unexpected: tuple[str, ...]
