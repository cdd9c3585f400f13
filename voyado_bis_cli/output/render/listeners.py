"""`listeners`."""

from voyado_bis_cli.domain.report.listeners import ListenersData
from voyado_bis_cli.output.screen import Part, Screen, Tone, Toned
from voyado_bis_cli.output.words import numbers


def render(data: ListenersData, screen: Screen) -> None:
    """Draw what the integration listens to and what is missing."""
    screen.line(Toned(data.integration_name, Tone.STRONG), "" if data.listeners else "  listens to nothing")
    rows: list[list[Part]] = [[screen.mark(True), row.object_type, numbers(row.change_types)] for row in data.listeners]
    rows += [[screen.mark(False), object_type, "not listened to"] for object_type in data.missing]
    if rows:
        screen.table(["", "object type", "changes"], rows)
