"""Where a run's settings come from: one source, nothing mixed.

A profile named by `-p` or BIS_PROFILE; else, if BIS_CENTRA_URL is set, the profile `env`, made of variables alone; else
`default_profile` of `bis.toml`. So a forgotten variable never changes a named profile. `--config` given by hand asks
for that file: it comes before BIS_CENTRA_URL too, since what is typed must not lose to what was forgotten.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import ValidationError

from voyado_bis_cli.config import file as bis_toml
from voyado_bis_cli.config.environment import variables_of
from voyado_bis_cli.config.file import BisToml, Table
from voyado_bis_cli.config.keys import KEYS
from voyado_bis_cli.config.problems import config_error
from voyado_bis_cli.config.profile import Profile
from voyado_bis_cli.config.secret import Resolved, check_reference, look_up
from voyado_bis_cli.config.sections import Settings
from voyado_bis_cli.config.variables import FEEDS_SKU_FIELD, set_keys, table_from, typing_errors
from voyado_bis_cli.errors import ConfigError, ErrorCode

ENV_PROFILE = "env"
NO_PROFILE = "none"
_TWO_WAYS = "Write a profile (`bis init` starts a bis.toml), or set variables: they count together with BIS_CENTRA_URL."


class Source(StrEnum):
    """What a run's settings are made of."""

    FILE = "file"
    VARIABLES = "variables"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another profile of the same file, as far as its queue goes: two profiles must not share one."""

    profile: str
    centra_url: str | None
    integration_name: str | None
    voyado_integration_name: str | None


@dataclass(frozen=True, slots=True)
class ResolvedProfile:
    """A run's settings; `origins` has an entry for each key that is set, also for a secret that could not be read.

    `warnings` are sentences for stderr. `neighbours` are the other profiles of the file, empty without one.
    """

    profile: Profile
    origins: Mapping[str, str]
    source: Source
    file: Path | None = None
    warnings: tuple[str, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()


def resolve(
    profile: str | None,
    config_path: Path | None,
    environ: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    *,
    user_folder: Path | None = None,
) -> ResolvedProfile:
    """Return the settings of a run. `profile` and `config_path` are `-p` and `--config`; BIS_CONFIG is read here.

    Where nothing is set up the profile is called `none` and is empty, so that commands which need no settings work;
    `Profile.need` then says what to do. `-p env` asks for the variables even without BIS_CENTRA_URL. `user_folder` is
    the user's configuration folder unless given. Raises ConfigError: unknown profile, unreadable file, wrong setting.
    """
    variables = variables_of(environ)
    name = variables.get("BIS_PROFILE") if profile is None else profile
    if name == ENV_PROFILE or (name is None and config_path is None and "BIS_CENTRA_URL" in variables):
        return _from_variables(variables)
    if config_path is None and "BIS_CONFIG" in variables:
        config_path = Path(variables["BIS_CONFIG"]).expanduser()
    path = config_path or bis_toml.find(cwd or Path(), user_folder)
    document = bis_toml.read(path) if path else None
    if document is None and name is not None:
        raise ConfigError(
            f'There is no bis.toml to take the profile "{name}" from, neither here nor in the user\'s folder.',
            code=ErrorCode.CONFIG_MISSING,
            hint=_TWO_WAYS,
        )
    name = name if name is not None or document is None else document.default_profile
    if document is None or name is None:
        return _nothing(document, variables)
    return _from_file(document, name, variables)


def _from_variables(environ: Mapping[str, str]) -> ResolvedProfile:
    origins = {key.path: key.variable for key in set_keys(environ)}
    if "feeds" in origins and FEEDS_SKU_FIELD in environ:
        origins["feeds"] += f", {FEEDS_SKU_FIELD}"
    try:
        settings = Settings.model_validate(table_from(environ))
    except ValidationError as refused:
        raise config_error(refused, where=_variable_of) from None
    profile = _profile(ENV_PROFILE, settings, where_to_set="Set them in the environment.")
    return ResolvedProfile(profile, origins, Source.VARIABLES, warnings=typing_errors(environ))


def _variable_of(key: str) -> str:
    """Return the variable of a key, or of the key that holds it (`feeds` for `feeds.sv-SE.url`)."""
    return next(known.variable for known in KEYS.values() if f"{key}.".startswith(f"{known.path}."))


def _from_file(document: BisToml, name: str, environ: Mapping[str, str]) -> ResolvedProfile:
    table = _without_empty(document.table_of(name))
    origins = {path: document.place(name, path) for path in KEYS if _at(table, path) is not None}
    unresolved = {}
    for key in (key for key in KEYS.values() if key.secret and key.path in origins):
        reference = check_reference(_at(table, key.path), key=key.path, place=origins[key.path])
        found = look_up(reference, folder=document.path.parent, environ=environ)
        origins[key.path] += f" ({reference})"
        table = _with_secret(table, key.path, found)
        if found.secret is None:
            unresolved[key.path] = found.reason
    try:
        settings = Settings.model_validate(table)
    except ValidationError as refused:
        raise config_error(refused, where=lambda key: document.place(name, key)) from None
    where_to_set = f"Write them under {document.place(name)} in {document.path}."
    profile = _profile(name, settings, unresolved=unresolved, where_to_set=where_to_set)
    neighbours = tuple(_neighbours(document, name))
    return ResolvedProfile(profile, origins, Source.FILE, document.path, neighbours=neighbours)


def _nothing(document: BisToml | None, environ: Mapping[str, str]) -> ResolvedProfile:
    where_to_set = _TWO_WAYS
    if document is not None:
        known = ", ".join(document.profiles) or "none"
        where_to_set = f"{document.path} has no default_profile: choose with -p (profiles there: {known})."
    stray = [key.variable for key in set_keys(environ)]
    warnings = (f"{stray[0]} is set and not used: variables count only with BIS_CENTRA_URL.",) if stray else ()
    profile = _profile(NO_PROFILE, Settings(), where_to_set=where_to_set)
    file = document.path if document else None
    return ResolvedProfile(profile, {}, Source.NOTHING, file, (*warnings, *(typing_errors(environ) if stray else ())))


def _profile(
    name: str, settings: Settings, *, where_to_set: str, unresolved: Mapping[str, str] | None = None
) -> Profile:
    return Profile(name=name, where_to_set=where_to_set, unresolved=unresolved or {}, **dict(settings))


def _without_empty(table: Table) -> dict[str, object]:
    """Return a table without its empty texts: they mean unset, as an empty variable does."""
    return {
        name: _without_empty(value) if isinstance(value, Mapping) else value
        for name, value in table.items()
        if value != ""
    }


def _at(table: object, path: str) -> object:
    """Return what stands at a path of a table that is not checked yet; None where nothing does."""
    for name in path.split("."):
        table = table.get(name) if isinstance(table, Mapping) else None
    return table


def _with_secret(table: Table, path: str, found: Resolved) -> dict[str, object]:
    section, _, name = path.partition(".")
    rows = table[section]
    return {**table, section: {**(rows if isinstance(rows, Mapping) else {}), name: found.secret}}


def _neighbours(document: BisToml, name: str) -> Iterator[Neighbour]:
    for other, table in document.profiles.items():
        if other != name:
            names = (_at(table, f"centra.{key}") for key in ("url", "integration_name", "voyado_integration_name"))
            yield Neighbour(other, *(value if isinstance(value, str) and value else None for value in names))
