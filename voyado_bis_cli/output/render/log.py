"""`log`."""

from voyado_bis_cli.domain.evidence import LogSource
from voyado_bis_cli.domain.report.log import AnsweredLevel, LogData, LogRow
from voyado_bis_cli.domain.wording import counted
from voyado_bis_cli.output.screen import Part, Screen, Tone, Toned
from voyado_bis_cli.output.words import NOTHING

_SOURCES = {
    LogSource.HTTP: "Engage integration log",
    LogSource.FILE: "Engage integration log, as saved in a file",
    LogSource.EVIDENCE: "Evidence through the APIs (this is not the integration log, which no public API reads)",
}
_TONES = {"error": Tone.BAD, "warning": Tone.WARN}
_FOLLOWED = "log rows"


def render(data: LogData, screen: Screen) -> None:
    """Draw the rows under a line that says where they come from; times are UTC. Those drawn before are only counted."""
    if not screen.once(_FOLLOWED):
        screen.line(Toned(f"{_SOURCES[data.source]}: {counted(len(data.entries), 'row')}", Tone.STRONG), hang=0)
        return
    screen.line(Toned(_SOURCES[data.source], Tone.STRONG), hang=0)
    if not data.entries:
        screen.line("no rows")
        return
    with_levels = any(row.answers for row in data.entries)
    columns = ["time (UTC)", "type", "level", "SKU", "market", *(["our level"] if with_levels else []), "message"]
    screen.table(columns, [_cells(row, with_levels=with_levels) for row in data.entries])


def render_part(row: LogRow, screen: Screen) -> None:
    """Draw one row of a log that is followed."""
    screen.once(_FOLLOWED)
    *cells, message = _cells(row, with_levels=False)
    told = [part for cell in cells for part in (cell, "  ")]
    screen.line(*told, message, Toned(f"  [our level {_level_of(row.answers)}]" if row.answers else "", Tone.FAINT))


def _cells(row: LogRow, *, with_levels: bool) -> list[Part]:
    return [
        f"{row.timestamp:%Y-%m-%d %H:%M:%S}" if row.timestamp else NOTHING,
        row.type,
        Toned(row.level, _TONES.get(row.level.casefold(), Tone.PLAIN)),
        row.sku or NOTHING,
        row.market or NOTHING,
        *([_level_of(row.answers)] if with_levels else []),
        row.message,
    ]


def _level_of(level: AnsweredLevel | None) -> str:
    return str(level.quantity) if level else NOTHING
