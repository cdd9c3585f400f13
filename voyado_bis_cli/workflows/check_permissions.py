"""`check-permissions`: what a token may do against what is asked of it."""

from collections.abc import Iterable

from voyado_bis_cli.domain import finding
from voyado_bis_cli.domain.finding import Finding, Remedy
from voyado_bis_cli.domain.market import Store
from voyado_bis_cli.domain.permission import (
    EVENT_WRITE,
    TOOLKIT_TOKEN,
    VOYADO_TOKEN,
    Permission,
    PermissionState,
    ReadProbeAnswer,
    RequiredBy,
)
from voyado_bis_cli.domain.progress import Note, Run
from voyado_bis_cli.domain.rate_limit import RateLimit
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.permissions import CheckPermissionsData, PermissionRow, RateLimitRow, StoreRow
from voyado_bis_cli.workflows.ports import Probes

_Known = dict[str, tuple[PermissionState, str]]


def check_permissions(
    probes: Probes, *, token: str, probe_write: bool, declared_integration: str | None
) -> Run[CheckPermissionsData]:
    """Probe the permissions of the `voyado` or the `toolkit` token; states are granted, missing or unverified.

    One query holds all read probes. It is repeated without the answered ones where the server reports one missing
    permission at a time. `probe_write` allows the write probe, which confirms an empty list of events.
    """
    required = VOYADO_TOKEN if token == "voyado" else TOOLKIT_TOKEN  # noqa: S105  # which token, not its value
    yield Note(f"Probing {len(required)} permissions of the {token} token")
    known, answers = _read_states(probes, [permission for permission in required if permission.access == "read"])
    known |= _write_states(probes, required, probe_write=probe_write)
    stores, revealed, rate_limits = _sightings(answers)
    data = CheckPermissionsData(
        token=token,
        integration_name=revealed or declared_integration,
        permissions=tuple(_row(permission, *known[permission.name]) for permission in required),
        stores=tuple(StoreRow(id=store.id, name=store.name, type=store.type) for store in stores),
        rate_limits=tuple(
            RateLimitRow(
                type=limit.type,
                interval=limit.interval,
                quota=limit.quota,
                used=limit.used,
                remaining=limit.remaining,
            )
            for limit in rate_limits
        ),
    )
    findings = [_finding(permission, *known[permission.name], token) for permission in required]
    return Report(data, (*filter(None, findings), *_other_integration(revealed, declared_integration)))


def _read_states(probes: Probes, permissions: Iterable[Permission]) -> tuple[_Known, list[ReadProbeAnswer]]:
    known: _Known = {}
    answers: list[ReadProbeAnswer] = []
    asked = {permission.name for permission in permissions}
    while open_ := asked - known.keys():
        answer = probes.read_probes(open_)
        answers.append(answer)
        learned: _Known = {name: (PermissionState.UNVERIFIED, reason) for name, reason in answer.unknown.items()}
        learned |= dict.fromkeys(answer.granted & open_, (PermissionState.GRANTED, ""))
        learned |= dict.fromkeys(answer.missing & open_, (PermissionState.MISSING, ""))
        if not learned:
            known |= dict.fromkeys(open_, (PermissionState.UNVERIFIED, "Centra's answer did not say"))
        known |= learned
    return known, answers


def _write_states(probes: Probes, required: Iterable[Permission], *, probe_write: bool) -> _Known:
    known: _Known = {
        permission.name: (PermissionState.UNVERIFIED, "no probe of it is free of side effects")
        for permission in required
        if permission.access == "write"
    }
    if EVENT_WRITE.name in known:
        if probe_write:
            answer = probes.write_probe()
            known[EVENT_WRITE.name] = (answer.state, answer.detail)
        else:
            known[EVENT_WRITE.name] = (PermissionState.UNVERIFIED, "not probed on production without --probe-write")
    return known


def _sightings(answers: list[ReadProbeAnswer]) -> tuple[tuple[Store, ...], str | None, tuple[RateLimit, ...]]:
    stores = next((answer.stores for answer in reversed(answers) if answer.stores), ())
    revealed = next((answer.integration_name for answer in reversed(answers) if answer.integration_name), None)
    rate_limits = next((answer.rate_limits for answer in reversed(answers) if answer.rate_limits), ())
    return stores, revealed, rate_limits


def _row(permission: Permission, state: PermissionState, detail: str) -> PermissionRow:
    return PermissionRow(
        permission=permission.name,
        label=permission.label,
        access=permission.access,
        required_by=permission.required_by,
        state=state,
        detail=detail,
    )


_ASKED_FOR = {
    RequiredBy.GUIDE: "The guide asks for it in 'Configuring API token in Centra'",
    RequiredBy.CENTRA: "Centra says that a token which handles events needs Event:read as well as Event:write",
    RequiredBy.TOOLKIT: "The toolkit's own token needs it; Voyado's does not",
}


def _finding(permission: Permission, state: PermissionState, detail: str, token: str) -> Finding | None:
    if state is PermissionState.GRANTED:
        return None
    if state is PermissionState.UNVERIFIED:
        return finding.warning(
            "permission-unverified",
            f"{permission.name} could not be verified: {detail}.",
            f"It is needed to {permission.purpose}.",
            Remedy(f"Look whether it is ticked in Centra: {permission.where_to_click}."),
        )
    lacks = finding.error if permission.required_by is not RequiredBy.CENTRA or token == "toolkit" else finding.warning  # noqa: S105  # which token, not its value
    return lacks(
        "permission-missing",
        f"The token lacks {permission.name}, which is needed to {permission.purpose}.",
        f"{_ASKED_FOR[permission.required_by]}.",
        Remedy(f"In Centra: {permission.where_to_click}."),
    )


def _other_integration(revealed: str | None, declared: str | None) -> tuple[Finding, ...]:
    if not revealed or not declared or revealed == declared:
        return ()
    return (
        finding.warning(
            "integration-name-differs",
            f"The token belongs to the integration {revealed!r}, the profile declares {declared!r}.",
            "One event queue exists per integration name, so the name decides whose events are read.",
            Remedy("Correct the name in the profile, or use the token of the other integration."),
        ),
    )
