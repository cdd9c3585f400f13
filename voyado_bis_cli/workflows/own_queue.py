"""Nothing is stolen: only the queue of our own, declared integration is ever listened to or confirmed."""

from collections.abc import Collection

from voyado_bis_cli.domain.event_queue import Listener
from voyado_bis_cli.domain.ownership import revealed_problem
from voyado_bis_cli.workflows.ports import EventQueue


def own_listeners(queue: EventQueue, declared: str) -> tuple[Listener, ...]:
    """Return what our integration listens to, after making sure that it is the declared one.

    Raises ConfigError(not_our_queue) where Centra reveals another name than `declared` (guide: several brands).
    """
    listeners = queue.listeners()
    ensure_ours(listeners, declared)
    return listeners


def ensure_ours(listeners: Collection[Listener], declared: str) -> None:
    """Raise ConfigError(not_our_queue) where `listeners` belong to another integration than the declared one.

    Nothing but the listeners reveals the integration's name; an integration without any has an empty queue.
    """
    if problem := revealed_problem({listener.integration_name for listener in listeners}, declared):
        raise problem
