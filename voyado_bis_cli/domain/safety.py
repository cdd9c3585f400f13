"""The safety ladder: what may be changed where, and what has to be said first.

Sandbox: no question. Test: a question, or `--yes`. Production: refused, unless `--confirm-profile` repeats the
profile's name, and then only for the SKUs that its `test.skus` names (design: profiles).
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeAlias

from voyado_bis_cli.domain.ids import Sku
from voyado_bis_cli.errors import ErrorCode, UsageError


@dataclass(frozen=True, slots=True)
class Go:
    """It may be done."""


@dataclass(frozen=True, slots=True)
class Ask:
    """It may be done if a person says yes to `question`."""

    question: str


@dataclass(frozen=True, slots=True)
class Refuse:
    """It may not be done; `error` says which flag would allow it."""

    error: UsageError


Decision: TypeAlias = Go | Ask | Refuse


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a change would be made: a profile, its kind (what is not sandbox or test is production), its test SKUs."""

    profile: str
    kind: str
    test_skus: Collection[str]


@dataclass(frozen=True, slots=True)
class Consent:
    """What the user said beforehand, and whether somebody sits there who could be asked."""

    yes: bool
    confirmed_profile: str | None
    interactive: bool


def decide(what: str, skus: Collection[Sku], ground: Ground, consent: Consent) -> Decision:
    """Decide on a change: `what` completes "bis is about to", `skus` are all it touches (none where it is no SKU's)."""
    if ground.kind == "sandbox":
        return Go()
    if ground.kind != "test":
        return _in_production(what, skus, ground, consent)
    if consent.yes or consent.confirmed_profile == ground.profile:
        return Go()
    if consent.interactive:
        return Ask(f"bis is about to {what} on {ground.profile} ({ground.kind}). Go on?")
    return _refusal(
        f"bis would {what} on {ground.profile}, and nobody can be asked here.",
        "Allow it with --yes (or BIS_YES=1), or run it in a terminal.",
    )


def _in_production(what: str, skus: Collection[Sku], ground: Ground, consent: Consent) -> Decision:
    if consent.confirmed_profile != ground.profile:
        said = f" {consent.confirmed_profile!r} is another name." if consent.confirmed_profile else ""
        return _refusal(
            f"{ground.profile} is production: bis would {what}, and does not do that unasked.{said}",
            f"If it is meant, repeat the profile's name: --confirm-profile {ground.profile}. `bis demo` is harmless.",
        )
    if strangers := sorted(set(skus) - set(ground.test_skus)):
        return _refusal(
            f"{ground.profile} is production, and {', '.join(strangers)} is not among its test.skus: bis would {what}.",
            "Production lets bis touch only the SKUs that the profile names in test.skus: use one of them, or add it.",
        )
    return Go()


def _refusal(message: str, hint: str) -> Refuse:
    return Refuse(UsageError(message, code=ErrorCode.CONFIRMATION_NEEDED, hint=hint))
