"""What a token may do, found out without side effect."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from voyado_bis_cli.centra.event_models import ConfirmEventsAnswer
from voyado_bis_cli.centra.models import RateLimitNode, StoreNode
from voyado_bis_cli.centra.node import Node
from voyado_bis_cli.centra.operations import operation
from voyado_bis_cli.centra.part import Part
from voyado_bis_cli.centra.probe_lines import ProbeLine, lines_of, probe_lines, probing_query
from voyado_bis_cli.centra.reply import GraphQLError, Reply
from voyado_bis_cli.domain.permission import EVENT_WRITE, PermissionState, ReadProbeAnswer, WriteProbeAnswer
from voyado_bis_cli.errors import PermissionMissingError, RefusedError


class Probes(Part):
    """Proves permissions by asking for little, or for nothing."""

    def read_probes(self, permissions: Collection[str]) -> ReadProbeAnswer:
        """Ask the read probes of `permissions` in one query (a second one where only what rides along failed).

        Right in both worlds: a server that reports every missing permission at once, and one that stops at the first.
        What was not reached is in none of the answer's parts. Raises RefusedError where an answer proves nothing at
        all, AuthError where the token is unknown or expired.
        """
        asked = frozenset(permissions)
        lines = probe_lines(asked)
        reply = self._graphql.reply(probing_query(lines), {})
        if any(_only_a_rider_failed(error, lines, asked) for error in reply.errors):
            lines = probe_lines(asked, riders=False)
            reply = self._graphql.reply(probing_query(lines), {}) if lines else Reply()
        verdict = _verdict(reply, lines, asked)
        if reply.errors and not (verdict.granted or verdict.missing or verdict.unknown):
            raise self._graphql.failure(probing_query(lines), reply)
        seen = self._graphql.parsed(probing_query(lines), reply.data or {}, _Sightings)
        return ReadProbeAnswer(
            granted=frozenset(verdict.granted),
            missing=frozenset(verdict.missing),
            unknown=verdict.unknown,
            stores=tuple(store.value() for store in seen.stores or ()),
            integration_name=next((one.integration_name for one in seen.event_listeners or ()), None),
            rate_limits=tuple(limit.value() for limit in seen.rate_limits or ()),
            deprecated=reply.deprecated,
        )

    def write_probe(self) -> WriteProbeAnswer:
        """Confirm an empty list of events: proves `Event:write` and confirms nothing.

        Centra does not document the empty list, so only an empty success and an authorization error prove something.
        """
        try:
            payload = self._graphql.ask(operation("WriteProbe"), {}, ConfirmEventsAnswer).payload
        except PermissionMissingError as denial:
            if denial.permissions and EVENT_WRITE.name not in denial.permissions:
                return WriteProbeAnswer(PermissionState.UNVERIFIED, f"Centra asks for {denial.permissions[0]} first")
            return WriteProbeAnswer(PermissionState.MISSING)
        except RefusedError as refusal:
            return WriteProbeAnswer(PermissionState.UNVERIFIED, refusal.message.rstrip("."))
        remarks = (*payload.user_errors, *payload.user_warnings)
        if remarks:
            said = "; ".join(remark.sentence for remark in remarks)
            return WriteProbeAnswer(PermissionState.UNVERIFIED, f"Centra remarked on the empty list: {said}")
        return WriteProbeAnswer(PermissionState.GRANTED)


class _IntegrationNode(Node):
    integration_name: str


class _Sightings(Node):
    """What the probes show besides what they prove."""

    stores: tuple[StoreNode, ...] | None = None
    event_listeners: tuple[_IntegrationNode, ...] | None = None
    rate_limits: tuple[RateLimitNode, ...] | None = None


@dataclass(slots=True)
class _Verdict:
    granted: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    unknown: dict[str, str] = field(default_factory=dict)


def _only_a_rider_failed(error: GraphQLError, lines: Sequence[ProbeLine], asked: Collection[str]) -> bool:
    """Tell whether an error says nothing about a permission: a field that rides along is unknown, or broke."""
    riders = [line for line in lines_of(error, lines) if line.is_rider]
    if not riders or not error.is_authorization:
        return bool(riders)
    denied = set(error.permissions) or {line.permission for line in riders}
    return denied.isdisjoint(asked)


def _verdict(reply: Reply, lines: Sequence[ProbeLine], asked: Collection[str]) -> _Verdict:
    probes = [line for line in lines if not line.is_rider]
    verdict = _Verdict(
        unknown=dict.fromkeys(sorted(set(asked) - {probe.permission for probe in probes}), "no read proves it")
    )
    for error in reply.errors:
        about = lines_of(error, lines)
        if error.is_authorization:
            _deny(verdict, error, about, asked)
        else:
            verdict.unknown |= {line.permission: error.sentence for line in about}
    verdict.unknown = {name: why for name, why in verdict.unknown.items() if name not in verdict.missing}
    for probe in probes:
        if probe.permission not in verdict.missing and probe.permission not in verdict.unknown:
            _judge_answer(verdict, probe, reply)
    return verdict


def _deny(verdict: _Verdict, error: GraphQLError, about: Sequence[ProbeLine], asked: Collection[str]) -> None:
    """Note what an authorization error says: the permission it names is missing, else that of the probe it is at.

    Where it names another permission than the probe's own, the probe's own was not reached and stays unknown.
    """
    named = set(error.permissions)
    verdict.missing |= named & set(asked)
    for line in about:
        if named and line.permission not in named:
            verdict.unknown[line.permission] = f"Centra asks for {', '.join(sorted(named))} first"
        elif not named and line.denied_at(error.path):
            verdict.missing.add(line.permission)
        elif not named:
            verdict.unknown[line.permission] = error.sentence


def _judge_answer(verdict: _Verdict, probe: ProbeLine, reply: Reply) -> None:
    value = (reply.data or {}).get(probe.key)
    if value is None and not reply.errors:
        verdict.unknown[probe.permission] = "Centra answered nothing"
    elif value == [] and probe.guarded_field:
        verdict.unknown[probe.permission] = "nothing exists that it could be read from"
    elif value is not None:
        verdict.granted.add(probe.permission)
