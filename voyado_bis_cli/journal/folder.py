"""The state folder: made on first use, readable by its owner alone."""

import os
from contextlib import suppress
from pathlib import Path

from voyado_bis_cli.errors import ConfigError, ErrorCode


def private_file(path: Path) -> None:
    """Make `path` and its folders where they are missing, for the owner only; raises OSError.

    A folder that exists keeps its mode: BIS_STATE_DIR may name one that serves others too. A file that exists is not
    opened: on POSIX, closing it again would drop every lock that this process holds on it.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def state_unwritable(path: Path, error: Exception) -> ConfigError:
    """Return the error that names the folder of `path` and how to choose another one."""
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return ConfigError(
        f"{path.name} in the state folder {path.parent} cannot be used: {reason.lower()}.",
        code=ErrorCode.STATE_UNWRITABLE,
        hint="Make that folder writable, or choose another one with BIS_STATE_DIR.",
        details={"path": str(path)},
    )
