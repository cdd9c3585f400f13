"""`doctor` data."""

from datetime import date

from voyado_bis_cli.domain.prerequisite import CheckState
from voyado_bis_cli.domain.report import Data


class CheckRow(Data):
    """One check: `title` says what must be so, `detail` what was seen, or what to look for.

    A manual one has who looked and when, as noted with `bis doctor confirm`.
    """

    id: str
    group: str
    title: str
    state: CheckState
    detail: str
    confirmed_by: str | None = None
    confirmed_on: date | None = None


class DoctorData(Data):
    """Every check that was looked at, causes before what they explain."""

    checks: tuple[CheckRow, ...]


class CheckEntry(Data):
    """A check there is, and when it is looked at."""

    id: str
    group: str
    title: str
    everyday: bool
    go_live: bool


class CheckListData(Data):
    """All checks, with `bis doctor --list`."""

    checks: tuple[CheckEntry, ...]
