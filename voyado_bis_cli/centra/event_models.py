"""The answers about Centra's event queue, and the domain values they hold."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, Field

from voyado_bis_cli.centra.models import Payload, RateLimitNode, SizeNode
from voyado_bis_cli.centra.node import Node
from voyado_bis_cli.centra.reply import NoneIsEmpty
from voyado_bis_cli.domain.availability import ProductSize
from voyado_bis_cli.domain.event_queue import STOCK_OBJECT_TYPES, Listener, ObjectState, StockEvent
from voyado_bis_cli.domain.ids import EventId, StockChangeId

LINES = 20
"""How many lines of a stock change `NextEvents` asks for: so many back mean that there may be more."""


class LineNode(Node):
    """A line of a stock change or an order; its size is null where it is gone."""

    product_size: SizeNode | None


class ReturnLineNode(Node):
    """A line of a return."""

    order_line: LineNode | None


class ObjectNode(Node):
    """The present state of an event's object, as far as it has sizes; which lines it has tells what it is."""

    stock_change_id: StockChangeId | None = None
    stock_lines: tuple[LineNode, ...] | None = None
    order_lines: tuple[LineNode, ...] | None = None
    return_lines: tuple[ReturnLineNode, ...] | None = None

    @property
    def lines(self) -> tuple[LineNode, ...] | None:
        """Its lines; None where it has no kind of lines."""
        if self.return_lines is not None:
            return tuple(line.order_line for line in self.return_lines if line.order_line)
        return self.stock_lines if self.stock_lines is not None else self.order_lines

    @property
    def more_lines_of(self) -> StockChangeId | None:
        """The stock change that may have more lines than came back."""
        return self.stock_change_id if len(self.stock_lines or ()) >= LINES else None


class EventNode(Node):
    """One event. Object and change type are texts: Centra may add some."""

    id: EventId
    object_type: str
    change_type: str
    object_reference: int
    created_at: AwareDatetime
    object: ObjectNode | None

    def value(self, *, in_error: bool) -> StockEvent:
        """Return it as the domain knows it; `in_error` says that Centra failed to read (all of) its object."""
        lines = self.object.lines if self.object else None
        return StockEvent(
            id=self.id,
            object_type=self.object_type,
            change_type=self.change_type,
            reference=self.object_reference,
            created_at=self.created_at,
            object_state=self._state(in_error=in_error),
            sizes=sizes_of(lines or ()),
            more_lines_of=self.object.more_lines_of if self.object else None,
        )

    def _state(self, *, in_error: bool) -> ObjectState:
        if in_error:
            return ObjectState.UNREADABLE
        if self.object is None:
            return ObjectState.GONE
        names_sizes = self.object.lines is not None or self.object_type not in STOCK_OBJECT_TYPES
        return ObjectState.READ if names_sizes else ObjectState.UNREADABLE


class EventsAnswer(Node):
    """Answer of `NextEvents`."""

    events: tuple[EventNode, ...]
    rate_limits: tuple[RateLimitNode, ...]


class StockChangeNode(Node):
    """One page of the lines of a stock change."""

    id: StockChangeId
    lines: tuple[LineNode, ...]


class StockChangeEdge(Node):
    """An edge of the connection."""

    node: StockChangeNode


class StockChangeConnection(Node):
    """The stock changes that are still there."""

    edges: tuple[StockChangeEdge, ...]


class StockChangeLinesAnswer(Node):
    """Answer of `StockChangeLines`."""

    stock_change_connection: StockChangeConnection

    @property
    def lines(self) -> dict[StockChangeId, tuple[LineNode, ...]]:
        """The page of lines of each stock change; one that is gone is not in it."""
        return {edge.node.id: edge.node.lines for edge in self.stock_change_connection.edges}


class ListenerNode(Node):
    """What an integration listens to."""

    integration_name: str
    object_type: str
    change_types: tuple[str, ...]
    created_at: datetime

    def value(self) -> Listener:
        """Return it as the domain knows it."""
        return Listener(self.integration_name, self.object_type, self.change_types, self.created_at)


class ListenersAnswer(Node):
    """Answer of `EventListeners`."""

    event_listeners: tuple[ListenerNode, ...]


class ListenersPayload(Payload):
    """Payload of setting and unsetting listeners."""

    event_listeners: Annotated[tuple[ListenerNode, ...], NoneIsEmpty]


class SetListenersAnswer(Node):
    """Answer of `SetEventListeners`."""

    payload: ListenersPayload = Field(alias="setEventListeners")


class UnsetListenersAnswer(Node):
    """Answer of `UnsetEventListeners`."""

    payload: ListenersPayload = Field(alias="unsetEventListeners")


class ConfirmEventsAnswer(Node):
    """Answer of `ConfirmEvents` and `WriteProbe`."""

    payload: Payload = Field(alias="confirmEvents")


def sizes_of(lines: Iterable[LineNode]) -> tuple[ProductSize, ...]:
    """Return the sizes that lines name, each once, in their order."""
    sizes: Iterator[ProductSize] = (line.product_size.value() for line in lines if line.product_size)
    return tuple({size.id: size for size in sizes}.values())
