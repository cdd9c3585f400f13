"""`config show`."""

from voyado_bis_cli.domain.report.settings import SettingRow, SettingsData
from voyado_bis_cli.output.screen import Screen, Tone, Toned

_SOURCES = {"file": "Settings from {file}", "variables": "Settings from variables", "nothing": "Nothing is set up"}


def render(data: SettingsData, screen: Screen) -> None:
    """Draw what is set with its origin, then what is not and the variable that would set it."""
    screen.line(Toned(_SOURCES[data.source].format(file=data.file), Tone.STRONG))
    known = [row for row in data.settings if row.origin]
    if known:
        screen.line()
        screen.table(["setting", "value", "from"], [_row(row) for row in known])
    unset = [row for row in data.settings if not row.origin]
    if unset:
        screen.line()
        screen.table(["not set", "variable"], [[row.key, Toned(row.variable, Tone.FAINT)] for row in unset])


def _row(row: SettingRow) -> list[str | Toned]:
    value = Toned(f"no value: {row.note}", Tone.BAD) if row.value is None else row.value
    return [row.key, value, Toned(row.origin or "", Tone.FAINT)]
