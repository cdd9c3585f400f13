"""Whatever ends a run, as the one kind of error that output can tell."""

import re
import traceback
from pathlib import Path

import typer

from voyado_bis_cli.errors import BisError, ErrorCode, InterruptedRunError, UsageError

_PACKAGE = Path(__file__).parents[1]
_TYPERS_WORDS = "Value error, "
_TYPED_TOKEN = re.compile(r"(?<=Invalid value for '--token': )Value error, .* is not one of", re.DOTALL)
"""What was typed where only the name of a token belongs may be the token itself: it is not repeated."""


class BugError(BisError):
    """A bug in bis: something happened that nobody thought of."""

    default_code = ErrorCode.BUG


def as_bis_error(failure: BaseException, command: str) -> BisError:
    """Return `failure` as a BisError: itself, a usage error of Typer's, an interruption, or a bug.

    `command` is what was typed after `bis`, as far as it names a command or a group of commands.
    """
    match failure:
        case BisError():
            return failure
        case typer.TyperException():
            message = _TYPED_TOKEN.sub("must be one of", failure.format_message().rstrip())
            return UsageError(message.replace(_TYPERS_WORDS, "", 1), hint=_help_of(command))
        case KeyboardInterrupt() | typer.Abort() | EOFError():
            return InterruptedRunError(
                "Interrupted.", hint="What was done so far stays done. Run the same command again to go on."
            )
        case _:
            return _bug(failure)


def _help_of(command: str) -> str:
    if not command:
        return "`bis --help` lists the commands; options stand after the command."
    return f"`bis {command} --help` shows examples and options."


def _bug(failure: BaseException) -> BugError:
    return BugError(
        f"This is a bug in bis: {type(failure).__name__} at {_place(failure)}.",
        hint="Run it again with -v -v and report what it prints: secrets and email addresses are masked in it.",
        details={"exception": type(failure).__name__, "at": _place(failure)},
    )


def _place(failure: BaseException) -> str:
    """Return the last of our own lines that the failure went through (`centra/client.py:41`)."""
    places = [
        (Path(frame.filename), frame.lineno)
        for frame in traceback.extract_tb(failure.__traceback__)
        if Path(frame.filename).is_relative_to(_PACKAGE)
    ]
    if not places:
        return "an unknown place"
    path, line = places[-1]
    return f"{path.relative_to(_PACKAGE).as_posix()}:{line}"
