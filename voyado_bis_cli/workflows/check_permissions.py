"""`check-permissions`: what a token may do against what is asked of it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from voyado_bis_cli.domain.finding import Finding
from voyado_bis_cli.domain.ids import StoreId
from voyado_bis_cli.domain.permission import (
    EXCESS,
    FOR_COMMAND,
    TOOLKIT_TOKEN,
    VOYADO_EXCESS,
    VOYADO_TOKEN,
    Permission,
)
from voyado_bis_cli.domain.permission_findings import (
    commands_that_need,
    deprecation_findings,
    excess_finding,
    integration_finding,
    permission_finding,
    store_findings,
)
from voyado_bis_cli.domain.progress import Note, Run
from voyado_bis_cli.domain.rate_limit import RateLimit
from voyado_bis_cli.domain.report import Report
from voyado_bis_cli.domain.report.permissions import CheckPermissionsData, PermissionRow, RateLimitRow, StoreRow
from voyado_bis_cli.domain.wording import counted
from voyado_bis_cli.workflows.permission_probing import Known, Probed, probe_reads, write_states
from voyado_bis_cli.workflows.ports import Probes


@dataclass(frozen=True, slots=True)
class Scope:
    """What to look at: all that is asked of the token, or what one `command` needs.

    `least_privilege` adds what the token should not have, `stores` are those it has to see (none: not checked).
    """

    command: str | None = None
    least_privilege: bool = False
    stores: Collection[StoreId] = ()


_ALL = Scope()


def check_permissions(
    probes: Probes, *, token: str, probe_write: bool, declared_integration: str | None, scope: Scope = _ALL
) -> Run[CheckPermissionsData]:
    """Probe the permissions of the `voyado` or the `toolkit` token; states are granted, missing or unverified.

    One query holds all read probes. It is repeated without the answered ones where the server reports one missing
    permission at a time. `probe_write` allows the write probe, which confirms an empty list of events. A rate limit
    leaves the rest unverified and decides the exit code.
    """
    required = required_of(token, scope.command)
    yield Note(f"Probing {counted(len(required), 'permission')} of the {token} token")
    probed = probe_reads(probes, required)
    why_not = "the rate budget was used up before it could be asked" if probed.stopped else ""
    why_not = why_not if probe_write else "not probed on production without --probe-write"
    known = probed.known | write_states(probes, required, why_not=why_not)
    excess: tuple[Permission, ...] = ()
    if scope.least_privilege and not probed.stopped:
        excess = VOYADO_EXCESS if token == "voyado" else EXCESS  # noqa: S105  # which token, not its value
        yield Note(f"Probing {counted(len(excess), 'permission')} that the token should not have")
    more = probe_reads(probes, excess) if excess else Probed({})
    data = CheckPermissionsData(
        token=token,
        integration_name=probed.integration_name or declared_integration,
        permissions=_rows(required, known),
        excess=_rows(excess, more.known),
        stores=tuple(StoreRow(id=store.id, name=store.name, type=store.type) for store in probed.stores),
        rate_limits=_budget(more.rate_limits or probed.rate_limits),
    )
    findings: list[Finding | None] = [permission_finding(each, *known[each.name], token) for each in required]
    findings += [excess_finding(each, more.state(each.name)) for each in excess]
    findings += deprecation_findings(dict.fromkeys((*probed.deprecated, *more.deprecated)))
    findings += integration_finding(probed.integration_name, declared_integration)
    findings += store_findings(probed.stores, scope.stores)
    return Report(data, tuple(filter(None, findings)), probed.stopped or more.stopped)


def required_of(token: str, command: str | None = None) -> tuple[Permission, ...]:
    """Return what is asked of the `voyado` or the `toolkit` token, or what one command needs of the token it uses."""
    if command is not None:
        return FOR_COMMAND[command]
    return VOYADO_TOKEN if token == "voyado" else TOOLKIT_TOKEN  # noqa: S105  # which token, not its value


def _rows(permissions: Iterable[Permission], known: Known) -> tuple[PermissionRow, ...]:
    return tuple(
        PermissionRow(
            permission=permission.name,
            label=permission.label,
            access=permission.access,
            required_by=permission.required_by,
            state=known[permission.name][0],
            detail=known[permission.name][1],
            purpose=permission.purpose,
            where_to_click=permission.where_to_click,
            needed_by=commands_that_need(permission),
        )
        for permission in permissions
    )


def _budget(limits: Iterable[RateLimit]) -> tuple[RateLimitRow, ...]:
    return tuple(
        RateLimitRow(type=one.type, interval=one.interval, quota=one.quota, used=one.used, remaining=one.remaining)
        for one in limits
    )
