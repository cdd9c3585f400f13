"""Asks before something changes, where the safety ladder wants it."""

import sys
from collections.abc import Collection
from typing import TYPE_CHECKING

import typer

from voyado_bis_cli.domain.ids import Sku
from voyado_bis_cli.domain.safety import Ask, Consent, Go, Ground, Refuse, decide
from voyado_bis_cli.errors import ErrorCode, UsageError

if TYPE_CHECKING:
    from voyado_bis_cli.cli.context import Context


def allow_change(context: "Context", what: str, skus: Collection[Sku]) -> None:
    """Return when the change may be made; asks a person where one is needed and there.

    Raises UsageError(confirmation_needed) where it may not, naming the flag that would allow it.
    """
    options, profile = context.options, context.profile
    ground = Ground(profile.name, context.kind.value, profile.test.skus)
    consent = Consent(
        yes=options.yes or context.environment.yes,
        confirmed_profile=options.confirm_profile,
        interactive=not options.no_input and somebody_is_there(),
    )
    match decide(what, skus, ground, consent):
        case Refuse(error):
            raise error
        case Ask(question):
            _ask(context, question)
        case Go():
            if ground.kind == "production":
                from voyado_bis_cli.domain.progress import Warned

                context.output.event(Warned(f"On {profile.name}, which is production, bis will now {what}."))


def _ask(context: "Context", question: str) -> None:
    context.output.narrator.pause()
    if not typer.confirm(context.redact(question), err=True):
        raise UsageError("Not done: you said no.", code=ErrorCode.CONFIRMATION_NEEDED, hint="Nothing was changed.")


def somebody_is_there() -> bool:
    """Tell whether a person can read a question and answer it: both ends are a terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()  # noqa: TID251  # only asked, not written
