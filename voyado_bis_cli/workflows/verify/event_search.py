"""Finds the event of a stock change in a queue, however long the backlog before it; confirms nothing."""

from voyado_bis_cli.domain.ids import StockChangeId
from voyado_bis_cli.domain.waiting_queue import WaitingEvent
from voyado_bis_cli.workflows.ports import Observation

PAGE = 200
"""Events per page: Centra's upper limit."""


class EventSearch:
    """Looks through a queue, which shows the oldest events first.

    Each look begins a page before the last one's end: whoever confirms events meanwhile moves the later ones forward.
    """

    def __init__(self, queue: Observation) -> None:
        self._queue = queue
        self._last_page = 1

    def event_of(self, change: StockChangeId) -> WaitingEvent | None:
        """Return the unconfirmed event of a stock change, None where the queue does not show it now."""
        page, before = max(1, self._last_page - 1), None
        while True:
            events = self._queue.waiting(limit=PAGE, page=page).events
            for event in events:
                if event.object_type == "StockChange" and event.reference == change:
                    return event
            if not events and page > 1 and before is None:
                page = 1  # the queue is shorter than it was
                continue
            first = events[0].id if events else None
            if len(events) < PAGE or first == before:  # the end; or a server that does not page, and repeats itself
                self._last_page = page
                return None
            page, before = page + 1, first

    def is_listened_to(self) -> bool:
        """Tell whether stock changes become events in this queue at all."""
        return any(one.object_type == "StockChange" for one in self._queue.waiting(limit=1).listeners)
