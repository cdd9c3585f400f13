"""`bis config`: the settings of a run."""

from typing import TYPE_CHECKING

import typer

from voyado_bis_cli.cli.command import command
from voyado_bis_cli.cli.context import Context

if TYPE_CHECKING:
    from voyado_bis_cli.config.resolve import ResolvedProfile
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report.settings import SettingsData

app = typer.Typer(help="See which settings a run has, and where they come from.")


@app.command()
@command()
def show(context: Context) -> "Run[SettingsData]":
    """Show every setting, its origin and its variable; secrets are never shown.

    Examples:
      bis config show
      bis config show -p brand-x
      bis config show --json
    """
    return _settings(context)


def _settings(context: Context) -> "Run[SettingsData]":
    from voyado_bis_cli.domain.report import Report

    yield from ()
    return Report(settings_of(context.resolved))


def settings_of(resolved: "ResolvedProfile") -> "SettingsData":
    """Return every setting with its origin; secrets are `set`."""
    from voyado_bis_cli.config.show import settings
    from voyado_bis_cli.domain.report.settings import SettingRow, SettingsData

    rows = [
        SettingRow(key=each.key, value=each.value, origin=each.origin, variable=each.variable, note=each.note)
        for each in settings(resolved)
    ]
    file = str(resolved.file) if resolved.file else None
    return SettingsData(source=resolved.source.value, file=file, settings=tuple(rows))


@app.callback()
def config() -> None:
    """Keep `show` a word of its own: Typer would drop it while it is the only command."""
