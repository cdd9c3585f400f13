"""`sandbox serve`, `env`, `reset`, `journal`."""

import shlex
from functools import singledispatch

from voyado_bis_cli.domain.report import Data
from voyado_bis_cli.domain.report.sandbox import EnvironmentData, JournalData, ResetData, ServedData
from voyado_bis_cli.output.screen import Column, Screen, Tone, Toned

_BAD_STATUS = 400


@singledispatch
def render(data: Data, _screen: Screen) -> None:
    """Draw what a sandbox command did."""
    raise TypeError(type(data).__name__)


@render.register
def _served(data: ServedData, screen: Screen) -> None:
    screen.line(f"The sandbox at {data.url} has ended.")


@render.register
def _environment(data: EnvironmentData, screen: Screen) -> None:
    for name, value in data.variables.items():
        screen.line(f"export {name}={shlex.quote(value)}")


@render.register
def _reset(data: ResetData, screen: Screen) -> None:
    screen.line(f"The sandbox at {data.url} begins again with the seed {data.seed}.")


@render.register
def _journal(data: JournalData, screen: Screen) -> None:
    if not data.entries:
        screen.line(f"The sandbox at {data.url} has seen no request.")
        return
    screen.table(
        [Column("id", number=True), "time", "request", "operation", "status", Column("took", number=True)],
        [
            [
                str(row.id),
                row.time[11:23],
                f"{row.method} {row.path}",
                row.operation or "",
                Toned(str(row.status), Tone.BAD if row.status >= _BAD_STATUS else Tone.GOOD),
                f"{row.duration_ms:.0f} ms",
            ]
            for row in data.entries
        ],
    )
