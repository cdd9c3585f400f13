"""Finding one event in a queue that others fill and empty meanwhile."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voyado_bis_cli.domain.catalogue_sample import SampledSize
from voyado_bis_cli.domain.event_evidence import SeenStockChange
from voyado_bis_cli.domain.ids import EventId, StockChangeId
from voyado_bis_cli.domain.waiting_queue import WaitingEvent, WaitingPage
from voyado_bis_cli.workflows.verify.event_search import EventSearch

NOW = datetime(2030, 1, 1, tzinfo=UTC)
OURS = StockChangeId(304)


@dataclass
class Queue:
    """A queue of stock changes, oldest first; `pages` False is a server that ignores the page."""

    references: list[int] = field(default_factory=list)
    pages: bool = True
    kind: str = "StockChange"
    asked: list[int] = field(default_factory=list)

    def waiting(self, *, limit: int, page: int = 1) -> WaitingPage:
        self.asked.append(page)
        first = (page - 1) * limit if self.pages else 0
        shown = self.references[first : first + limit]
        return WaitingPage(
            tuple(WaitingEvent(EventId(one), self.kind, "CREATED", one, NOW) for one in shown), listeners=()
        )

    def newest_stock_change(self) -> SeenStockChange | None:
        raise AssertionError("not needed")

    def sample(self, warehouses: object) -> tuple[SampledSize, ...]:
        raise AssertionError(f"not needed: {warehouses}")


def found(search: EventSearch) -> int | None:
    event = search.event_of(OURS)
    return event.reference if event else None


@given(before=st.integers(0, 900), after=st.integers(0, 300))
def test_it_is_found_wherever_it_stands(before: int, after: int) -> None:
    queue = Queue([*range(1000, 1000 + before), OURS, *range(3000, 3000 + after)])

    assert found(EventSearch(queue)) == OURS


@pytest.mark.parametrize("backlog", [0, 199, 200, 201, 400, 950])
def test_a_later_look_begins_near_the_end(backlog: int) -> None:
    queue = Queue(list(range(1000, 1000 + backlog)))
    search = EventSearch(queue)
    assert found(search) is None
    queue.asked.clear()
    queue.references.append(OURS)

    assert found(search) == OURS
    assert len(queue.asked) <= 2


@given(backlog=st.integers(0, 900), taken=st.integers(0, 900))
def test_it_is_found_although_others_confirm_events_meanwhile(backlog: int, taken: int) -> None:
    queue = Queue(list(range(1000, 1000 + backlog)))
    search = EventSearch(queue)
    assert found(search) is None
    queue.references = [*queue.references[taken:], OURS]

    looks = [found(search) for _ in range(6)]

    assert OURS in looks


def test_a_server_that_does_not_page_is_noticed() -> None:
    queue = Queue(list(range(1000, 1500)), pages=False)

    assert found(EventSearch(queue)) is None
    assert queue.asked == [1, 2]


def test_another_kind_of_object_with_the_same_number_is_not_taken_for_it() -> None:
    queue = Queue([OURS, 1000], kind="Order")

    assert found(EventSearch(queue)) is None
