"""`sandbox serve`, `env`, `reset`, `seed`, `journal`, `fault`, `voyado`."""

import json
import shlex
from collections.abc import Mapping
from functools import singledispatch

from voyado_bis_cli.domain.report import Data
from voyado_bis_cli.domain.report.sandbox import (
    EnvironmentData,
    FaultsClearedData,
    FaultsData,
    JournalData,
    ResetData,
    SeededData,
    ServedData,
    VoyadoData,
)
from voyado_bis_cli.domain.wording import counted
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
def _seeded(data: SeededData, screen: Screen) -> None:
    arrived = f"{counted(data.events, 'unit')} of {counted(data.skus, 'SKU')}"
    screen.line(f"{arrived} arrived, an event each, in the sandbox at {data.url}.", hang=2)


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


@render.register
def _faults(data: FaultsData, screen: Screen) -> None:
    if not data.faults:
        screen.line(f"No fault stands in the sandbox at {data.url}.")
        return
    screen.table(
        [Column("id", number=True), "kind", "options", Column("matches", number=True), Column("hits", number=True)],
        [
            [str(row.id), row.kind, _typed(row.options), str(row.matches), Toned(str(row.hits), _tone(row.hits))]
            for row in data.faults
        ],
    )


@render.register
def _faults_cleared(data: FaultsClearedData, screen: Screen) -> None:
    screen.line(f"{counted(data.cleared, 'fault')} taken away from the sandbox at {data.url}.")


@render.register
def _voyado(data: VoyadoData, screen: Screen) -> None:
    refused = f", {data.refused} refused" if data.refused else ""
    screen.line(
        f"{counted(data.passes, 'pass', 'passes')}: {counted(data.events, 'event')},"
        f" {counted(data.levels, 'level')} sent{refused}."
    )


def _tone(hits: int) -> Tone:
    return Tone.BAD if hits else Tone.PLAIN


def _typed(options: Mapping[str, object]) -> str:
    """Return options as `fault add` takes them."""
    words: list[str] = []
    for name, value in options.items():
        option = name.replace("_", "-")
        if isinstance(value, bool):
            words.append(f"--{option}" if value else f"--not-{option}")
        elif name == "skus" and isinstance(value, list):
            words += [f"--sku {shlex.quote(str(sku))}" for sku in value]
        else:
            text = value if isinstance(value, str) else json.dumps(value)
            words.append(f"--{option} {shlex.quote(text)}")
    return " ".join(words)
