"""Finds out what a token may do in few requests; never guesses."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from voyado_bis_cli.domain.market import Store
from voyado_bis_cli.domain.permission import EVENT_WRITE, Permission, PermissionState, ReadProbeAnswer
from voyado_bis_cli.domain.rate_limit import RateLimit
from voyado_bis_cli.errors import RateLimitedError
from voyado_bis_cli.workflows.ports import Probes

Known = dict[str, tuple[PermissionState, str]]
"""State and, where there is something to say, a reason per permission name."""

_BUDGET_USED_UP = "the rate budget was used up before it could be asked"


@dataclass(frozen=True, slots=True)
class Probed:
    """What probing showed; `stopped` is the rate limit that ended it early, and what it hid is unverified."""

    known: Known
    stores: tuple[Store, ...] = ()
    integration_name: str | None = None
    rate_limits: tuple[RateLimit, ...] = ()
    deprecated: tuple[str, ...] = ()
    stopped: RateLimitedError | None = None

    def state(self, permission: str) -> PermissionState:
        """Return what is known of a permission; unverified where it was not asked for."""
        return self.known.get(permission, (PermissionState.UNVERIFIED, ""))[0]


def probe_reads(probes: Probes, permissions: Iterable[Permission]) -> Probed:
    """Probe read permissions: one query, and one more for each permission that a server reports missing one at a time.

    What a rate limit cut off is unverified, and what was learned before stays. Raises AuthError where the token itself
    is not accepted.
    """
    known: Known = {}
    answers: list[ReadProbeAnswer] = []
    stopped = None
    asked = {permission.name for permission in permissions if permission.access == "read"}
    while (open_ := asked - known.keys()) and not stopped:
        try:
            answers.append(probes.read_probes(open_))
        except RateLimitedError as limited:
            stopped = limited
            known |= dict.fromkeys(open_, (PermissionState.UNVERIFIED, _BUDGET_USED_UP))
        else:
            known |= _learned(answers[-1], open_)
    return Probed(
        known,
        stores=next((answer.stores for answer in reversed(answers) if answer.stores), ()),
        integration_name=next(
            (answer.integration_name for answer in reversed(answers) if answer.integration_name), None
        ),
        rate_limits=next((answer.rate_limits for answer in reversed(answers) if answer.rate_limits), ()),
        deprecated=tuple(dict.fromkeys(name for answer in answers for name in answer.deprecated)),
        stopped=stopped,
    )


def write_states(probes: Probes, required: Iterable[Permission], *, why_not: str = "") -> Known:
    """Return what is known of the write permissions: only `Event:write` has a probe that changes nothing.

    `why_not` says why it is not probed, where it is not.
    """
    known: Known = {
        permission.name: (PermissionState.UNVERIFIED, "no probe of it is free of side effects")
        for permission in required
        if permission.access == "write"
    }
    if EVENT_WRITE.name in known:
        known[EVENT_WRITE.name] = (PermissionState.UNVERIFIED, why_not) if why_not else _written(probes)
    return known


def _written(probes: Probes) -> tuple[PermissionState, str]:
    try:
        answer = probes.write_probe()
    except RateLimitedError:
        return PermissionState.UNVERIFIED, _BUDGET_USED_UP
    return answer.state, answer.detail


def _learned(answer: ReadProbeAnswer, open_: Collection[str]) -> Known:
    learned: Known = {name: (PermissionState.UNVERIFIED, reason) for name, reason in answer.unknown.items()}
    learned |= dict.fromkeys(answer.granted & set(open_), (PermissionState.GRANTED, ""))
    learned |= dict.fromkeys(answer.missing & set(open_), (PermissionState.MISSING, ""))
    return learned or dict.fromkeys(open_, (PermissionState.UNVERIFIED, "Centra's answer did not say"))
