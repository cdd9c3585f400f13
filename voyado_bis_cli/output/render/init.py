"""`init`."""

from voyado_bis_cli.domain.report.init import InitData, VariableRow
from voyado_bis_cli.output.screen import Screen, Tone, Toned


def render(data: InitData, screen: Screen) -> None:
    """Say what was written, which secrets to put in place, and what to type then."""
    screen.line(
        screen.mark(True), " Profile ", Toned(data.profile, Tone.STRONG), f" is in {data.path}; it holds no secret."
    )
    missing = [row for row in data.variables if not row.is_set]
    if missing:
        screen.line()
        screen.line("Put these in place:")
        width = max(len(_place(row)) for row in missing)
        for row in missing:
            screen.line("  ", Toned(f"{_place(row):<{width}}", Tone.STRONG), f"  {row.purpose}", hang=width + 4)
    screen.line()
    screen.line("Then:")
    for command in data.next:
        screen.line("  ", Toned(command, Tone.STRONG))


def _place(row: VariableRow) -> str:
    return row.variable or row.reference
