"""`doctor confirm`: notes that a person looked at what no machine can see."""

from voyado_bis_cli.domain.clock import Clock
from voyado_bis_cli.domain.prerequisite import CheckState, Confirmation, Verdict
from voyado_bis_cli.domain.progress import Run
from voyado_bis_cli.domain.report.doctor import DoctorData
from voyado_bis_cli.errors import UsageError
from voyado_bis_cli.workflows.doctor.manual_checks import CHECKS, CONFIRMED
from voyado_bis_cli.workflows.doctor.run import report_of
from voyado_bis_cli.workflows.ports import JournalPort

_NOTED = "noted in the journal of this profile on this machine"


def confirm(id_: str, by: str, journal: JournalPort, clock: Clock) -> Run[DoctorData]:
    """Note in the journal that `by` looked at the manual check `id_`; raises UsageError for any other check."""
    yield from ()
    check = next((one for one in CHECKS if one.id == id_), None)
    if check is None:
        raise UsageError(
            f"{id_!r} is not for a person to confirm.",
            hint=f"Those are: {', '.join(one.id for one in CHECKS)}. All others look for themselves.",
        )
    journal.append(CONFIRMED, {"check": id_, "by": by})
    return report_of([check.result(Verdict(CheckState.MANUAL, _NOTED, confirmed=Confirmation(by, clock.now().date())))])
