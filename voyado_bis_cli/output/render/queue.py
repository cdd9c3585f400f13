"""`queue`."""

from datetime import timedelta

from voyado_bis_cli.domain.report.queue import QueueData
from voyado_bis_cli.domain.waiting_queue import age_in_words, events_in_words
from voyado_bis_cli.output.screen import Column, Part, Screen, Tone, Toned
from voyado_bis_cli.output.words import numbers


def render(data: QueueData, screen: Screen) -> None:
    """Draw who listens, what waits, and for how long."""
    whose = "Voyado's queue" if data.token == "voyado" else "The toolkit's queue"  # noqa: S105  # which token, not its value
    screen.line(Toned(whose, Tone.STRONG), f"  integration: {data.integration_name or 'not known'}")
    size = events_in_words(data.size, is_exact=data.size_is_exact)
    oldest = ""
    if data.oldest:
        age = age_in_words(timedelta(seconds=data.oldest.age_s))
        oldest = f", the oldest {age} old ({data.oldest.object_type} {data.oldest.reference})"
    screen.line(f"{size} waiting{oldest}; nothing was confirmed", hang=2)
    if not data.listeners:
        screen.line(Toned("nobody listens", Tone.BAD))
        return
    screen.line()
    strange = set(data.unexpected)
    rows: list[list[Part]] = [
        [
            Toned(row.object_type, Tone.WARN) if row.object_type in strange else row.object_type,
            numbers(row.change_types),
            str(data.by_type.get(row.object_type, 0)),
        ]
        for row in data.listeners
    ]
    listened = {row.object_type for row in data.listeners}
    rows += [
        [Toned(kind, Tone.WARN), "-", str(events)] for kind, events in data.by_type.items() if kind not in listened
    ]
    screen.table(["listens to", "changes", Column("waiting", number=True)], rows)
