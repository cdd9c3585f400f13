"""`doctor schema`."""

from collections import Counter

from voyado_bis_cli.domain.report.schema_check import SchemaCheckData
from voyado_bis_cli.domain.schema_difference import GuessState
from voyado_bis_cli.domain.wording import counted
from voyado_bis_cli.output.screen import Screen, Tone, Toned
from voyado_bis_cli.output.words import NOTHING


def render(data: SchemaCheckData, screen: Screen) -> None:
    """Draw whether what we use is there, what differs, and which of our guesses are wrong."""
    used = f"{counted(data.names, 'name')} that {counted(data.operations, 'operation')} use"
    if not data.introspected:
        screen.line(screen.mark(None), f" {used}: not compared")
        return
    if data.differences:
        screen.line(screen.mark(False), f" {used}: {counted(len(data.differences), 'difference')}")  # the sign
        screen.line()
        screen.table(
            ["name", "change", "published", "here", "affects"],
            [
                [
                    row.name,
                    Toned(row.change.value, Tone.WARN),
                    row.published or NOTHING,
                    row.live or row.instead or NOTHING,
                    ", ".join(row.commands),
                ]
                for row in data.differences
            ],
        )
    else:
        screen.line(screen.mark(True), f" {used}: all as published")  # the sign
    _guesses(data, screen)
    if data.saved:
        screen.line()
        screen.line(f"The instance's schema is in {data.saved}.")


def _guesses(data: SchemaCheckData, screen: Screen) -> None:
    states = Counter(row.state for row in data.inferred)
    refuted = [row for row in data.inferred if row.state is GuessState.REFUTED]
    screen.line()
    screen.line(
        screen.mark(not refuted),
        f" {counted(len(data.inferred), 'inferred name or type', 'inferred names and types')}: "
        f"{states[GuessState.CONFIRMED]} confirmed, {len(refuted)} refuted",
    )
    if refuted:
        screen.line()
        screen.table(
            ["inferred", "what", "as we have it", "here"],
            [[row.name, row.what.lower(), row.published or NOTHING, row.live or NOTHING] for row in refuted],
        )
