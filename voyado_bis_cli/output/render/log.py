"""`log`."""

from voyado_bis_cli.domain.evidence import LogSource
from voyado_bis_cli.domain.report.log import LogData
from voyado_bis_cli.output.screen import Part, Screen, Tone, Toned
from voyado_bis_cli.output.words import NOTHING

_SOURCES = {
    LogSource.HTTP: "Engage integration log",
    LogSource.FILE: "Engage integration log, as saved in a file",
    LogSource.EVIDENCE: "Evidence through the APIs (this is not the integration log, which no public API reads)",
}
_TONES = {"error": Tone.BAD, "warning": Tone.WARN}


def render(data: LogData, screen: Screen) -> None:
    """Draw the rows under a line that says where they come from; times are UTC."""
    screen.line(Toned(_SOURCES[data.source], Tone.STRONG), hang=0)
    if not data.entries:
        screen.line("no rows")
        return
    screen.table(
        ["time (UTC)", "type", "level", "SKU", "market", "message"],
        [
            [
                f"{row.timestamp:%Y-%m-%d %H:%M:%S}" if row.timestamp else NOTHING,
                row.type,
                _level(row.level),
                row.sku or NOTHING,
                row.market or NOTHING,
                row.message,
            ]
            for row in data.entries
        ],
    )


def _level(level: str) -> Part:
    return Toned(level, _TONES.get(level.casefold(), Tone.PLAIN))
