"""`listeners` data."""

from voyado_bis_cli.domain.report import Data


class ListenerRow(Data):
    """One object type that the integration listens to."""

    object_type: str
    change_types: tuple[str, ...]


class ListenersData(Data):
    """What our own integration listens to after the command; `missing` are stock object types nobody listens to."""

    integration_name: str
    listeners: tuple[ListenerRow, ...]
    missing: tuple[str, ...]
