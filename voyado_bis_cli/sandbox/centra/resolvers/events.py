"""Events and event listeners of the token's integration (contract: Events)."""

from collections.abc import Mapping
from sqlite3 import Row
from typing import Any

from voyado_bis_cli.sandbox.centra.context import Context, Info, Source
from voyado_bis_cli.sandbox.centra.event_queue import CHANGE_TYPES
from voyado_bis_cli.sandbox.centra.filters import Clause, listed, one_of
from voyado_bis_cli.sandbox.centra.nodes import Kind, Link, Page
from voyado_bis_cli.sandbox.centra.problems import Remarks
from voyado_bis_cli.sandbox.centra.resolvers.fields import Resolvers, mutation, pointed

KINDS = {
    "Event": Kind(
        "SELECT id, integration, object_type AS objectType, change_type AS changeType, reference AS objectReference,"
        " store_id, market_id, created_at AS createdAt FROM centra_events",
        links={"store_id": (Link("Store"),), "market_id": (Link("Market"),)},
        filters={
            "objectType": one_of("objectType"),
            "changeType": one_of("changeType"),
            "storeId": one_of("store_id"),
            "marketId": one_of("market_id"),
        },
    ),
    "EventListener": Kind(
        "SELECT integration AS integrationName, object_type AS objectType, change_types,"
        " created_at AS createdAt, updated_at AS updatedAt FROM centra_listeners",
        key="objectType",
        filters={"objectType": one_of("objectType")},
    ),
}

TARGETS = {
    **{kind: Link(kind) for kind in ("AllocationRule", "Market", "Product", "ProductSize", "ProductVariant")},
    **{kind: Link(kind) for kind in ("Return", "StockChange", "Store", "Warehouse")},
    "Order": Link("Order", "number"),
}
"""Where an event's object is read; an object type that is not here has none in this shop."""


def _visible(context: Context) -> tuple[Clause, Clause]:
    own_queue = Clause("integration = ?", (context.caller.integration,))
    return own_queue, context.in_seen_stores("store_id", or_none=True)


def _events(_source: Source, info: Info, **args: Any) -> list[Row]:
    return _with_objects(info.context, info.context.nodes.listing("Event", Page(**args), *_visible(info.context)))


def _with_objects(context: Context, events: list[Row]) -> list[Row]:
    for event in events:
        if target := TARGETS.get(event["objectType"]):
            context.nodes.announce(target, [event["objectReference"]])
    return events


def _object(source: Source, info: Info) -> Row | None:
    target = TARGETS.get(source["objectType"])
    return info.context.nodes.one(target.kind, source["objectReference"], target.column) if target else None


def _listeners(context: Context, where: Mapping[str, Any] | None, *more: Clause) -> list[Row]:
    own = Clause("integrationName = ?", (context.caller.integration,))
    return context.nodes.select("EventListener", [*context.nodes.asked("EventListener", where), own, *more])


def _event_listeners(_source: Source, info: Info, where: Mapping[str, Any] | None = None) -> list[Row]:
    return _listeners(info.context, where)


def _affected_listeners(source: Source, info: Info, where: Mapping[str, Any] | None = None) -> list[Row]:
    return _listeners(info.context, where, listed("objectType", source["objectTypes"]))


def _set_event_listeners(_source: Source, info: Info, *, input: list[dict[str, Any]]) -> object:  # noqa: A002  # the schema's name
    for wanted in input:
        change_types = wanted.get("changeTypes")
        info.context.queue.listen(
            info.context.caller.integration,
            wanted["objectType"],
            CHANGE_TYPES if change_types is None else change_types,
        )
    return Remarks().payload(objectTypes=[wanted["objectType"] for wanted in input])


def _unset_event_listeners(_source: Source, info: Info, *, input: list[dict[str, Any]]) -> object:  # noqa: A002  # the schema's name
    for unwanted in input:
        change_types = unwanted.get("changeTypes")
        info.context.queue.unlisten(
            info.context.caller.integration,
            unwanted["objectType"],
            CHANGE_TYPES if change_types is None else change_types,
        )
    return Remarks().payload(objectTypes=[unwanted["objectType"] for unwanted in input])


def _confirm_events(_source: Source, info: Info, *, input: dict[str, Any]) -> object:  # noqa: A002  # the schema's name
    ours = info.context.nodes.select("Event", [listed("id", input["eventsIds"]), *_visible(info.context)])
    info.context.queue.confirm([event["id"] for event in ours])
    return Remarks().payload(confirmed=ours)


def _confirmed(source: Source, info: Info) -> list[Row]:
    return _with_objects(info.context, source["confirmed"])


RESOLVERS: Resolvers = {
    "Query.events": _events,
    "Query.eventListeners": _event_listeners,
    "Mutation.setEventListeners": mutation(_set_event_listeners),
    "Mutation.unsetEventListeners": mutation(_unset_event_listeners),
    "Mutation.confirmEvents": mutation(_confirm_events),
    "EventsConfirmPayload.events": _confirmed,
    "EventListenerSetPayload.eventListeners": _affected_listeners,
    "EventListenerUnsetPayload.eventListeners": _affected_listeners,
    "Event.store": pointed("Store", "store_id"),
    "Event.market": pointed("Market", "market_id"),
    "Event.object": _object,
    "EventListener.changeTypes": lambda source, _info: source["change_types"].split(),
}
