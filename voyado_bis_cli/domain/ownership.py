"""Whose event queue it is: only the toolkit's own may be listened to or confirmed.

One queue per integration name (contract: Events), which is why the guide wants a token and a name per brand.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from voyado_bis_cli.errors import ConfigError, ErrorCode

ONE_QUEUE_PER_NAME = (
    "Centra keeps one queue per integration name: confirming an event takes it away from everyone else with that name, "
    "and brands lose stock updates in Voyado."
)
_OWN_INTEGRATION = (
    "Make an integration of its own for the toolkit in Centra (System > API Tokens), with a name of its own such as "
    '"Toolkit BrandX", and set centra.token and centra.integration_name.'
)
_READABLE = "Make centra.voyado_token readable here, or leave it out of the profile."
_VOYADOS_WORDS = ("voyado", "engage")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a profile says about its queue: our token, the name declared for it, and Voyado's token.

    `unreadable_voyado_token` says why a voyado_token that the profile refers to has no value on this machine.
    """

    profile: str
    token: str
    integration_name: str | None
    voyado_token: str | None = None
    voyado_integration_name: str | None = None
    unreadable_voyado_token: str | None = None


def ownership_problem(claim: Claim, others: Collection[Claim], *, sandbox: bool) -> ConfigError | None:
    """Return why this queue may not be touched as far as the configuration tells; None where nothing speaks against it.

    It fails closed: no declared name, no queue; and a voyado_token that cannot be read may be the very token that is to
    be used. `others` are the other profiles' claims. In a sandbox several profiles may share a name of ours.
    """
    first = next(_reasons(claim, others, sandbox=sandbox), None)
    return _not_ours(*first) if first else None


def revealed_problem(revealed: Collection[str], declared: str) -> ConfigError | None:
    """Return why a queue may not be touched whose listeners belong to the integrations `revealed`."""
    if set(revealed) <= {declared}:
        return None
    names = ", ".join(map(repr, sorted(revealed)))
    return _not_ours(f"The token belongs to the integration {names}, not to the declared {declared!r}.")


def _not_ours(reason: str, hint: str = _OWN_INTEGRATION) -> ConfigError:
    return ConfigError(f"{reason} {ONE_QUEUE_PER_NAME}", code=ErrorCode.NOT_OUR_QUEUE, hint=hint)


def _reasons(claim: Claim, others: Collection[Claim], *, sandbox: bool) -> Iterator[tuple[str, str]]:
    """Yield each reason and what to do about it."""
    if not claim.integration_name:
        reason = f"The profile {claim.profile!r} does not declare which integration its token belongs to."
        yield reason, _OWN_INTEGRATION
        return
    for each in (claim, *others):
        if each.voyado_token == claim.token:
            yield f"centra.token of {claim.profile!r} is also the voyado_token of {each.profile!r}.", _OWN_INTEGRATION
        elif why := each.unreadable_voyado_token:
            yield f"The voyado_token of {each.profile!r} cannot be compared with ours: {why}.", _READABLE
    for reason in _name_is_taken(claim.integration_name, claim, others, sandbox=sandbox):
        yield reason, _OWN_INTEGRATION


def _name_is_taken(name: str, claim: Claim, others: Collection[Claim], *, sandbox: bool) -> Iterator[str]:
    for each in (claim, *others):
        if _is_same(name, each.voyado_integration_name):
            yield f"{name!r} is Voyado's integration in the profile {each.profile!r}."
    if any(word in name.casefold() for word in _VOYADOS_WORDS):
        yield f"The integration name {name!r} sounds like Voyado's own integration."
    for other in others:
        if not sandbox and _is_same(name, other.integration_name):
            yield f"The profile {other.profile!r} uses the integration name {name!r} too."


def _is_same(name: str, declared: str | None) -> bool:
    return declared is not None and name.casefold() == declared.casefold()
