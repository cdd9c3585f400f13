"""Engage: is it there, does it take the key, is the API version right; and do both sides belong together."""

from voyado_bis_cli.domain.brands import mixed_sides
from voyado_bis_cli.domain.finding import Finding, Remedy, error
from voyado_bis_cli.domain.prerequisite import Verdict, judged, skipped
from voyado_bis_cli.domain.wording import counted
from voyado_bis_cli.errors import AuthError, BisError, NetworkError, RefusedError
from voyado_bis_cli.workflows.doctor.check import Check, error_finding
from voyado_bis_cli.workflows.doctor.facts import Facts


def _reachable(facts: Facts) -> Verdict:
    try:
        _ = facts.contact_count
    except NetworkError as unreachable:
        return judged([error_finding(unreachable)], "")
    except (AuthError, RefusedError):
        return judged([], "it answers")
    return judged([], "it answers")


def _key(facts: Facts) -> Verdict:
    try:
        count = facts.contact_count
    except AuthError as refused:
        return judged([error_finding(refused)], "")
    except RefusedError:
        return skipped("not looked at: see engage-version")
    return judged([], f"accepted: the tenant has {counted(count, 'contact')}")


def _version(facts: Facts) -> Verdict:
    version = facts.subject.api_version
    try:
        _ = facts.contact_count
    except AuthError:
        return skipped("not looked at: see engage-key")
    except RefusedError as refusal:
        return judged([_wrong_path(facts, version, refusal)], "")
    return judged([], f"{version} answers")


def _wrong_path(facts: Facts, version: str, refusal: RefusedError) -> Finding:
    """Say why a path is unknown: a 404 never means "nothing there", but another version or a wrong address."""
    other = _version_that_answers(facts, version)
    if other:
        return error(
            "engage-version",
            f"Engage does not know the paths of API {version}, but those of {other}.",
            "Version 3 is current, version 2 still serves; a tenant may lack one of them.",
            Remedy(f'Set engage.api_version = "{other}" (BIS_ENGAGE_API_VERSION={other}).'),
        )
    return error(
        "engage-version",
        f"What answers at engage.url does not know Engage's API {version}: {refusal.message}",
        "No other version answers there either, so the address is the first suspect.",
        Remedy("Check engage.url: https://<tenant>.voyado.com, or <tenant>.staging.voyado.com, without a path."),
    )


def _version_that_answers(facts: Facts, version: str) -> str | None:
    for other, engage in facts.doors.engage.items():
        if other == version:
            continue
        try:
            engage.contact_count()
        except AuthError:
            return other
        except BisError:  # this version does not answer either
            continue
        return other
    return None


def _sides(facts: Facts) -> Verdict:
    subject = facts.subject
    return judged(mixed_sides(subject.profile, subject.centra_url, subject.engage_url), "both sides are of one kind")


CHECKS = (
    Check("engage-reachable", "engage", "Engage answers", _reachable, go_live=True),
    Check("engage-key", "engage", "Engage accepts the API key", _key, ("engage-reachable",), go_live=True),
    Check(
        "engage-version",
        "engage",
        "Engage has the API version of the profile",
        _version,
        ("engage-reachable", "engage-key"),
        go_live=True,
    ),
    Check("same-side", "engage", "Centra and Engage are both test or both production", _sides, go_live=True),
)
