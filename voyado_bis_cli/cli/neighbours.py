"""The other profiles of the file, for what must not be the same in two of them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from voyado_bis_cli.domain import finding
from voyado_bis_cli.domain.finding import Finding, Remedy
from voyado_bis_cli.errors import ConfigError

if TYPE_CHECKING:
    from voyado_bis_cli.cli.context import Context
    from voyado_bis_cli.config.profile import Profile


def neighbours(context: "Context") -> "Iterator[Profile | Finding]":
    """Yield every other profile of the file; for one that cannot be read a warning, since it was not compared."""
    from voyado_bis_cli.config.resolve import resolve

    for neighbour in context.resolved.neighbours:
        try:
            profile = resolve(neighbour.profile, context.resolved.file).profile
        except ConfigError as error:
            yield finding.warning(
                "profile-unreadable",
                f'The profile "{neighbour.profile}" was not compared: it cannot be read.',
                error.message,
                Remedy(error.hint),
            )
        else:
            context.learn_secrets(profile.secrets())
            yield profile
