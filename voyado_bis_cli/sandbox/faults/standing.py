"""The faults that stand, and which of them strikes which request."""

from dataclasses import dataclass, field
from itertools import count
from random import Random

from voyado_bis_cli.sandbox.clock import SandboxClock
from voyado_bis_cli.sandbox.database import Database
from voyado_bis_cli.sandbox.faults.asked import Asked
from voyado_bis_cli.sandbox.faults.event_faults import EventFaults
from voyado_bis_cli.sandbox.faults.model import (
    EventsOffFault,
    Fault,
    LatencyFault,
    ObjectGoneFault,
    RequestFault,
)


@dataclass(slots=True)
class Standing:
    """One fault and what became of it: how many requests matched, and how often it struck."""

    id: int
    fault: Fault
    matches: int = 0
    hits: int = 0
    since_event: int = 0
    draw: Random = field(default_factory=Random)

    def strikes(self, fault: RequestFault) -> bool:
        """Count one more request that matches, and tell whether it is struck."""
        self.matches += 1
        over_due = self.matches - fault.after
        if over_due <= 0 or over_due % (fault.every or 1) or (fault.limit and self.hits >= fault.limit):
            return False
        if self.draw.random() >= fault.chance:
            return False
        self.hits += 1
        return True

    def document(self) -> dict[str, object]:
        """Return it as JSON, as it was asked for."""
        asked_for = self.fault.model_dump(mode="json", exclude_unset=True)
        return {"id": self.id, **asked_for, "matches": self.matches, "hits": self.hits}


class StandingFaults:
    """Faults by id, in the order they were added; a request struck by one is none of a later one's matches."""

    def __init__(self, db: Database, clock: SandboxClock) -> None:
        self._events = EventFaults(db, clock)
        self._ids = count(1)
        self._standing: dict[int, Standing] = {}

    def __bool__(self) -> bool:
        """Whether any fault stands."""
        return bool(self._standing)

    def add(self, fault: Fault) -> Standing:
        """Let a fault stand; raises ShopError where the object of its event cannot be deleted."""
        standing = Standing(next(self._ids), fault)
        if isinstance(fault, RequestFault):
            standing.draw = Random(fault.seed)  # noqa: S311  # repeatable is the point
        elif isinstance(fault, EventsOffFault):
            self._events.switch(on=False)
            standing.hits = 1
        elif isinstance(fault, ObjectGoneFault):
            standing.since_event = self._events.newest()
            if fault.event is not None:
                self._events.remove_object(fault.event)
                standing.hits = 1
        self._standing[standing.id] = standing
        return standing

    def striking(self, asked: Asked) -> list[RequestFault]:
        """Return what strikes a request: any latencies, and the first other fault that is due."""
        struck: list[RequestFault] = []
        for standing in self._standing.values():
            fault = standing.fault
            if isinstance(fault, RequestFault) and fault.concerns(asked) and standing.strikes(fault):
                struck.append(fault)
                if not isinstance(fault, LatencyFault):
                    break
        return struck

    def look_at_events(self) -> None:
        """Look whether the event was queued meanwhile whose object has to go."""
        for standing in self._standing.values():
            if isinstance(standing.fault, ObjectGoneFault) and not standing.hits:
                standing.hits = int(self._events.remove_object_after(standing.since_event))

    def documents(self) -> list[dict[str, object]]:
        """Return every fault as JSON, in the order they were added."""
        return [standing.document() for standing in self._standing.values()]

    def clear(self, number: int | None = None) -> int:
        """Forget one fault, or all, and return how many; what they did stays done."""
        gone = [number] if number in self._standing else [] if number is not None else list(self._standing)
        were_off = self._switched_off
        for each in gone:
            self._standing.pop(each)
        if were_off and not self._switched_off:
            self._events.switch(on=True)
        return len(gone)

    @property
    def _switched_off(self) -> bool:
        return any(isinstance(standing.fault, EventsOffFault) for standing in self._standing.values())
