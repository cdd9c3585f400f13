"""`bis.toml`: finding it, reading it, and choosing a profile's table. One file per run, never two merged."""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import platformdirs

from voyado_bis_cli.errors import ConfigError, ErrorCode

FILE_NAME = "bis.toml"
Table = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class BisToml:
    """A file that was read: its tables as they stand, not yet checked."""

    path: Path
    default_profile: str | None
    profiles: Mapping[str, object]

    def table_of(self, profile: str) -> Table:
        """Return the table of a profile; raises ConfigError that names the known ones."""
        if profile not in self.profiles:
            known = ", ".join(self.profiles) or "none"
            raise ConfigError(
                f'{self.path} has no profile "{profile}"{did_you_mean(profile, self.profiles)}.',
                hint=f"Profiles there: {known}. Choose one with -p or BIS_PROFILE.",
                details={"profiles": list(self.profiles)},
            )
        table = self.profiles[profile]
        if not isinstance(table, Mapping):
            raise ConfigError(f"{self.place(profile)} in {self.path} must be a table.")
        return table

    def place(self, profile: str, key: str = "") -> str:
        """Return where a key such as `centra.url` stands: `bis.toml [profiles.brand-x.centra] url`."""
        *sections, name = key.split(".")
        table = ".".join(_bare(part) for part in ("profiles", profile, *sections))
        return f"{self.path.name} [{table}] {name}".rstrip()


def find(cwd: Path, user_folder: Path | None = None) -> Path | None:
    """Return the file of the project folder `cwd`, else the user's, else None. Parent folders are not searched.

    `user_folder` is the user's configuration folder of this system unless given.
    """
    user_folder = user_folder or platformdirs.user_config_path("bis", appauthor=False)
    return next((path for folder in (cwd, user_folder) if (path := folder / FILE_NAME).is_file()), None)


def read(path: Path) -> BisToml:
    """Read a file; raises ConfigError with the line of a mistake in its syntax, never with what stands there."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError(
            f"There is no file {path}.", code=ErrorCode.CONFIG_MISSING, hint="`bis init` writes a commented bis.toml."
        ) from None
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {(error.strerror or 'it failed').lower()}.") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path} is not UTF-8 text.", hint="Save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not valid TOML: {error}.", hint="`bis init` writes one to start from.") from None
    return _checked(path, document)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the end of a sentence about an unknown word: `: perhaps "x" is meant`, or nothing."""
    close = get_close_matches(word, list(known), n=1)
    return f': perhaps "{close[0]}" is meant' if close else ""


def _checked(path: Path, document: Table) -> BisToml:
    if unknown := sorted(set(document) - {"default_profile", "profiles"}):
        close = did_you_mean(unknown[0], ("default_profile", "profiles"))
        raise ConfigError(
            f'{path} has the unknown key "{unknown[0]}"{close}.',
            hint="At the top stand default_profile and the tables [profiles.NAME].",
        )
    default, profiles = document.get("default_profile"), document.get("profiles", {})
    if not isinstance(default, str | None):
        raise ConfigError(f"default_profile in {path} must be the name of a profile in quotes.")
    if not isinstance(profiles, Mapping):
        raise ConfigError(f"profiles in {path} must be tables: [profiles.NAME].")
    if "env" in profiles:
        raise ConfigError(
            f'{path} has a profile "env", which is the name of the profile made of variables.',
            hint="Give it another name.",
        )
    return BisToml(path, default or None, profiles)


def _bare(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else json.dumps(name, ensure_ascii=False)
