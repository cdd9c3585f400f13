"""`verify --list`."""

from voyado_bis_cli.domain.report.scenarios import ScenarioRow, ScenariosData
from voyado_bis_cli.output.screen import Screen, Tone, Toned


def render(data: ScenariosData, screen: Screen) -> None:
    """Draw each scenario: its name, what it shows, its steps, and where it can be played."""
    for row in data.scenarios:
        screen.line(Toned(row.name, Tone.STRONG), f"  {row.title}", hang=2)
        screen.line(Toned(f"  {' > '.join(row.steps)}{_limits(row)}", Tone.FAINT), hang=4)


def _limits(row: ScenarioRow) -> str:
    where = ["on a sandbox only"] if row.sandbox_only else []
    sync = ["with --sync toolkit"] if row.toolkit_only else []
    return f" ({', '.join([*where, *sync])})" if where or sync else ""
