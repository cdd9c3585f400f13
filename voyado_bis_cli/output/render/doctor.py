"""`doctor`."""

from functools import singledispatch

from voyado_bis_cli.domain.prerequisite import CheckState
from voyado_bis_cli.domain.report import Data
from voyado_bis_cli.domain.report.doctor import CheckListData, DoctorData
from voyado_bis_cli.domain.wording import counted
from voyado_bis_cli.output.screen import Screen, Tone, Toned

_GOOD = {
    CheckState.PASSED: True,
    CheckState.FAILED: False,
    CheckState.WARNING: None,
    CheckState.MANUAL: None,
    CheckState.SKIPPED: None,
}
_TONES = {
    CheckState.FAILED: Tone.BAD,
    CheckState.WARNING: Tone.WARN,
    CheckState.MANUAL: Tone.STRONG,
    CheckState.SKIPPED: Tone.FAINT,
}


@singledispatch
def render(data: Data, _screen: Screen) -> None:
    """Draw what a doctor found, or what it could look at."""
    raise TypeError(type(data).__name__)


@render.register
def _checked(data: DoctorData, screen: Screen) -> None:
    group = None
    for check in data.checks:
        if check.group != group:
            group = check.group
            screen.line(Toned(group, Tone.STRONG))
        state = "" if check.state is CheckState.PASSED else f" {check.state.value}"
        if check.confirmed_by:
            state = f" confirmed by {check.confirmed_by} on {check.confirmed_on}"
        screen.line(
            "  ",
            screen.mark(True if check.confirmed_by else _GOOD[check.state]),
            " ",
            check.title,
            Toned(f"  {check.id}", Tone.FAINT),
            Toned(state, _TONES.get(check.state, Tone.PLAIN)),
        )
        if check.detail and check.state not in (CheckState.FAILED, CheckState.WARNING):  # findings say those in full
            screen.line(Toned(f"      {check.detail}", Tone.FAINT), hang=6)
    screen.line()
    states = [check.state for check in data.checks]
    told = [f"{states.count(state)} {state.value}" for state in CheckState if state in states]
    screen.line(Toned(f"{counted(len(states), 'check')}: {', '.join(told) or 'none'}", Tone.STRONG))


@render.register
def _listed(data: CheckListData, screen: Screen) -> None:
    screen.table(
        ["check", "group", "what must be so", "everyday", "go-live"],
        [
            [row.id, row.group, row.title, "yes" if row.everyday else "", "yes" if row.go_live else ""]
            for row in data.checks
        ],
    )
