"""A profile that is about to be written: names that suit it, and names that two profiles must not share."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from voyado_bis_cli.domain.ownership import ONE_QUEUE_PER_NAME

_SUFFIX = {"centra.token": "CENTRA_TOKEN", "centra.voyado_token": "VOYADO_TOKEN", "engage.api_key": "ENGAGE_KEY"}
_NAME = re.compile(r"[A-Za-z0-9_-]+")
_TAKEN = ("env", "none")
"""Names of profiles that are not in a file: the variables, and nothing at all."""

_VOYADOS_WORDS = ("voyado", "engage")


def checked_profile_name(text: str) -> str:
    """Return `text` if a profile may be called so; raises ValueError with the rest of a sentence."""
    if not _NAME.fullmatch(text):
        raise ValueError("must have letters, digits, hyphens and underscores only, such as brand-x")
    if text in _TAKEN:
        raise ValueError(f'must not be "{text}": that is the profile without a file')
    return text


def secret_variable(profile: str, key: str) -> str:
    """Return the variable that suits a secret of a profile: `BRAND_X_CENTRA_TOKEN` for `centra.token` of `brand-x`."""
    word = re.sub(r"[^A-Za-z0-9]+", "_", profile).strip("_").upper()
    return f"{word if word[:1].isalpha() else f'P_{word}'}_{_SUFFIX[key]}"


def camel(profile: str) -> str:
    """Return a profile's name as the guide writes brands in integration names: `BrandX` for `brand-x`."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]+", profile))


def integration_name(profile: str, *, first: str, name_of_first: str = "", voyados: bool = False) -> str:
    """Return an integration name for `profile`, made like the one of the profile `first` where that holds its name.

    Else as the guide has it for Voyado's (`Voyado_Integration_BrandX`), and `Toolkit BrandX` for ours.
    """
    for old, new in zip(_forms(first), _forms(profile), strict=True):
        if old and (found := re.search(re.escape(old), name_of_first, re.IGNORECASE)):
            return f"{name_of_first[: found.start()]}{new}{name_of_first[found.end() :]}"
    return f"Voyado_Integration_{camel(profile)}" if voyados else f"Toolkit {camel(profile)}"


def _forms(profile: str) -> tuple[str, ...]:
    words = [word for word in re.split(r"[^A-Za-z0-9]+", profile) if word]
    return (profile, "_".join(words), " ".join(words), camel(profile))


@dataclass(frozen=True, slots=True)
class Identity:
    """What must be one profile's alone. Tokens are references (`env:NAME`), not values; empty where there is none."""

    profile: str
    token: str = ""
    integration_name: str = ""
    voyado_token: str = ""
    voyado_integration_name: str = ""

    @property
    def tokens(self) -> dict[str, str]:
        """The references by key."""
        return {"centra.token": self.token, "centra.voyado_token": self.voyado_token}

    @property
    def names(self) -> dict[str, str]:
        """The integration names by key."""
        return {
            "centra.integration_name": self.integration_name,
            "centra.voyado_integration_name": self.voyado_integration_name,
        }


def check_token_reference(reference: str, own: Identity, others: Collection[Identity]) -> None:
    """Raise ValueError with the rest of a sentence where this token is already somebody's."""
    for each in (own, *others):
        for key, taken in each.tokens.items():
            if taken == reference:
                raise ValueError(
                    f'must be a token of its own: {key} of "{each.profile}" is {reference} too. '
                    "The guide asks for one token per brand, shared only with its own Engage tenant"
                )


def check_integration_name(
    name: str, own: Identity, others: Collection[Identity], *, ours: bool, sandbox: bool
) -> None:
    """Raise ValueError with the rest of a sentence where this integration name is somebody else's, or sounds like it.

    `ours` says that it is the toolkit's own, which must not sound like Voyado's, except in a sandbox.
    """
    if not name.strip():
        raise ValueError("must not be empty")
    for key, each in _taken(name, own, others):
        raise ValueError(
            f'must be a name of its own: {key} of "{each}" is the same. {ONE_QUEUE_PER_NAME.removesuffix(".")}'
        )
    if ours and not sandbox and any(word in name.casefold() for word in _VOYADOS_WORDS):
        raise ValueError(
            'must not contain "voyado" or "engage": the toolkit needs an integration of its own, beside Voyado\'s'
        )


def _taken(name: str, own: Identity, others: Collection[Identity]) -> Iterator[tuple[str, str]]:
    for each in (own, *others):
        for key, taken in each.names.items():
            if taken.casefold() == name.casefold():
                yield key, each.profile
