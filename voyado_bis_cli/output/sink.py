"""The two ends of a run: stdout for the result, stderr for everything else."""

import os
import shutil
import sys
from typing import TextIO

from voyado_bis_cli.errors import ConfigError, ErrorCode


class Sink:
    """One stream, written in whole texts and flushed, so that a pipe sees each line when it is said.

    Characters that the stream's encoding lacks are replaced, never an error. A reader that left (`| head`) silences the
    sink and nothing more: the work was done, and the exit code tells how. Any other failure to write (a full disk)
    raises ConfigError(state_unwritable).
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.broken = False

    @property
    def is_terminal(self) -> bool:
        """Whether a person looks at it."""
        return self._stream.isatty()

    @property
    def stream(self) -> TextIO:
        """The stream itself, for a spinner."""
        return self._stream

    @property
    def width(self) -> int | None:
        """Columns of the terminal; None for a pipe or file, where a line is never broken."""
        return shutil.get_terminal_size().columns if self.is_terminal else None

    def can_say(self, text: str) -> bool:
        """Tell whether the stream's encoding has all characters of `text`."""
        try:
            text.encode(self._encoding)
        except UnicodeEncodeError:
            return False
        return True

    def write(self, text: str) -> None:
        """Write `text` as it is, and flush."""
        if self.broken:
            return
        sayable = text.encode(self._encoding, "replace").decode(self._encoding)
        try:
            self._stream.write(sayable)
            self._stream.flush()
        except BrokenPipeError:
            self._silence()
        except OSError as error:
            self._silence()
            raise ConfigError(
                f"The output could not be written: {error.strerror or error}.",
                code=ErrorCode.STATE_UNWRITABLE,
                hint="Check the disk or the program that reads the output, and run the command again.",
            ) from error

    @property
    def _encoding(self) -> str:
        return self._stream.encoding or "utf-8"

    def _silence(self) -> None:
        """Say nothing from now on; what the stream still buffers goes nowhere, or Python would fail at exit."""
        self.broken = True
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())
        os.close(nowhere)


def standard_output() -> Sink:
    """Return the process's stdout."""
    return Sink(sys.stdout)  # noqa: TID251  # output is the one that writes


def standard_error() -> Sink:
    """Return the process's stderr."""
    return Sink(sys.stderr)  # noqa: TID251  # output is the one that writes
