"""`config show` data."""

from voyado_bis_cli.domain.report import Data


class SettingRow(Data):
    """One key: its value (a secret is `set`), where it came from, and the variable that sets it in profile `env`."""

    key: str
    value: str | None
    origin: str | None
    variable: str
    note: str = ""


class SettingsData(Data):
    """The resolved settings of a run; `source` is `file`, `variables` or `nothing`, `file` the one that was read."""

    source: str
    file: str | None
    settings: tuple[SettingRow, ...]
