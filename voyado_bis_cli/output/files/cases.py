"""What a report's data judged, as cases: one manner for steps, checks and permissions."""

from collections.abc import Mapping
from functools import singledispatch

from voyado_bis_cli.domain.permission import PermissionState
from voyado_bis_cli.domain.permission_findings import must_have
from voyado_bis_cli.domain.prerequisite import CheckState
from voyado_bis_cli.domain.progress import StepEnded, StepState
from voyado_bis_cli.domain.report import Data
from voyado_bis_cli.domain.report.doctor import CheckRow, DoctorData
from voyado_bis_cli.domain.report.permissions import CheckPermissionsData, PermissionRow
from voyado_bis_cli.domain.report.verification import StepRow, VerificationData
from voyado_bis_cli.output.files.account import Case, Verdict

_STEPS = {
    StepState.PASSED: Verdict.PASSED,
    StepState.FAILED: Verdict.FAILED,
    StepState.SKIPPED: Verdict.SKIPPED,
    StepState.NOT_YET: Verdict.NOT_YET,
}
_CHECKS = {
    CheckState.PASSED: Verdict.PASSED,
    CheckState.FAILED: Verdict.FAILED,
    CheckState.WARNING: Verdict.WARNING,
    CheckState.MANUAL: Verdict.MANUAL,
    CheckState.SKIPPED: Verdict.SKIPPED,
}
_EXCESS = {
    PermissionState.GRANTED: Verdict.WARNING,
    PermissionState.MISSING: Verdict.PASSED,
    PermissionState.UNVERIFIED: Verdict.SKIPPED,
}


@singledispatch
def cases_of(_data: Data, _titles: Mapping[str, str]) -> tuple[Case, ...]:
    """Return what `data` judged, in its order; nothing for data that judges nothing.

    `titles` says what each step does, by its name.
    """
    return ()


@cases_of.register
def _steps(data: VerificationData, titles: Mapping[str, str]) -> tuple[Case, ...]:
    return tuple(case_of_step(step, titles) for step in data.steps)


@cases_of.register
def _checks(data: DoctorData, _titles: Mapping[str, str]) -> tuple[Case, ...]:
    return tuple(map(_check, data.checks))


@cases_of.register
def _permissions(data: CheckPermissionsData, _titles: Mapping[str, str]) -> tuple[Case, ...]:
    needed = (_permission(row, _needed(row, data.token), "what it needs") for row in data.permissions)
    excess = (_permission(row, _EXCESS[row.state], "what it should not have") for row in data.excess)
    return (*needed, *excess)


_TOLD_BY = {
    "voyado": "Voyado's integration",
    "toolkit": "bis, for the test SKU",
    "own-queue": "bis, from its own queue",
}


@singledispatch
def about(_data: Data) -> tuple[tuple[str, str], ...]:
    """Return what was under test, in pairs of words."""
    return ()


@about.register
def _verification(data: VerificationData) -> tuple[tuple[str, str], ...]:
    facts = (("Scenario", data.scenario), ("Engage told by", _TOLD_BY.get(data.sync, data.sync)))
    return tuple((name, value) for name, value in facts if value)


@about.register
def _token(data: CheckPermissionsData) -> tuple[tuple[str, str], ...]:
    return (("Token", f"{data.token}, integration {data.integration_name or 'not known'}"),)


def case_of_step(step: StepRow | StepEnded, titles: Mapping[str, str]) -> Case:
    """Return a step that ended."""
    title = titles.get(step.name, step.name)
    seconds = step.duration_ms / 1000
    return Case(step.name, title, _STEPS[step.state], step.detail, seconds=seconds, evidence=step.evidence)


def _check(row: CheckRow) -> Case:
    verdict = Verdict.CONFIRMED if row.confirmed_by else _CHECKS[row.state]
    return Case(
        row.id,
        row.title,
        verdict,
        row.detail,
        row.group,
        confirmed_by=row.confirmed_by,
        confirmed_on=row.confirmed_on,
    )


def _needed(row: PermissionRow, token: str) -> Verdict:
    if row.state is PermissionState.GRANTED:
        return Verdict.PASSED
    is_wrong = row.state is PermissionState.MISSING and must_have(row.required_by, token)
    return Verdict.FAILED if is_wrong else Verdict.WARNING


def _permission(row: PermissionRow, verdict: Verdict, group: str) -> Case:
    detail = row.detail or ("" if verdict is Verdict.PASSED else f"{row.state.value}: it is there to {row.purpose}")
    return Case(row.permission, row.permission, verdict, detail, group, evidence={"in Centra": row.where_to_click})
