"""`doctor`: looks at prerequisites one by one and reports; read-only."""

from collections.abc import Iterable

from voyado_bis_cli.domain.finding import Finding, Remedy, warning
from voyado_bis_cli.domain.prerequisite import CheckResult
from voyado_bis_cli.domain.progress import Note, Run
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.doctor import CheckEntry, CheckListData, CheckRow, DoctorData
from voyado_bis_cli.workflows.doctor.check import Check, run_check
from voyado_bis_cli.workflows.doctor.facts import Facts
from voyado_bis_cli.workflows.doctor.registry import CHECKS
from voyado_bis_cli.workflows.doctor.subject import Doors, Subject


def doctor(subject: Subject, doors: Doors, checks: Iterable[Check]) -> Run[DoctorData]:
    """Look at `checks` in their order; changes nothing anywhere.

    A check that fails has a finding of severity error with its remedy. A rate limit leaves the rest skipped and decides
    the exit code.
    """
    facts = Facts(subject, doors)
    results: list[CheckResult] = []
    for check in checks:
        yield Note(f"Checking: {check.title}")
        results.append((yield from run_check(check, facts, results)))
    return report_of(results, partial=facts)


def report_of(results: Iterable[CheckResult], partial: Facts | None = None) -> Report[DoctorData]:
    """Return the report of some results, with one reminder of all that only a person can look at."""
    results = tuple(results)
    findings = (*(found for one in results for found in one.verdict.findings), *_for_a_person(results))
    data = DoctorData(checks=tuple(map(_row, results)))
    return Report(data, findings, partial.exhausted if partial else None)


def _row(result: CheckResult) -> CheckRow:
    confirmed = result.verdict.confirmed
    return CheckRow(
        id=result.id,
        group=result.group,
        title=result.title,
        state=result.state,
        detail=result.verdict.detail,
        confirmed_by=confirmed.by if confirmed else None,
        confirmed_on=confirmed.on if confirmed else None,
    )


def listed() -> Run[CheckListData]:
    """List every check there is; asks nobody."""
    yield from ()
    return Report(
        CheckListData(
            checks=tuple(
                CheckEntry(
                    id=check.id, group=check.group, title=check.title, everyday=check.always, go_live=check.go_live
                )
                for check in CHECKS
            )
        )
    )


def _for_a_person(results: Iterable[CheckResult]) -> tuple[Finding, ...]:
    open_ = [one for one in results if one.waits_for_a_person]
    if not open_:
        return ()
    subject = "check is" if len(open_) == 1 else "checks are"
    return (
        warning(
            "manual-checks",
            f"{len(open_)} {subject} for a person to look at: {', '.join(one.id for one in open_)}.",
            "No API shows them; the table above says what to look for.",
            Remedy(
                "Note who looked, and the next report says so.",
                (f"bis doctor confirm {open_[0].id} --by NAME",),
            ),
        ),
    )
