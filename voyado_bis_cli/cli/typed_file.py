"""A file named on the command line; `-` stands for what is typed or piped in."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from voyado_bis_cli.errors import UsageError

if TYPE_CHECKING:
    from voyado_bis_cli.cli.context import Context

STANDARD_INPUT = Path("-")


def content_of(context: "Context", path: Path, invitation: str) -> Callable[[], bytes]:
    """Return what reads a file; raises UsageError where it cannot be read.

    A person at a terminal is told to paste, in the words of `invitation`.
    """

    def read() -> bytes:
        if path != STANDARD_INPUT:
            return _content(path)
        if sys.stdin.isatty():
            context.output.narrator.remark(f"{invitation}, then press Enter and Ctrl-D.")
        return sys.stdin.buffer.read()

    return read


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {error.strerror}.", hint="Give the path of a file, or - for standard input."
        ) from None
