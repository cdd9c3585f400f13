"""`check-permissions`."""

from voyado_bis_cli.domain.permission import PermissionState
from voyado_bis_cli.domain.report.permissions import CheckPermissionsData
from voyado_bis_cli.output.screen import Column, Screen, Tone, Toned
from voyado_bis_cli.output.words import NOTHING

_GOOD = {PermissionState.GRANTED: True, PermissionState.MISSING: False, PermissionState.UNVERIFIED: None}


def render(data: CheckPermissionsData, screen: Screen) -> None:
    """Draw what the token may do, what it sees, and what is left of the rate budget."""
    whose = "Voyado's token" if data.token == "voyado" else "The toolkit's token"  # noqa: S105  # which token, not its value
    screen.line(Toned(whose, Tone.STRONG), f"  integration: {data.integration_name or 'not known'}")
    screen.line()
    screen.table(
        ["", "permission", "in Centra", "asked by", "detail"],
        [
            [
                screen.mark(_GOOD[row.state]),
                row.permission,
                f"{row.access.capitalize()} > {row.label}",
                row.required_by.value,
                row.detail or ("" if row.state is PermissionState.GRANTED else row.state.value),
            ]
            for row in data.permissions
        ],
    )
    screen.line()
    screen.line(
        "Stores: ", ", ".join(f"{each.name} ({each.id}, {each.type})" for each in data.stores) or NOTHING, hang=2
    )
    if data.rate_limits:
        screen.line()
        screen.table(
            ["rate budget", "per", *(Column(title, number=True) for title in ("quota", "used", "remaining"))],
            [[row.type, row.interval, str(row.quota), str(row.used), str(row.remaining)] for row in data.rate_limits],
        )
