"""Tokens: accepted, allowed what they need, seeing all stores, named as declared, and for how long."""

from voyado_bis_cli.domain.finding import Finding, Remedy, error, warning
from voyado_bis_cli.domain.permission import EVENT_WRITE, TOOLKIT_TOKEN, VOYADO_TOKEN, Permission, PermissionState
from voyado_bis_cli.domain.permission_findings import integration_finding, permission_finding, store_findings
from voyado_bis_cli.domain.prerequisite import Verdict, expiry, judged
from voyado_bis_cli.errors import RefusedError
from voyado_bis_cli.workflows.doctor.check import Check
from voyado_bis_cli.workflows.doctor.facts import Facts
from voyado_bis_cli.workflows.permission_probing import Probed


def _voyado_accepted(facts: Facts) -> Verdict:
    _ = facts.voyado_permissions
    return judged([], "Centra accepts it")


def _toolkit_accepted(facts: Facts) -> Verdict:
    _ = facts.toolkit_permissions
    return judged([], "Centra accepts it")


def _voyado_permissions(facts: Facts) -> Verdict:
    return _permissions(facts.voyado_permissions, VOYADO_TOKEN, "voyado")


def _toolkit_permissions(facts: Facts) -> Verdict:
    return _permissions(facts.toolkit_permissions, TOOLKIT_TOKEN, "toolkit")


def _permissions(probed: Probed, required: tuple[Permission, ...], token: str) -> Verdict:
    """Judge the reads; writes are left to `check-permissions`, since a doctor sends nothing that is not a read."""
    reads = [permission for permission in required if permission.access == "read"]
    whose = "Voyado's token" if token == "voyado" else "The toolkit's token"  # noqa: S105  # which token, not its value
    found = [permission_finding(each, *probed.known[each.name], token, whose) for each in reads]
    command = f"bis check-permissions --token {token}"
    return judged(filter(None, found), f"all {len(reads)} read permissions; {EVENT_WRITE.name} is tried by `{command}`")


def _stores(facts: Facts) -> Verdict:
    seen = facts.voyado_permissions.stores
    if facts.voyado_permissions.state("Store:read") is not PermissionState.GRANTED:
        raise RefusedError("Voyado's token does not show which stores it sees.")
    wanted = facts.subject.stores
    known = {store.id for store in seen}
    ours = () if facts.doors.toolkit is None else facts.toolkit_permissions.stores
    hidden = [store for store in ours if store.id not in known and store.id not in wanted]
    findings = [*store_findings(seen, wanted), *(_hidden(store.name, store.id, bool(wanted)) for store in hidden)]
    names = ", ".join(f"{store.name} ({store.id})" for store in seen)
    return judged(findings, f"it sees {names or 'no store'}")


def _hidden(name: str, id_: int, profile_names_stores: bool) -> Finding:  # noqa: FBT001  # the one thing that varies
    severity = warning if profile_names_stores else error
    return severity(
        "store-hidden",
        f"Voyado's token does not see store {name} ({id_}), which the toolkit's token sees.",
        "The guide asks for all stores to integrate and all store types: stock of hidden ones never reaches Engage.",
        Remedy(
            "In Centra: System > API Tokens > Voyado's token > Restrictions: allow the store. If it is left out on "
            "purpose, name the stores that count in centra.stores."
        ),
    )


def _names(facts: Facts) -> Verdict:
    findings: list[Finding] = []
    revealed: dict[str, str | None] = {}
    doors, subject = facts.doors, facts.subject
    if doors.voyado is not None:
        revealed["voyado"] = facts.voyado_permissions.integration_name
        findings += integration_finding(revealed["voyado"], subject.voyado.integration_name)
    if doors.toolkit is not None:
        revealed["toolkit"] = facts.toolkit_permissions.integration_name
        findings += integration_finding(revealed["toolkit"], subject.toolkit.integration_name)
    voyados = revealed.get("voyado") or subject.voyado.integration_name
    ours = revealed.get("toolkit") or subject.toolkit.integration_name
    if voyados and ours and voyados.casefold() == ours.casefold():
        findings.append(
            error(
                "one-name-for-two",
                f"Voyado's token and the toolkit's belong to one integration, {voyados!r}.",
                "One queue exists per integration name: what one of them confirms is gone for the other.",
                Remedy("Make the toolkit's token anew in Centra, in an integration of its own ('Toolkit BrandX')."),
            )
        )
    shown = ", ".join(f"{who}: {name}" for who, name in (("Voyado's", voyados), ("ours", ours)) if name)
    return judged(findings, shown or "no name is declared, and Centra reveals none without a listener")


def _voyado_expiry(facts: Facts) -> Verdict:
    expires = facts.subject.voyado.expires
    return expiry("Voyado's token", "centra.voyado_token_expires", expires, facts.now.date())


def _toolkit_expiry(facts: Facts) -> Verdict:
    return expiry("the toolkit's token", "centra.token_expires", facts.subject.toolkit.expires, facts.now.date())


CHECKS = (
    Check("voyado-token", "tokens", "Centra accepts Voyado's token", _voyado_accepted, go_live=True),
    Check("toolkit-token", "tokens", "Centra accepts the toolkit's token", _toolkit_accepted),
    Check(
        "voyado-permissions",
        "tokens",
        "Voyado's token may read what the guide lists",
        _voyado_permissions,
        ("voyado-token",),
        go_live=True,
    ),
    Check(
        "toolkit-permissions",
        "tokens",
        "The toolkit's token may read what its commands need",
        _toolkit_permissions,
        ("toolkit-token",),
    ),
    Check(
        "token-stores",
        "tokens",
        "Voyado's token sees all stores to integrate",
        _stores,
        ("voyado-permissions", "toolkit-token"),
        go_live=True,
    ),
    Check(
        "integration-names",
        "tokens",
        "Each token has an integration name of its own, as declared",
        _names,
        ("voyado-token", "toolkit-token"),
        go_live=True,
    ),
    Check("voyado-token-expiry", "tokens", "Voyado's token lives on", _voyado_expiry, go_live=True),
    Check("toolkit-token-expiry", "tokens", "The toolkit's token lives on", _toolkit_expiry),
)
