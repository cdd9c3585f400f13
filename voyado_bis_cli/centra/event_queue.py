"""Centra's event queue of the token's integration: listen, read, confirm."""

from collections.abc import Collection, Mapping

from voyado_bis_cli.centra.event_models import (
    ConfirmEventsAnswer,
    EventsAnswer,
    LineNode,
    ListenersAnswer,
    SetListenersAnswer,
    StockChangeLinesAnswer,
    UnsetListenersAnswer,
    sizes_of,
)
from voyado_bis_cli.centra.operations import operation
from voyado_bis_cli.centra.paging import PAGE, chunks
from voyado_bis_cli.centra.part import Part, accepted
from voyado_bis_cli.centra.reply import GraphQLError
from voyado_bis_cli.domain.availability import ProductSize
from voyado_bis_cli.domain.event_queue import STOCK_CHANGES_AT_ONCE, EventPage, Listener
from voyado_bis_cli.domain.ids import EventId, StockChangeId


class EventQueue(Part):
    """Reads and confirms events. One queue exists per integration name, whatever the token."""

    def listeners(self) -> tuple[Listener, ...]:
        """Return what the integration listens to; empty also hides its name."""
        answer = self._graphql.ask(operation("EventListeners"), {}, ListenersAnswer)
        return tuple(row.value() for row in answer.event_listeners)

    def add_listeners(self, object_types: Collection[str]) -> tuple[Listener, ...]:
        """Listen to all changes of `object_types`, and return the listeners Centra reports; never removes any."""
        asked = operation("SetEventListeners")
        answer = self._graphql.ask(asked, _of_types(object_types), SetListenersAnswer)
        return tuple(row.value() for row in accepted(asked, answer.payload).event_listeners)

    def remove_listeners(self, object_types: Collection[str]) -> tuple[Listener, ...]:
        """Stop listening, which deletes the queued events of these types.

        Returns the listeners that were affected and still exist, as Centra reports them.
        """
        asked = operation("UnsetEventListeners")
        answer = self._graphql.ask(asked, _of_types(object_types), UnsetListenersAnswer)
        return tuple(row.value() for row in accepted(asked, answer.payload).event_listeners)

    def events(self, *, limit: int, page: int = 1) -> EventPage:
        """Return unconfirmed events, oldest first, and the rate budget; `limit` is 1 to 200.

        An object that Centra fails to read leaves its event UNREADABLE and the others alone; a missing permission is
        an error all the same, since it would hide the sizes of every event of a kind.
        """
        asked = operation("NextEvents")
        reply = self._graphql.reply(asked, {"limit": limit, "page": page})
        in_error = {_event_in_error(error) for error in reply.errors}
        if None in in_error or reply.data is None:
            raise self._graphql.failure(asked, reply)
        answer = self._graphql.parsed(asked, reply.data, EventsAnswer)
        return EventPage(
            events=tuple(row.value(in_error=at in in_error) for at, row in enumerate(answer.events)),
            rate_limits=tuple(row.value() for row in answer.rate_limits),
            complexity=reply.complexity,
        )

    def sizes_of_stock_changes(
        self, stock_changes: Collection[StockChangeId]
    ) -> Mapping[StockChangeId, tuple[ProductSize, ...]]:
        """Return every size that each stock change has a line for; one that is gone is not in the answer."""
        lines: dict[StockChangeId, list[LineNode]] = {}
        for some in chunks(dict.fromkeys(stock_changes), STOCK_CHANGES_AT_ONCE):
            page, unfinished = 0, some
            while unfinished:
                page += 1
                found = self._lines(unfinished, page)
                for stock_change, more in found.items():
                    lines.setdefault(stock_change, []).extend(more)
                unfinished = tuple(one for one in unfinished if len(found.get(one, ())) >= PAGE)
        return {stock_change: sizes_of(its) for stock_change, its in lines.items()}

    def _lines(self, stock_changes: tuple[StockChangeId, ...], page: int) -> dict[StockChangeId, tuple[LineNode, ...]]:
        variables = {"stockChanges": list(stock_changes), "first": len(stock_changes)}
        return self._page("StockChangeLines", StockChangeLinesAnswer, page, **variables).lines

    def confirm_events(self, events: Collection[EventId]) -> None:
        """Take events off the queue, at most 200 at a time; raises RefusedError with Centra's userErrors."""
        asked = operation("ConfirmEvents")
        for some in chunks(events, PAGE):
            accepted(asked, self._graphql.ask(asked, {"ids": list(some)}, ConfirmEventsAnswer).payload)


def _of_types(object_types: Collection[str]) -> dict[str, object]:
    return {"input": [{"objectType": one} for one in object_types]}  # no change types: all of them


def _event_in_error(error: GraphQLError) -> int | None:
    """Return the place of the one event whose object an error is about, None where it is about more."""
    match error.path:
        case ("events", int(at), "object", *_) if not error.is_authorization:
            return at
        case _:
            return None
