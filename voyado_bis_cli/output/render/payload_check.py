"""`subscribe --check`."""

from voyado_bis_cli.domain.payload_check import FieldState
from voyado_bis_cli.domain.report.payload_check import PayloadCheckData
from voyado_bis_cli.output.screen import Screen
from voyado_bis_cli.output.words import NOTHING

_GOOD = {FieldState.PASSED: True, FieldState.FAILED: False}


def render(data: PayloadCheckData, screen: Screen) -> None:
    """Draw a line per field: how it was judged, what was sent and what is to say about it."""
    screen.table(
        ["", "field", "sent", ""],
        [[screen.mark(_GOOD.get(row.state)), row.name, row.value or NOTHING, row.detail] for row in data.fields],
    )
