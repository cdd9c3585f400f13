"""`verify --list` data."""

from voyado_bis_cli.domain.report import Data


class ScenarioRow(Data):
    """A built-in scenario; where it can be played, and with whose sync."""

    name: str
    title: str
    steps: tuple[str, ...]
    sandbox_only: bool
    toolkit_only: bool


class ScenariosData(Data):
    """The built-in scenarios."""

    scenarios: tuple[ScenarioRow, ...]
