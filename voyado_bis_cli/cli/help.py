"""`bis help`: topics that belong to no single command."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from voyado_bis_cli.cli.command import command
from voyado_bis_cli.cli.context import Context
from voyado_bis_cli.errors import ExitCode

if TYPE_CHECKING:
    from voyado_bis_cli.domain.progress import Run
    from voyado_bis_cli.domain.report.help import HelpData

MEANINGS: Mapping[ExitCode, str] = {
    ExitCode.DONE: "done, all checks passed; a check that is manual or unverified is a warning (--strict makes it 1)",
    ExitCode.WRONG: "the thing under test is wrong: an error finding, an object that does not exist, nobody listens",
    ExitCode.USAGE: "usage: the command line cannot be, or a confirmation is missing",
    ExitCode.CONFIG: "configuration missing or invalid",
    ExitCode.AUTH: "not authenticated, expired, or a permission is missing for the command itself",
    ExitCode.REFUSED: "an API refused the request, or some of it (partial failure)",
    ExitCode.NETWORK: "network, timeout, or 5xx after all retries",
    ExitCode.RATE_LIMITED: "rate budget used up; resume_at in error.details says until when",
    ExitCode.NOT_YET: "not yet: waited and the effect was not seen, or another run holds the lock",
    ExitCode.BUG: "a bug in bis",
    ExitCode.INTERRUPTED: "interrupted: Ctrl-C or SIGTERM",
}
"""Each exit code in the words of `bis help exit-codes`. A reader that leaves early (`| head`) changes none of them."""


class Topic(StrEnum):
    """What `bis help` can tell."""

    EXIT_CODES = "exit-codes"


_ABOUT = {Topic.EXIT_CODES: "what the exit code of a run says to a script"}


@command()
def help_(
    _context: Context,
    *,
    topic: Annotated[Topic | None, typer.Argument(help="A topic, or a command to show the help of.")] = None,
) -> "Run[HelpData]":
    """Explain what no single command does.

    Examples:
      bis help
      bis help exit-codes
      bis help check-permissions
    """
    return _page(topic)


def _page(topic: Topic | None) -> "Run[HelpData]":
    from voyado_bis_cli.domain.report import Report
    from voyado_bis_cli.domain.report.help import HelpData, HelpRow

    yield from ()
    if topic is Topic.EXIT_CODES:
        entries = [HelpRow(name=str(int(code)), about=meaning) for code, meaning in MEANINGS.items()]
    else:
        entries = [HelpRow(name=each.value, about=_ABOUT[each]) for each in Topic]
    return Report(HelpData(topic=topic, entries=tuple(entries)))


def with_help_option(argv: Sequence[str]) -> list[str]:
    """Return `bis help markets` as `bis markets --help`, which is what it means; anything else as it is."""
    match list(argv):
        case ["help", word, *more] if not word.startswith("-") and word not in set(Topic):
            return [word, *more, "--help"]
        case other:
            return other
