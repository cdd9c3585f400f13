"""`check-permissions`."""

from collections.abc import Sequence

from voyado_bis_cli.domain.permission import PermissionState
from voyado_bis_cli.domain.report.permissions import CheckPermissionsData, PermissionRow
from voyado_bis_cli.output.screen import Column, Screen, Tone, Toned
from voyado_bis_cli.output.words import NOTHING

_GOOD = {PermissionState.GRANTED: True, PermissionState.MISSING: False, PermissionState.UNVERIFIED: None}


def render(data: CheckPermissionsData, screen: Screen) -> None:
    """Draw what the token may do, what it sees, and what is left of the rate budget."""
    whose = "Voyado's token" if data.token == "voyado" else "The toolkit's token"  # noqa: S105  # which token, not its value
    screen.line(Toned(whose, Tone.STRONG), f"  integration: {data.integration_name or 'not known'}")
    screen.line()
    _table("needed to", data.permissions, screen)
    if data.excess:
        screen.line()
        screen.line(Toned("What it should not have", Tone.STRONG))
        _table("would let it", data.excess, screen, is_excess=True)
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


def _table(purpose: str, rows: Sequence[PermissionRow], screen: Screen, *, is_excess: bool = False) -> None:
    good = {**_GOOD, PermissionState.GRANTED: False, PermissionState.MISSING: True} if is_excess else _GOOD
    screen.table(
        ["", "permission", "in Centra", *([] if is_excess else ["asked by"]), purpose, "detail"],
        [
            [
                screen.mark(good[row.state]),
                row.permission,
                f"{row.access.capitalize()} > {row.label}",
                *([] if is_excess else [row.required_by.value]),
                row.purpose,
                row.detail or _said(row.state, is_excess=is_excess),
            ]
            for row in rows
        ],
    )


def _said(state: PermissionState, *, is_excess: bool) -> str:
    if is_excess:
        return {PermissionState.GRANTED: "has it", PermissionState.MISSING: "has it not"}.get(state, state.value)
    return "" if state is PermissionState.GRANTED else state.value
