"""Makes sure that the event queue a command is about to use is the toolkit's own."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from voyado_bis_cli.config.profile import Profile
from voyado_bis_cli.config.resolve import resolve
from voyado_bis_cli.config.sections import Kind
from voyado_bis_cli.domain.address import host_of
from voyado_bis_cli.domain.ownership import Claim, ownership_problem

if TYPE_CHECKING:
    from voyado_bis_cli.cli.context import Context


def checked_integration(context: "Context") -> str:
    """Return the declared name of our integration if the configuration shows its queue to be ours alone.

    Raises ConfigError(not_our_queue) where it does not, and whatever another profile's mistake raises: a claim that
    cannot be read cannot be ruled out.
    """
    claim = _claim(context.profile)
    problem = ownership_problem(claim, tuple(_other_claims(context)), sandbox=context.kind is Kind.SANDBOX)
    if problem:
        raise problem
    return claim.integration_name or ""


def _other_claims(context: "Context") -> Iterator[Claim]:
    for neighbour in context.resolved.neighbours:
        profile = resolve(neighbour.profile, context.resolved.file).profile
        context.learn_secrets(profile.secrets())
        claim = _claim(profile)
        yield claim if _at_one_centra(profile, context.profile) else replace(claim, unreadable_voyado_token=None)


def _claim(profile: Profile) -> Claim:
    centra = profile.centra
    return Claim(
        profile=profile.name,
        token=centra.token.get_secret_value() if centra.token else "",
        integration_name=centra.integration_name,
        voyado_token=centra.voyado_token.get_secret_value() if centra.voyado_token else None,
        voyado_integration_name=centra.voyado_integration_name,
        unreadable_voyado_token=profile.unresolved.get("centra.voyado_token"),
    )


def _at_one_centra(one: Profile, other: Profile) -> bool:
    """Tell whether a token of one may be a token of the other: an instance knows none of another's."""
    urls = one.centra.url, other.centra.url
    return None in urls or len({host_of(url) for url in urls if url}) == 1
