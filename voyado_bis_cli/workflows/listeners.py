"""`listeners`: show, add or remove what our own integration listens to."""

from collections.abc import Collection

from voyado_bis_cli.domain import finding
from voyado_bis_cli.domain.event_queue import Listener, missing_object_types
from voyado_bis_cli.domain.finding import Remedy
from voyado_bis_cli.domain.progress import Note, Run
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.listeners import ListenerRow, ListenersData
from voyado_bis_cli.workflows.own_queue import own_listeners
from voyado_bis_cli.workflows.ports import Consent, EventQueue


def show_listeners(queue: EventQueue, declared: str) -> Run[ListenersData]:
    """Show what the integration listens to, and which stock object types nobody listens to."""
    yield Note(f"Reading the listeners of {declared!r}")
    return _report(own_listeners(queue, declared), declared)


def add_listeners(
    queue: EventQueue, declared: str, object_types: Collection[str], consent: Consent
) -> Run[ListenersData]:
    """Listen to all changes of `object_types`; what is listened to already stays."""
    yield Note(f"Reading the listeners of {declared!r}")
    missing = [kind for kind in object_types if kind not in {one.object_type for one in own_listeners(queue, declared)}]
    if missing:
        consent(f"make {declared!r} listen to {', '.join(missing)}", ())
        queue.add_listeners(missing)
    return _report(own_listeners(queue, declared), declared)


def remove_listeners(
    queue: EventQueue, declared: str, object_types: Collection[str], consent: Consent
) -> Run[ListenersData]:
    """Stop listening to `object_types`, which deletes their queued events."""
    yield Note(f"Reading the listeners of {declared!r}")
    present = [kind for kind in object_types if kind in {one.object_type for one in own_listeners(queue, declared)}]
    if present:
        consent(f"make {declared!r} stop listening to {', '.join(present)}, which deletes their queued events", ())
        queue.remove_listeners(present)
    return _report(own_listeners(queue, declared), declared, removed=True)


def _report(listeners: tuple[Listener, ...], declared: str, *, removed: bool = False) -> Report[ListenersData]:
    missing = missing_object_types(listeners)
    data = ListenersData(
        integration_name=declared,
        listeners=tuple(ListenerRow(object_type=one.object_type, change_types=one.change_types) for one in listeners),
        missing=missing,
    )
    if not missing or removed:
        return Report(data)
    lacking = finding.warning(
        "listeners-missing",
        f"{declared!r} does not listen to {', '.join(missing)}: their changes never become events for it.",
        "Orders and returns change what can be sold as well as stock changes do.",
        Remedy("Add them.", ("bis listeners add",)),
    )
    return Report(data, (lacking,))
