"""How careful a run has to be: sandbox, test or production, told from the hosts it reaches."""

from voyado_bis_cli.config.profile import Profile
from voyado_bis_cli.config.sections import Kind
from voyado_bis_cli.config.url import address_of, base_of, is_loopback
from voyado_bis_cli.domain.address import host_of

__all__ = ["Kind", "derived_kind", "hosts", "kind_of", "sandbox_candidates"]

_CAUTION = tuple(Kind)


def kind_of(profile: Profile, *, answers_as_sandbox: bool) -> Kind:
    """Return the kind of a profile: what its hosts tell, or `kind` of the profile where that is more careful.

    `answers_as_sandbox` is True when every address of `sandbox_candidates` said that it is a sandbox.
    """
    derived = derived_kind(profile, answers_as_sandbox=answers_as_sandbox)
    return max(derived, profile.kind or derived, key=_CAUTION.index)


def derived_kind(profile: Profile, *, answers_as_sandbox: bool) -> Kind:
    """Return what the hosts of a profile tell.

    Only what is configured counts. Test is `*.centraqa.com` with `*.staging.voyado.com`: what Centra and Voyado publish
    as their test systems; the Subscription API's host follows no published rule and does not count there. Sandbox is
    this machine throughout, the Subscription API included: a sandbox asks no questions, and a shopper's real
    subscription must not slip through it. Everything else is production: a mix, an unknown host, nothing configured.
    """
    if answers_as_sandbox and sandbox_candidates(profile):
        return Kind.SANDBOX
    centra, engage = profile.centra.url, profile.engage.url
    looks_like_test = (
        centra is None or host_of(centra).endswith(".centraqa.com"),
        engage is None or host_of(engage).endswith(".staging.voyado.com"),
    )
    return Kind.TEST if (centra or engage) and all(looks_like_test) else Kind.PRODUCTION


def hosts(profile: Profile) -> tuple[str, ...]:
    """Return the hosts that a run may change something at, each once: Centra, Engage, the Subscription API."""
    return tuple(dict.fromkeys(map(address_of, _urls(profile))))


def sandbox_candidates(profile: Profile) -> tuple[str, ...]:
    """Return the addresses (`http://127.0.0.1:8787`) to ask `GET /_sandbox`; none where one is not this machine's."""
    urls = _urls(profile)
    return tuple(dict.fromkeys(map(base_of, urls))) if all(map(is_loopback, urls)) else ()


def _urls(profile: Profile) -> tuple[str, ...]:
    return tuple(url for url in (profile.centra.url, profile.engage.url, profile.subscription_api.url) if url)
