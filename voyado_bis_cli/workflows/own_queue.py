"""Nothing is stolen: only the queue of our own, declared integration is ever listened to or confirmed."""

from voyado_bis_cli.domain.event_queue import Listener
from voyado_bis_cli.errors import ConfigError, ErrorCode
from voyado_bis_cli.workflows.ports import EventQueue

GUIDE_REASON = (
    "One queue exists per integration name: an event confirmed here is gone for every token of that name, and brands "
    "lose stock updates."
)


def own_listeners(queue: EventQueue, declared: str) -> tuple[Listener, ...]:
    """Return what our integration listens to, after making sure that it is the declared one.

    Centra reveals the integration's name only through its listeners. Raises ConfigError(not_our_queue) where it
    reveals another name than `declared` (guide: several brands).
    """
    listeners = queue.listeners()
    revealed = sorted({listener.integration_name for listener in listeners})
    if revealed and revealed != [declared]:
        raise ConfigError(
            f"The token belongs to the integration {', '.join(map(repr, revealed))}, not to the declared "
            f"{declared!r}, so "
            f"its queue is not touched. {GUIDE_REASON}",
            code=ErrorCode.NOT_OUR_QUEUE,
            hint="Make a token of its own for the toolkit in Centra (System > API Tokens), with an integration "
            "name of its "
            "own, and set centra.token and centra.integration_name.",
        )
    return listeners
