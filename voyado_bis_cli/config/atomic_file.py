"""Writes a file whole or not at all."""

import os
from pathlib import Path
from stat import S_IMODE
from tempfile import NamedTemporaryFile

from voyado_bis_cli.errors import ConfigError, ErrorCode


def write_atomically(path: Path, text: str, *, mode: int = 0o644) -> None:
    """Write `text` as UTF-8 to `path`, which is at every moment either the old file or the new one.

    A file that exists keeps its mode, a new one gets `mode`; a link keeps pointing where it does. Raises
    ConfigError(state_unwritable).
    """
    target = path.resolve()
    try:
        if target.exists():
            mode = S_IMODE(target.stat().st_mode)
        with NamedTemporaryFile("w", encoding="utf-8", newline="", dir=target.parent, delete=False) as draft:
            try:
                draft.write(text)
                draft.flush()
                os.fsync(draft.fileno())
                Path(draft.name).chmod(mode)
                Path(draft.name).replace(target)
            except BaseException:
                Path(draft.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise ConfigError(
            f"{path} cannot be written: {(error.strerror or 'it failed').lower()}.",
            code=ErrorCode.STATE_UNWRITABLE,
            hint="Choose another place, or check the folder and its permissions. Nothing was changed.",
        ) from None
