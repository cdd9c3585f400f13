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
_VOYADOS_WORDS = ("voyado", "engage")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a profile says about its queue: our token, the name declared for it, and Voyado's token."""

    profile: str
    token: str
    integration_name: str | None
    voyado_token: str | None = None
    voyado_integration_name: str | None = None


def ownership_problem(claim: Claim, others: Collection[Claim], *, sandbox: bool) -> ConfigError | None:
    """Return why this queue may not be touched as far as the configuration tells; None where nothing speaks against it.

    It fails closed: no declared name, no queue. `others` are the other profiles' claims. In a sandbox a name may sound
    like anything and serve several profiles; the token and the name declared as Voyado's stay Voyado's everywhere.
    """
    reason = next(_reasons(claim, others, sandbox=sandbox), None)
    if reason is None:
        return None
    return ConfigError(f"{reason} {ONE_QUEUE_PER_NAME}", code=ErrorCode.NOT_OUR_QUEUE, hint=_OWN_INTEGRATION)


def _reasons(claim: Claim, others: Collection[Claim], *, sandbox: bool) -> Iterator[str]:
    if not claim.integration_name:
        yield f"The profile {claim.profile!r} does not declare which integration its token belongs to."
        return
    for each in (claim, *others):
        if each.voyado_token == claim.token:
            yield f"centra.token of {claim.profile!r} is also the voyado_token of {each.profile!r}."
    name = claim.integration_name.casefold()
    for each in (claim, *others):
        if name == (each.voyado_integration_name or "").casefold():
            yield f"{claim.integration_name!r} is Voyado's integration in the profile {each.profile!r}."
    if sandbox:
        return
    if any(word in name for word in _VOYADOS_WORDS):
        yield f"The integration name {claim.integration_name!r} sounds like Voyado's own integration."
    for other in others:
        if name == (other.integration_name or "").casefold():
            yield f"The profile {other.profile!r} uses the integration name {claim.integration_name!r} too."
