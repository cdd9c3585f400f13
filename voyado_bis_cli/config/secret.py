"""Secret references in `bis.toml`: `env:NAME`, `file:PATH` or `keyring:NAME`, never the secret itself."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from voyado_bis_cli.errors import ConfigError, ErrorCode

FORMS = "env:NAME, file:PATH or keyring:NAME"
KEYRING_SERVICE = "bis"


@dataclass(frozen=True, slots=True)
class Resolved:
    """A looked-up reference: its secret, or the reason why there is none."""

    secret: str | None = None
    reason: str = ""


def check_reference(value: object, *, key: str, place: str) -> str:
    """Return `value` if it refers to a secret; raises ConfigError that never repeats what it found.

    The code is `secret_in_file` for anything that may be the secret itself.
    """
    form, _, name = value.partition(":") if isinstance(value, str) else ("", "", "")
    if form not in ("env", "file", "keyring"):
        raise ConfigError(
            f"{key} ({place}) must not hold the secret itself: write {FORMS}.",
            code=ErrorCode.SECRET_IN_FILE,
            hint="If the file was ever shared or committed, make a new token or key and withdraw this one.",
        )
    if not name:
        raise ConfigError(f"{key} ({place}) names nothing after `{form}:`: write {FORMS}.")
    return f"{form}:{name}"


def look_up(reference: str, *, folder: Path, environ: Mapping[str, str]) -> Resolved:
    """Return the secret behind a checked reference; a relative path starts at `folder`.

    One that cannot be read is no error before a command needs it: a profile may name more secrets than a machine has.
    """
    form, _, name = reference.partition(":")
    match form:
        case "env":
            secret = environ.get(name)
            return Resolved(secret.strip()) if secret else Resolved(reason=f"the variable {name} is not set")
        case "file":
            return _from_file(folder / Path(name).expanduser())
        case _:
            return _from_keyring(name)


def _from_file(path: Path) -> Resolved:
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        return Resolved(reason=f"the file {path} cannot be read, {(error.strerror or 'it failed').lower()}")
    except UnicodeDecodeError:
        return Resolved(reason=f"the file {path} is not text")
    return Resolved(secret) if secret else Resolved(reason=f"the file {path} is empty")


def _from_keyring(name: str) -> Resolved:
    try:
        keyring = importlib.import_module("keyring")
    except ImportError:
        return Resolved(reason="the keyring is not installed, `pip install 'voyado-bis-cli[keyring]'` adds it")
    try:
        secret = keyring.get_password(KEYRING_SERVICE, name)
    except keyring.errors.KeyringError as error:
        return Resolved(reason=f"the keyring of this machine cannot be read ({type(error).__name__})")
    if secret:
        return Resolved(str(secret).strip())
    return Resolved(reason=f"the keyring has no `{name}`, `keyring set {KEYRING_SERVICE} {name}` adds it")
